import Screen
import Testing

@testable import Core

@Suite("The prompt library")
struct LibraryTests {
  private static let prompts = [
    LibraryPrompt(
      name: "review", contents: "# Review code\n\nReview this {{language}} code for {{focus}}:\n\n{{code}}\n"),
    LibraryPrompt(name: "terse", contents: "Answer in one sentence."),
    LibraryPrompt(name: "twice", contents: "# Twice\n{{a}} and {{ a }}"),
  ]

  private static func desk(_ prompts: [LibraryPrompt] = prompts) -> Desk {
    var desk = Desk()
    #expect(desk.press("ctrl+x l") == [.readLibrary])
    desk.send(.libraryRead(LibraryReading(prompts)))
    return desk
  }

  // MARK: Files

  @Test(
    "A file is an optional title in the first line, and the text",
    arguments: [
      ("# A title\n\nText\nof two lines\n\n", "A title", "Text\nof two lines"), ("Text", "name", "Text"),
      ("# \nText", "name", "Text"), ("## No title\nText", "name", "## No title\nText"),
      ("#tag\r\nText\r\n", "name", "#tag\nText"), ("", "name", ""),
    ])
  func files(contents: String, title: String, text: String) {
    let prompt = LibraryPrompt(name: "name", contents: contents)
    #expect(prompt.title == title && prompt.text == text)
  }

  @Test("What is kept reads back as it was, also where the text begins like a title")
  func written() {
    for text in ["Text", "# Heading\nText", "  indented"] {
      let prompt = LibraryPrompt(name: "n", contents: LibraryPrompt.contents(title: "My title", text: text))
      #expect(prompt.title == "My title" && prompt.text == text.trimmingBlanks)
    }
  }

  @Test(
    "A title makes a file's name that can stand in any folder",
    arguments: [
      ("Review code", "Review code"), ("a/b\\c", "a-b-c"), ("../../etc", "-..-etc"), ("...", ""), (" 日本 ", "日本"),
      ("a\u{1B}[31mb\nc", "a--31mb-c"),
    ])
  func names(title: String, name: String) { #expect(LibraryPrompt.fileName(for: title) == name) }

  @Test("A name is never too long for a file system")
  func longName() {
    #expect(LibraryPrompt.fileName(for: String(repeating: "日", count: 500)).utf8.count <= 200)
  }

  // MARK: Templates

  @Test(
    "Variables are names in double braces, each once; other braces are text",
    arguments: [
      ("{{a}} {{ b c }} {{a}}", ["a", "b c"]), ("{ {a} } {{}} {{x: 1}} {{", []), ("{{{{a}}}}", ["a"]),
      ("a }} {{b}}", ["b"]),
    ])
  func variables(text: String, names: [String]) {
    let template = Template(text)
    #expect(template.variables == names)
    #expect(Template(template.filled(with: [:])).variables == names)
  }

  @Test("Values stand in the places of their variables, and are not read again")
  func filled() {
    let template = Template("{{a}}, {{b}} {{c: d}} {{ a }}!")
    #expect(template.filled(with: ["a": "{{b}}", "b": "2"]) == "{{b}}, 2 {{c: d}} {{b}}!")
  }

  // MARK: In the studio

  @Test("A prompt goes in at the cursor, and what is typed stays")
  func insert() {
    var desk = Desk()
    desk.type("Please. ")
    desk.press("ctrl+x l")
    desk.send(.libraryRead(LibraryReading(Self.prompts)))
    desk.type("terse")
    desk.press("enter")
    #expect(desk.studio.overlay == nil && desk.studio.prompt.text == "Please. Answer in one sentence.")
    desk.press("ctrl+_")
    #expect(desk.studio.prompt.text == "Please. ")
  }

  @Test("Variables are asked for one after another, with the text as it grows; Esc goes back and nothing is put in")
  func form() throws {
    var desk = Self.desk()
    desk.type("code")
    desk.press("enter")
    let first = try #require(desk.studio.openEntry)
    #expect(first.title == "Review code · language · 1 of 3" && first.note.hasPrefix("Review this {{language}} code"))
    desk.type("Swift")
    #expect(desk.studio.openEntry?.note.hasPrefix("Review this Swift code for {{focus}}") == true)
    desk.press("enter")
    #expect(desk.studio.openEntry?.title == "Review code · focus · 2 of 3")
    desk.press("escape")
    #expect(desk.studio.overlay == .library(ListState("code")) && desk.studio.prompt.isEmpty)
    desk.press("enter")
    for text in ["Swift", "races", "let a = 1"] {
      desk.type(text)
      if text == "let a = 1" {
        desk.press("ctrl+j")
        desk.type("let b = 2")
      }
      desk.press("enter")
    }
    #expect(desk.studio.prompt.text == "Review this Swift code for races:\n\nlet a = 1\nlet b = 2")
  }

  @Test("The same name is asked for once")
  func once() {
    var desk = Self.desk()
    desk.press("down down enter")
    #expect(desk.studio.openEntry?.title == "Twice · a")
    desk.type("x")
    desk.press("enter")
    #expect(desk.studio.prompt.text == "x and x")
  }

  @Test("A prompt becomes the system instruction, in a comparison the focused lane's")
  func instruction() {
    var desk = Self.desk()
    desk.press("down ctrl+y")
    #expect(desk.studio.session.systemInstruction == "Answer in one sentence." && desk.studio.overlay == nil)
    desk.press("ctrl+x c tab 2 ctrl+x l")
    desk.send(.libraryRead(LibraryReading(Self.prompts)))
    desk.press("down down ctrl+y")
    desk.type("1")
    desk.press("enter")
    #expect(desk.studio.session.lanes.map(\.systemInstruction) == [nil, "1 and 1"])
  }

  @Test("The prompt or the system instruction is kept under the name that is typed")
  func keep() {
    var desk = Self.desk([])
    desk.type("mine")
    #expect(desk.press("enter").isEmpty)
    desk.press("escape")
    desk.type("A prompt of mine")
    desk.press("ctrl+x l")
    desk.send(.libraryRead(LibraryReading([])))
    desk.type("my prompt")
    #expect(desk.press("enter") == [.savePrompt(title: "my prompt", text: "A prompt of mine")])
    #expect(desk.studio.prompt.text == "A prompt of mine" && desk.studio.overlay == nil)
    desk.studio.session.systemInstruction = "Be brief."
    desk.press("ctrl+x l")
    desk.send(.libraryRead(LibraryReading([])))
    desk.type("brief")
    #expect(desk.press("down enter") == [.savePrompt(title: "brief", text: "Be brief.")])
  }

  @Test("Editing opens the file; read again, the prompt stays selected")
  func edit() {
    var desk = Self.desk()
    #expect(desk.press("down ctrl+e") == [.editPrompt("terse")])
    let edited = [LibraryPrompt(name: "new", contents: "a")] + Self.prompts
    desk.send(.libraryRead(LibraryReading(edited, problem: "x.md cannot be read.")))
    #expect(desk.studio.selectedPrompt?.name == "terse")
    #expect(desk.studio.notice?.text == "x.md cannot be read.")
    desk.press("ctrl+u escape ctrl+e")
    #expect(desk.studio.overlay == nil)
  }

  @Test("A prompt is renamed; a name that another one has is refused, and Esc goes back")
  func rename() {
    var desk = Self.desk()
    #expect(desk.press("ctrl+r").isEmpty)
    #expect(desk.studio.openEntry?.editor.text == "Review code")
    desk.press("ctrl+u")
    desk.type("Terse")
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.openEntry?.problem == "There is a prompt named \"Terse\" already.")
    desk.press("ctrl+u")
    desk.type("...")
    #expect(desk.press("enter").isEmpty && desk.studio.openEntry?.problem != nil)
    desk.press("escape")
    #expect(desk.studio.selectedPrompt?.name == "review")
    desk.press("ctrl+r")
    desk.type(" well")
    #expect(desk.press("enter") == [.renamePrompt("review", title: "Review code well")])
    var prompts = Self.prompts
    prompts[0].name = "Review code well"
    desk.type("terse")
    desk.send(.libraryRead(LibraryReading(prompts), selecting: "Review code well"))
    #expect(desk.studio.selectedPrompt?.name == "Review code well")
  }

