import Testing

@testable import Gemini

@Suite struct FinishReasonTests {
  static let all = [
    "STOP", "MAX_TOKENS", "CONTINUATION", "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR",
    "RECITATION",
    "LANGUAGE", "OTHER", "FINISH_REASON_UNSPECIFIED", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE", "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION", "IMAGE_OTHER", "NO_IMAGE", "ESCALATION", "PUP_LIMITED_DISABLED",
  ]

  @Test(arguments: all)
  func everyReasonHasItsOwnSentence(_ name: String) {
    let sentence = FinishReason(rawValue: name).sentence
    #expect(sentence.hasSuffix("."))
    #expect(!sentence.contains(name), "in plain words")
    #expect(!sentence.contains("does not know"))
  }

  @Test func sentencesDiffer() {
    #expect(Set(Self.all.map { FinishReason(rawValue: $0).sentence }).count == Self.all.count - 1)
  }

  @Test func anUnknownReasonIsShown() {
    #expect(FinishReason(rawValue: "NEW_REASON").sentence.contains("NEW_REASON"))
    #expect(!FinishReason(rawValue: "NEW_REASON").isBlocked)
  }

  @Test func blocksAndMissingPictures() {
    let reasons = Self.all.map(FinishReason.init(rawValue:))
    #expect(
      reasons.filter(\.isBlocked).map(\.rawValue) == [
        "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "RECITATION", "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "ESCALATION", "PUP_LIMITED_DISABLED",
      ])
    #expect(
      reasons.filter(\.isMissingImage).map(\.rawValue) == [
        "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER", "NO_IMAGE",
      ])
  }
}

@Suite struct PromptFeedbackTests {
  private func feedback(_ text: String) throws -> PromptFeedback {
    try #require(GenerateContentResponse(try json("{\"promptFeedback\":\(text)}")).promptFeedback)
  }

  @Test(arguments: [
    "SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK",
    "BLOCK_REASON_UNSPECIFIED",
  ])
  func everyReasonHasASentence(_ reason: String) throws {
    let block = try feedback("{\"blockReason\":\"\(reason)\"}")
    #expect(block.isBlock)
    #expect(block.sentence.hasSuffix("."))
    #expect(!block.sentence.contains(reason) && !block.sentence.contains("does not know"))
  }

