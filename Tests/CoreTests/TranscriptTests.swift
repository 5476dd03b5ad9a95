import Gemini
import Markdown
import Screen
import Testing

@testable import Core

@Suite("The conversation on the screen")
struct TranscriptTests {
  /// Messages that were looked at.
  private static func laidOutCount(_ desk: Desk) -> Int {
    desk.studio.transcript.messages.count { $0.layout != nil }
  }

  private static func texts(_ desk: Desk) -> [String] {
    desk.studio.rows.map { row in
      switch row.kind {
      case .header: "#\(row.message)"
      case .gap: ""
      case .body(let line): line.text
      }
    }
  }

  /// A desk with a session that has more lines than the screen.
  private static func desk(turns: Int = 40, columns: Int = 100, rows: Int = 30) -> Desk {
    var desk = Desk(columns: columns, rows: rows)
    desk.send(.sessionOpened(.sample(turns: turns)))
    return desk
  }

  @Test("Whoever comes back to a session reads on where it was left, with the same message")
  func comesBack() {
    var desk = Self.desk()
    desk.press("tab pageup pageup K")
    let (rows, message) = (Self.texts(desk), desk.studio.chosenMessage)
    #expect(!desk.studio.transcript.isFollowing && message != nil)
    let session = desk.studio.session
    desk.press("ctrl+x n")
    #expect(desk.studio.transcript.isFollowing)
    desk.send(.sessionOpened(session))
    #expect(Self.texts(desk) == rows && desk.studio.chosenMessage == message)
    #expect(desk.studio.newRowCount == 0)
    // In another width it is the same message.
    desk.press("ctrl+x n")
    desk.send(.resized(Size(columns: 60, rows: 30), cellPixels: nil))
    let top = rows.first { $0.hasPrefix("#") }
    desk.send(.sessionOpened(session))
    #expect(Self.texts(desk).contains { $0 == top })
  }

  @Test("Of another version that is shown nothing is new")
  func otherVersion() throws {
    var desk = Desk(columns: 80, rows: 16)
    try desk.talk("one", "first\n")
    try desk.talk("two", (1...40).map { "line \($0)\n\n" }.joined())
    desk.press("tab g e")
    desk.type(" more")
    let run = try #require(desk.press("enter").generation).run.id
    desk.receive(run, ["text": "short"], finish: "STOP")
    desk.end(run)
    desk.press("tab g h")
    #expect(desk.studio.newRowCount == 0)
    desk.press("l h")
    #expect(desk.studio.session.path.count == 2 && desk.studio.newRowCount == 0)
  }

  @Test("A short conversation stands at the top, a long one shows its end")
  func ends() {
    let short = Self.desk(turns: 1)
    #expect(Self.texts(short).prefix(5) == ["#0", "Prompt 0", "", "#1", "Answer 0."])
    let long = Self.desk()
    let texts = Self.texts(long)
    #expect(texts.count == long.studio.layout.conversation.rows)
    #expect(texts.last == "Answer 39.")
  }

  @Test("While reading above the end, the line being read never moves through 1,000 chunks")
  func pinned() throws {
    var desk = Self.desk()
    let generation = try desk.ask("Tell me more")
    desk.receive(generation.run.id, ["text": "Begin.\n\n"])
    desk.press("pageup")
    #expect(!desk.studio.transcript.isFollowing)
    let before = Self.texts(desk)
    var last = 0
    for number in 0..<1000 {
      desk.receive(generation.run.id, ["text": .string(number % 10 == 9 ? "end \(number).\n\n" : "word \(number) ")])
      guard Self.texts(desk) == before else {
        Issue.record("The text moved with chunk \(number): \(Self.texts(desk))")
        return
      }
      #expect(desk.studio.newRowCount >= last)
      last = desk.studio.newRowCount
    }
    // 100 paragraphs of one line, each with a blank one before it.
    #expect(desk.studio.newRowCount == 200)
    desk.press("ctrl+end")
    #expect(desk.studio.transcript.isFollowing && desk.studio.newRowCount == 0)
    #expect(Self.texts(desk).last?.contains("end 999.") == true)
  }

