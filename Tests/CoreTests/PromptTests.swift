import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("The prompt on the screen, its history and completion")
struct PromptTests {
  private static func editor(_ text: String, cursor: Int? = nil) -> PromptEditor {
    var editor = PromptEditor()
    editor.replace(with: text)
    if let cursor { editor.move(to: cursor) }
    return editor
  }

  private static func lines(_ editor: PromptEditor, columns: Int) -> [String] {
    let rows = PromptRows(editor, columns: columns)
    return rows.rows.indices.map { rows.line($0, of: editor).text }
  }

  @Test(
    "Text is cut into rows at the width, wide characters whole",
    arguments: [
      ("", 10, [""]), ("abc", 10, ["abc"]), ("abcdef", 4, ["abcd", "ef"]), ("a\n\nb", 4, ["a", "", "b"]),
      ("one two", 5, ["one ", "two"]), ("one two three", 7, ["one two", "three"]), ("12345678", 4, ["1234", "5678"]),
      ("a 1234567", 4, ["a ", "1234", "567"]), ("日本語", 4, ["日本", "語"]), ("a日本", 4, ["a日", "本"]),
      ("abcd\n", 4, ["abcd", ""]), ("a\tb", 9, ["a   b"]), ("\tab\t日\tb", 20, ["    ab  日  b"]),
      ("abc\td", 4, ["abc ", "d"]), ("abcd\t\te", 4, ["abcd", "e"]), ("ab\tcd", 5, ["ab  ", "cd"]),
      ("e\u{301}\u{1B}", 9, ["e\u{301}␛"]), ("👩‍👩‍👧x", 2, ["👩‍👩‍👧", "x"]),
    ])
  func cut(text: String, columns: Int, lines: [String]) {
    #expect(Self.lines(Self.editor(text), columns: columns) == lines)
  }

  @Test("The rows hold every character once, in order, and none is too wide", arguments: 2...12)
  func whole(columns: Int) {
    var random = Seeded(columns)
    for _ in 0..<50 {
      let pieces = (0..<30).map { _ in ["a", "日", "\n", "\t", "é", "👍🏽", " "].randomElement(using: &random) ?? "" }
      let text = pieces.joined()
      let count = Array(text).count
      for cursor in [0, count / 2, count] {
        let editor = Self.editor(text, cursor: cursor)
        let rows = PromptRows(editor, columns: columns)
        let shown = rows.rows.flatMap { Array(text)[$0] }
        #expect(shown == Array(text).filter { $0 != "\n" })
        #expect(Self.lines(editor, columns: columns).allSatisfy { TextWidth.columns(of: $0) <= columns })
        #expect(rows.rows.indices.contains(rows.cursor.row))
        #expect((0...columns).contains(rows.cursor.column))
      }
    }
  }

  @Test(
    "The cursor stands where typing goes",
    arguments: [
      ("abc", 3, 0, 3), ("abcd", 4, 0, 4), ("abcde", 4, 1, 0), ("ab\ncd", 2, 0, 2), ("ab\ncd", 3, 1, 0),
      ("日本", 1, 0, 2), ("ab\n", 3, 1, 0), ("\ta", 1, 0, 4), ("a\t", 2, 0, 4),
    ])
  func cursor(text: String, position: Int, row: Int, column: Int) {
    let rows = PromptRows(Self.editor(text, cursor: position), columns: 5 - (text == "abcde" ? 1 : 0))
    #expect(rows.cursor == Point(row: row, column: column))
  }