  @Test func theSentenceNamesCategoryAndMessage() throws {
    let block = try feedback(
      #"""
      {"blockReason":"SAFETY","blockReasonMessage":"Reasons","safetyRatings":[{},
      {"category":"HARM_CATEGORY_HATE_SPEECH","probability":"HIGH"},
      {"category":"HARM_CATEGORY_HARASSMENT","probability":"LOW"},
      {"category":"HARM_CATEGORY_DANGEROUS_CONTENT","probability":"LOW","blocked":true}]}
      """#)
    #expect(
      block.sentence == "The prompt was refused by a safety filter (hate speech, dangerous content). "
        + "The service says: \"Reasons\". Rephrase it and send it again.")
  }

  @Test func ratingsAloneAreNoBlock() throws {
    #expect(try !feedback("{}").isBlock)
    #expect(try !feedback(#"{"safetyRatings":[{"category":"x","probability":"HIGH"}],"blockReason":null}"#).isBlock)
    #expect(try feedback(#"{"blockReasonMessage":"Message"}"#).isBlock)
    #expect(try feedback(#"{"blockReason":"NEW"}"#).sentence.contains("NEW"))
  }
}

@Suite struct ModelTraitsTests {
  static let all = ["minimal", "low", "medium", "high"]
  static let noMinimal = ["low", "medium", "high"]

  @Test(arguments: [
    ("gemini-4-argon", ModelTraits.Thinking.levels(noMinimal)), ("gemini-3.8-flash", .levels(noMinimal)),
    ("gemini-3.7-flash", .levels(noMinimal)), ("gemini-3.6-flash", .levels(all)), ("gemini-3.5-flash", .levels(all)),
    ("gemini-3.5-flash-lite", .levels(all)), ("gemini-3.1-flash-lite", .levels(all)),
    ("gemini-3-flash-preview", .levels(all)), ("gemini-3.1-pro-preview", .levels(noMinimal)),
    ("gemini-3.1-pro-preview-customtools", .levels(noMinimal)), ("gemini-3-pro-preview", .levels(["low", "high"])),
    ("gemini-2.5-pro", .budget(128...32768, canBeOff: false)),
    ("gemini-2.5-flash", .budget(0...24576, canBeOff: true)),
    ("gemini-2.5-flash-lite", .budget(512...24576, canBeOff: true)),
    ("models/gemini-2.5-flash", .budget(0...24576, canBeOff: true)), ("gemini-2.0-flash", .none),
    ("gemini-2.0-flash-001", .none), ("gemini-2.0-flash-thinking-exp-1219", .fixed), ("gemini-1.5-pro", .none),
    ("gemini-flash-latest", .levels(noMinimal)), ("gemini-flash-lite-latest", .levels(all)),
    ("gemini-pro-latest", .levels(noMinimal)), ("gemma-4-31b-it", .levels(["minimal", "high"])),
    ("gemma-3-27b-it", .unknown),
    ("gemini-3.1-flash-image", .levels(["minimal", "high"])),
    ("gemini-3.1-flash-lite-image", .levels(["minimal", "high"])),
    ("gemini-nano-banana-2.1", .levels(["minimal", "medium", "high"])), ("gemini-3-pro-image", .levels(noMinimal)),
    ("nano-banana-pro-preview", .levels(noMinimal)), ("gemini-2.5-flash-image", .none), ("something-else", .unknown),
  ])
  func thinkingFollowsTheTable(_ id: String, _ thinking: ModelTraits.Thinking) {
    #expect(ModelTraits(id).thinking == thinking)
    #expect(ModelTraits(id).thinks == (thinking != .none && thinking != .unknown))
  }

  @Test(arguments: [
    ("gemini-nano-banana-2.1", 14, ["1K", "2K", "4K"]), ("gemini-3-pro-image", 10, ["1K", "2K", "4K"]),
    ("gemini-3.1-flash-image", 14, ["512", "1K", "2K", "4K"]),
    ("gemini-3.1-flash-image-preview", 14, ["512", "1K", "2K", "4K"]),
    ("gemini-3.1-flash-lite-image", 10, ["1K"]), ("gemini-2.5-flash-image", 10, ["1K"]),
    ("gemini-3.8-flash", 0, []),
  ])
  func picturesFollowTheTable(_ id: String, _ ratios: Int, _ sizes: [String]) {
    let traits = ModelTraits(id)
    #expect(traits.makesImages == !sizes.isEmpty)
    #expect(traits.aspectRatios.count == ratios)
    #expect(traits.imageSizes == sizes)
  }
}

extension ModelTraitsTests {
  @Test(arguments: [
    ("gemini-2.5-flash-image", true, false), ("gemini-3-pro-image", false, true),
    ("gemini-nano-banana-2.1", false, true),
    ("nano-banana-pro-preview", false, true), ("gemini-2.5-flash", false, false), ("gemini-3.8-flash", false, false),
  ])
  func whatPictureModelsAsk(_ id: String, _ refusesInstruction: Bool, _ requiresSignatures: Bool) {
    #expect(ModelTraits(id).refusesSystemInstruction == refusesInstruction)
    #expect(ModelTraits(id).requiresSignatures == requiresSignatures)
  }
}

@Suite struct ModelTests {
  @Test func readsWhatTheListSays() throws {
    let model = try #require(
      Model(
        try json(
          #"""
          {"name":"models/gemini-x","displayName":"X","description":"d","inputTokenLimit":1048576,
          "outputTokenLimit":"65536","supportedGenerationMethods":["generateContent","countTokens"],"thinking":true}
          """#)))
    #expect(model.id == "gemini-x" && model.displayName == "X" && model.summary == "d")
    #expect(model.inputTokenLimit == 1_048_576 && model.outputTokenLimit == 65536)
    #expect(model.generatesContent && model.thinking == true)
  }

  @Test func absentKeysAreHarmless() throws {
    let model = try #require(Model(["name": "models/m"]))
    #expect(
      model.displayName == "m" && !model.generatesContent && model.inputTokenLimit == nil && model.thinking == nil)
    #expect(Model([:]) == nil)
    #expect(Model("models/m") == nil)
  }
}

@Suite struct EndpointTests {
  private let request = GenerateContentRequest(model: "gemini-x", contents: [Content(parts: [Part(text: "Q")])])

  @Test func addressesOfTheMethods() {
    let base = "https://host/"
    func url(_ endpoint: Endpoint) -> String { endpoint.method + " " + endpoint.url(base: base, version: "v1beta") }
    #expect(
      url(.generateContent(request, stream: true))
        == "POST https://host/v1beta/models/gemini-x:streamGenerateContent?alt=sse")
    #expect(url(.generateContent(request, stream: false)) == "POST https://host/v1beta/models/gemini-x:generateContent")
    #expect(url(.countTokens(request)) == "POST https://host/v1beta/models/gemini-x:countTokens")
    #expect(url(.listModels()) == "GET https://host/v1beta/models?pageSize=1000")
    #expect(
      url(.listModels(pageToken: "a+/=& é"))
        == "GET https://host/v1beta/models?pageSize=1000&pageToken=a%2B%2F%3D%26%20%C3%A9")
    #expect(url(.getModel("models/gemini-x")) == "GET https://host/v1beta/models/gemini-x")
  }

  @Test func bodiesOfTheMethods() {
    #expect(Endpoint.generateContent(request, stream: true).body == request.json)
    #expect(Endpoint.countTokens(request).body == ["contents": [["role": "user", "parts": [["text": "Q"]]]]])
    #expect(Endpoint.listModels().body == nil)
  }

  @Test func systemInstructionAndToolsAreCountedInTheLongForm() {
    var request = request
    request.generationConfig.temperature = 1
    request.safetySettings = [["category": "C"]]
    #expect(Endpoint.countTokens(request).body?["generateContentRequest"] == nil)
    request.tools = [["urlContext": [:]]]
    let long: JSON = [
      "model": "models/gemini-x", "contents": [["role": "user", "parts": [["text": "Q"]]]],
      "tools": [["urlContext": [:]]],
    ]
    #expect(Endpoint.countTokens(request).body == ["generateContentRequest": long])
    request.tools = []
    request.systemInstruction = "Short."
    let keys = Endpoint.countTokens(request).body?["generateContentRequest"]?.object?.members.map(\.key)
    #expect(keys == ["model", "contents", "systemInstruction"])
  }

  @Test(arguments: [
    ("m", "models/m"), ("models/m", "models/m"), ("tunedModels/m-1", "tunedModels/m-1"),
    ("a b?c#d", "models/a%20b%3Fc%23d"),
    ("größe", "models/gr%C3%B6%C3%9Fe"), ("a%2e", "models/a%252e"), ("\u{1}", "models/%01"),
  ])
  func idsAreEncoded(_ id: String, _ path: String) {
    #expect(Endpoint.getModel(id).path == path)
  }

  @Test(arguments: ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://127.0.0.1:8080//"])
  func baseAndVersionAreJoinedByOneSlash(_ base: String) {
    #expect(Endpoint.getModel("m").url(base: base, version: "v1") == "http://127.0.0.1:8080/v1/models/m")
    #expect(Endpoint.getModel("m").url(base: base + "/gate", version: "v1").hasSuffix("/gate/v1/models/m"))
  }

  @Test(arguments: ["", "../x", "a..b", "a?b", "a&b", "a b", "a\n", "a#b", "a%2e", "/a", "a/", "models/"])
  func someIdsAreRefused(_ id: String) throws {
    #expect(try #require(ModelID.problem(id)).hasSuffix("."))
  }

  @Test(arguments: [
    "gemini-2.5-flash", "models/gemini-x", "tunedModels/t", "google/gemini-x", "gemini-3.1-pro-preview",
  ])
  func othersAreNot(_ id: String) {
    #expect(ModelID.problem(id) == nil)
  }
}
