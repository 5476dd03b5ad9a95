import Gemini
import Screen
import Testing

@testable import Core

@Suite("What of an answer is shown where")
struct ShownAnswerTests {
  private static func text(of rows: [TranscriptRow]) -> String {
    rows.compactMap { if case .body(let line) = $0.kind { line.text } else { nil } }.joined(separator: "\n")
  }

  private static func thinking(_ desk: Desk) -> String {
    desk.studio.thinking.lines(rows: 40).map(\.text).joined(separator: "\n")
  }

  // MARK: Reasoning in tags

  @Test("Reasoning in tags streams into the thinking pane, and the answer into the conversation")
  func tags() throws {
    var desk = Desk()
    let id = try desk.ask("Which is larger?").run.id
    desk.wait(500)
    desk.receive(id, ["text": "<thi"])
    #expect(desk.studio.shownThinking == .hidden)
    desk.receive(id, ["text": "nk>\nTwo rooms"])
    #expect(desk.studio.shownThinking == .shown)
    #expect(Self.thinking(desk) == "Two rooms")
    #expect(!Self.text(of: desk.studio.rows).contains("Two"))
    #expect(try !desk.run(id).hasAnswerContent)
    desk.wait(700)
    desk.receive(id, ["text": " side by side.</thi"])
    desk.receive(id, ["text": "nk>\n\nThe *hall*."], finish: "STOP")
    desk.end(id)
    #expect(Self.thinking(desk) == "Two rooms side by side.")
    #expect(Self.text(of: desk.studio.rows).hasSuffix("The hall."))
    let run = try desk.run(id)
    #expect(run.firstThoughtTime == Desk.start + 500 && run.firstTextTime == Desk.start + 1200)
    #expect(run.ending == .answered)
    #expect(run.parts == [Part(text: "<think>\nTwo rooms side by side.</think>\n\nThe *hall*.")])
  }

  @Test("One command leaves reasoning in the answer, and splits it again")
  func flip() throws {
    var desk = Desk()
    try desk.talk("one", "<think>Two rooms.</think>The hall.")
    #expect(Self.thinking(desk) == "Two rooms.")
    desk.press("ctrl+x g")
    #expect(desk.studio.shownThinking == .hidden)
    #expect(Self.text(of: desk.studio.rows).contains("Two rooms."))
    desk.press("ctrl+x g")
    #expect(Self.thinking(desk) == "Two rooms.")
    #expect(!Self.text(of: desk.studio.rows).contains("Two rooms."))
  }

  @Test(
    "A setting leaves reasoning in the answer from the start, also in sessions that are opened",
    arguments: [true, false])
  func setting(splits: Bool) throws {
    var settings = Settings()
    settings.splitsReasoning = splits
    var desk = Desk(settings: settings)
    desk.send(.sessionOpened(.sample(turns: 1) { _ in "<think>Two rooms.</think>The hall." }))
    #expect(desk.studio.shownThinking == (splits ? .shown : .hidden))
    try desk.talk("again", "<think>No.</think>Yes.")
    #expect(Self.text(of: desk.studio.rows).contains("No.") == !splits)
  }

  @Test("Reasoning in tags goes back as it came: what is shown changes nothing of a request")
  func history() throws {
    var desk = Desk()
    try desk.talk("one", "<think>Two rooms.</think>The hall.")
    let next = try desk.ask("two")
    #expect(next.request.contents.map(\.text) == ["one", "<think>Two rooms.</think>The hall.", "two"])
  }

  @Test("Reasoning that was cut off is no answer, and says so")
  func unclosed() throws {
    var desk = Desk()
    let id = try desk.ask("one").run.id
    desk.receive(id, ["text": "<think>Two rooms"], finish: "MAX_TOKENS")
    desk.end(id)
    let run = try desk.run(id)
    #expect(run.ending == .empty && run.exitCode == 3)
    #expect(run.endingSentence?.contains("went to thinking") == true)
    #expect(desk.studio.prompt.text == "one")
  }

  @Test("An answer that ends well inside of a tag speaks of tags, and moves to the conversation")
  func openTag() throws {
    var desk = Desk()
    try desk.talk("one", "<think>ing out loud helps.")
    #expect(Self.text(of: desk.studio.rows).contains("ing out loud helps."))
    #expect(desk.studio.shownThinking == .hidden)
  }

