import Gemini
import Screen
import Testing

@testable import Core

@Suite("What a request carries")
struct HistoryTests {
  @Test("Thoughts and empty parts stay out, signed parts go back to their own model as they came")
  func thoughts() throws {
    var desk = Desk()
    let first = try desk.ask("one")
    desk.receive(first.run.id, ["text": "hm", "thought": true], ["text": "Fine"])
    desk.receive(first.run.id, ["text": " day."], ["text": "", "thoughtSignature": "c2ln"], finish: "STOP")
    desk.end(first.run.id)
    let second = try desk.ask("two")
    let model = try #require(second.request.contents.dropFirst().first)
    #expect(model.role == .model)
    #expect(model.parts == [Part(text: "Fine day."), Part(.text(""), thoughtSignature: "c2ln")])
  }

  @Test("Another model gets no foreign signature, or the word that stands for one where it needs one")
  func foreignSignatures() throws {
    var session = Session.sample(turns: 2)
    session.turns[0].runs[0].candidates[0].parts[0].thoughtSignature = "c2ln"
    func parts(for model: String) -> [Part] {
      session.request(forTurn: 1, traits: ModelTraits(model), showsThoughts: true).contents[1].parts
    }
    #expect(parts(for: "gemini-flash-latest").map(\.thoughtSignature) == ["c2ln"])
    #expect(parts(for: "models/gemini-flash-latest").map(\.thoughtSignature) == ["c2ln"])
    #expect(parts(for: "gemini-2.5-pro").map(\.thoughtSignature) == [nil])
    #expect(parts(for: "gemini-3-pro-image-preview").map(\.thoughtSignature) == ["skip_thought_signature_validator"])
  }

  @Test("Function calls, which nothing here answers, stay out, and so does a turn that is nothing else")
  func functionCalls() throws {
    let call: JSON = ["functionCall": ["name": "f", "args": [:]], "thoughtSignature": "c2ln"]
    var desk = Desk()
    let both = try desk.ask("one")
    desk.receive(both.run.id, ["text": "Let me see."], call, finish: "STOP")
    desk.end(both.run.id)
    let only = try desk.ask("two")
    desk.receive(only.run.id, call, finish: "STOP")
    desk.end(only.run.id)
    let next = try desk.ask("three")
    #expect(next.request.contents.map(\.text) == ["one", "Let me see.", "three"])
    #expect(next.request.contents[1].parts.count == 1)
  }

  @Test("A model's own parts go back as they came, and its pictures never without a signature")
  func ownParts() throws {
    var session = Session.sample(turns: 2)
    let picture = Part(JSON.picture(.sample(1)))
    let signed = Part(JSON.picture(.sample(2), signature: "c2ln"))
    session.turns[0].runs[0].model = "gemini-3-pro-image"
    session.turns[0].runs[0].candidates[0].parts = [Part(text: "Here"), signed, picture]
    let sent = session.request(forTurn: 1, traits: ModelTraits("gemini-3-pro-image"), showsThoughts: true)
    let marks = sent.contents[1].parts.map(\.thoughtSignature)
    #expect(marks == [nil, "c2ln", "skip_thought_signature_validator"])
  }

  @Test("A failed, stopped, blocked or empty turn is out of the next request together with its prompt")
  func badTurns() throws {
    let ends: [(parts: [JSON], finish: String?, failure: Failure?, feedback: JSON?)] = [
      ([["text": "Half"]], nil, .sample(.network), nil),
      ([["text": "Half"]], nil, .cancelled, nil),
      ([["text": "Half"]], "SAFETY", nil, nil),
      ([["text": "hm", "thought": true]], "MAX_TOKENS", nil, nil),
      ([["text": "Half"]], nil, nil, nil),
      ([], nil, nil, ["blockReason": "SAFETY"]),
    ]
    for end in ends {
      var desk = Desk()
      try desk.talk("good", "yes")
      let bad = try desk.ask("bad")
      var extra = JSONObject()
      if let feedback = end.feedback { extra["promptFeedback"] = feedback }
      desk.send(.run(bad.run.id, .received([.sample(.array(end.parts), finish: end.finish, extra: extra)])))
      desk.end(bad.run.id, end.failure)
      #expect(desk.studio.prompt.text == "bad", "the prompt comes back after \(end)")
      desk.press("escape ctrl+c")
      let next = try desk.ask("next")
      #expect(next.request.contents.map(\.text) == ["good", "yes", "next"], "\(end)")
      // The turn itself is kept, and the next one follows it.
      #expect(desk.studio.session.turns.count == 3)
    }
  }

  @Test("An answer cut by the limit of tokens is gone on with")
  func cut() throws {
    var desk = Desk()
    let first = try desk.ask("long")
    desk.receive(first.run.id, ["text": "Much"], finish: "MAX_TOKENS")
    desk.end(first.run.id)
    #expect(try desk.run(first.run.id).ending == .cut)
    #expect(try desk.ask("more").request.contents.map(\.text) == ["long", "Much", "more"])
  }

