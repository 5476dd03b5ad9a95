import Core
import Gemini
import Screen
import Testing

@testable import Views

@Suite("The first line")
struct StatusLineTests {
  private static func line(_ desk: Desk) -> String {
    let grid = render(desk.studio).grid
    return String((0..<grid.size.columns).map { grid[0, $0].character })
  }

  /// A session with a title of some length, three settings and a turn in two versions.
  private static func desk(_ columns: Int, backend: Backend = .developer) throws -> Desk {
    var desk = Desk(Size(columns: columns, rows: 24), backend: backend)
    try desk.talk("Which of these two rooms is the larger one?", "1")
    try desk.talk("And why?", "2")
    desk.press("escape r")
    let id = try #require(desk.studio.activeRun?.id)
    desk.end(id, .cancelled)
    desk.press("escape alt+t ctrl+x y")
    desk.type("Be brief.")
    desk.press("enter")
    return desk
  }

  @Test("The title, the version and the turns keep two fifths of it; settings go before them, with a mark")
  func share() throws {
    for backend in [Backend.developer, .simulator] {
      for columns in [80, 100] {
        let line = Self.line(try Self.desk(columns, backend: backend))
        #expect(line.contains("◂2/2▸ · 2 turns"), "\(line)")
        #expect(line.hasPrefix(" Which"), "\(line)")
        #expect(line.contains("gemini-flash-latest"), "\(line)")
        #expect(line.contains("system") || line.contains(" · …"), "\(line)")
      }
    }
    let narrow = Self.line(try Self.desk(60))
    #expect(narrow.contains("◂2/2▸") && narrow.hasSuffix("· … "), "\(narrow)")
    let wide = Self.line(try Self.desk(120))
    #expect(wide.contains(" · system") && !wide.contains(" · …"), "\(wide)")
  }

  @Test("Turns of other branches are counted as in the list of sessions")
  func turns() throws {
    var desk = Desk(Size(columns: 120, rows: 24))
    try desk.talk("one", "1")
    try desk.talk("two", "2")
    #expect(Self.line(desk).contains(" · 2 turns "))
    desk.press("escape K e")
    desk.type(" and more")
    desk.press("enter")
    let turns = desk.studio.session.turns.count
    let shown = desk.studio.transcript.turnCount
    #expect(turns == 3 && shown < 3)
    #expect(Self.line(desk).contains(" · \(shown) of 3 turns "))
  }
}
