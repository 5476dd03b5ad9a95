"""The reference client talks to the simulator, without patches.

Each function named check_... is one thing the client does. The simulator's address is in GEMSTUDIO_SIMULATOR; the
program's path is the argument.
"""

import asyncio
import io
import os
import subprocess

from google import genai
from google.genai import errors, types
from PIL import Image
from support.simulator import (
    BASE, OLDER, PAINTER, PROGRAM, TEXT, ask, client, clients, expect_error, png, run_checks, stream,
)


# Text


def check_text_on_each_version():
    for version in [None, "v1", "v1beta", "v1alpha"]:
        answer = client(version).models.generate_content(model=TEXT, contents="Hello")
        assert "offline simulator" in answer.text
        assert answer.candidates[0].finish_reason == types.FinishReason.STOP
        usage = answer.usage_metadata
        assert usage.total_token_count == (
            usage.prompt_token_count + usage.candidates_token_count + (usage.thoughts_token_count or 0)
        )
        assert answer.response_id and answer.model_version


def check_aliases_stand_in_v1beta_alone():
    assert client("v1beta").models.generate_content(model="gemini-flash-latest", contents="Hello").text
    expect_error(
        errors.ClientError, 404, lambda: client("v1").models.generate_content(model="gemini-flash-latest", contents="Hi"),
        status="NOT_FOUND", text="is not found for API version v1",
    )


def check_address_from_the_environment():
    os.environ["GOOGLE_GEMINI_BASE_URL"] = BASE
    try:
        clients.append(genai.Client(api_key="any-key"))
        answer = clients[-1].models.generate_content(model=TEXT, contents="Hello")
    finally:
        del os.environ["GOOGLE_GEMINI_BASE_URL"]
    assert "offline simulator" in answer.text


def check_stream():
    chunks = stream(OLDER)
    assert len(chunks) > 20
    assert all(chunk.candidates[0].finish_reason is None for chunk in chunks[:-1])
    assert chunks[-1].candidates[0].finish_reason == types.FinishReason.STOP
    assert "".join(chunk.text or "" for chunk in chunks) == ask(OLDER, "Tell me about rivers").text


def check_async_text_and_stream():
    async def run():
        models = client().aio.models
        answer = await models.generate_content(model=TEXT, contents="Hello")
        assert "offline simulator" in answer.text
        chunks = [chunk async for chunk in await models.generate_content_stream(model=TEXT, contents="Rivers")]
        assert len(chunks) > 5 and chunks[-1].candidates[0].finish_reason == types.FinishReason.STOP

    asyncio.run(run())


def check_settings():
    answer = ask(
        TEXT, "Tell me about rivers", system_instruction="Answer as a pirate", temperature=0.5, top_p=0.9, top_k=40,
        seed=7, max_output_tokens=4000, stop_sequences=["### Settings"], candidate_count=1, presence_penalty=0.1,
        frequency_penalty=0.1, media_resolution="MEDIA_RESOLUTION_LOW", service_tier="flex", labels={"team": "a"},
        safety_settings=[types.SafetySetting(category="HARM_CATEGORY_HARASSMENT", threshold="BLOCK_NONE")],
        tools=[types.Tool(google_search=types.GoogleSearch()), types.Tool(url_context=types.UrlContext())],
    )
    assert "Answer as a pirate" in answer.text
    assert "### Settings" not in answer.text
    assert ask(OLDER, "Tell me about rivers", max_output_tokens=20).candidates[0].finish_reason == "MAX_TOKENS"


# Chat


def check_chat():
    for model in [TEXT, OLDER, "gemini-4-argon"]:
        chat = client().chats.create(model=model)
        chat.send_message("My cat is called Minou")
        answer = chat.send_message("What is my cat called?")
        assert "My cat is called Minou" in answer.text
        assert [content.role for content in chat.get_history(curated=True)] == ["user", "model"] * 2


def check_streamed_chat_comes_back_chunk_by_chunk():
    chat = client().chats.create(model=TEXT)
    list(chat.send_message_stream("Tell me about rivers"))
    assert len(chat.get_history()) > 3
    answer = "".join(chunk.text or "" for chunk in chat.send_message_stream("And lakes?"))
    assert "turn 2" in answer


