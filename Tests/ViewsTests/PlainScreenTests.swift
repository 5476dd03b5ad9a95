import Gemini
import Screen
import Testing

@testable import Core
@testable import Views

@Suite("The studio line by line")
struct PlainScreenTests {
  /// A desk that is read after each step.
  private struct Listener {
    var desk: Desk
    var screen = PlainScreen()
    var heard: [String] = []
    var last = ""
    var columns = 80

    init(_ desk: Desk) {
      self.desk = desk
      listen()
      heard = []
    }

    mutating func listen() {
      let output = screen.next(desk.studio, columns: columns)
      heard += output.lines
      last = output.prompt
      for line in output.lines + [output.prompt] {
        #expect(TextWidth.columns(of: line) < 200 && !line.contains { $0.unicodeScalars.contains { $0.value < 0x20 } })
      }
    }

    mutating func press(_ keys: String) {
      desk.press(keys)
      listen()
    }

    mutating func type(_ text: String) {
      desk.type(text)
      listen()
    }
  }

  private func text(_ listener: Listener) -> String { listener.heard.joined(separator: "\n") }

  @Test("It begins with how to go on, and without a key says who answers")
  func greeting() {
    var screen = PlainScreen()
    let output = screen.next(Desk(backend: .simulator).studio, columns: 80)
    #expect(output.lines.joined(separator: " ").hasSuffix("the offline simulator answers. Ctrl+X k enters a key."))
    #expect(output.lines.allSatisfy { TextWidth.columns(of: $0) < 80 })
    #expect(output.prompt == "> " && output.cursor == 2)
    #expect(screen.next(Desk(backend: .simulator).studio, columns: 80).lines.isEmpty)
  }

  @Test("What the simulator says is read out as the simulator's")
  func simulator() throws {
    var listener = Listener(Desk(backend: .simulator))
    let id = try listener.desk.ask("hello")
    listener.desk.receive(id, [["text": "Hello."]], finish: "STOP")
    listener.desk.end(id)
    listener.listen()
    listener.listen()
    #expect(listener.heard.contains("offline simulator as gemini-flash-latest:"))
  }

  @Test("Each line of an answer comes once, as soon as it is whole, and the end is told")
  func answer() throws {
    var listener = Listener(Desk())
    let id = try listener.desk.ask("Which room?")
    listener.listen()
    #expect(listener.heard == ["", "you:", "Which room?"])
    #expect(listener.last == "answering> ")
    listener.heard = []
    listener.desk.receive(id, [["text": "The hall.\n\nIt is"]])
    listener.listen()
    #expect(listener.heard == ["", "gemini-flash-latest:", "The hall.", ""])
    listener.desk.receive(id, [["text": " larger."]], finish: "STOP")
    listener.desk.wait(900)
    listener.desk.end(id)
    listener.listen()
    listener.listen()
    #expect(text(listener) == "\ngemini-flash-latest:\nThe hall.\n\nIt is larger.\n\nend of the answer, 0.9 s")
    #expect(listener.last == "> ")
  }

  @Test("Thoughts come before the answer, unless they are hidden; marks are letters")
  func thoughts() throws {
    var listener = Listener(Desk())
    try listener.desk.talk("Sure?", "- yes\n", thoughts: "A thought.")
    listener.listen()
    let heard = text(listener)
    #expect(heard.contains("thinking:\nA thought.") && heard.contains("* yes"))
    var hidden = Listener(Desk())
    hidden.press("ctrl+t ctrl+t")
    try hidden.desk.talk("Sure?", "yes", thoughts: "A thought.")
    hidden.listen()
    #expect(!text(hidden).contains("A thought."))
  }

  @Test("Of a list the selected row is the last line")
  func lists() {
    var listener = Listener(Desk())
    listener.press("ctrl+p")
    #expect(text(listener).contains("Commands: Up goes up, Down goes down"))
    listener.type("theme")
    #expect(listener.last.hasPrefix("Commands: Choose the theme"))
    listener.press("escape")
    #expect(listener.last == "> ")
  }

