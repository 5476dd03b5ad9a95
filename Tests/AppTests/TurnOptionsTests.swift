import Core
import Gemini
import Testing

@testable import App

@Suite("From options to a request")
struct TurnOptionsTests {
  private let now = Instant(milliseconds: 5000)

  private func session(use: ModelUse = .text) -> Session {
    Session(
      id: SessionID(rawValue: "s"), createTime: now, origin: .command, textModel: "gemini-flash-latest",
      pictureModel: "gemini-nano-banana-2.1", use: use)
  }

  private func prepare(
    _ options: TurnOptions, in session: Session? = nil, use: ModelUse = .text, text: String = "Hi",
    settings: Settings = Settings()
  ) throws -> PreparedTurn {
    var identifiers = IdentifierSource(seed: 1)
    return try options.prepare(
      Content(parts: [Part(text: text)]), in: session ?? self.session(), use: use, settings: settings,
      backend: .developer, now: now, identifiers: &identifiers)
  }

  @Test("Without options only the prompt is on the wire")
  func plain() throws {
    let prepared = try prepare(TurnOptions())
    #expect(prepared.request.model == "gemini-flash-latest")
    #expect(prepared.request.json.text == #"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"#)
    #expect(prepared.session.title == "Hi")
    #expect(prepared.session.turns.count == 1)
    #expect(prepared.session.head == prepared.turn.id)
    #expect(prepared.turn.runs == [prepared.run])
    #expect(!prepared.run.isUnary)
  }

  @Test("Every option finds its place in the body")
  func all() throws {
    var options = TurnOptions()
    options.system = "Be short."
    options.settings = [try SetOption("temperature=0.2"), try SetOption("maxOutputTokens=9")]
    options.thinking = "low"
    options.safety = [try SafetyOption("harassment=none")]
    options.tools = [try ToolOption(named: "googleSearch"), try ToolOption(named: "urlContext")]
    options.schema = ["type": "object"]
    options.showsThoughts = true
    options.streams = false
    let body = try prepare(options).request.json
    #expect(body["systemInstruction"]?.text == #"{"role":"user","parts":[{"text":"Be short."}]}"#)
    #expect(body["safetySettings"]?.text == #"[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}]"#)
    #expect(body["tools"]?.text == #"[{"googleSearch":{}},{"urlContext":{}}]"#)
    let config = try #require(body["generationConfig"])
    #expect(config["temperature"]?.double == 0.2)
    #expect(config["maxOutputTokens"]?.int == 9)
    #expect(config["thinkingConfig"]?.text == #"{"thinkingLevel":"LOW","includeThoughts":true}"#)
    #expect(config["responseJsonSchema"]?.text == #"{"type":"object"}"#)
    #expect(config["responseMimeType"]?.string == "application/json")
    #expect(try prepare(options).run.isUnary)
  }

  @Test("Fields beside generationConfig stand beside it")
  func beside() throws {
    var options = TurnOptions()
    options.settings = [
      try SetOption("serviceTier=FLEX"), try SetOption("labels={\"team\":\"a\"}"),
      try SetOption("toolConfig.functionCallingConfig.mode=any"),
      try SetOption("tool_config.retrieval_config={\"a\":1}"),
    ]
    let body = try prepare(options).request.json
    #expect(body["generationConfig"] == nil)
    #expect(body["serviceTier"]?.string == "flex")
    #expect(body["labels"]?.text == #"{"team":"a"}"#)
    #expect(
      body["toolConfig"]?.text == #"{"functionCallingConfig":{"mode":"ANY"},"retrievalConfig":{"a":1}}"#)
  }

  @Test("A field nobody knows is for one request, not for every one that follows")
  func unknownOnce() throws {
    var options = TurnOptions()
    options.settings = [try SetOption("tomorrow=1"), try SetOption("temperature=0.5")]
    let prepared = try prepare(options)
    #expect(prepared.request.generationConfig["tomorrow"]?.int == 1)
    #expect(prepared.session.config["tomorrow"] == nil)
    #expect(prepared.session.config.temperature == 0.5)
  }

  @Test("Tools of the service and functions are let to work together, as it was set")
  func bothKindsOfTools() throws {
    var options = TurnOptions()
    options.tools = [
      try ToolOption(named: "googleSearch"), try ToolOption(functions: [["name": "f"]], from: "f.json"),
    ]
    #expect(
      try prepare(options).request.json["toolConfig"]?.text
        == #"{"includeServerSideToolInvocations":true,"functionCallingConfig":{"mode":"VALIDATED"}}"#)
    options.settings = [try SetOption("toolConfig.functionCallingConfig.mode=ANY")]
    #expect(try prepare(options).request.json["toolConfig"]?["functionCallingConfig"]?["mode"]?.string == "ANY")
    options.tools.removeLast()
    options.settings = []
    #expect(try prepare(options).request.json["toolConfig"] == nil)
  }

  @Test(
    "What the model drops or may refuse is a notice",
    arguments: [
      ("gemini-2.0-flash", nil, "gemini-2.0-flash does not think, so there are no thoughts to show."),
      ("gemini-2.5-flash", "thinkingConfig.thinkingBudget=0", "Thinking is off, so there are no thoughts to show."),
      ("gemini-3.6-flash", "thinkingConfig.thinkingBudget=9", "It keeps to a level: minimal, low, medium, high."),
      ("gemini-3.8-flash", "candidateCount=3", "each of the 3 answers is paid for"), ("gemini-3.8-flash", nil, ""),
      ("gemini-2.5-flash", "candidateCount=1", ""), ("nobody-knows", nil, ""),
    ])
  func notices(model: String, set: String?, notice: String) throws {
    var options = TurnOptions()
    options.model = model
    options.settings = try set.map { [try SetOption($0)] } ?? []
    options.showsThoughts = true
    let prepared = try prepare(options)
    #expect(prepared.problems == [])
    #expect(prepared.notices.count == (notice.isEmpty ? 0 : 1), "\(prepared.notices)")
    #expect(prepared.notices.first?.contains(notice) ?? notice.isEmpty, "\(prepared.notices)")
  }

