"""The reference client meets what the simulator refuses and breaks off, without patches.

Each function named check_... is one thing the client does. The simulator's address is in GEMSTUDIO_SIMULATOR; the
program's path is the argument.
"""

import base64
import io
import subprocess
import urllib.error
import urllib.request

from google.genai import errors, types
from PIL import Image
from support.simulator import PAINTER, PROGRAM, TEXT, ask, client, expect_error, png, run_checks, stream


# Errors


def check_refusals_are_client_errors():
    invalid = "INVALID_ARGUMENT"
    image = types.Part.from_bytes(data=b"no picture", mime_type="image/png")
    typeless = types.Part.from_bytes(data=png("white"), mime_type="png")
    for call, text in [
        (lambda: ask(TEXT, [image, "What?"]), "Unable to process input image"),
        (lambda: ask(TEXT, [typeless, "What?"]), "Unsupported MIME type: png"),
        (lambda: ask(TEXT, response_modalities=["IMAGE"]), "Model does not support the requested response modalities"),
        (lambda: ask("gemini-2.5-flash-image", system_instruction="S"), "Developer instruction is not enabled"),
        (lambda: ask(TEXT, candidate_count=2), "Multiple candidates"),
        (lambda: ask(TEXT, stop_sequences=list("abcdef")), "stop_sequences"),
        (lambda: ask(TEXT, temperature=3), "temperature must be in the range"),
        (lambda: ask(PAINTER, image_config=types.ImageConfig(aspect_ratio="8:1")), "aspect_ratio must be one of"),
        (lambda: ask(TEXT, response_schema={"type": "STRING"}), "response_mime_type"),
        (lambda: ask(TEXT, [types.ModelContent("A")]), "user role"),
    ]:
        expect_error(errors.ClientError, 400, call, status=invalid, text=text)
    extra = types.HttpOptions(extra_body={"generationConfig": {"warmth": 1}})
    error = expect_error(
        errors.ClientError, 400, lambda: ask(TEXT, http_options=extra),
        text="Unknown name \"warmth\" at 'generation_config': Cannot find field.",
    )
    assert error.details["error"]["details"][0]["fieldViolations"][0]["field"] == "generation_config"


def check_failures_have_the_right_class():
    for model, kind, code, status in [
        ("gemini-9", errors.ClientError, 404, "NOT_FOUND"),
        ("sim-bad-key", errors.ClientError, 400, "INVALID_ARGUMENT"),
        ("sim-429-day", errors.ClientError, 429, "RESOURCE_EXHAUSTED"),
        ("sim-500", errors.ServerError, 500, "INTERNAL"),
        ("sim-503", errors.ServerError, 503, "UNAVAILABLE"),
    ]:
        expect_error(kind, code, lambda: ask(model), status=status)
        expect_error(kind, code, lambda: stream(model), status=status)
    for model in ["sim-429", "sim-429-retry", "sim-429-info", "sim-429-bare"]:
        expect_error(errors.ClientError, 429, lambda: ask(model), status="RESOURCE_EXHAUSTED")
        assert ask(model).text


def check_keys():
    expect_error(
        errors.ClientError, 400, lambda: client(key="invalid").models.generate_content(model=TEXT, contents="Hi"),
        text="API key not valid",
    )
    command = [PROGRAM, "simulate", "--port", "0", "--require-key"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as strict:
        try:
            base = strict.stdout.readline().strip()
            assert client(base=base).models.get(model=TEXT).name == f"models/{TEXT}"
            # The client cannot be made without a key.
            try:
                urllib.request.urlopen(f"{base}/v1beta/models")
            except urllib.error.HTTPError as error:
                assert error.code == 403 and b"unregistered callers" in error.read()
            else:
                raise AssertionError("a request without a key was answered")
        finally:
            strict.terminate()


def check_retries_pass_a_quota():
    again = types.HttpRetryOptions(attempts=3, initial_delay=0.01, max_delay=0.02)
    answer = client(retry_options=again).models.generate_content(model="sim-429", contents="Hello")
    assert "offline simulator" in answer.text


# Answers that end otherwise


def check_ends_without_an_answer():
    assert ask("sim-blocked").prompt_feedback.block_reason == types.BlockedReason.SAFETY
    for model, reason in [
        ("sim-empty", "STOP"), ("sim-max-tokens", "MAX_TOKENS"), ("sim-no-image", "NO_IMAGE"),
    ]:
        for answer in [ask(model), stream(model)[-1]]:
            assert answer.candidates[0].finish_reason == reason
            assert not answer.text
    assert ask("sim-max-tokens").usage_metadata.thoughts_token_count > 0


def check_ends_in_the_middle():
    for model, reason in [("sim-safety", "SAFETY"), ("sim-recitation", "RECITATION")]:
        chunks = stream(model)
        assert chunks[0].text and chunks[-1].candidates[0].finish_reason == reason
    expect_error(errors.ServerError, 503, lambda: stream("sim-error"))
    for model in ["sim-cut", "sim-malformed"]:
        try:
            stream(model)
        except Exception as error:  # The transport's own, or that of the JSON reader.
            assert not isinstance(error, AssertionError)
        else:
            raise AssertionError(f"{model} came to a good end")


def check_silence():
    chunks = client(timeout=1500).models.generate_content_stream(model="sim-stall", contents="Hello")
    assert next(chunks).text
    try:
        next(chunks)
    except Exception as error:  # The transport's own.
        assert "timeout" in type(error).__name__.lower(), repr(error)
    else:
        raise AssertionError("something came")


def check_odd_streams():
    assert "".join(chunk.text or "" for chunk in stream("sim-trickle")).endswith("🚣‍♀️.")
    assert stream("sim-no-finish")[-1].candidates[0].finish_reason is None
    assert all(chunk.candidates[0].finish_reason == "STOP" for chunk in stream("sim-stop-every-chunk"))
    early = stream("sim-early-stop")
    assert early[2].candidates[0].finish_reason == "STOP" and len(early) > 10
    assert "offline simulator" in "".join(chunk.text or "" for chunk in stream("sim-nulls"))
    assert "<think>" in ask("sim-think-tags").text
    assert len(stream("sim-flood")) == 20000


def check_continuation():
    for model in ["sim-continuation", "sim-continuation-cut"]:
        chunks = stream(model)
        text = "".join(chunk.text or "" for chunk in chunks)
        assert text.startswith("## ") and text.endswith("(https://aistudio.google.com/apikey).")
        assert chunks[-1].candidates[0].finish_reason == "STOP"
    answer = ask("sim-continuation", "Tell me about rivers")
    assert answer.text.startswith("## ") and answer.candidates[0].finish_reason == "STOP"
    token = base64.b64encode(b"elsewhere")
    expect_error(
        errors.ClientError, 400, lambda: ask("sim-continuation", continuation_token=token),
        text="Invalid continuation token.",
    )


def check_large_picture():
    data = stream("sim-10mb-image")[-1].parts[-1].inline_data.data
    assert 10_000_000 < len(data) < 11_000_000
    Image.open(io.BytesIO(data)).load()


run_checks(globals())