def check_async_chat():
    async def run():
        chat = client().aio.chats.create(model=TEXT)
        await chat.send_message("My cat is called Minou")
        answer = ""
        async for chunk in await chat.send_message_stream("Hello"):
            answer += chunk.text or ""
        assert "My cat is called Minou" in answer

    asyncio.run(run())


# Pictures


def check_pictures_in():
    parts = [
        types.Part.from_bytes(data=png((60, 150, 80)), mime_type="image/png"), "What is it?",
        Image.new("RGB", (5, 9), (200, 50, 40)),
    ]
    for model in [TEXT, OLDER]:
        text = ask(model, parts).text
        assert "31x17" in text and "5x9" in text and "green on average" in text


def check_pictures_out():
    for model, size in [("gemini-2.5-flash-image", (1376, 768)), (PAINTER, (1376, 768))]:
        answer = ask(
            model, "A red valley", response_modalities=["TEXT", "IMAGE"],
            image_config=types.ImageConfig(aspect_ratio="16:9"),
        )
        pictures = [part for part in answer.parts if part.inline_data]
        assert len(pictures) == 1
        assert Image.open(io.BytesIO(pictures[0].inline_data.data)).size == size
        assert pictures[0].as_image().mime_type == "image/png"


def check_pictures_are_edited_in_a_chat():
    for model in ["gemini-2.5-flash-image", PAINTER, "gemini-3.1-flash-image"]:
        for thoughts in [None, types.ThinkingConfig(include_thoughts=True)]:
            if thoughts and model == "gemini-2.5-flash-image":
                continue
            chat = client().chats.create(model=model, config=types.GenerateContentConfig(thinking_config=thoughts))
            chat.send_message("A red valley")
            answer = chat.send_message("Invert it")
            assert "inverted" in answer.text
            streamed = list(chat.send_message_stream("Mirror it"))
            assert any(part.inline_data for chunk in streamed for part in chunk.parts or [])
            chat.send_message("Blur it")


def check_lost_signatures_are_missed():
    picture = types.Part.from_bytes(data=png("white"), mime_type="image/png")
    history = [
        types.UserContent("A cat"), types.ModelContent([picture]), types.UserContent("Make it blue"),
    ]
    expect_error(
        errors.ClientError, 400, lambda: ask(PAINTER, history),
        text="Image part is missing a thought_signature in content position 1, part position 0.",
    )


# Thinking


def check_thoughts():
    for model, config in [
        (TEXT, types.ThinkingConfig(include_thoughts=True, thinking_level="high")),
        (OLDER, types.ThinkingConfig(include_thoughts=True, thinking_budget=1024)),
        ("gemini-2.5-pro", types.ThinkingConfig(include_thoughts=True, thinking_budget=-1)),
    ]:
        answer = ask(model, "Why?", thinking_config=config)
        assert any(part.thought for part in answer.parts) and answer.usage_metadata.thoughts_token_count > 0
        chunks = stream(model, "Why?", thinking_config=config)
        kinds = [bool(part.thought) for chunk in chunks for part in chunk.parts or []]
        assert kinds[0] and not kinds[-1] and kinds == sorted(kinds, reverse=True)
    off = ask(OLDER, "Why?", thinking_config=types.ThinkingConfig(thinking_budget=0))
    assert not off.usage_metadata.thoughts_token_count


def check_thinking_a_model_does_not_have():
    for model, config, text in [
        ("gemini-2.0-flash", {"include_thoughts": True}, "Thinking is not enabled"),
        (OLDER, {"thinking_level": "low"}, "Thinking level is not supported"),
        (TEXT, {"thinking_level": "minimal"}, "Thinking level MINIMAL is not supported"),
        ("gemini-2.5-pro", {"thinking_budget": 0}, "The thinking budget (0) is invalid"),
        ("gemini-4-argon", {"thinking_budget": 100}, "Thinking budget is not supported"),
        (TEXT, {"thinking_budget": 100, "thinking_level": "low"}, "only set one of"),
    ]:
        expect_error(
            errors.ClientError, 400,
            lambda: ask(model, thinking_config=types.ThinkingConfig(**config)), text=text,
        )


# Functions and schemas