  @Test("Following shows the last line as it comes")
  func following() throws {
    var desk = Self.desk()
    let generation = try desk.ask("more")
    for number in 0..<200 {
      desk.receive(generation.run.id, ["text": .string("Line \(number).\n\n")])
      #expect(Self.texts(desk).contains { $0.contains("Line \(number).") })
    }
  }

  @Test("Nothing is new when only the pane changes its height or width")
  func noNews() throws {
    var desk = Self.desk()
    desk.press("pageup")
    #expect(desk.studio.newRowCount == 0)
    for (columns, rows) in [(100, 20), (64, 24), (140, 50), (60, 16), (100, 30)] {
      desk.send(.resized(Size(columns: columns, rows: rows), cellPixels: nil))
      #expect(desk.studio.newRowCount == 0, "\(columns)x\(rows)")
    }
    desk.send(.input(.paste("a\nb\nc\nd")))
    #expect(desk.studio.newRowCount == 0)
  }

  @Test("New lines that come into view are not new any more")
  func seen() throws {
    var desk = Self.desk()
    let generation = try desk.ask("more")
    desk.receive(generation.run.id, ["text": "Start.\n\n"])
    desk.press("pageup")
    for number in 0..<100 { desk.receive(generation.run.id, ["text": .string("Line \(number).\n\n")]) }
    let all = desk.studio.newRowCount
    #expect(all > 100)
    desk.press("pagedown pagedown")
    let less = desk.studio.newRowCount
    #expect(less < all && less > 0)
    desk.press("pageup pageup")
    #expect(desk.studio.newRowCount == less)
  }

  @Test("Scrolling down past the end follows again, up past the start stops there")
  func limits() {
    var desk = Self.desk()
    for _ in 0..<200 { desk.press("pageup") }
    #expect(Self.texts(desk).first == "#0")
    for _ in 0..<200 { desk.press("pagedown") }
    #expect(desk.studio.transcript.isFollowing)
    #expect(Self.texts(desk).last == "Answer 39.")
    desk.press("ctrl+home")
    #expect(Self.texts(desk).first == "#0")
    desk.press("escape j j k")
    #expect(Self.texts(desk).first == "Prompt 0")
    desk.press("G")
    #expect(desk.studio.transcript.isFollowing)
  }

  @Test("Scrolling by lines passes every line once", arguments: [1, 3, 7])
  func everyLine(step: Int) {
    var desk = Self.desk(turns: 12, rows: 20)
    desk.press("ctrl+home")
    var seen = Self.texts(desk)
    while !desk.studio.transcript.isFollowing {
      let before = Self.texts(desk)
      for _ in 0..<step { desk.studio.scroll(.conversation, by: 1) }
      desk.send(.tick)
      let after = Self.texts(desk)
      let moved = (0...step).first { before.dropFirst($0) == after.dropLast($0)[...] } ?? step
      seen += after.suffix(moved)
    }
    let whole = (0..<12).flatMap { ["#\(2 * $0)", "Prompt \($0)", "", "#\(2 * $0 + 1)", "Answer \($0).", ""] }
      .dropLast()
    #expect(seen == Array(whole))
  }

  @Test("After a change of width the same message stays at the top")
  func width() {
    var desk = Desk(columns: 100, rows: 30)
    desk.send(
      .sessionOpened(
        .sample(turns: 20) { "Answer \($0): " + String(repeating: "some words to be wrapped ", count: 40) }))
    desk.press("pageup pageup pageup")
    let message = desk.studio.rows.first?.message
    for columns in [60, 90, 200, 61, 100] {
      desk.send(.resized(Size(columns: columns, rows: 30), cellPixels: nil))
      #expect(desk.studio.rows.first?.message == message, "\(columns)")
    }
  }

