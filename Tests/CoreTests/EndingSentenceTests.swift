import Gemini
import Screen
import Testing

@testable import Core

/// - Source: gemini-api.md sections 5 and 13.
@Suite("Why an answer ended so")
struct EndingSentenceTests {
  static let finishReasons = [
    "MAX_TOKENS", "CONTINUATION", "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "RECITATION",
    "LANGUAGE", "OTHER", "FINISH_REASON_UNSPECIFIED", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE", "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER", "NO_IMAGE", "ESCALATION", "PUP_LIMITED_DISABLED",
    "A_NEW_ONE",
  ]

  static let blockReasons = [
    "SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK",
    "BLOCK_REASON_UNSPECIFIED", "A_NEW_ONE",
  ]

  /// True if there are two sentences at least: what happened, and what to do.
  private static func saysWhatToDo(_ text: String) -> Bool {
    text.split(separator: ". ").count >= 2 && text.last == "."
  }

  @Test("Each finish reason says what happened and what to do, with text and without", arguments: finishReasons)
  func finish(reason: String) throws {
    for parts: JSON in [[], [["text": "The room, since"]]] {
      var desk = Desk()
      let id = try desk.ask("Which one?").run.id
      desk.send(.run(id, .received([.sample(parts, finish: reason)])))
      desk.end(id)
      let sentence = try #require(try desk.run(id).endingSentence)
      #expect(Self.saysWhatToDo(sentence), "\(reason): \(sentence)")
      if reason == "A_NEW_ONE" { #expect(sentence.contains(reason)) }
    }
  }

  @Test("Each block reason says what happened and what to do", arguments: blockReasons)
  func block(reason: String) throws {
    var desk = Desk()
    let id = try desk.ask("Which one?").run.id
    let extra = JSONObject(["promptFeedback": ["blockReason": .string(reason)]])
    desk.send(.run(id, .received([.sample([], extra: extra)])))
    desk.end(id)
    let sentence = try #require(try desk.run(id).endingSentence)
    #expect(Self.saysWhatToDo(sentence), "\(reason): \(sentence)")
  }

  static let statuses = [301, 400, 401, 403, 404, 408, 409, 413, 418, 429, 499, 500, 501, 502, 503, 504, 529]

  @Test("Each kind of failure says what happened and what to do", arguments: statuses)
  func failures(status: Int) throws {
    var desk = Desk()
    let id = try desk.ask("Which one?").run.id
    desk.end(id, Failure(httpStatus: status, body: []))
    let sentence = try #require(try desk.run(id).endingSentence)
    #expect(Self.saysWhatToDo(sentence), "\(status): \(sentence)")
  }

  @Test("A filter's categories are named")
  func categories() throws {
    var desk = Desk()
    let id = try desk.ask("Which one?").run.id
    let ratings: JSON = [
      ["category": "HARM_CATEGORY_HATE_SPEECH", "probability": "NEGLIGIBLE"], [:],
      ["category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": true],
    ]
    desk.send(
      .run(
        id,
        .received([
          GenerateContentResponse([
            "candidates": [["finishReason": "SAFETY", "finishMessage": "Not this", "safetyRatings": ratings]]
          ])
        ])))
    desk.end(id)
    let sentence = try #require(try desk.run(id).endingSentence)
    #expect(sentence.contains("by a safety filter (dangerous content). Rephrase"))
    #expect(sentence.contains("The service says: Not this."))
    #expect(!sentence.contains("hate"))
  }

  @Test("The limit of tokens is blamed on thinking only if there was some")
  func limit() throws {
    var desk = Desk()
    let id = try desk.ask("Which one?").run.id
    desk.send(.run(id, .received([.sample([], finish: "MAX_TOKENS")])))
    desk.end(id)
    #expect(try desk.run(id).endingSentence?.contains("all output tokens went to thinking") == false)
  }

  @Test("That what came is kept is said only if something came", arguments: [Failure.cancelled, .incompleteStream])
  func kept(failure: Failure) throws {
    for parts: JSON in [[], [["text": "The room"]]] {
      var desk = Desk()
      let id = try desk.ask("Which one?").run.id
      desk.send(.run(id, .received([.sample(parts)])))
      desk.end(id, failure)
      let sentence = try #require(try desk.run(id).endingSentence)
      #expect(sentence.contains("What came is kept.") == (parts != []), "\(sentence)")
      #expect(Self.saysWhatToDo(sentence), "\(sentence)")
    }
  }

  @Test("Whether a picture is missing is known by the table in force")
  func ownTable() throws {
    for (row, isMissing) in [(#"{"output":["text","image"]}"#, true), (#"{"output":["text"]}"#, false)] {
      var settings = Settings()
      #expect(settings.models.override(with: Array(#"{"models":{"gemini-flash-latest":\#(row)}}"#.utf8)) == nil)
      var desk = Desk()
      desk.studio.settings.models = settings.models
      let id = try desk.ask("Draw it.").run.id
      desk.send(.run(id, .received([.sample([["text": "No."]], finish: "STOP")])))
      desk.end(id)
      let run = try desk.run(id)
      #expect((run.endingSentence != nil) == isMissing)
      var loaded = Session(id: SessionID(rawValue: "s"), createTime: run.startTime, textModel: "a", pictureModel: "b")
      let turn = Turn(
        id: TurnID(rawValue: "t"), parent: nil, content: Content(parts: []), createTime: run.startTime, runs: [run])
      loaded.turns = [turn]
      loaded.turns[0].runs[0].makesImages = nil
      loaded.apply(settings)
      #expect((loaded.turns[0].runs[0].endingSentence != nil) == isMissing)
    }
  }
}
