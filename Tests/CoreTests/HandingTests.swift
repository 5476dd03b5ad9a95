import Gemini
import Markdown
import Screen
import Testing

@testable import Core

@Suite("Links, prompts, saving and piping")
struct HandingTests {
  private static func desk(_ answer: String, columns: Int = 100) throws -> Desk {
    var desk = Desk(columns: columns, rows: 30)
    try desk.talk("first", answer)
    desk.press("escape")
    return desk
  }

  private static func question(_ desk: Desk) -> Question? {
    if case .question(let question) = desk.studio.overlay { return question }
    return nil
  }

  private static func entry(_ desk: Desk) -> TextEntry? {
    if case .entry(let entry) = desk.studio.overlay { return entry }
    return nil
  }

  // MARK: Links

  @Test("A link is shown whole before it is opened or copied")
  func links() throws {
    var desk = try Self.desk("See [the guide](https://a.b/guide) and <mailto:me@a.b>, [odd](javascript:alert(1)).")
    desk.press("L")
    #expect(desk.studio.links(filter: "").map(\.number) == [1, 2, 3])
    desk.type("guide")
    desk.press("enter")
    #expect(Self.question(desk)?.text == "https://a.b/guide")
    #expect(desk.press("o") == [.openAddress("https://a.b/guide")])
    desk.press("L enter")
    #expect(desk.press("c") == [.copy("https://a.b/guide")])
    desk.press("L")
    desk.type("3")
    desk.press("enter")
    #expect(Self.question(desk)?.choices.map(\.key) == ["c", "n"])
    #expect(desk.press("o") == [])
    #expect(desk.press("escape") == [] && desk.studio.overlay == nil)
  }

  @Test(
    "Only addresses of the web and of mail may be opened",
    arguments: [
      ("http://a.b", true), ("HTTPS://a.b/c?d#e", true), ("mailto:a@b", true), ("javascript:alert(1)", false),
      ("file:///etc/passwd", false), ("ftp://a", false), ("--help", false), ("http://a b", false),
      ("http://a\u{1B}[m", false),
      ("a.png", false), ("", false),
    ])
  func mayOpen(address: String, expected: Bool) {
    #expect(Studio.mayOpen(address) == expected)
  }

  @Test("A message without links says so")
  func noLinks() throws {
    var desk = try Self.desk("Nothing here.")
    desk.press("L")
    #expect(desk.studio.overlay == nil && desk.studio.notice?.text == "This message has no link.")
  }

  // MARK: Prompts

  @Test("All prompts of the session are listed and jumped to, with how many versions they have")
  func prompts() throws {
    var desk = Desk(columns: 100, rows: 30)
    desk.send(.sessionOpened(.sample(turns: 200) { "Answer \($0).\n\nMore." }))
    desk.press("escape p")
    #expect(desk.studio.turns(filter: "").count == 200)
    guard case .turns(let list)? = desk.studio.overlay else { Issue.record("no list"); return }
    #expect(list.selected == 199)
    desk.type("prompt 17")
    #expect(desk.studio.turns(filter: "prompt 17").map(\.number).first == 18)
    desk.press("enter")
    #expect(desk.studio.rows.first?.message == 34 && desk.studio.focus == .conversation)
    desk.press("r")
    let run = try #require(desk.studio.activeRun)
    desk.end(run.id)
    #expect(desk.studio.turns(filter: "").first { $0.number == 18 }?.versions == 2)
  }

  // MARK: Saving

  @Test("A block is saved under a name by its language, and never over another file")
  func saving() throws {
    var desk = try Self.desk("```python\nprint(1)\n```\n")
    desk.press("g ] S")
    #expect(Self.entry(desk)?.editor.text == "first.py")
    #expect(desk.press("enter") == [.saveText("print(1)\n", as: "first.py")])
    desk.send(
      .textRefused("print(1)\n", name: "first.py", problem: "/a/first.py is there already. Choose another name."))
    #expect(Self.entry(desk)?.problem == "/a/first.py is there already. Choose another name.")
    desk.type("3")
    #expect(desk.press("enter") == [.saveText("print(1)\n", as: "first.py3")])
    desk.press("escape S")
    #expect(Self.entry(desk)?.editor.text == "first.md")
    desk.press("ctrl+u enter")
    #expect(Self.entry(desk)?.problem == "A name is needed. Esc saves nothing.")
  }

  @Test("Endings", arguments: [("swift", "swift"), ("C++", "cpp"), ("", "txt"), ("../../x", "txt"), ("console", "sh")])
  func endings(language: String, expected: String) {
    #expect(FileEnding.of(language: language) == expected)
  }

  // MARK: Piping

  @Test("A command runs only after it was shown with what it gets, and its output is made safe")
  func piping() throws {
    var desk = try Self.desk("```json\n{\"a\": 1}\n```\n")
    desk.press("g ] |")
    desk.type("jq .")
    #expect(desk.press("enter").isEmpty)
    #expect(Self.question(desk)?.text == "Run this command, with 1 line, 9 B as its standard input?\n\njq .")
    var refused = desk
    #expect(refused.press("escape").isEmpty && refused.studio.overlay == nil)
    #expect(desk.press("r") == [.pipe("{\"a\": 1}\n", command: "jq .", number: 1)])
    desk.send(.piped(number: 1, "\u{1B}[31mred\n", ending: "It ended with exit code 1."))
    guard case .output(let output) = desk.studio.overlay else { Issue.record("no output"); return }
    #expect(output.lines(columns: 40).map(\.text) == ["␛[31mred", "", "It ended with exit code 1."])
    desk.press("escape |")
    #expect(Self.entry(desk)?.editor.selectedText == "jq .")
    desk.press("enter r")
    #expect(desk.press("escape") == [.endPipe(2)])
    desk.send(.piped(number: 2, "late", ending: ""))
    #expect(desk.studio.overlay == nil)
  }

  @Test(
    "The last command is offered: typing takes its place, motions keep it, and Up brings older ones",
    arguments: [
      ("x", "x"), ("end x", "sort -ux"), ("right x", "sort -ux"), ("ctrl+e x", "sort -ux"), ("backspace", ""),
      ("up x", "jq .x"), ("up up x", "jq .x"), ("up down x", "sort -ux"), ("up down down", "sort -u"),
      ("alt+p", "jq ."),
      ("x up down", "x"), ("ctrl+_", "sort -u"),
    ])
  func offered(keys: String, text: String) throws {
    var desk = try Self.desk("```json\n{}\n```\n")
    for command in ["jq .", "sort -u"] {
      desk.press("g ] |")
      desk.type(command)
      desk.press("enter r escape")
    }
    desk.press("g ] |")
    desk.press(keys)
    #expect(Self.entry(desk)?.editor.text == text)
  }
}
