import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("The prompt editor")
struct PromptEditorTests {
  /// An editor with `|` where the cursor stands.
  private static func editor(_ text: String) -> PromptEditor {
    var editor = PromptEditor()
    editor.paste(text.replacing("|", with: ""))
    editor.move(to: Array(text).firstIndex(of: "|") ?? text.count)
    return editor
  }

  private static func shown(_ editor: PromptEditor) -> String {
    var characters = editor.characters
    characters.insert("|", at: editor.cursor)
    return String(characters)
  }

  @Test(
    "Motions and cuts",
    arguments: [
      (CommandName.moveLeft, "ab|c", "a|bc"), (.moveLeft, "|abc", "|abc"), (.moveRight, "ab|c", "abc|"),
      (.moveRight, "abc|", "abc|"), (.moveWordLeft, "one two,|", "one |two,"), (.moveWordLeft, "one |two", "|one two"),
      (.moveWordRight, "one| two three", "one two| three"), (.moveWordRight, "on|e, two", "one|, two"),
      (.moveLineStart, "a\nbc|d", "a\n|bcd"), (.moveLineEnd, "a|b\ncd", "ab|\ncd"),
      (.deleteBackward, "ab|c", "a|c"), (.deleteBackward, "|abc", "|abc"), (.deleteForward, "ab|c", "ab|"),
      (.deleteForward, "abc|", "abc|"), (.deleteWordBackward, "one two|", "one |"),
      (.deleteWordForward, "one| two", "one|"), (.killLineStart, "a\nbc|d", "a\n|d"),
      (.killLineEnd, "a|b\ncd", "a|\ncd"), (.killLineEnd, "ab|\ncd", "ab|cd"), (.killLineEnd, "ab|", "ab|"),
      (.deleteBackward, "a👩‍👩‍👧|b", "a|b"), (.moveLeft, "é̂|", "|é̂"), (.moveWordLeft, "日本語 テスト|", "日本語 |テスト"),
    ])
  func commands(name: CommandName, before: String, after: String) {
    var editor = Self.editor(before)
    editor.perform(name)
    #expect(Self.shown(editor) == after)
  }

  @Test("Cuts in a row are put back as one text, a cut after a motion is a new one")
  func yank() {
    var editor = Self.editor("one two three|")
    editor.perform(.deleteWordBackward)
    editor.perform(.deleteWordBackward)
    editor.perform(.yank)
    #expect(Self.shown(editor) == "one two three|")
    editor.perform(.moveLineStart)
    editor.perform(.deleteWordForward)
    editor.perform(.killLineEnd)
    editor.perform(.yank)
    editor.perform(.yank)
    #expect(Self.shown(editor) == "one two threeone two three|")
    editor.perform(.moveLineStart)
    editor.perform(.deleteWordForward)
    editor.perform(.yank)
    #expect(Self.shown(editor) == "one| two threeone two three")
  }

  @Test("Typing is undone word by word, and redone")
  func undoWords() {
    var editor = PromptEditor()
    for character in "one two" { editor.insert(character) }
    editor.undo()
    #expect(editor.text == "one ")
    editor.undo()
    #expect(editor.text == "one")
    editor.undo()
    #expect(editor.text.isEmpty)
    editor.undo()
    for _ in 0..<5 { editor.redo() }
    #expect(Self.shown(editor) == "one two|")
    editor.undo()
    editor.insert("!")
    editor.redo()
    #expect(editor.text == "one !")
  }

