import Core
import Screen
import Testing

@testable import Views

@Suite("Clicks mean what is drawn")
struct ClickTests {
  /// Presses the left button where some text stands, in the last row that has it.
  private static func click(_ text: String, in desk: inout Desk, beside columns: Int = 1) throws -> [Effect] {
    let grid = render(desk.studio).grid
    let lines = (0..<grid.size.rows).map { row in (0..<grid.size.columns).map { grid[row, $0].character } }
    let wanted = Array(text)
    for (row, line) in lines.enumerated().reversed() {
      guard let column = line.indices.first(where: { line[$0...].starts(with: wanted) }) else { continue }
      return click(Point(row: row, column: column + columns), in: &desk)
    }
    Issue.record("\(text) is not on the screen")
    return []
  }

  private static func click(_ point: Point, in desk: inout Desk) -> [Effect] {
    var mouse = Mouse(.press, button: 1, at: point)
    mouse.meaning = render(desk.studio).grid.clicks.last { $0.rect.contains(point) }?.meaning
    let effects = desk.send(.input(.mouse(mouse)))
    return effects + desk.send(.input(.mouse(Mouse(.release, button: 1, at: point))))
  }

  private static let size = Size(columns: 80, rows: 24)

  @Test("Hints do what they say, in panes and in lists")
  func hints() throws {
    var desk = try Scene.answer.desk(Self.size)
    _ = try Self.click("? help", in: &desk)
    #expect(desk.studio.overlay == .help(scroll: 0))
    _ = try Self.click("Esc close", in: &desk)
    #expect(desk.studio.overlay == nil)
    _ = try Self.click("^X menu", in: &desk)
    #expect(!desk.studio.pendingKeys.isEmpty)
  }

  @Test("A click on a row selects it, one on the selected row takes it, one beside the box closes it")
  func rows() throws {
    var desk = try Scene.sessions.desk(Self.size)
    _ = try Self.click("An older session, number 2", in: &desk)
    #expect(desk.studio.selectedSession?.title == "An older session, number 2")
    let effects = try Self.click("An older session, number 2", in: &desk)
    #expect(effects.contains { if case .openSession = $0 { true } else { false } } && desk.studio.overlay == nil)
    desk = try Scene.palette.desk(Self.size)
    _ = Self.click(Point(row: 0, column: 3), in: &desk)
    _ = Self.click(Point(row: 12, column: 0), in: &desk)
    #expect(desk.studio.overlay == nil)
    desk = try Scene.palette.desk(Self.size)
    _ = try Self.click("╭─ Commands", in: &desk)
    #expect(desk.studio.overlay != nil)
  }

  @Test("The answers to a question can be clicked")
  func question() throws {
    var desk = try Scene.question.desk(Self.size)
    #expect(desk.studio.overlay?.place == .question)
    _ = Self.click(Point(row: 0, column: 0), in: &desk)
    #expect(desk.studio.overlay != nil)
    _ = try Self.click("stay", in: &desk)
    #expect(desk.studio.overlay == nil && !desk.studio.hasQuit)
  }

  @Test("Title, model, chips and the label of new lines lead to what they name")
  func places() throws {
    var desk = try Scene.answer.desk(Self.size)
    #expect(Self.click(Point(row: 0, column: 75), in: &desk) == [.listModels])
    desk = try Scene.answer.desk(Self.size)
    #expect(Self.click(Point(row: 0, column: 2), in: &desk) == [.listSessions])
    desk = try Scene.attachments.desk(Size(columns: 200, rows: 60))
    desk.press("escape")
    _ = try Self.click("[a picture", in: &desk)
    #expect(desk.studio.overlay == .attachment(1))
    desk = try Scene.reading.desk(Self.size)
    #expect(!desk.studio.transcript.isFollowing)
    _ = try Self.click("new line", in: &desk)
    #expect(desk.studio.transcript.isFollowing)
  }

  @Test("A click on a code block marks it, one on a picture's line goes there, and again shows it whole")
  func blocks() throws {
    var desk = try Scene.markdown.desk(Size(columns: 80, rows: 40))
    _ = try Self.click("return width", in: &desk)
    #expect(desk.studio.focus == .conversation && !desk.studio.markedRows.isEmpty)
    desk = try Scene.picture.desk(Size(columns: 120, rows: 40))
    _ = try Self.click("▣ image 1", in: &desk)
    #expect(!desk.studio.markedRows.isEmpty && desk.studio.overlay == nil)
    _ = try Self.click("▣ image 1", in: &desk)
    #expect(desk.studio.overlay == .picture)
  }
}
