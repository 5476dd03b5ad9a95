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
      (.killBackToBlank, "see a/b.c|", "see |"), (.killBackToBlank, "one  |", "|"),
      (.transposeCharacters, "ab|c", "acb|"), (.transposeCharacters, "abc|", "acb|"),
      (.transposeCharacters, "a\n|", "a\n|"), (.transposeCharacters, "|ab", "|ab"),
      (.transposeWords, "one| two", "two one|"), (.transposeWords, "a one, two|", "a two, one|"),
      (.transposeWords, "one two  |", "two one|  "), (.transposeWords, "one|", "one|"),
      (.upperCaseWord, "| straße b", " STRASSE| b"), (.lowerCaseWord, "A|BC D", "Abc| D"),
      (.capitalizeWord, "| éCOLE b", " École| b"), (.capitalizeWord, "a|", "a|"),
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

  @Test("What was put back becomes the cut before it, round and round, and is undone as one")
  func rotate() {
    var editor = Self.editor("one two three|")
    for _ in 0..<3 {
      editor.perform(.deleteWordBackward)
      editor.perform(.moveLineEnd)
    }
    editor.perform(.yankBefore)
    #expect(Self.shown(editor) == "|")
    editor.perform(.yank)
    #expect(Self.shown(editor) == "one |")
    editor.perform(.yankBefore)
    #expect(Self.shown(editor) == "two |")
    editor.perform(.yankBefore)
    editor.perform(.yankBefore)
    #expect(Self.shown(editor) == "one |")
    editor.perform(.yankBefore)
    editor.undo()
    #expect(Self.shown(editor) == "|")
    editor.perform(.yank)
    editor.perform(.yank)
    #expect(Self.shown(editor) == "one one |")
    editor.undo()
    #expect(Self.shown(editor) == "one |")
  }

  @Test("Deleting letter by letter is one step of undo, in each direction")
  func undoDeleting() {
    var editor = Self.editor("one |two")
    for _ in 0..<3 { editor.deleteBackward() }
    for _ in 0..<2 { editor.deleteForward() }
    #expect(Self.shown(editor) == "o|o")
    editor.undo()
    #expect(Self.shown(editor) == "o|two")
    editor.undo()
    #expect(Self.shown(editor) == "one |two")
    editor.redo()
    editor.redo()
    #expect(Self.shown(editor) == "o|o")
  }

  @Test("A pause in typing is a step of undo")
  func undoPause() {
    var desk = Desk()
    desk.type("under")
    desk.wait(2000)
    desk.type("stood")
    desk.press("ctrl+_")
    #expect(desk.studio.prompt.text == "under")
    desk.press("alt+z")
    #expect(desk.studio.prompt.text.isEmpty)
    desk.press("alt+r alt+Z")
    #expect(desk.studio.prompt.text == "understood")
  }

  @Test("Typing is undone word by word, and redone")
  func undoWords() {
    var editor = PromptEditor()
    for character in "one two" { editor.insert(character) }
    editor.undo()
    #expect(editor.text == "one ")
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
      .yankBefore, .killBackToBlank, .transposeCharacters, .transposeWords, .upperCaseWord, .lowerCaseWord,
      .capitalizeWord, .setMark, .extendLeft, .extendRight, .extendWordLeft, .extendWordRight, .extendLineStart,
      .extendLineEnd, .copySelection,
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

  // MARK: Selection

  @Test("Shift with an arrow selects, and what is typed or pasted takes the place of the selection")
  func replaceSelection() {
    var desk = Desk()
    desk.type("one two")
    desk.press("shift+left shift+left shift+left")
    #expect(desk.studio.prompt.selectedText == "two")
    desk.type("2")
    #expect(desk.studio.prompt.text == "one 2" && desk.studio.prompt.selection == nil)
    desk.press("ctrl+_")
    #expect(desk.studio.prompt.text == "one two")
    desk.press("home alt+shift+right")
    desk.send(.input(.paste("1")))
    #expect(desk.studio.prompt.text == "1 two")
    desk.press("shift+end left")
    #expect(desk.studio.prompt.selection == nil)
    desk.press("end shift+home backspace")
    #expect(desk.studio.prompt.isTextEmpty)
    desk.press("ctrl+y")
    #expect(desk.studio.prompt.isTextEmpty, "deleting is no cutting")
  }

  @Test("From a set mark on motions select; the selection is copied, cut, or left with Esc")
  func mark() {
    var desk = Desk()
    desk.type("one two three")
    desk.press("ctrl+space")
    #expect(desk.studio.notice?.text == "Motions select from here on. Alt+W copies, ^W cuts, Esc leaves it.")
    desk.press("alt+b alt+b")
    #expect(desk.studio.prompt.selectedText == "two three")
    #expect(desk.press("alt+w") == [.copy("two three")])
    #expect(desk.studio.prompt.selection == nil)
    desk.press("ctrl+space end ctrl+w")
    #expect(desk.studio.prompt.text == "one ")
    desk.press("ctrl+y ctrl+y")
    #expect(desk.studio.prompt.text == "one two threetwo three")
    desk.press("ctrl+space home escape")
    #expect(desk.studio.prompt.selection == nil && desk.studio.focus == .prompt)
    #expect(desk.press("alt+w").isEmpty)
    #expect(desk.studio.notice?.text.hasPrefix("Nothing is selected") == true)
    desk.press("ctrl+space ctrl+space left")
    #expect(desk.studio.prompt.selection == nil)
  }

  @Test("A selection goes over rows, and is copied with pastes unfolded")
  func selectRows() {
    var desk = Desk()
    let large = String(repeating: "p", count: 5000)
    desk.type("ab\\")
    desk.press("enter")
    desk.send(.input(.paste(large)))
    desk.press("shift+up")
    #expect(desk.studio.prompt.selection == 2..<4)
    let rows = desk.studio.promptRows
    #expect(rows.rows.indices.map { rows.line($0, of: desk.studio.prompt).text } == ["ab ", "[pasted 5 KB, 1 line]"])
    #expect(desk.press("alt+w") == [.copy("\n" + large)])
    desk.press("shift+down")
    #expect(desk.studio.prompt.selection == 2..<3)
  }

  // MARK: Pastes

  @Test("The rows of a long text are the same, whether one key was taken in or all of it laid out anew")
  func longText() {
    var desk = Desk()
    desk.send(.input(.paste(String(repeating: "a line of a log, which is some fifty letters long\n", count: 20_000))))
    desk.press("alt+a u")
    #expect(desk.studio.prompt.characters.count == 1_000_000)
    desk.press("up up up")
    desk.type("twenty letters typed")
    #expect(desk.studio.promptRows == PromptRows(desk.studio.prompt, columns: desk.studio.promptColumns))
  }

  @Test("A paste of 5 MB folds to a chip and is sent unchanged")
  func fold() throws {
    var desk = Desk()
    let line = "All work and no play makes a dull line.\n"
    let large = String(repeating: line, count: 5_000_000 / line.utf8.count)
    desk.type("look: ")
    desk.send(.input(.paste(large)))
    desk.type(" ok")
    #expect(desk.studio.prompt.characters.count == 10)
    #expect(desk.studio.promptRows.rows.count == 1)
    let row = desk.studio.promptRows.line(0, of: desk.studio.prompt)
    #expect(row.text == "look: [pasted 5.0 MB, 125,000 lines] ok")
    desk.press("left left left backspace")
    #expect(desk.studio.prompt.text == "look:  ok")
    desk.press("alt+z")
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

  @Test("Tabs typed into a text of several lines, or pasted into any, stay tabs; line ends are blanks in one line")
  func tabs() {
    var desk = Desk()
    desk.press("ctrl+x y a tab b")
    desk.send(.input(.paste("c\td\r\n\te")))
    #expect(desk.studio.openEntry?.editor.text == "a\tbc\td\n\te")
    desk.studio.askForName(of: desk.studio.session.id, title: "", over: nil)
    // In a name the key would be an accident.
    desk.press("a tab b")
    desk.send(.input(.paste("c\td\r\ne")))
    #expect(desk.studio.openEntry?.editor.text == "abc\td e")
  }
}

extension ListState {
  static func filtered(_ filter: String) -> ListState {
    var list = ListState()
    list.filter = filter
    return list
  }
}