  @Test("After changes only what they touched is cut anew, and all is as if cut from the start", arguments: 1...8)
  func follow(seed: Int) {
    var random = Seeded(seed)
    let pieces = ["a", "word ", "日", "\n", "\n\n", "\t", "é", " ", String(repeating: "x", count: 5000)]
    var editor = Self.editor("")
    var rows = PromptRows(editor, columns: 12)
    for _ in 0..<300 {
      editor.noteKept()
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let (first, second) = (
          Int.random(in: 0...editor.characters.count, using: &random),
          Int.random(in: 0...editor.characters.count, using: &random)
        )
        switch Int.random(in: 0..<8, using: &random) {
        case 0: editor.undo()
        case 1: editor.redo()
        case 2: editor.change(min(first, second)..<max(first, second), to: [], .other)
        case 3: editor.attach(Attachment(name: "a", mimeType: "image/png", asset: .sample(first)))
        default:
          editor.place(at: first)
          editor.paste(pieces.randomElement(using: &random) ?? "")
        }
      }
      editor.move(to: Int.random(in: 0...editor.characters.count, using: &random))
      rows.follow(editor, columns: 12)
      #expect(rows == PromptRows(editor, columns: 12))
      #expect(editor.byteCount == editor.text.utf8.count)
      #expect(editor.chipCount == editor.draft.folds.count)
    }
    // Without a note of what stayed, or for another text, all of it is cut.
    rows.follow(Self.editor("a b"), columns: 12)
    #expect(rows == PromptRows(Self.editor("a b"), columns: 12))
    rows.follow(editor, columns: 7)
    #expect(rows == PromptRows(editor, columns: 7))
  }

  @Test("Up and Down keep the column as far as the row goes, and pass into the history at the ends")
  func vertical() throws {
    var desk = Desk()
    try desk.talk("earlier", "1")
    desk.send(.input(.paste("long line\nab\nanother")))
    desk.press("up")
    #expect(desk.studio.promptRows.cursor == Point(row: 1, column: 2))
    desk.press("up end up")
    #expect(desk.studio.prompt.text == "earlier")
    desk.press("down")
    #expect(desk.studio.prompt.text == "long line\nab\nanother")
    desk.press("down")
    #expect(desk.studio.prompt.text == "long line\nab\nanother")
  }

  // MARK: History

  @Test("The history is walked back and forth, and the own draft waits at its end")
  func history() {
    var history = PromptHistory(["one", "two"])
    #expect(history.previous(from: "draft") == "two")
    #expect(history.previous(from: "two") == "one")
    #expect(history.previous(from: "one") == nil)
    #expect(history.next(from: "one") == "two")
    #expect(history.next(from: "two") == "draft")
    #expect(history.next(from: "draft") == nil)
    history.add("one")
    #expect(history.previous(from: "") == "one")
    #expect(history.previous(from: "") == "two")
    #expect(history.previous(from: "") == nil)
    history.add("")
    #expect(history.previous(from: "") == "one")
  }

  @Test("What is typed over an earlier prompt stays in its place, and is a prompt of its own when another one is sent")
  func typedOver() {
    var history = PromptHistory(["one", "two"])
    #expect(history.previous(from: "my draft") == "two")
    #expect(history.previous(from: "two and more") == "one")
    #expect(history.next(from: "words over one") == "two and more")
    #expect(history.previous(from: "two and more") == "words over one")
    #expect(history.next(from: "") == "two and more", "What was emptied is what it was")
    #expect(history.previous(from: "two and more") == "one")
    history.add("one")
    #expect(history.newest == ["one", "my draft", "two and more", "two"])
    history.show("two", insteadOf: "new words")
    #expect(history.next(from: "two") == "two and more")
    history.show("found elsewhere", insteadOf: "two and more")
    for known in ["found elsewhere", "two", "two and more", "my draft", "one"].dropFirst() {
      #expect(history.next(from: "x") == known)
    }
    #expect(history.next(from: "one") == "new words")
  }

  @Test("Alt+P and Alt+N walk the history from anywhere in the prompt")
  func historyKeys() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    try desk.talk("two", "2")
    desk.type("three\\")
    desk.press("enter alt+p alt+p")
    #expect(desk.studio.prompt.text == "one")
    desk.press("alt+n alt+n")
    #expect(desk.studio.prompt.text == "three\n")
  }

  // MARK: Completion

  @Test("Paths after an @ are offered, chosen with Up and Down, and taken with Tab or Enter")
  func completion() throws {
    var desk = Desk()
    desk.type("see ")
    #expect(desk.effects.isEmpty)
    desk.type("@r")
    #expect(desk.effects == [.completePath(token: "r")])
    desk.send(.pathsCompleted(token: "r", ["raw/", "room.jpg", "rx.png"]))
    #expect(desk.studio.completion?.items.count == 3)
    desk.press("up")
    #expect(desk.studio.completion?.selected == 2)
    desk.press("down")
    #expect(desk.press("tab") == [.completePath(token: "raw/")])
    #expect(desk.studio.prompt.text == "see @raw/")
    desk.send(.pathsCompleted(token: "raw/", ["raw/a b.jpg"]))
    #expect(desk.press("enter") == [.attach(paths: ["raw/a b.jpg"], sends: false)])
    #expect(desk.studio.prompt.text == "see ")
    #expect(desk.studio.completion == nil)
    desk.send(
      .attached([AttachedPath(path: "raw/a b.jpg", attachment: .sample("a b.jpg"))], problems: [], sends: false))
    #expect(desk.studio.prompt.attachments.map(\.name) == ["a b.jpg"])
    desk.press("ctrl+x d")
    #expect(desk.studio.prompt.attachments.isEmpty)
  }

  @Test("The path of a file that is refused is in the prompt again", arguments: ["raw.dat", "my raw.dat"])
  func completionRefused(path: String) {
    var desk = Desk()
    desk.type("see @r it")
    desk.press("left left left")
    desk.send(.pathsCompleted(token: "r", [path]))
    desk.press("tab")
    desk.send(.attached([], problems: ["It is not attached: no text."], sends: false))
    #expect(desk.studio.prompt.text == (path.contains(" ") ? "see @\"my raw.dat\" it" : "see @raw.dat it"))
    #expect(desk.studio.prompt.attachments.isEmpty && desk.studio.notice?.kind == .error)
  }

  @Test("Enter sends a prompt whose path is typed whole, and takes another that is chosen")
  func completionSends() {
    var desk = Desk()
    desk.type("see @room.jpg")
    desk.send(.pathsCompleted(token: "room.jpg", ["room.jpg", "room.jpg.png"]))
    var chosen = desk
    #expect(desk.press("enter") == [.attach(paths: ["room.jpg"], sends: true)])
    #expect(desk.studio.completion == nil)
    #expect(chosen.press("down enter") == [.attach(paths: ["room.jpg.png"], sends: false)])
  }

  @Test("Typing on narrows what is offered, an answer that comes too late is ignored, Esc closes")
  func completionNarrows() {
    var desk = Desk()
    desk.type("@r")
    desk.send(.pathsCompleted(token: "r", ["raw/", "room.jpg"]))
    desk.type("o")
    #expect(desk.studio.completion?.items == ["room.jpg"])
    desk.send(.pathsCompleted(token: "r", ["raw/", "room.jpg"]))
    #expect(desk.studio.completion?.items == ["room.jpg"])
    desk.type("x")
    #expect(desk.studio.completion == nil)
    desk.send(.pathsCompleted(token: "rox", ["rox.png"]))
    desk.press("escape")
    #expect(desk.studio.completion == nil && desk.studio.prompt.text == "@rox")
    desk.type(" ")
    #expect(desk.effects.isEmpty)
  }

  @Test("A folder with a blank in its name is quoted")
  func quoted() {
    var desk = Desk()
    desk.type("@m")
    desk.send(.pathsCompleted(token: "m", ["my rooms/"]))
    #expect(desk.press("tab") == [.completePath(token: "my rooms/")])
    #expect(desk.studio.prompt.text == "@\"my rooms/")
    desk.type("a.jpg\"")
    #expect(PathTokens.find(in: desk.studio.prompt.characters).map(\.path) == ["my rooms/a.jpg"])
  }

  @Test(
    "Words after an @ that are no paths stay words",
    arguments: [
      ("mail me@home.org", []), ("@home", []), ("@home.", []), ("@a.jpg", ["a.jpg"]), ("@~/x", ["~/x"]),
      ("@\"a b.jpg\" and @c/d", ["a b.jpg", "c/d"]), ("@", []), ("@\"", []), ("@@a.b", ["@a.b"]),
    ] as [(String, [String])])
  func tokens(text: String, paths: [String]) {
    #expect(PathTokens.find(in: Array(text)).map(\.path) == paths)
  }

  // MARK: A prompt that waits

  @Test("The prompt that waits is taken back with a key, before what was typed meanwhile")
  func takeBack() throws {
    var desk = Desk()
    try desk.ask("one")
    desk.press("alt+q")
    #expect(desk.studio.notice?.text == "No prompt waits.")
    desk.wait(7000)
    desk.type("two")
    desk.press("enter")
    #expect(desk.studio.noticeLines.map(\.text) == ["next: two  Alt+Q takes it back"])
    desk.type("three")
    desk.press("escape alt+q")
    #expect(desk.studio.queued == nil && desk.studio.prompt.text == "two\nthree" && desk.studio.focus == .prompt)
    let run = try #require(desk.studio.activeRun?.id)
    desk.receive(run, ["text": "1"], finish: "STOP")
    #expect(desk.end(run).generation == nil)
  }

  // MARK: The external editor

  @Test("The external editor gets the prompt, and what it wrote can be undone")
  func editor() {
    var desk = Desk()
    desk.type("draft")
    #expect(desk.press("ctrl+x ctrl+e") == [.openEditor("draft")])
    desk.send(.editorClosed("better"))
    #expect(desk.studio.prompt.text == "better")
    desk.press("alt+z")
    #expect(desk.studio.prompt.text == "draft")
    desk.send(.editorClosed(nil))
    #expect(desk.studio.prompt.text == "draft")
  }
}
