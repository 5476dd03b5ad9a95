"""What the checks of the simulator have in common: the reference client, and how they are run."""

import io
import logging
import os
import sys
import traceback

from google import genai
from google.genai import errors, types
from PIL import Image

PROGRAM = sys.argv[1]
BASE = os.environ["GEMSTUDIO_SIMULATOR"]
TEXT = "gemini-3.8-flash"
OLDER = "gemini-2.5-flash"
PAINTER = "gemini-3-pro-image"


# A client closes its connections when nobody holds it any more, also in the middle of a call.
clients = []


def client(version=None, key="any-key", base=BASE, **options):
    clients.append(
        genai.Client(api_key=key, http_options=types.HttpOptions(base_url=base, api_version=version, **options))
    )
    return clients[-1]


def png(color, size=(31, 17)):
    data = io.BytesIO()
    Image.new("RGB", size, color).save(data, "PNG")
    return data.getvalue()


def expect_error(kind, code, call, *, status=None, text=None):
    """The call fails with exactly this exception; it is returned."""
    try:
        call()
    except errors.APIError as error:
        assert type(error) is kind, f"{type(error).__name__} instead of {kind.__name__}: {error}"
        assert error.code == code, f"{error.code} instead of {code}: {error}"
        assert status is None or error.status == status, error.status
        assert text is None or text in error.message, error.message
        return error
    raise AssertionError(f"no error, {code} was expected")


def ask(model, contents="Hello", **config):
    return client().models.generate_content(
        model=model, contents=contents, config=types.GenerateContentConfig(**config) if config else None
    )


def stream(model, contents="Tell me about rivers", **config):
    return list(
        client().models.generate_content_stream(
            model=model, contents=contents, config=types.GenerateContentConfig(**config) if config else None
        )
    )


def run_checks(names):
    """Runs every check_... among the names of a script, and ends with 1 if one failed."""
    logging.getLogger("google_genai").setLevel(logging.ERROR)
    checks = [(name, check) for name, check in names.items() if name.startswith("check_")]
    failed = 0
    for name, check in checks:
        title = name.removeprefix("check_").replace("_", " ")
        try:
            check()
            print(f"ok      {title}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED  {title}", flush=True)
            traceback.print_exc(limit=-4, file=sys.stdout)
    print(f"{len(checks) - failed} of {len(checks)} checks passed, google-genai {genai.__version__}")
    sys.exit(1 if failed else 0)