  @Test("In the menu the letters are in brackets whose commands are off now")
  func menu() {
    var listener = Listener(Desk())
    listener.press("ctrl+x")
    listener.desk.wait(500)
    listener.listen()
    #expect(listener.heard.contains("m: Choose the model, with its limits and price"))
    #expect(listener.heard.contains("(d): Take the last attachment out"))
  }

  @Test("The number of a link is read in brackets, and an exponent as it is")
  func links() throws {
    var listener = Listener(Desk())
    try listener.desk.talk("Where?", "In [the guide](http://a.b/c), 10 m².")
    listener.listen()
    #expect(listener.heard.contains("In the guide[1], 10 m²."))
  }

  @Test("Help that letters narrow is read as soon as little of it is left")
  func help() {
    var listener = Listener(Desk())
    listener.press("f1")
    #expect(listener.heard.count > 100)
    listener.heard = []
    listener.type("t")
    #expect(listener.heard.first == "" && listener.heard[1] == "Help with \"t\"")
    #expect(listener.heard.last?.hasSuffix("keys; further letters leave fewer.") == true)
    #expect(listener.heard.count == 3 && listener.last == "Escape closes, letters filter: t")
    listener.heard = []
    listener.type("heme")
    #expect(text(listener).contains("Help with \"theme\"\n") && text(listener).contains("Choose the theme"))
    listener.heard = []
    listener.type("zzz")
    #expect(text(listener).contains("No key or command has these words."))
  }

  @Test("A last line that is too long shows its beginning, or the text at the cursor")
  func long() {
    var listener = Listener(Desk())
    listener.columns = 60
    listener.press("ctrl+p")
    listener.type("reasoning")
    #expect(listener.last.hasPrefix("Show reasoning") && TextWidth.columns(of: listener.last) < 60)
    listener.press("escape")
    listener.type(String(repeating: "word ", count: 14) + "end")
    #expect(listener.last.hasSuffix(" end"))
  }

  @Test("Questions and texts asked for are read whole")
  func asked() throws {
    var listener = Listener(Desk())
    _ = try listener.desk.ask("one")
    listener.press("ctrl+x q")
    #expect(text(listener).contains("An answer is still coming.") && text(listener).contains("s  stay"))
    listener.press("s")
    listener.press("ctrl+x y")
    listener.type("Be brief")
    #expect(listener.last == "System instruction> Be brief")
  }

  @Test("A message that is gone to is read again; a notice is read once")
  func messages() throws {
    var listener = Listener(Desk())
    try listener.desk.talk("one", "First.")
    try listener.desk.talk("two", "Second.")
    listener.listen()
    listener.heard = []
    listener.press("escape")
    listener.press("K K")
    #expect(text(listener).contains("message 2 of 4") && text(listener).contains("First."))
    listener.heard = []
    listener.desk.send(.notice("The store is full.", .error))
    listener.listen()
    listener.listen()
    #expect(listener.heard.filter { $0 == "The store is full." }.count == 1)
  }

  @Test("What is found is read with its line, back at the first place again too, and its message is not read as well")
  func found() throws {
    var listener = Listener(Desk())
    try listener.desk.talk("one", "The hall.\n\nIt has a window.")
    try listener.desk.talk("two", "No window.")
    listener.listen()
    listener.press("escape")
    listener.press("/")
    listener.type("window")
    listener.heard = []
    listener.press("enter")
    let hall = ["\"window\" 1/2", "message 2 of 4: It has a window."]
    #expect(listener.heard == hall)
    listener.heard = []
    listener.press("n")
    #expect(listener.heard == ["\"window\" 2/2", "message 4 of 4: No window."])
    listener.heard = []
    listener.press("N")
    #expect(listener.heard == hall)
  }

  @Test("No scene of the studio is without words, and none has drawn lines", arguments: Scene.allCases)
  func scenes(scene: Scene) throws {
    var screen = PlainScreen()
    let output = screen.next(try scene.desk(Size(columns: 80, rows: 24)).studio, columns: 80)
    #expect(!output.lines.isEmpty && !output.prompt.isEmpty)
    for line in output.lines + [output.prompt] {
      #expect(!line.unicodeScalars.contains { (0x2500...0x25FF).contains($0.value) }, "\(line)")
    }
  }
}
