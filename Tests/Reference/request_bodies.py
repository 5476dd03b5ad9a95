"""The same settings given to Google's Python client and to `gemstudio`: the JSON bodies have to be equal.

Usage: request_bodies.py PROGRAM
"""

import base64
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import zlib

from google import genai
from google.genai import types

FLASH = "gemini-3.8-flash"
BUDGET = "gemini-2.5-flash"
PICTURES = "gemini-3.1-flash-image"


class Recorder(http.server.BaseHTTPRequestHandler):
    """Keeps every body and answers with the next scripted parts."""

    bodies = []
    answers = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Recorder.bodies.append(body)
        parts = Recorder.answers.pop(0) if Recorder.answers else [{"text": "ok"}]
        answer = {"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}]}
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def camel(key):
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


# What stands below these keys is the person's own, not the wire's.
FREE = {"properties", "args", "response", "labels", "responseJsonSchema", "parametersJsonSchema"}


def normal(value, free=False):
    """Spelling that means the same: snake_case names, 40.0 for 40, an empty generationConfig."""
    if isinstance(value, dict):
        members = {}
        for key, inner in value.items():
            name = key if free else camel(key)
            members[name] = normal(inner, free=name in FREE and name != "properties")
            if name == "inlineData":
                # The client writes base64 in the alphabet for addresses; the service takes both.
                members[name]["data"] = members[name]["data"].replace("-", "+").replace("_", "/")
        if members.get("generationConfig") == {}:
            del members["generationConfig"]
        return members
    if isinstance(value, list):
        return [normal(inner, free) for inner in value]
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value


def png(red):
    """A picture of one dot."""

    def chunk(name, data):
        body = name + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    dots = zlib.compress(bytes([0, red, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


RED, DARK = png(255), png(40)
SCHEMA = {"type": "object", "properties": {"a_b": {"type": "integer"}}, "required": ["a_b"]}
OPEN_SCHEMA = {"type": "OBJECT", "properties": {"name": {"type": "STRING"}, "age": {"type": "INTEGER"}}}
WEATHER = {
    "name": "get_weather",
    "description": "The weather of a place",
    "parameters": {"type": "OBJECT", "properties": {"place": {"type": "STRING"}}, "required": ["place"]},
}
CLOCK = {"name": "get_time", "description": "The time"}


def thinking(**settings):
    return {"thinking_config": types.ThinkingConfig(**settings)}


def voice(name):
    return types.SpeechConfig(
        voice_config=types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name=name))
    )


def harm(category, threshold):
    return types.SafetySetting(category="HARM_CATEGORY_" + category, threshold=threshold)


def functions(*declarations):
    return types.Tool(function_declarations=[types.FunctionDeclaration(**item) for item in declarations])


def sets(*settings):
    return [word for setting in settings for word in ("--set", setting)]


# Name, model, our options, the client's settings, and pictures or a prompt of their own.
CASES = [
    ("nothing", FLASH, [], {}),
    ("temperature", FLASH, sets("temperature=0.2"), {"temperature": 0.2}),
    ("temperature at its default, set", FLASH, sets("temperature=1"), {"temperature": 1.0}),
    ("temperature zero", FLASH, sets("temperature=0"), {"temperature": 0.0}),
    ("top-p", FLASH, sets("topP=0.5"), {"top_p": 0.5}),
    ("top-k", FLASH, sets("topK=40"), {"top_k": 40}),
    ("candidates", FLASH, sets("candidateCount=2"), {"candidate_count": 2}),
    ("output tokens", FLASH, sets("maxOutputTokens=100"), {"max_output_tokens": 100}),
    ("one stop sequence", FLASH, sets("stopSequences=END"), {"stop_sequences": ["END"]}),
    ("stop sequences", FLASH, sets('stopSequences=["a,b","c"]'), {"stop_sequences": ["a,b", "c"]}),
    ("seed", FLASH, sets("seed=-7"), {"seed": -7}),
    ("presence penalty", FLASH, sets("presencePenalty=0.5"), {"presence_penalty": 0.5}),
    ("frequency penalty", FLASH, sets("frequencyPenalty=-1"), {"frequency_penalty": -1.0}),
    ("log probabilities", FLASH, sets("responseLogprobs=true", "logprobs=3"),
     {"response_logprobs": True, "logprobs": 3}),
    ("mime type", FLASH, sets("responseMimeType=application/json"), {"response_mime_type": "application/json"}),
    ("enum answers", FLASH,
     sets("responseMimeType=text/x.enum", 'responseSchema={"type":"STRING","enum":["x","y"]}'),
     {"response_mime_type": "text/x.enum", "response_schema": {"type": "STRING", "enum": ["x", "y"]}}),
    ("schema by hand", FLASH,
     sets("responseMimeType=application/json", "responseSchema=" + json.dumps(OPEN_SCHEMA)),
     {"response_mime_type": "application/json", "response_schema": OPEN_SCHEMA}),
    ("JSON Schema by hand", FLASH,
     sets("responseMimeType=application/json", "responseJsonSchema=" + json.dumps(SCHEMA)),
     {"response_mime_type": "application/json", "response_json_schema": SCHEMA}),
    ("schema from a file", FLASH, ["--schema", "open.json"],
     {"response_mime_type": "application/json", "response_schema": OPEN_SCHEMA}),
    ("JSON Schema from a file", FLASH, ["--schema", "schema.json"],
     {"response_mime_type": "application/json", "response_json_schema": SCHEMA}),
    ("media resolution low", FLASH, sets("mediaResolution=low"), {"media_resolution": "MEDIA_RESOLUTION_LOW"}),
    ("media resolution medium", FLASH, sets("mediaResolution=MEDIA_RESOLUTION_MEDIUM"),
     {"media_resolution": "MEDIA_RESOLUTION_MEDIUM"}),
    ("media resolution high", FLASH, sets("mediaResolution=High"), {"media_resolution": "MEDIA_RESOLUTION_HIGH"}),
    ("text modality", FLASH, sets("responseModalities=text"), {"response_modalities": ["TEXT"]}),
    ("civic answers", FLASH, sets("enableEnhancedCivicAnswers=true"), {"enable_enhanced_civic_answers": True}),
    ("thinking low", FLASH, ["--thinking", "low"], thinking(thinking_level="LOW")),
    ("thinking medium", FLASH, ["--thinking", "MEDIUM"], thinking(thinking_level="MEDIUM")),
    ("thinking high, by hand", FLASH, sets("thinkingConfig.thinkingLevel=high"), thinking(thinking_level="HIGH")),
    ("thinking minimal", "gemini-3.5-flash", ["--thinking", "off"], thinking(thinking_level="MINIMAL")),
    ("dynamic thinking by level", FLASH, ["--thinking", "dynamic"], {}),
    ("thoughts", FLASH, ["--show-thoughts"], thinking(include_thoughts=True)),
    ("thoughts at a level", FLASH, ["--show-thoughts", "--thinking", "high"],
     thinking(include_thoughts=True, thinking_level="HIGH")),
    ("thinking off", BUDGET, ["--thinking", "off"], thinking(thinking_budget=0)),
    ("no thoughts where thinking is off", BUDGET, ["--thinking", "off", "--show-thoughts"],
     thinking(thinking_budget=0)),
    ("thinking budget", BUDGET, ["--thinking", "1024"], thinking(thinking_budget=1024)),
    ("thinking dynamic", BUDGET, ["--thinking", "dynamic"], thinking(thinking_budget=-1)),
    ("thinking budget by hand", BUDGET, sets("thinkingConfig.thinkingBudget=512"), thinking(thinking_budget=512)),
    ("thoughts with a budget", BUDGET, ["--thinking", "2048", "--show-thoughts"],
     thinking(thinking_budget=2048, include_thoughts=True)),
    ("smallest budget", "gemini-2.5-pro", ["--thinking", "off"], thinking(thinking_budget=128)),
    ("system instruction", FLASH, ["-s", "Be brief."], {"system_instruction": "Be brief."}),
    ("system instruction with lines", FLASH, ["-s", "One.\nTwo."], {"system_instruction": "One.\nTwo."}),
    ("safety", FLASH, ["--safety", "harassment=none"], {"safety_settings": [harm("HARASSMENT", "BLOCK_NONE")]}),
    ("safety of several kinds", FLASH,
     ["--safety", "hate_speech=low", "--safety", "sexually-explicit=high", "--safety", "dangerous_content=off"],
     {"safety_settings": [harm("HATE_SPEECH", "BLOCK_LOW_AND_ABOVE"), harm("SEXUALLY_EXPLICIT", "BLOCK_ONLY_HIGH"),
                          harm("DANGEROUS_CONTENT", "OFF")]}),
    ("safety in the wire's words", FLASH, ["--safety", "HARM_CATEGORY_CIVIC_INTEGRITY=BLOCK_MEDIUM_AND_ABOVE"],
     {"safety_settings": [harm("CIVIC_INTEGRITY", "BLOCK_MEDIUM_AND_ABOVE")]}),
    ("search", FLASH, ["--tool", "googleSearch"], {"tools": [types.Tool(google_search=types.GoogleSearch())]}),
    ("code execution", FLASH, ["--tool", "codeExecution"],
     {"tools": [types.Tool(code_execution=types.ToolCodeExecution())]}),
    ("URL context", FLASH, ["--tool", "urlContext"], {"tools": [types.Tool(url_context=types.UrlContext())]}),
    ("two tools", FLASH, ["--tool", "googleSearch", "--tool", "url_context"],
     {"tools": [types.Tool(google_search=types.GoogleSearch()), types.Tool(url_context=types.UrlContext())]}),
    ("a function", FLASH, ["--functions", "weather.json"], {"tools": [functions(WEATHER)]}),
    ("functions", FLASH, ["--functions", "functions.json"], {"tools": [functions(WEATHER, CLOCK)]}),
    ("functions must be called", FLASH,
     ["--functions", "weather.json"] + sets("toolConfig.functionCallingConfig.mode=any"),
     {"tools": [functions(WEATHER)],
      "tool_config": types.ToolConfig(function_calling_config=types.FunctionCallingConfig(mode="ANY"))}),
    ("only some functions", FLASH,
     ["--functions", "functions.json"]
     + sets("toolConfig.functionCallingConfig.mode=ANY",
            "toolConfig.functionCallingConfig.allowedFunctionNames=get_time"),
     {"tools": [functions(WEATHER, CLOCK)],
      "tool_config": types.ToolConfig(
          function_calling_config=types.FunctionCallingConfig(mode="ANY", allowed_function_names=["get_time"]))}),
    ("where a search is made", FLASH,
     ["--tool", "googleSearch"] + sets('toolConfig.retrievalConfig={"latLng":{"latitude":1.5,"longitude":2},"languageCode":"de"}'),
     {"tools": [types.Tool(google_search=types.GoogleSearch())],
      "tool_config": types.ToolConfig(retrieval_config=types.RetrievalConfig(
          lat_lng=types.LatLng(latitude=1.5, longitude=2), language_code="de"))}),
    ("service tier", FLASH, sets("serviceTier=flex"), {"service_tier": "flex"}),
    ("priority", FLASH, sets("serviceTier=PRIORITY"), {"service_tier": "priority"}),
    ("cached content", FLASH, sets("cachedContent=cachedContents/abc"), {"cached_content": "cachedContents/abc"}),
    ("labels", FLASH, sets('labels={"team_name":"a"}'), {"labels": {"team_name": "a"}}),
    ("speech", "gemini-2.5-flash-preview-tts",
     sets("responseModalities=AUDIO", "speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName=Kore"),
     {"response_modalities": ["AUDIO"], "speech_config": voice("Kore")}),
    ("a picture asked for", PICTURES, [], {}),
    ("a picture's form", PICTURES, sets("imageConfig.aspectRatio=16:9", "imageConfig.imageSize=2k"),
     {"image_config": types.ImageConfig(aspect_ratio="16:9", image_size="2K")}),
    ("a wide picture", PICTURES, sets("imageConfig.aspectRatio=8:1"),
     {"image_config": types.ImageConfig(aspect_ratio="8:1")}),
    ("a picture and text", PICTURES, sets("responseModalities=TEXT,IMAGE"),
     {"response_modalities": ["TEXT", "IMAGE"]}),
    ("only a picture", PICTURES, sets('responseModalities=["IMAGE"]', "imageConfig.imageSize=512"),
     {"response_modalities": ["IMAGE"], "image_config": types.ImageConfig(image_size="512")}),
    ("an old picture model", "gemini-2.0-flash-exp-image-generation", [],
     {"response_modalities": ["TEXT", "IMAGE"]}),
    ("a picture in", FLASH, ["-i", "red.png"], {}, [RED]),
    ("two pictures in, in order", FLASH, ["-i", "red.png", "-i", "dark.png"], {}, [RED, DARK]),
    ("two pictures in, the other way", FLASH, ["-i", "dark.png", "-i", "red.png"], {}, [DARK, RED]),
    ("a picture to be edited", PICTURES, ["-i", "red.png"] + sets("imageConfig.aspectRatio=1:1"),
     {"image_config": types.ImageConfig(aspect_ratio="1:1")}, [RED]),
    ("everything", FLASH,
     ["-s", "Be brief.", "--tool", "googleSearch", "--safety", "harassment=off", "--thinking", "low", "--show-thoughts"]
     + sets("temperature=0.7", "topP=0.9", "topK=3", "maxOutputTokens=99", "seed=1", "stopSequences=x,y"),
     {"system_instruction": "Be brief.", "tools": [types.Tool(google_search=types.GoogleSearch())],
      "safety_settings": [harm("HARASSMENT", "OFF")], "temperature": 0.7, "top_p": 0.9, "top_k": 3,
      "max_output_tokens": 99, "seed": 1, "stop_sequences": ["x", "y"],
      **thinking(thinking_level="LOW", include_thoughts=True)}),
]

PROMPT = "Why is the sky blue? \"Explain\" in 3 lines \u2013 caf\u00e9 \U0001F600"


class Check:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        options = types.HttpOptions(base_url=self.base, api_version="v1beta")
        self.client = genai.Client(api_key="reference-key", http_options=options)
        self.folder = tempfile.TemporaryDirectory()
        self.failures = 0
        files = {"red.png": RED, "dark.png": DARK, "schema.json": SCHEMA, "open.json": OPEN_SCHEMA,
                 "weather.json": [WEATHER], "functions.json": {"functionDeclarations": [WEATHER, CLOCK]}}
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            with open(os.path.join(self.folder.name, name), "wb") as file:
                file.write(data)

    def run(self, *words):
        environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder.name, "LANG": "C.UTF-8",
            "GEMSTUDIO_HOME": os.path.join(self.folder.name, "home"), "GEMINI_API_KEY": "reference-key",
            "GOOGLE_GEMINI_BASE_URL": self.base,
        }
        result = subprocess.run(
            [self.program, *words], cwd=self.folder.name, env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60)
        if result.returncode != 0:
            raise AssertionError(f"gemstudio {' '.join(words)} ended with {result.returncode}: {result.stderr}")
        return result.stdout

    def reference(self, model, config, contents):
        Recorder.bodies.clear()
        settings = types.GenerateContentConfig(**config) if config else None
        self.client.models.generate_content(model=model, contents=contents, config=settings)
        return Recorder.bodies[-1]

    def compare(self, name, theirs, ours):
        if normal(theirs) == normal(ours):
            return
        self.failures += 1
        print(f"DIFFERENT: {name}\n  client:    {json.dumps(normal(theirs), sort_keys=True)}"
              f"\n  gemstudio: {json.dumps(normal(ours), sort_keys=True)}")

    def settings(self):
        for name, model, words, config, *pictures in CASES:
            contents = [types.Part.from_bytes(data=data, mime_type="image/png") for data in (pictures or [[]])[0]]
            theirs = self.reference(model, config, contents + [PROMPT] if contents else PROMPT)
            try:
                ours = self.run("ask", "--dry-run", "--format", "json", "--no-stdin", "-m", model, *words, PROMPT)
                self.compare(name, theirs, json.loads(ours)["body"])
            except AssertionError as error:
                self.failures += 1
                print(f"FAILED: {name}: {error}")

    def chat(self, name, model, prompts, answers, words=(), config=None):
        """Both talk to the server; every request of theirs has to equal every one of ours."""
        Recorder.bodies.clear()
        Recorder.answers = [list(parts) for parts in answers]
        settings = types.GenerateContentConfig(**config) if config else None
        chat = self.client.chats.create(model=model, config=settings)
        for prompt in prompts:
            chat.send_message(prompt)
        theirs = list(Recorder.bodies)
        Recorder.bodies.clear()
        Recorder.answers = [list(parts) for parts in answers]
        for index, prompt in enumerate(prompts):
            more = ["--continue"] if index else []
            self.run("ask", "--no-stream", "--no-stdin", "-m", model, *words, *more, prompt)
        if len(Recorder.bodies) != len(theirs):
            raise AssertionError(f"{name}: {len(Recorder.bodies)} requests instead of {len(theirs)}")
        for index, (one, other) in enumerate(zip(theirs, Recorder.bodies)):
            self.compare(f"{name}, turn {index + 1}", one, other)

    def chats(self):
        four = ["One", "Two", "Three", "Four"]
        self.chat("chat", FLASH, four, [[{"text": "1"}], [{"text": "2"}], [{"text": "3"}], [{"text": "4"}]],
                  ["-s", "Count."], {"system_instruction": "Count."})
        self.chat("chat with signatures", FLASH, four,
                  [[{"text": "1", "thoughtSignature": "QUJD"}], [{"text": "2"}, {"text": "", "thoughtSignature": "RA=="}],
                   [{"text": "3"}], [{"text": "4"}]])
        picture = {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(RED).decode()}}
        self.chat("chat with pictures", PICTURES, four,
                  [[{"text": "Here", "thoughtSignature": "QQ=="}, {**picture, "thoughtSignature": "Qg=="}]] * 4)


def main():
    check = Check(sys.argv[1])
    check.settings()
    check.chats()
    check.folder.cleanup()
    if check.failures:
        sys.exit(f"{check.failures} bodies differ.")
    print(f"{len(CASES)} settings and 3 chats of four turns: every body is equal to the client's.")


if __name__ == "__main__":
    main()