  @Test("However one edits, undoing all brings back the start and redoing all the end", arguments: 1...20)
  func undoAll(seed: Int) {
    var random = Seeded(seed)
    let start = "the start, in two\nlines"
    var editor = PromptEditor(Draft(text: start))
    let edits: [CommandName] = [
      .moveLeft, .moveRight, .moveWordLeft, .moveWordRight, .moveLineStart, .moveLineEnd, .deleteBackward,
      .deleteForward, .deleteWordBackward, .deleteWordForward, .killLineStart, .killLineEnd, .yank, .undo, .redo,
    ]
    let pieces = ["x", " ", "\n", "日本", "e\u{301}", "👍🏽", "a longer paste with words"]
    for _ in 0..<150 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: editor.insert(Character(["a", "B", " ", "\n", "語"].randomElement(using: &random) ?? "a"))
      case 1: editor.paste(pieces.randomElement(using: &random) ?? "")
      case 2 where Int.random(in: 0..<10, using: &random) == 0:
        editor.paste(String(repeating: "p", count: PromptEditor.foldBytes + 1))
      default: editor.perform(edits.randomElement(using: &random) ?? .undo)
      }
      #expect((0...editor.characters.count).contains(editor.cursor))
    }
    var latest = editor
    for _ in 0..<400 { latest.redo() }
    for _ in 0..<400 { editor.undo() }
    #expect(editor.text == start)
    for _ in 0..<400 { editor.redo() }
    #expect(editor.text == latest.text)
  }

  // MARK: Pastes

  @Test("A paste of 5 MB folds to a chip at once and is sent unchanged")
  func fold() throws {
    var desk = Desk()
    let line = "All work and no play makes a dull line.\n"
    let large = String(repeating: line, count: 5_000_000 / line.utf8.count)
    desk.type("look: ")
    let clock = ContinuousClock()
    let taken = clock.measure { desk.send(.input(.paste(large))) }
    #expect(taken < .seconds(2))
    desk.type(" ok")
    #expect(desk.studio.prompt.characters.count == 10)
    #expect(desk.studio.promptRows.rows.count == 1)
    #expect(desk.studio.promptRows.rows[0].line.text == "look: [pasted 5.0 MB, 125,001 lines] ok")
    desk.press("left left left backspace")
    #expect(desk.studio.prompt.text == "look:  ok")
    desk.press("alt+u")
    // So much text is asked about before it is paid for.
    #expect(desk.press("enter").isEmpty)
    let generation = try #require(desk.press("s").generation)
    #expect(generation.turn.content.text == "look: " + large + " ok")
    // Coming back from the history it is still a chip.
    desk.press("up")
    #expect(desk.studio.prompt.text == "look: " + large + " ok")
    #expect(desk.studio.prompt.characters.count == 1)
  }

  @Test("Many lines fold as well, few do not")
  func foldLines() {
    var editor = PromptEditor()
    editor.paste(String(repeating: "a\n", count: 31))
    #expect(editor.characters.count == 1)
    editor.clear()
    editor.paste(String(repeating: "a\n", count: 30))
    #expect(editor.characters.count == 60)
  }

  @Test("Private characters in a text are not taken for chips")
  func privateCharacters() {
    var editor = PromptEditor()
    editor.paste(String(repeating: "p", count: 5000))
    editor.paste("\u{100000}")
    editor.insert("\u{100001}")
    #expect(editor.text == String(repeating: "p", count: 5000) + "\u{100000}\u{100001}")
    let copy = PromptEditor(editor.draft)
    #expect(copy.text == editor.text)
  }

  @Test("Line ends of files become line feeds")
  func lineEnds() {
    var editor = PromptEditor()
    editor.replace(with: "a\r\nb")
    #expect(editor.characters == ["a", "\n", "b"])
  }

  @Test("A paste goes into the entry or the filter that is in front")
  func pasteIntoOverlay() {
    var desk = Desk()
    desk.press("ctrl+p")
    desk.send(.input(.paste("theme\nmore")))
    #expect(desk.studio.overlay == .palette(.filtered("theme")))
    #expect(desk.studio.prompt.isEmpty)
    desk.press("escape ctrl+x y")
    desk.send(.input(.paste("two\nlines")))
    desk.press("enter")
    #expect(desk.studio.session.systemInstruction == "two\nlines")
  }
}

extension ListState {
  static func filtered(_ filter: String) -> ListState {
    var list = ListState()
    list.filter = filter
    return list
  }
}