  @Test("A category of harm has one threshold")
  func safetyTwice() throws {
    var options = TurnOptions()
    options.safety = [try SafetyOption("harassment=none"), try SafetyOption("HARM_CATEGORY_HARASSMENT=low")]
    let error = #expect(throws: CommandError.self) { try prepare(options) }
    #expect(
      error?.sentence.contains("HARM_CATEGORY_HARASSMENT twice, to BLOCK_NONE and to BLOCK_LOW_AND_ABOVE") == true)
    options.safety[1] = try SafetyOption("jailbreak=low")
    #expect(try prepare(options).request.safetySettings.count == 2)
  }

  @Test("A schema goes where its words belong")
  func schemas() throws {
    var options = TurnOptions()
    options.schema = ["type": "OBJECT"]
    let own = try prepare(options).request.generationConfig
    #expect(own["responseSchema"]?.text == #"{"type":"OBJECT"}"# && own["responseJsonSchema"] == nil)
    #expect(own["responseMimeType"]?.string == "application/json")
    options.schema = [
      "type": "OBJECT", "properties": ["b": ["type": "STRING"], "a": ["type": "ARRAY", "items": ["properties": [:]]]],
    ]
    #expect(try prepare(options).request.generationConfig["responseSchema.propertyOrdering"]?.text == #"["b","a"]"#)
    options.settings = [try SetOption("responseMimeType=text/x.enum")]
    #expect(try prepare(options).request.generationConfig["responseMimeType"]?.string == "text/x.enum")
  }

  @Test("Thoughts are asked for only if they are wanted and the model thinks")
  func thoughts() throws {
    var options = TurnOptions()
    #expect(try prepare(options).request.generationConfig.includeThoughts == nil)
    options.showsThoughts = true
    #expect(try prepare(options).request.generationConfig.includeThoughts == true)
    options.model = "gemini-2.5-flash"
    options.thinking = "off"
    #expect(try prepare(options).request.generationConfig.includeThoughts == nil)
    options.model = "gemini-2.0-flash"
    options.thinking = nil
    #expect(try prepare(options).request.json["generationConfig"] == nil)
  }

  @Test("What was set by hand stands in the request, and what the model refuses of it is said")
  func byHand() throws {
    var options = TurnOptions()
    options.model = "gemini-2.0-flash"
    options.settings = [
      try SetOption("thinkingConfig.thinkingBudget=0"), try SetOption("imageConfig.aspectRatio=7:1"),
      try SetOption("tomorrow={\"a\":1}"),
    ]
    let config = try prepare(options).request.generationConfig
    #expect(config.thinkingBudget == 0)
    #expect(config.aspectRatio == "7:1")
    #expect(config["tomorrow.a"]?.int == 1)
    #expect(try prepare(options).problems.count == 2)
    #expect(try prepare(options).notices.first?.contains("tomorrow") == true)
  }

  @Test("Aliases, the picture model and the kind of a named model decide who answers")
  func models() throws {
    var options = TurnOptions()
    #expect(try prepare(options, use: .picture).run.model == "gemini-nano-banana-2.1")
    #expect(try prepare(options, use: .picture).request.generationConfig.isEmpty)
    options.model = "thinking"
    #expect(try prepare(options).run.model == "gemini-pro-latest")
    options.model = "image"
    let picture = try prepare(options)
    #expect(picture.run.model == "gemini-nano-banana-2.1")
    #expect(picture.session.use == .picture)
    var settings = Settings()
    settings.aliases["mine"] = "tuned/x"
    options.model = "mine"
    #expect(try prepare(options, settings: settings).run.model == "tuned/x")
    options.model = "../files"
    #expect(throws: CommandError.self) { try prepare(options) }
  }

  @Test("A turn that goes on carries the conversation and the session's settings, which options replace")
  func goesOn() throws {
    var options = TurnOptions()
    options.settings = [try SetOption("temperature=0.5")]
    var session = try prepare(options, text: "One").session
    var run = session.turns[0].runs[0]
    run.apply(
      .received([
        try response(#"{"candidates":[{"content":{"role":"model","parts":[{"text":"1"}]},"finishReason":"STOP"}]}"#)
      ]), at: now)
    run.apply(.ended(nil), at: now)
    session.turns[0].runs = [run]
    let next = try prepare(TurnOptions(), in: session, text: "Two")
    #expect(next.request.contents.map(\.text) == ["One", "1", "Two"])
    #expect(next.turn.parent == run.id)
    #expect(next.request.generationConfig.temperature == 0.5)
    options.settings = [try SetOption("temperature=null")]
    #expect(try prepare(options, in: session).request.generationConfig.isEmpty)
  }

  @Test("The session keeps levels as the studio writes them")
  func levels() throws {
    var options = TurnOptions()
    options.settings = [try SetOption("thinkingConfig.thinkingLevel=low")]
    let prepared = try prepare(options)
    #expect(prepared.session.thinkingText(ModelTraits("gemini-flash-latest")) == "low")
    #expect(prepared.request.generationConfig.thinkingLevel == "LOW")
  }
}
