import Gemini
import Testing

@testable import Simulator

/// Bodies that are not the message they have to be.
struct PayloadTests {
  private static let hi = #""contents":[{"role":"user","parts":[{"text":"Hi"}]}]"#

  /// A body that has more than a prompt.
  private func message(_ rest: String) throws -> JSON { try JSON(parsing: "{\(Self.hi),\(rest)}") }

  private func violations(_ refusal: Refusal?) -> [JSON] {
    #expect(refusal?.code == 400 && refusal?.status == "INVALID_ARGUMENT")
    #expect(refusal?.details.first?["@type"]?.string == "type.googleapis.com/google.rpc.BadRequest")
    return refusal?.details.first?["fieldViolations"]?.array ?? []
  }

  @Test(
    arguments: [
      (#""x":1"#, ""),
      (#""generationConfig":{"x":1}"#, "generation_config"),
      (#""generation_config":{"x":1}"#, "generation_config"),
      (#""generationConfig":{"thinkingConfig":{"x":1}}"#, "generation_config.thinking_config"),
      (#""generationConfig":{"imageConfig":{"x":1}}"#, "generation_config.image_config"),
      (#""generationConfig":{"speechConfig":{"x":1}}"#, "generation_config.speech_config"),
      (
        #""generationConfig":{"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"x":1}}}}"#,
        "generation_config.speech_config.voice_config.prebuilt_voice_config"
      ),
      (
        #""generationConfig":{"speechConfig":{"multiSpeakerVoiceConfig":{"speakerVoiceConfigs":[{"x":1}]}}}"#,
        "generation_config.speech_config.multi_speaker_voice_config.speaker_voice_configs[0]"
      ),
      (
        #""generationConfig":{"responseSchema":{"properties":{"a":{"items":{"x":1}}}}}"#,
        "generation_config.response_schema.properties[0].value.items"
      ),
      (#""generationConfig":{"responseSchema":{"anyOf":[{},{"x":1}]}}"#, "generation_config.response_schema.any_of[1]"),
      (#""systemInstruction":{"x":1,"parts":[{"text":"S"}]}"#, "system_instruction"),
      (#""system_instruction":{"parts":[{"text":"S","x":1}]}"#, "system_instruction.parts[0]"),
      (#""safetySettings":[{"x":1}]"#, "safety_settings[0]"),
      (#""tools":[{"x":{}}]"#, "tools[0]"),
      (#""tools":[{"codeExecution":{"x":1}}]"#, "tools[0].code_execution"),
      (#""tools":[{"googleSearch":{"timeRangeFilter":{"x":1}}}]"#, "tools[0].google_search.time_range_filter"),
      (#""tools":[{"functionDeclarations":[{"name":"f","x":1}]}]"#, "tools[0].function_declarations[0]"),
      (
        #""tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","x":1}}]}]"#,
        "tools[0].function_declarations[0].parameters"
      ),
      (#""toolConfig":{"x":1}"#, "tool_config"),
      (#""toolConfig":{"functionCallingConfig":{"x":1}}"#, "tool_config.function_calling_config"),
      (#""toolConfig":{"retrievalConfig":{"latLng":{"x":1}}}"#, "tool_config.retrieval_config.lat_lng"),
    ]) func unknownNamesAreRefusedAtEveryDepth(rest: String, field: String) async throws
  {
    let refusal = await refusal("gemini-3.8-flash", try message(rest))
    let place = field.isEmpty ? "" : " at '\(field)'"
    #expect(refusal?.message == "Invalid JSON payload received. Unknown name \"x\"\(place): Cannot find field.")
    let violation = violations(refusal).first
    #expect(violation?["field"]?.string == (field.isEmpty ? nil : field))
    #expect(violation?["description"]?.string == refusal?.message)
  }

  @Test(
    arguments: [
      #"{"x":1,"text":"Hi"}"#, #"{"inlineData":{"mimeType":"image/png","data":"","x":1}}"#,
      #"{"fileData":{"fileUri":"https://a/b","x":1}}"#, #"{"functionCall":{"name":"f","x":1}}"#,
      #"{"functionResponse":{"name":"f","x":1}}"#, #"{"executableCode":{"code":"1","x":1}}"#,
      #"{"codeExecutionResult":{"output":"1","x":1}}"#, #"{"text":"Hi","videoMetadata":{"x":1}}"#,
      #"{"text":"Hi","mediaResolution":{"x":1}}"#, #"{"toolCall":{"x":1}}"#,
    ]) func unknownNamesInPartsAreRefused(part: String) async throws
  {
    let body = try JSON(parsing: #"{"contents":[{"parts":[\#(part)]}]}"#)
    let refusal = await refusal("gemini-3.8-flash", body)
    #expect(refusal?.message.contains("Unknown name \"x\" at 'contents[0].parts[0]") == true)
    #expect(refusal?.message.hasSuffix(": Cannot find field.") == true)
  }

  @Test(arguments: [
    "audioTimestamp", "routingConfig", "modelConfig", "outputConfig",
  ]) func fieldsOfVertexAreUnknown(name: String) async throws {
    let refusal = await refusal("gemini-3.8-flash", try message(#""generationConfig":{"\#(name)":true}"#))
    #expect(refusal?.message.contains("Unknown name \"\(name)\"") == true)
  }

  @Test(
    arguments: [
      (#""generationConfig":{"temperature":"warm"}"#, #"generation_config.temperature' (TYPE_FLOAT), "warm""#),
      (#""generationConfig":{"topK":1.5}"#, "generation_config.top_k' (TYPE_INT32), 1.5"),
      (#""generationConfig":{"seed":3000000000}"#, "generation_config.seed' (TYPE_INT32), 3000000000"),
      (#""generationConfig":{"responseLogprobs":1}"#, "generation_config.response_logprobs' (TYPE_BOOL), 1"),
      (#""generationConfig":{"stopSequences":["a",7]}"#, "generation_config.stop_sequences[1]' (TYPE_STRING), 7"),
      (
        #""generationConfig":{"thinkingConfig":{"thinkingBudget":"some"}}"#,
        #"generation_config.thinking_config.thinking_budget' (TYPE_INT32), "some""#
      ),
      (#""generationConfig":7"#, "generation_config' (\(package).GenerationConfig), 7"),
      (
        #""generationConfig":{"temperature":{}}"#,
        "generation_config.temperature' (TYPE_FLOAT), Starting an object on a scalar field"
      ),
      (
        #""generationConfig":{"responseModalities":["SMELL"]}"#,
        #"generation_config.response_modalities[0]' (\#(package).GenerationConfig.Modality), "SMELL""#
      ),
      (
        #""generationConfig":{"mediaResolution":"media_resolution_low"}"#,
        #"generation_config.media_resolution' (\#(package).GenerationConfig.MediaResolution), "media_resolution_low""#
      ),
      (
        #""safetySettings":[{"category":"HARM_CATEGORY_IMAGE_HATE"}]"#,
        #"safety_settings[0].category' (\#(package).HarmCategory), "HARM_CATEGORY_IMAGE_HATE""#
      ),
      (
        #""safetySettings":[{"threshold":"BLOCK_ALL"}]"#,
        #"safety_settings[0].threshold' (\#(package).SafetySetting.HarmBlockThreshold), "BLOCK_ALL""#
      ),
      (
        #""toolConfig":{"functionCallingConfig":{"mode":"SOMETIMES"}}"#,
        #"tool_config.function_calling_config.mode' (\#(package).FunctionCallingConfig.Mode), "SOMETIMES""#
      ),
      (#""labels":{"team":1}"#, "labels[0].value' (TYPE_STRING), 1"),
      (
        #""tools":[{"googleSearch":{"timeRangeFilter":{"startTime":"yesterday"}}}]"#,
        #"tools[0].google_search.time_range_filter.start_time' (type.googleapis.com/google.protobuf.Timestamp), "#
          + #""yesterday""#
      ),
    ]) func valuesOfOtherTypesAreRefused(rest: String, problem: String) async throws
  {
    let refusal = await refusal("gemini-3.8-flash", try message(rest))
    #expect(refusal?.message == "Invalid value at '\(problem)")
    #expect(violations(refusal).count == 1)
  }

  private static let package = "type.googleapis.com/google.ai.generativelanguage.v1beta"

  @Test(arguments: ["Text", "text_", "inline__data", "inlinedata", "inline_Data"])
  func namesAreSpelledInOneOfTwoWays(name: String) async throws {
    let body = try JSON(parsing: #"{"contents":[{"parts":[{"text":"Hi"},{"\#(name)":1}]}]}"#)
    #expect(
      await refusal("gemini-3.8-flash", body)?.message
        == "Invalid JSON payload received. Unknown name \"\(name)\" at 'contents[0].parts[1]': Cannot find field.")
  }

  @Test func base64IsChecked() async throws {
    let body = try JSON(parsing: #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"%%%%"}}]}]}"#)
    #expect(
      await refusal("gemini-3.8-flash", body)?.message
        == #"Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed for "%%%%""#)
  }

  @Test func listsStandOnlyWhereListsBelong() async throws {
    let refusal = await refusal("gemini-3.8-flash", try message(#""generationConfig":[{}]"#))
    #expect(
      refusal?.message
        == "Invalid JSON payload received. Unknown name \"generationConfig\": Proto field is not repeating, cannot "
        + "start list.")
  }

  @Test func aPartHoldsOneKindOfData() async throws {
    let body = try JSON(parsing: #"{"contents":[{"parts":[{"text":"Hi","functionCall":{"name":"f"}}]}]}"#)
    #expect(
      await refusal("gemini-3.8-flash", body)?.message
        == "Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is already set. Cannot set "
        + "'functionCall'")
  }

  @Test func everythingWrongIsSaidAtOnce() async throws {
    let refusal = await refusal("gemini-3.8-flash", try message(#""a":1,"b":2,"generationConfig":{"c":3}"#))
    #expect(violations(refusal).count == 3)
    #expect(refusal?.message.split(separator: "\n").count == 3)
    let many = try message((0..<2000).map { "\"k\($0)\":1" }.joined(separator: ","))
    #expect(violations(await self.refusal("gemini-3.8-flash", many)).count == 50)
  }

  private func refusal(_ model: String, _ body: JSON) async -> Refusal? {
    await SimulatorTests.refusal(model, body)
  }

  @Test func whatProtoJSONTakesIsTaken() async throws {
    let bodies = [
      #"{"contents":{"parts":{"text":"Hi"}}}"#,
      #"{"contents":[{"parts":[{"text":"Hi","thought":null}]}],"tools":null,"generationConfig":null}"#,
      #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"topK":"40","topP":"0.5","seed":1e2}}"#,
      #"{"contents":[{"parts":[{"text":"Hi"}]}],"generation_config":{"stop_sequences":["x"],"topK":40.0}}"#,
      #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"responseModalities":["text"]}}"#,
      #"{"contents":[{"parts":[{"text":"Hi"}]}],"safetySettings":[{"category":7,"threshold":"OFF"}]}"#,
      #"{"contents":[{"parts":[{"text":"Hi"}]}],"serviceTier":"flex","labels":{"a":"b"},"store":false}"#,
      #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"responseMimeType":"application/json","#
        + #""responseSchema":{"type":"object","properties":{"my_key":{"type":"string"}},"required":["my_key"]}}}"#,
      #"{"model":"models/gemini-3.8-flash","contents":[{"role":"USER","parts":[{"text":""}]}]}"#,
      #"{"contents":[{"parts":[{"text":"Hi"}]}],"tools":[{"googleSearch":{"timeRangeFilter":"#
        + #"{"startTime":"2026-11-01T00:00:00Z","endTime":"2026-11-20T00:00:00Z"}}},{"urlContext":{}}]}"#,
    ]
    for text in bodies { #expect(await refusal("gemini-3.8-flash", try JSON(parsing: text)) == nil, "\(text)") }
  }

  @Test func keysOfTheCallersOwnAreLeftAlone() throws {
    let body = try JSON(
      parsing: #"{"contents":[{"parts":[{"function_call":{"name":"f","args":{"my_key":{"inner_key":null}}}}]}]}"#)
    let read = try PayloadReader.read(body, as: .generateContentRequest, version: "v1beta")
    let call = read["contents"]?.array?.first?["parts"]?.array?.first?["functionCall"]
    #expect(call?["args"]?.object?.members.map(\.key) == ["my_key"])
    #expect(call?["args"]?["my_key"]?.object?.members.map(\.key) == ["inner_key"])
  }

  @Test func typesAreNamedAfterTheVersionOfThePath() throws {
    #expect {
      _ = try PayloadReader.read(["toolConfig": 1], as: .generateContentRequest, version: "v1alpha")
    } throws: { error in
      (error as? Refusal)?.message.contains("generativelanguage.v1alpha.ToolConfig") == true
    }
  }
}