  @Test("A prompt is deleted and comes back, selected")
  func delete() {
    var desk = Self.desk()
    #expect(desk.press("alt+u").isEmpty)
    #expect(desk.studio.notice?.text == "Nothing was deleted here.")
    #expect(desk.press("down delete") == [.deletePrompt("terse")])
    #expect(desk.studio.library?.map(\.name) == ["review", "twice"] && desk.studio.selectedPrompt?.name == "twice")
    #expect(desk.studio.notice?.text == "The prompt \"terse\" is deleted; Alt+U brings it back.")
    #expect(desk.press("alt+u") == [.restorePrompt("terse")] && desk.studio.notice == nil)
    desk.send(.libraryRead(LibraryReading(Self.prompts), selecting: "terse"))
    #expect(desk.studio.selectedPrompt?.name == "terse")
    #expect(desk.press("alt+u").isEmpty)
    desk.type("no such thing")
    #expect(desk.press("delete ctrl+r").isEmpty && desk.studio.place == .list)
  }

  @Test(
    "Another title leaves the rest of a file as it is",
    arguments: [
      ("# Old\n\nText\n", "# New\n\nText\n"), ("Text", "# New\n\nText"), ("# Old", "# New"),
      ("# Old\r\n# More", "# New\r\n# More"), ("## Old\nText", "# New\n\n## Old\nText"),
    ])
  func retitled(contents: String, expected: String) {
    #expect(LibraryPrompt.retitled(contents, "New") == expected)
  }

  @Test("Words find prompts by title, name and text; those in the title come first")
  func filter() {
    var desk = Self.desk()
    #expect(desk.studio.library(filter: "one SENTENCE").map(\.name) == ["terse"])
    #expect(desk.studio.library(filter: "twice").map(\.name) == ["twice"])
    #expect(desk.studio.library(filter: "e").map(\.name) == ["review", "terse", "twice"])
    desk.type("nothing of this")
    #expect(desk.press("enter ctrl+y ctrl+e").isEmpty)
  }

  @Test("A text that is asked for can be written in $EDITOR")
  func editor() {
    var desk = Desk()
    desk.type("prompt")
    desk.press("ctrl+x y")
    desk.type("Be")
    #expect(desk.press("ctrl+x ctrl+e") == [.openEditor("Be")])
    desk.send(.editorClosed("Be brief."))
    desk.press("enter")
    #expect(desk.studio.session.systemInstruction == "Be brief." && desk.studio.prompt.text == "prompt")
  }
}

extension ListState {
  fileprivate init(_ filter: String) {
    self.init()
    self.filter = filter
  }
}