  @Test("A thumbnail that is made while one reads does not move the line")
  func thumbnails() throws {
    var desk = Self.desk(turns: 10)
    let generation = try desk.ask("a cat")
    desk.receive(generation.run.id, ["text": .string(String(repeating: "Line.\n\n", count: 40))])
    desk.send(.run(generation.run.id, .received([.sample([.picture(.sample(3))], finish: "STOP")])))
    let wanted = desk.effects.compactMap { if case .makeThumbnail(let asset, _, _, _, _) = $0 { asset } else { nil } }
    #expect(wanted == [.sample(3)])
    #expect(desk.effects.contains(.readFacts([.sample(3)])))
    desk.press("pageup")
    let before = Self.texts(desk)
    var art = Grid(Size(columns: 20, rows: 6))
    art.fill(Rect(art.size), with: Cell("▀", Style(foreground: 30, background: 40)))
    desk.send(.thumbnailMade(.sample(3), art))
    desk.send(.pictureFacts([AssetReference.sample(3).sha256: PictureFacts(width: 10, height: 20, kind: "PNG")]))
    #expect(Self.texts(desk) == before)
    desk.press("ctrl+end")
    #expect(Self.texts(desk).contains("▣ image 1 · 10x20 PNG · 1.2 MB"))
    #expect(Self.texts(desk).filter { $0 == String(repeating: "▀", count: 20) }.count == 6)
  }

  @Test("A picture of long ago has its thumbnail made when one comes to it, at once")
  func olderThumbnails() throws {
    var desk = Desk(columns: 80, rows: 24)
    let generation = try desk.ask("a cat")
    desk.send(.run(generation.run.id, .received([.sample([.picture(.sample(3))], finish: "STOP")])))
    desk.end(generation.run.id)
    for number in 0..<20 { try desk.talk("question \(number)", "Answer.") }
    let stored = desk.studio.session
    var later = Desk(columns: 80, rows: 24, seed: 9)
    func wanted(_ effects: [Effect]) -> [AssetReference] {
      effects.compactMap { if case .makeThumbnail(let asset, _, _, _, _) = $0 { asset } else { nil } }
    }
    #expect(wanted(later.send(.sessionOpened(stored))).isEmpty)
    #expect(wanted(later.press("escape g")) == [.sample(3)])
  }

  @Test("Without thumbnails in the settings none is asked for")
  func noThumbnails() throws {
    var settings = Settings()
    settings.showsThumbnails = false
    var desk = Desk(settings: settings)
    let generation = try desk.ask("a cat")
    desk.send(.run(generation.run.id, .received([.sample([.picture(.sample(3))])])))
    #expect(!desk.effects.contains { if case .makeThumbnail = $0 { true } else { false } })
  }

  // MARK: Messages