def get_weather(city: str, days: int = 1) -> dict:
    """The weather of a city.

    Args:
        city: Its name.
        days: How many days ahead.
    """
    return {"output": f"eleven degrees in {city}"}


def check_functions_are_called_by_the_client():
    for model in [TEXT, OLDER]:
        answer = ask(model, "What is the weather in Kiel?", tools=[get_weather])
        assert "eleven degrees" in answer.text, answer.text
        assert any(part.function_call for content in answer.automatic_function_calling_history for part in content.parts)
        chat = client().chats.create(model=model, config=types.GenerateContentConfig(tools=[get_weather]))
        assert "eleven degrees" in chat.send_message("What is the weather in Kiel?").text
        assert "turn" in chat.send_message("Thank you").text
        streamed = "".join(chunk.text or "" for chunk in stream(model, "The weather in Kiel?", tools=[get_weather]))
        assert "eleven degrees" in streamed


def check_functions_called_by_hand():
    declaration = types.FunctionDeclaration(
        name="get_weather", description="The weather.",
        parameters=types.Schema(
            type="OBJECT", properties={"city": types.Schema(type="STRING")}, required=["city"]
        ),
    )
    settings = dict(
        tools=[types.Tool(function_declarations=[declaration])],
        tool_config=types.ToolConfig(
            function_calling_config=types.FunctionCallingConfig(mode="ANY", allowed_function_names=["get_weather"])
        ),
    )
    answer = ask(TEXT, "Hello", **settings)
    (call,) = answer.function_calls
    assert call.name == "get_weather" and call.args["city"]
    response = types.Part.from_function_response(name=call.name, response={"output": "11 degrees"})
    history = [types.UserContent("Hello"), answer.candidates[0].content, types.UserContent([response])]
    assert "11 degrees" in ask(TEXT, history, **settings).text
    bare = types.ModelContent([types.Part.from_function_call(name=call.name, args=call.args)])
    expect_error(
        errors.ClientError, 400, lambda: ask(TEXT, [history[0], bare, history[2]], **settings),
        text="Function call `get_weather` in the `2.` content block is missing a `thought_signature`",
    )


def check_schemas():
    import pydantic

    class River(pydantic.BaseModel):
        name: str
        length: int
        towns: list[str]
        mouth: str | None = None

    json = {"response_mime_type": "application/json"}
    assert isinstance(ask(TEXT, "A river", response_schema=River, **json).parsed, River)
    rivers = ask(TEXT, "Rivers", response_schema=list[River], **json).parsed
    assert rivers and all(isinstance(river, River) for river in rivers)
    by_schema = ask(TEXT, "A river", response_json_schema=River.model_json_schema(), **json)
    River.model_validate_json(by_schema.text)
    choice = types.Schema(type="STRING", enum=["river", "lake"])
    assert ask(TEXT, "Which?", response_schema=choice, response_mime_type="text/x.enum").text == "river"


# Models and tokens


def check_models():
    for version in ["v1beta", "v1"]:
        pager = client(version).models.list(config={"page_size": 7})
        names = [model.name for model in pager]
        assert len(names) == len(set(names)) > 30
        assert ("models/gemini-flash-latest" in names) == (version == "v1beta")
    model = client().models.get(model=TEXT)
    assert model.input_token_limit == 1048576 and "generateContent" in model.supported_actions
    expect_error(errors.ClientError, 404, lambda: client().models.get(model="gemini-9"))
    listed = subprocess.run([PROGRAM, "simulate", "--list"], capture_output=True, text=True, check=True).stdout
    beta = {model.name.removeprefix("models/") for model in client("v1beta").models.list()}
    assert {line.split()[0] for line in listed.splitlines()} == beta


def check_count_tokens():
    models = client().models
    words = models.count_tokens(model=TEXT, contents="How many tokens is this?").total_tokens
    picture = types.Part.from_bytes(data=png("white"), mime_type="image/png")
    assert models.count_tokens(model=TEXT, contents=["How many tokens is this?", picture]).total_tokens == words + 1120
    chat = [types.UserContent("Q"), types.ModelContent("A")]
    assert models.count_tokens(model=TEXT, contents=chat).total_tokens == 2


run_checks(globals())