  @Test("Empty tags open no thinking pane")
  func emptyTags() throws {
    var desk = Desk()
    try desk.talk("one", "<think>\n\n</think>\n\nThe hall.")
    #expect(desk.studio.shownThinking == .hidden)
    #expect(Self.text(of: desk.studio.rows).contains("The hall."))
  }

  @Test("What is copied is what is shown")
  func copy() throws {
    var desk = Desk()
    try desk.talk("one", "<think>Two rooms.</think>The hall.")
    #expect(desk.press("escape y").contains(.copy("The hall.")))
    desk.press("tab")
    #expect(desk.studio.focus == .thinking)
    #expect(desk.press("y").contains(.copy("Two rooms.")))
  }

  // MARK: Drafts

  private static func picture(_ number: Int, isDraft: Bool, signature: String? = nil) -> JSON {
    guard isDraft, var part = JSON.picture(.sample(number), signature: signature).object else {
      return .picture(.sample(number), signature: signature)
    }
    part["thought"] = true
    return .object(part)
  }

  @Test("Drafts stand in the thinking pane and are previewed until the final picture comes")
  func drafts() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    let id = try desk.ask("a skyline").run.id
    desk.receive(id, ["text": "Towers.", "thought": true])
    desk.receive(id, Self.picture(1, isDraft: true))
    desk.receive(id, Self.picture(2, isDraft: true))
    desk.send(.pictureFacts([AssetReference.sample(2).sha256: PictureFacts(width: 1024, height: 1024, kind: "PNG")]))
    #expect(Self.thinking(desk).contains("▣ draft 2 · 1024x10…"))
    #expect(!Self.text(of: desk.studio.rows).contains("▣"))
    #expect(desk.studio.showsDrafts && desk.studio.pictures.map(\.asset) == [.sample(1), .sample(2)])
    #expect(desk.studio.shownPicture?.asset == .sample(2))
    desk.receive(id, Self.picture(3, isDraft: false, signature: "sig"), finish: "STOP")
    #expect(!desk.studio.showsDrafts && desk.studio.pictures.map(\.asset) == [.sample(3)])
    desk.end(id)
    #expect(Self.thinking(desk).contains("▣ draft 1") && !Self.thinking(desk).contains("▣ draft 3"))
    #expect(Self.text(of: desk.studio.rows).contains("▣ image 1"))
    let next = try desk.ask("make it blue")
    #expect(next.request.contents[1].blobs.map(\.asset) == [.sample(3)])
  }

  @Test("If every picture is a draft, the last is the answer, and goes back with its signature")
  func onlyDrafts() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    let id = try desk.ask("a skyline").run.id
    desk.receive(id, Self.picture(1, isDraft: true))
    desk.receive(id, Self.picture(2, isDraft: true, signature: "sig"), finish: "STOP")
    #expect(Self.thinking(desk).contains("▣ draft 2"))
    desk.end(id)
    #expect(Self.thinking(desk).contains("▣ draft 1") && !Self.thinking(desk).contains("▣ draft 2"))
    #expect(Self.text(of: desk.studio.rows).contains("▣ image 1"))
    #expect(desk.studio.pictures.map(\.asset) == [.sample(2)])
    let run = try desk.run(id)
    #expect(run.ending == .answered && run.endingSentence == nil)
    #expect(run.parts.map(\.thought) == [true, true], "what came is kept as it came")
    let sent = try desk.ask("make it blue").request.contents[1].parts
    #expect(sent.map(\.blob?.asset) == [.sample(2)])
    #expect(sent.map(\.thoughtSignature) == ["sig"] && sent.map(\.thought) == [false])
  }

  @Test("A draft of a run that failed or was filtered is no answer", arguments: ["IMAGE_SAFETY", nil])
  func filteredDraft(finish: String?) throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    let id = try desk.ask("a skyline").run.id
    desk.receive(id, Self.picture(1, isDraft: true), finish: finish)
    desk.end(id)
    let run = try desk.run(id)
    #expect(run.answerPictures.isEmpty && run.drafts.count == 1)
    #expect(!run.isGoodHistory)
  }

  // MARK: Answers without what was asked for

  @Test("A picture model that answered in words only says that no picture came")
  func noPicture() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    let generation = try desk.talk("a skyline", "I would rather describe it.")
    #expect(try desk.run(generation.run.id).endingSentence?.contains("without a picture") == true)
    desk.press("ctrl+x i")
    let text = try desk.talk("a skyline", "Towers.")
    #expect(try desk.run(text.run.id).endingSentence == nil)
  }
}