  @Test("J and K go from message to message, a click chooses one")
  func messages() throws {
    var desk = Self.desk()
    let ids = desk.studio.transcript.messages.map(\.id)
    #expect(desk.studio.currentMessage == ids.last)
    desk.press("escape K K K K K K K K K K")
    #expect(desk.studio.currentMessage == ids[ids.count - 11])
    #expect(Self.texts(desk).first == "#\(ids.count - 11)")
    desk.press("J")
    #expect(desk.studio.currentMessage == ids[ids.count - 10])

    let rows = desk.studio.rows
    let index = try #require(rows.firstIndex { $0.message == ids.count - 8 })
    let top = desk.studio.layout.conversation.row
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: Point(row: top + index, column: 10)))))
    #expect(desk.studio.currentMessage == ids[ids.count - 8])
    desk.send(.input(.mouse(Mouse(.wheelUp, at: Point(row: top + 1, column: 10)))))
    #expect(desk.studio.rows != rows)
    desk.press("G")
    #expect(desk.studio.currentMessage == ids.last)
  }

  @Test("What commands are about stays on the screen: scrolling takes the nearest message along")
  func currentInSight() {
    var desk = Self.desk()
    let messages = desk.studio.transcript.messages
    func seen() -> Set<MessageID> {
      Set(desk.studio.rows.filter { $0.kind != .gap }.map { messages[$0.message].id })
    }
    desk.press("escape g")
    #expect(desk.studio.currentMessage == messages.first?.id)
    for keys in ["pagedown", "ctrl+d", "j", "pagedown", "pageup", "k", "ctrl+u", "pageup"] {
      desk.press(keys)
      #expect(desk.studio.currentMessage.map(seen().contains) == true, "\(keys)")
      #expect(!desk.studio.transcript.isFollowing)
    }
    let top = desk.studio.layout.conversation.row
    for wheel in Array(repeating: Mouse.Action.wheelDown, count: 20) + Array(repeating: .wheelUp, count: 30) {
      desk.send(.input(.mouse(Mouse(wheel, at: Point(row: top + 1, column: 10)))))
      #expect(desk.studio.currentMessage.map(seen().contains) == true)
    }
    for _ in messages { desk.press("pagedown") }
    #expect(desk.studio.transcript.isFollowing)
    #expect(desk.studio.currentMessage == messages.last?.id)
    desk.press("K")
    desk.press("pageup pageup G")
    #expect(desk.studio.currentMessage == messages.last?.id)
    // From the prompt one only looks back, until the keys go to what is on the screen.
    desk.press("i ctrl+home")
    #expect(desk.studio.currentMessage == messages.last?.id)
    desk.press("escape")
    #expect(desk.studio.focus == .conversation && desk.studio.currentMessage.map(seen().contains) == true)
  }

  @Test("A session of 5,000 turns opens at once: only what is seen is laid out")
  func large() {
    let session = Session.sample(turns: 5000) { number in
      (0..<5).map { "Paragraph \($0) of answer \(number) with **strong** words." }.joined(separator: "\n\n")
    }
    var desk = Desk()
    desk.send(.sessionOpened(session))
    #expect(Self.laidOutCount(desk) < 20)
    desk.press("ctrl+home escape j j J G k k")
    #expect(Self.laidOutCount(desk) < 60)
    desk.press("g")
    #expect(Self.texts(desk).first == "#0")
    desk.press("i a b c d e f g h i j")
    #expect(Self.laidOutCount(desk) < 80)
  }

  // MARK: Thinking

  @Test("The thinking pane follows, scrolls by itself and starts anew with another run")
  func thinking() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    for number in 0..<100 {
      desk.receive(generation.run.id, ["text": .string("Step \(number).\n\n"), "thought": true])
    }
    let rows = desk.studio.layout.thinking.rows
    #expect(desk.studio.thinking.lines(rows: rows).contains { $0.text.contains("Step 99.") })
    desk.press("tab tab")
    #expect(desk.studio.focus == .thinking)
    desk.press("pageup")
    let before = desk.studio.thinking.lines(rows: rows)
    desk.receive(generation.run.id, ["text": "More.\n\n", "thought": true])
    #expect(desk.studio.thinking.lines(rows: rows) == before)
    desk.press("g")
    #expect(desk.studio.thinking.lines(rows: rows).first?.text == "Step 0.")
    desk.press("G")
    #expect(desk.studio.thinking.top == nil)
    desk.receive(generation.run.id, ["text": "Answer."], finish: "STOP")
    desk.end(generation.run.id)
    #expect(!Self.texts(desk).contains { $0.contains("Step") })
    #expect(!desk.studio.thinking.lines(rows: 400).contains { $0.text.contains("Answer") })
    desk.press("i")
    let next = try desk.ask("two")
    #expect(desk.studio.shownThinking == .hidden)
    desk.receive(next.run.id, ["text": "Fresh", "thought": true])
    #expect(desk.studio.thinking.lines(rows: rows).map(\.text) == ["Fresh"])
  }

  @Test("A second attempt shows its own thoughts and none of the first")
  func secondAttempt() throws {
    var desk = Desk()
    let generation = try desk.ask("one")
    let id = generation.run.id
    desk.send(.run(id, .attempt(1)))
    desk.receive(id, ["text": "Old thoughts that are long.", "thought": true])
    desk.send(.run(id, .retry(.sample(.server), attempt: 1, delaySeconds: 1)))
    desk.send(.run(id, .attempt(2)))
    desk.receive(id, ["text": "New.", "thought": true], ["text": "Yes."])
    #expect(desk.studio.thinking.lines(rows: 9).map(\.text) == ["New."])
    #expect(Self.texts(desk).contains("Yes."))
  }
}