  @Test("Only the branch that is shown is sent")
  func branch() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    try desk.talk("two", "2")
    desk.press("escape K e")
    desk.press("ctrl+u")
    let other = try desk.ask("deux")
    #expect(other.request.contents.map(\.text) == ["one", "1", "deux"])
  }

  @Test("The system instruction goes along; where a model refuses it, at the head of the first turn")
  func systemInstruction() {
    var session = Session.sample(turns: 2)
    session.systemInstruction = "Be brief."
    let plain = session.request(forTurn: 1, traits: ModelTraits("gemini-flash-latest"), showsThoughts: true)
    #expect(plain.systemInstruction == "Be brief.")
    #expect(plain.contents[0].text == "Prompt 0")
    let moved = session.request(forTurn: 1, traits: ModelTraits("gemini-2.5-flash-image"), showsThoughts: true)
    #expect(moved.systemInstruction == nil)
    #expect(moved.contents[0].parts == [Part(text: "Be brief."), Part(text: "Prompt 0")])
    #expect(moved.contents.count == 3)
  }

  // MARK: Settings per model

  /// A config with a bit of everything.
  private static let everything = GenerationConfig(
    JSONObject([
      "temperature": .double(0.5), "thinkingConfig": ["thinkingLevel": "low", "thinkingBudget": 1024],
      "imageConfig": ["aspectRatio": "16:9", "imageSize": "2K"],
    ]))

  @Test(
    "A model gets the settings of its kind",
    arguments: [
      (
        "gemini-flash-latest",
        ["temperature": .double(0.5), "thinkingConfig": ["thinkingLevel": "LOW", "includeThoughts": true]]
      ),
      (
        "gemini-2.5-pro",
        ["temperature": .double(0.5), "thinkingConfig": ["thinkingBudget": 1024, "includeThoughts": true]]
      ),
      ("gemini-2.0-flash", ["temperature": .double(0.5)]),
      ("gemini-2.0-flash-thinking-exp", ["temperature": .double(0.5), "thinkingConfig": ["includeThoughts": true]]),
      (
        "gemini-2.5-flash-image",
        ["temperature": .double(0.5), "imageConfig": ["aspectRatio": "16:9"]]
      ),
      (
        "gemini-3-pro-image-preview",
        [
          "temperature": .double(0.5), "thinkingConfig": ["thinkingLevel": "LOW", "includeThoughts": true],
          "imageConfig": ["aspectRatio": "16:9", "imageSize": "2K"],
        ]
      ),
      (
        "gemini-2.0-flash-exp-image-generation",
        ["temperature": .double(0.5), "responseModalities": ["TEXT", "IMAGE"]]
      ),
    ] as [(String, JSON)])
  func adapted(model: String, expected: JSON) {
    let adapted = Self.everything.adapted(to: ModelTraits(model), showsThoughts: true)
    #expect(JSON.object(adapted.json) == expected)
  }

  @Test("Thoughts are asked for where a model thinks, unless its thinking is off or nobody wants them")
  func includeThoughts() {
    let pro = ModelTraits("gemini-2.5-flash")
    #expect(GenerationConfig().adapted(to: pro, showsThoughts: true).includeThoughts == true)
    #expect(GenerationConfig().adapted(to: pro, showsThoughts: false).isEmpty)
    var off = GenerationConfig()
    off.thinkingBudget = 0
    #expect(off.adapted(to: pro, showsThoughts: true).includeThoughts == nil)
    #expect(GenerationConfig().adapted(to: ModelTraits("gemini-1.5-pro"), showsThoughts: true).isEmpty)
  }

  @Test("A field at its default is absent from the request")
  func defaults() throws {
    var desk = Desk()
    let request = try desk.ask("hi").request
    #expect(JSON.object(request.generationConfig.json) == ["thinkingConfig": ["includeThoughts": true]])
    #expect(request.tools.isEmpty && request.safetySettings.isEmpty && request.systemInstruction == nil)
  }

  @Test("The estimate counts turns, pictures, bytes and tokens of what is sent")
  func estimate() throws {
    var desk = Desk()
    try desk.talk("12345678", "1234")
    desk.send(.attached([AttachedPath(path: "a.jpg", attachment: .sample("a.jpg"))], problems: [], sends: false))
    desk.type("abcd")
    let estimate = desk.studio.sendEstimate
    #expect(estimate.turns == 2)
    #expect(estimate.pictures == 1)
    #expect(estimate.bytes == 8 + 4 + 4 + 1_200_000)
    #expect(estimate.tokens == 2 + 1 + 1 + 1120)
  }
}
