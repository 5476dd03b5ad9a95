import Gemini
import Testing

@testable import Simulator

struct RequestRulesTests {
  @Test(
    arguments: [
      ("{}", "* GenerateContentRequest.contents: contents is not specified\n"),
      ("[]", "Invalid JSON payload received. Root element must be a message."),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"temperature":1}"#,
        "Invalid JSON payload received. Unknown name \"temperature\": Cannot find field."
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"warmth":1}}"#,
        "Invalid JSON payload received. Unknown name \"warmth\" at 'generation_config': Cannot find field."
      ),
      (
        #"{"contents":[{"parts":[]}]}"#,
        "* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n"
      ),
      (#"{"contents":[{"role":"system","parts":[{"text":"Hi"}]}]}"#, "Please use a valid role: user, model."),
      (
        #"{"contents":[{"parts":[{"inlineData":{"mimeType":"png","data":""}}]}]}"#, "Unsupported MIME type: png"
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"candidateCount":2}}"#,
        "Multiple candidates is not enabled for this model"
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}"#,
        "Model does not support the requested response modalities: image"
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"temperature":3}}"#,
        "* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0]."
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"topP":1.5}}"#,
        "* GenerateContentRequest.generation_config.top_p: top_p must be in the range [0.0, 1.0]."
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"presencePenalty":-3}}"#,
        "* GenerateContentRequest.generation_config.presence_penalty: presence_penalty must be in the range [-2.0, 2.0]."
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":0}}"#,
        "* GenerateContentRequest.generation_config.max_output_tokens: max_output_tokens must be positive."
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"stopSequences":["a","b","c","d","e","f"]}}"#,
        "* GenerateContentRequest.generation_config.stop_sequences: stop_sequences must not have more than 5 entries."
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"responseModalities":["AUDIO"]}}"#,
        "Model does not support the requested response modalities: audio"
      ),
      (
        #"{"contents":[{"parts":[{"text":"Hi"}]}],"systemInstruction":{"parts":[{"inlineData":{"data":"QQ=="}}]}}"#,
        "* GenerateContentRequest.system_instruction.parts[0].text: text must be set: a system instruction takes text "
          + "only."
      ),
    ]) func theAPIsOwnWordsRefuse(text: String, message: String) async throws
  {
    let refusal = try #require(await refusal("gemini-flash-latest", JSON(parsing: text)))
    #expect(refusal.code == 400)
    #expect(refusal.message.trimmingSuffix("\n") == message.trimmingSuffix("\n"))
    let failure = try #require(Failure(refusal.json, httpStatus: nil))
    #expect(failure.kind == .invalidRequest)
    #expect(failure.status == "INVALID_ARGUMENT")
  }

  @Test func malformedJSONIsRefused() async {
    let answer = await SimulatorService(codec: StoredPNG()).response(
      method: "POST", path: "/v1beta/models/gemini-flash-latest:generateContent", query: [:],
      body: Array(#"{"contents":"#.utf8))
    guard case .json(400, let json) = answer else {
      Issue.record("Half a body was answered.")
      return
    }
    #expect(json["error"]?["message"]?.string?.hasPrefix("Invalid JSON payload received.") == true)
  }

  @Test func unknownFieldsNameTheirPlaceInTheDetails() async throws {
    let refusal = try #require(await refusal("gemini-flash-latest", body("Hi", config: ["warmth": 1])))
    let violation = refusal.details.first?["fieldViolations"]?.array?.first
    #expect(violation?["field"]?.string == "generation_config")
  }

  @Test func snakeCaseIsTheSame() async throws {
    let camel = try await reply("gemini-2.0-flash", body("Hello there, simulator", config: ["maxOutputTokens": 5]))
    let snake: JSON = [
      "contents": [["parts": [["text": "Hello there, simulator"]], "role": "user"]],
      "generation_config": ["max_output_tokens": 5],
    ]
    #expect(try await reply("gemini-2.0-flash", snake) == camel)
  }

  @Test func modelsOf2WithPicturesTakeNoInstruction() async {
    let refused = await refusal("gemini-2.5-flash-image", body("Draw a cat", system: "Be brief."))
    #expect(refused?.message == "Developer instruction is not enabled for models/gemini-2.5-flash-image")
    #expect(await refusal("gemini-3-pro-image", body("Draw a cat", system: "Be brief.")) == nil)
  }

  /// The list has to equal a set the model supports.
  @Test(
    arguments: [
      ("gemini-2.5-flash-image", ["IMAGE"], true), ("gemini-2.5-flash-image", ["image", "text"], true),
      ("gemini-3-pro-image", ["TEXT"], true), ("gemini-3-pro-image", ["TEXT", "AUDIO"], false),
      ("gemini-2.0-flash-exp-image-generation", ["TEXT", "IMAGE"], true),
      ("gemini-2.0-flash-exp-image-generation", ["IMAGE"], false), ("gemini-3.8-flash", ["TEXT"], true),
      ("gemini-3.8-flash", ["TEXT", "VIDEO"], false),
    ] as [(String, [JSON], Bool)]) func modalitiesBelongToTheModel(
      model: String, modalities: [JSON], isTaken: Bool
    ) async
  {
    let refused = await refusal(model, body("Draw", config: ["responseModalities": .array(modalities)]))
    #expect((refused == nil) == isTaken, "\(refused?.message ?? "")")
  }

  @Test func picturesOfTheModelComeBackSigned() async throws {
    let draw = Content(parts: [Part(text: "Draw a cat")])
    let change = Content(parts: [Part(text: "Make it blue")])
    func history(_ signature: String?) async throws -> JSON {
      let picture = try await picturePart(plain(.white), signature: signature)
      return body([draw, Content(role: .model, parts: [Part(text: "Here"), picture]), change])
    }
    let refused = try await refusal("gemini-3-pro-image", history(nil))
    #expect(
      refused?.message == "Image part is missing a thought_signature in content position 1, part position 1.")
    #expect(try await refusal("gemini-3-pro-image", history("U2lnbmF0dXJl")) == nil)
    #expect(try await refusal("gemini-2.5-flash-image", history(nil)) == nil)
  }

  @Test func sizesAndRatiosOfOtherModelsAreRefused() async {
    let wide: JSON = ["imageConfig": ["aspectRatio": "8:1"]]
    let large: JSON = ["imageConfig": ["imageSize": "4K"]]
    #expect(await refusal("gemini-2.5-flash-image", body("Draw", config: wide))?.code == 400)
    #expect(await refusal("gemini-2.5-flash-image", body("Draw", config: large))?.code == 400)
    let mime: JSON = ["imageConfig": ["outputMimeType": "image/png"]]
    #expect(await refusal("gemini-3-pro-image", body("Draw", config: mime))?.message.contains("outputMimeType") == true)
  }

  @Test(
    arguments: [
      ("gemini-3-pro-image", ["codeExecution": [:]], "Code execution is not enabled for models/gemini-3-pro-image"),
      (
        "gemini-2.5-flash-image", ["functionDeclarations": [["name": "f"]]],
        "Function calling is not enabled for models/gemini-2.5-flash-image"
      ),
      ("gemini-3-pro-image", ["googleSearch": [:]], nil), ("gemini-3.8-flash", ["codeExecution": [:]], nil),
    ] as [(String, JSON, String?)])
  func picturesComeWithoutCode(model: String, tool: JSON, message: String?) async throws {
    var request = try #require(body("Draw").object)
    request["tools"] = .array([tool])
    #expect(await refusal(model, .object(request))?.message == message)
  }

  @Test func picturesHaveNoForm() async {
    let config: JSON = ["responseMimeType": "application/json"]
    #expect(
      await refusal("gemini-3-pro-image", body("Draw", config: config))?.message
        == "JSON mode is not enabled for models/gemini-3-pro-image")
    #expect(await refusal("gemini-3-pro-image", body("Draw", config: ["responseMimeType": "text/plain"])) == nil)
  }

  @Test func deepNestingIsRefusedAndNotFatal() async {
    let text = String(repeating: "[", count: 100_000)
    let answer = await SimulatorService(codec: StoredPNG()).response(
      method: "POST", path: "/v1beta/models/gemini-flash-latest:generateContent", query: [:], body: Array(text.utf8))
    guard case .json(400, _) = answer else {
      Issue.record("Brackets were answered.")
      return
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
