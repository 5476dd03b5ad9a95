import Core
import Gemini
import Screen
import Testing

@testable import Views

@Suite("Figures of the session browser")
struct BrowserTitleTests {
  @Test("Sessions that are too many for the list are counted in its title", arguments: [60, 80, 120])
  func unlisted(columns: Int) {
    var desk = Desk(Size(columns: columns, rows: 16))
    desk.press("ctrl+x s")
    let kind = SessionKind(origin: .studio, isDemo: false, isDeleted: false)
    desk.send(.sessionsListed([.sample("one", daysAgo: 1, turns: 1)], unlisted: [kind: 12_344]))
    let screen = ScreenText.make(render(desk.studio))
    #expect(screen.contains("Sessions: the newest 1 of 12,345"))
    #expect(screen.contains("; search looks through all ─") == (columns > 60), "\(screen)")
  }
}

@Suite("Keys of a person's own, where keys are named")
struct RemappedKeysTests {
  @Test("First screen, last line, menu, palette and help name the keys as they are here")
  func everywhere() throws {
    var settings = Settings()
    let letter = try #require([Key](sequence: "ctrl+x g"))
    settings.keymap.bind([Key("p", .control)], at: .prompt, to: nil)
    settings.keymap.bind([Key("o", .control)], at: .prompt, to: .switchModel)
    settings.keymap.bind([Key("s", .control)], at: .prompt, to: .send)
    settings.keymap.bind(letter, at: .prompt, to: .chooseModel)
    var desk = Desk(Size(columns: 120, rows: 40), settings: settings)
    func screen() -> String { ScreenText.make(render(desk.studio)) }
    #expect(screen().contains("Type a prompt and press Ctrl+S."))
    #expect(screen().contains("Ctrl+O changes between text and picture model."))
    #expect(screen().contains("Alt+X finds any command, F1 shows all keys."))
    #expect(screen().contains("^S send") && !screen().contains("^P"))
    desk.press("ctrl+x")
    desk.wait(300)
    #expect(screen().contains("g   model ") && !screen().contains("reasoning tags"))
    desk.press("escape alt+x")
    desk.type("choose the model")
    #expect(screen().contains("^X g"))
    desk.press("escape f1")
    #expect(screen().contains("Ctrl+S sends.") && screen().contains("Alt+X finds any command."))
  }
}

@Suite("The last line")
struct HintLineTests {
  private static func lastLine(_ desk: Desk) throws -> String {
    let lines = ScreenText.make(render(desk.studio)).split(separator: "\n")
    let line = try #require(lines.filter { $0.hasPrefix("|") }.dropFirst(desk.studio.terminal.size.rows - 1).first)
    return String(line.dropFirst().dropLast())
  }

  @Test(
    "Sending, menu and help stay beside the cost at any width, and the figures go before the cost does",
    arguments: [60, 70, 80, 110, 120, 200])
  func room(columns: Int) throws {
    var desk = Desk(Size(columns: columns, rows: 40))
    try desk.talk("Are you sure?", "Yes.", thoughts: "Hm.")
    let line = try Self.lastLine(desk)
    for text in ["Enter send", "^X menu", "? help", "$0.0036 "] { #expect(line.contains(text), "\(line)") }
    #expect(line.contains("in 1,204") == (columns >= 110), "\(line)")
    #expect(line.contains("out 310") == (columns >= 60), "\(line)")
  }

  @Test("While an answer comes, every pane for reading says how it is stopped", arguments: [60, 120])
  func stop(columns: Int) throws {
    var desk = Desk(Size(columns: columns, rows: 40))
    let id = try desk.ask("Go on.")
    desk.receive(id, [["text": "Hm.", "thought": true]])
    desk.receive(id, [["text": "On"]])
    for pane in [Pane.conversation, .thinking] {
      desk.press("tab")
      #expect(desk.studio.focus == pane)
      #expect(try Self.lastLine(desk).contains("^C stop"), "\(pane)")
    }
    desk.receive(id, [], finish: "STOP")
    desk.end(id)
    #expect(try !Self.lastLine(desk).contains("^C stop"))
  }

  @Test(
    "Tokens of an answer that comes are shown in hundreds, those of a whole one to the last",
    arguments: [(950, "out 950", "out 950"), (16_084, "out 16,000", "out 16,084")])
  func tokens(count: Int, coming: String, whole: String) throws {
    var desk = Desk(Size(columns: 120, rows: 40))
    let id = try desk.ask("Go on.")
    desk.receive(id, [["text": "On"]], usage: ["candidatesTokenCount": .int(count)])
    #expect(ScreenText.make(render(desk.studio)).contains(coming + " "))
    desk.receive(id, [], finish: "STOP")
    desk.end(id)
    #expect(ScreenText.make(render(desk.studio)).contains(whole + " "))
  }
}
