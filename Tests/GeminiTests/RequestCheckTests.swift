import Testing

@testable import Gemini

@Suite struct RequestCheckTests {
  private func problems(_ model: String, _ config: String, blobs: [Blob] = []) throws -> [String] {
    let request = GenerateContentRequest(
      model: model, contents: [Content(parts: blobs.map { Part(.inlineData($0)) } + [Part(text: "Hi")])],
      generationConfig: GenerationConfig(try #require(try json(config).object)))
    return RequestCheck.problems(request, for: ModelTraits(model))
  }

  @Test(arguments: [
    ("gemini-2.5-pro", #"{"thinkingConfig":{"thinkingBudget":0}}"#, "128 to 32768"),
    ("gemini-2.5-flash", #"{"thinkingConfig":{"thinkingBudget":24577}}"#, "0 (off), -1 (dynamic), or 1 to 24576"),
    ("gemini-2.5-flash-lite", #"{"thinkingConfig":{"thinkingBudget":5}}"#, "512 to 24576"),
    ("gemini-2.5-flash", #"{"thinkingConfig":{"thinkingLevel":"LOW"}}"#, "a budget"),
    ("gemini-3.8-flash", #"{"thinkingConfig":{"thinkingLevel":"MINIMAL"}}"#, "low, medium, high"),
    ("gemini-3.8-flash", #"{"thinkingConfig":{"thinkingLevel":"LOW","thinkingBudget":1}}"#, "exclude each other"),
    ("gemini-2.0-flash", #"{"thinkingConfig":{"includeThoughts":true}}"#, "does not think"),
    ("gemini-flash-latest", #"{"thinkingConfig":{"thinkingBudget":0}}"#, "a level: low, medium, high"),
    ("anything", #"{"logprobs":3}"#, "responseLogprobs"),
    ("anything", #"{"logprobs":3,"responseLogprobs":false}"#, "responseLogprobs"),
    ("gemini-2.0-flash-thinking-exp", #"{"thinkingConfig":{"thinkingBudget":1}}"#, "always thinks"),
    ("gemini-3.8-flash", #"{"maxOutputTokens":65537}"#, "65536"),
    ("gemini-3.8-flash", #"{"responseModalities":["IMAGE"]}"#, "does not answer with IMAGE"),
    ("gemini-nano-banana-2.1", #"{"responseModalities":["TEXT","AUDIO"]}"#, "text and image"),
    ("gemini-3.8-flash", #"{"imageConfig":{"aspectRatio":"1:1"}}"#, "makes no pictures"),
    ("gemini-3-pro-image", #"{"imageConfig":{"aspectRatio":"1:8"}}"#, "21:9"),
    ("gemini-nano-banana-2.1", #"{"imageConfig":{"imageSize":"512"}}"#, "1K, 2K, 4K"),
    ("anything", #"{"responseSchema":{},"responseMimeType":"application/json","responseJsonSchema":{}}"#, "exclude"),
    ("anything", #"{"responseJsonSchema":{}}"#, "application/json"),
  ])
  func refused(_ model: String, _ config: String, _ part: String) throws {
    let found = try problems(model, config)
    #expect(found.count == 1)
    #expect(found.first?.contains(part) == true, "\(found)")
    #expect(found.first?.hasSuffix(".") == true)
  }

  @Test(arguments: [
    ("gemini-2.5-pro", #"{"thinkingConfig":{"thinkingBudget":-1}}"#),
    ("gemini-2.5-flash", #"{"thinkingConfig":{"thinkingBudget":0}}"#),
    ("gemini-2.5-flash-lite", #"{"thinkingConfig":{"thinkingBudget":512}}"#),
    ("gemini-3.8-flash", #"{"thinkingConfig":{"thinkingLevel":"HIGH","includeThoughts":true},"temperature":2}"#),
    // Accepted, though not kept to.
    ("gemini-3.6-flash", #"{"thinkingConfig":{"thinkingBudget":0}}"#),
    ("gemini-3.7-flash", #"{"thinkingConfig":{"thinkingBudget":0}}"#),
    ("gemini-3.8-flash", #"{"logprobs":3,"responseLogprobs":true}"#),
    ("gemini-2.0-flash-exp", #"{"responseModalities":["TEXT","IMAGE"]}"#),
    ("gemini-3.1-flash-image", #"{"imageConfig":{"aspectRatio":"1:8","imageSize":"512"}}"#),
    ("gemini-3.8-flash", #"{"candidateCount":3,"presencePenalty":1,"responseLogprobs":true,"tomorrow":1}"#),
    ("anything", #"{"thinkingConfig":{"thinkingBudget":999999},"imageConfig":{"imageSize":"8K"}}"#),
    // Named after a listed model, but not that model.
    ("gemini-2.5-pro-next", #"{"thinkingConfig":{"thinkingBudget":0}}"#),
    ("gemini-2.5-flash-image-next", #"{"maxOutputTokens":40000}"#),
    ("anything", #"{"responseJsonSchema":{},"responseMimeType":"text/x.enum"}"#),
  ])
  func taken(_ model: String, _ config: String) throws {
    #expect(try problems(model, config) == [])
  }

  @Test(arguments: [
    // What the service says counts for any id, and goes over the table.
    ("fresh", #"{"outputTokenLimit":100}"#, #"{"maxOutputTokens":101}"#, "at most 100 output tokens"),
    ("fresh", #"{"maxTemperature":1}"#, #"{"temperature":1.5}"#, "from 0 to 1,"),
    ("fresh", #"{"thinking":false}"#, #"{"thinkingConfig":{"thinkingBudget":1}}"#, "does not think"),
    ("gemini-3.8-flash", #"{"outputTokenLimit":100}"#, #"{"maxOutputTokens":101}"#, "at most 100 output tokens"),
    ("gemini-3.8-flash", #"{"outputTokenLimit":99999}"#, #"{"maxOutputTokens":99999}"#, nil),
    ("gemini-2.0-flash", #"{"thinking":true}"#, #"{"thinkingConfig":{"thinkingLevel":"LOW"}}"#, nil),
    // Where it says nothing, an id the table does not have is refused nothing.
    ("gemini-2.5-pro-next", #"{"thinking":true}"#, #"{"maxOutputTokens":999999,"temperature":9}"#, nil),
    ("fresh", #"{"outputTokenLimit":-1}"#, #"{"maxOutputTokens":101}"#, nil),
  ])
  func theServiceKnowsBetter(_ model: String, _ said: String, _ config: String, _ part: String?) throws {
    var facts = try #require(try json(said).object)
    facts["name"] = .string("models/" + model)
    var table = ModelTable.builtIn
    table.take([Model(.object(facts))].compactMap { $0 })
    let request = GenerateContentRequest(
      model: model, contents: [], generationConfig: GenerationConfig(try #require(try json(config).object)))
    let problems = RequestCheck.problems(request, for: table.traits(of: model))
    #expect(problems.count == (part == nil ? 0 : 1), "\(problems)")
    #expect(part.map { problems.first?.contains($0) == true } ?? true, "\(problems)")
  }

  @Test(arguments: [
    ("gemini-2.5-flash", "VALIDATED", "not both"), ("gemini-3.8-flash", "AUTO", "VALIDATED"),
    ("anything", "AUTO", "VALIDATED"), ("gemini-3.8-flash", "VALIDATED", nil), ("gemini-2.9-flash", "ANY", nil),
  ])
  func bothKindsOfTools(_ model: String, _ mode: String, _ part: String?) {
    var request = GenerateContentRequest(
      model: model, contents: [], tools: [["googleSearch": [:]], ["functionDeclarations": [["name": "f"]]]])
    request.other["toolConfig"] = ["functionCallingConfig": ["mode": .string(mode)]]
    let found = RequestCheck.problems(request, for: ModelTraits(model))
    #expect(found.count == (part == nil ? 0 : 1), "\(found)")
    #expect(found.first?.contains(part ?? "") != false, "\(found)")
    for tools in [request.tools.prefix(1), request.tools.suffix(1)] {
      request.tools = Array(tools)
      #expect(RequestCheck.problems(request, for: ModelTraits(model)) == [])
    }
  }

  @Test(arguments: [
    ("gemini-nano-banana-2.1", #"[{"codeExecution":{}}]"#, "{}", "takes no code execution"),
    ("gemini-2.5-flash-image", #"[{"functionDeclarations":[{"name":"f"}]}]"#, "{}", "takes no functions"),
    (
      "gemini-3-pro-image", "[]", #"{"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}"#,
      "takes no response schema"
    ),
    ("gemini-3-pro-image", "[]", #"{"responseMimeType":"text/x.enum"}"#, "takes no response type text/x.enum"),
    ("gemini-3-pro-image", #"[{"googleSearch":{}}]"#, #"{"responseMimeType":"text/plain"}"#, nil),
    ("gemini-9-image", #"[{"codeExecution":{}}]"#, #"{"responseMimeType":"application/json"}"#, nil),
    ("gemini-3.8-flash", #"[{"codeExecution":{}}]"#, #"{"responseMimeType":"application/json"}"#, nil),
  ])
  func whatTextModelsAloneTake(_ model: String, _ tools: String, _ config: String, _ part: String?) throws {
    let request = GenerateContentRequest(
      model: model, contents: [], generationConfig: GenerationConfig(try #require(try json(config).object)),
      tools: try #require(try json(tools).array))
    let found = RequestCheck.problems(request, for: ModelTraits(model))
    #expect(found.count == (part == nil ? 0 : 1), "\(found)")
    #expect(found.first?.contains(part ?? "") != false, "\(found)")
  }

  @Test func whatIsAttached() throws {
    let picture = Blob(mimeType: "image/png", data: .bytes([1]))
    let sound = Blob(mimeType: "audio/wav", data: .bytes([1]))
    #expect(try problems("gemini-2.5-flash-image", "{}", blobs: [picture, picture, picture]) == [])
    let many = try problems("gemini-2.5-flash-image", "{}", blobs: Array(repeating: picture, count: 4))
    #expect(many.first?.contains("at most 3 pictures") == true)
    #expect(try problems("gemini-2.5-flash-image", "{}", blobs: [sound]).first?.contains("audio") == true)
    #expect(try problems("gemini-3.8-flash", "{}", blobs: [sound, picture]) == [])
  }
}

@Suite struct RequestFieldTests {
  @Test(arguments: [
    "temperature", "thinkingConfig.thinkingLevel", "speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName",
    "serviceTier", "toolConfig.functionCallingConfig.mode", "seed", "stopSequences", "responseFormat",
    "mediaResolution",
  ])
  func anExampleIsAValue(_ path: String) {
    let field = RequestField(path: path)
    #expect(field.isKnown)
    let example = field.example.filter { $0 != "'" }
    #expect(field.value(example) != nil, "\(path)=\(field.example)")
    #expect(!field.range.isEmpty)
  }

  @Test func namesInSnakeCaseAreTheSameFields() {
    #expect(
      RequestField(path: "thinking_config.thinking_budget") == RequestField(path: "thinkingConfig.thinkingBudget"))
    #expect(RequestField(path: "generationConfig.topK") == RequestField(path: "topK"))
    #expect(RequestField(path: "new_field").path == "new_field")
    #expect(!RequestField(path: "new_field").isKnown)
  }
}
