import Gemini
import Testing

@testable import Simulator

struct ToolRulesTests {
  private func body(_ rest: String, prompt: String = "Hi") throws -> JSON {
    try JSON(parsing: #"{"contents":[{"role":"user","parts":[{"text":"\#(prompt)"}]}],\#(rest)}"#)
  }

  private static func functions(_ declarations: String) -> String {
    #""tools":[{"functionDeclarations":[\#(declarations)]}]"#
  }

  private static let weather =
    #"{"name":"get_weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"days":"#
    + #"{"type":"INTEGER"}},"required":["city"]}}"#

  @Test(
    arguments: [
      (
        functions(#"{"name":"1st"}"#),
        "* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function"
      ),
      (
        functions(#"{"name":"a b"}"#),
        "* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function"
      ),
      (functions("{}"), "* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function"),
      (functions(#"{"name":"f"},{"name":"f"}"#), "Duplicate function declaration found: f"),
      (
        functions(#"{"name":"f","parameters":{"type":"OBJECT"},"parametersJsonSchema":{}}"#),
        "* GenerateContentRequest.tools[0].function_declarations[0]: only one of parameters and"
      ),
      (
        functions(#"{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{"type":"ARRAY"}}}}"#),
        "* GenerateContentRequest.tools[0].function_declarations[0].parameters.properties[a].items: missing field."
      ),
      (
        functions(#"{"name":"f","parameters":{"type":"OBJECT","properties":{},"required":["a"]}}"#),
        "* GenerateContentRequest.tools[0].function_declarations[0].parameters.required[0]: property is not defined"
      ),
      (#""tools":[{"googleSearchRetrieval":{}}]"#, "google_search_retrieval is not supported."),
      (
        functions(weather) + #","toolConfig":{"functionCallingConfig":{"allowedFunctionNames":["get_weather"]}}"#,
        "* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names: allowed_function_names "
      ),
      (
        functions(weather) + #","toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["g"]}}"#,
        "* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names: allowed_function_names "
          + "holds g"
      ),
    ]) func wrongDeclarationsAreRefused(rest: String, message: String) async throws
  {
    let refused = await refusal("gemini-3.8-flash", try body(rest))
    #expect(refused?.message.hasPrefix(message) == true, "\(refused?.message ?? "accepted")")
  }

  @Test func toolsOfTheServiceBesideFunctionsHaveToBeEnabled() async throws {
    let tools = #""tools":[{"googleSearch":{}},{"functionDeclarations":[\#(Self.weather)]}]"#
    #expect(
      await refusal("gemini-2.5-flash", try body(tools))?.message == "Tool use with function calling is unsupported")
    #expect(
      await refusal("gemini-3.8-flash", try body(tools))?.message.contains("include_server_side_tool_invocations")
        == true)
    func config(_ mode: String) -> String {
      #","toolConfig":{"includeServerSideToolInvocations":true,"functionCallingConfig":{"mode":"\#(mode)"}}"#
    }
    #expect(await refusal("gemini-3.8-flash", try body(tools + config("VALIDATED"))) == nil)
    #expect(await refusal("gemini-3.8-flash", try body(tools + config("AUTO")))?.message.contains("VALIDATED") == true)
  }

  @Test func schemasOfAnswersAreChecked() async throws {
    func message(_ config: String) async throws -> String? {
      await refusal("gemini-3.8-flash", try body(#""generationConfig":{\#(config)}"#))?.message
    }
    let json = #""responseMimeType":"application/json""#
    let object = #"{"type":"OBJECT","properties":{"a":{"type":"STRING"}}}"#
    #expect(try await message(#"\#(json),"responseSchema":\#(object)"#) == nil)
    #expect(try await message(#"\#(json),"responseJsonSchema":{"type":"object","x":1}"#) == nil)
    #expect(
      try await message(#"\#(json),"responseSchema":\#(object),"responseJsonSchema":{}"#)
        == "Only one of response_schema and response_json_schema can be set.")
    for schema in [#""responseSchema":\#(object)"#, #""responseJsonSchema":{}"#] {
      #expect(try await message(schema)?.contains("must be `application/json`") == true)
    }
    #expect(try await message(#""responseMimeType":"text/html""#)?.contains("allowed mimetypes") == true)
    #expect(
      try await message(#"\#(json),"responseSchema":{"type":"ARRAY"}"#)
        == "* GenerateContentRequest.generation_config.response_schema.items: missing field.\n")
  }

  @Test func aFunctionThePromptSpeaksOfIsCalledWithASignature() async throws {
    let asked = try body(Self.functions(Self.weather), prompt: "The weather in Kiel?")
    let answer = try await reply("gemini-3.8-flash", asked)
    #expect(answer.candidate.finishReason == .stop)
    #expect(answer.candidate.finishMessage == "Model generated function call(s).")
    let part = try #require(answer.candidate.parts.last)
    guard case .functionCall(let call) = part.data else {
      Issue.record("No function was called.")
      return
    }
    #expect(part.thoughtSignature?.isEmpty == false)
    #expect(call["name"]?.string == "get_weather")
    #expect(call["args"]?["city"]?.string?.isEmpty == false)
    #expect(call["args"]?["days"]?.int != nil)
    #expect(try await reply("gemini-2.5-flash", asked).candidate.parts.last?.thoughtSignature == nil)

    // The function's answer goes back, and a text comes.
    let response = JSONObject(["name": "get_weather", "response": ["output": "11 degrees"]])
    let contents = [
      Content(parts: [Part(text: "The weather in Kiel?")]), Content(role: .model, parts: answer.candidate.parts),
      Content(parts: [Part(.functionResponse(response))]),
    ]
    var next = JSONObject(["contents": .array(contents.map(\.json))])
    next["tools"] = asked["tools"]
    let text = try await reply("gemini-3.8-flash", .object(next)).text
    #expect(text.contains("get\\_weather"))
    #expect(text.contains("11 degrees"))
  }

  @Test func theModeDecidesAboutCalls() async throws {
    func calls(_ prompt: String, mode: String, allowed: String = "") async throws -> [String] {
      let two = Self.weather + #",{"name":"roll_dice"}"#
      let config = #","toolConfig":{"functionCallingConfig":{"mode":"\#(mode)"\#(allowed)}}"#
      let answer = try await reply("gemini-2.5-flash", try body(Self.functions(two) + config, prompt: prompt))
      return answer.candidate.parts.compactMap { part in
        if case .functionCall(let call) = part.data { return call["name"]?.string }
        return nil
      }
    }
    #expect(try await calls("Hello", mode: "AUTO") == [])
    #expect(try await calls("Hello", mode: "ANY") == ["get_weather"])
    #expect(try await calls("Hello", mode: "ANY", allowed: #","allowedFunctionNames":["roll_dice"]"#) == ["roll_dice"])
    #expect(try await calls("The weather, and roll dice", mode: "AUTO") == ["get_weather", "roll_dice"])
    #expect(try await calls("The weather", mode: "NONE") == [])
  }
}
