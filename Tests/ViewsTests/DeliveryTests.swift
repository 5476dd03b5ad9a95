import Core
import Screen
import Testing

@testable import Views

@Suite("How the frame's pictures travel")
struct DeliveryTests {
  private static func facts(isVisible: Bool, passes: Bool = true) -> TmuxFacts? {
    TmuxFacts(answer: "3.3a|50|2|top|on|xterm|XTerm(379)||\(passes ? 1 : 0)|\(isVisible ? 1 : 0)|0|1|1|10")
  }

  private static func desk() throws -> Desk {
    var desk = try Scene.picture.desk(Size(columns: 120, rows: 40))
    desk.send(.input(.reply(.version("tmux 3.3a"))))
    desk.send(.input(.reply(.primaryAttributes([1, 2]))))
    return desk
  }

  @Test("Through tmux they go to the place of the pane, and nowhere while the pane is hidden")
  func tmux() throws {
    var desk = try Self.desk()
    let effects = desk.send(.tmuxFacts(Self.facts(isVisible: true)))
    #expect(effects.contains(.ask(.outerTerminal)))
    desk.send(.input(.reply(.primaryAttributes([63, 4]))))
    let frame = render(desk.studio)
    #expect(frame.pictures.count == 1)
    #expect(frame.delivery.paneOrigin == Point(row: 3, column: 50))
    desk.send(.tmuxFacts(Self.facts(isVisible: false)))
    #expect(render(desk.studio).pictures.isEmpty)
    desk.send(.tmuxFacts(Self.facts(isVisible: true)))
    #expect(render(desk.studio).pictures.count == 1)
  }

  @Test("Where tmux hands nothing on, the setting that is missing stands in the picture's place")
  func closed() throws {
    var desk = try Self.desk()
    desk.send(.tmuxFacts(Self.facts(isVisible: true, passes: false)))
    let frame = render(desk.studio)
    #expect(frame.pictures.isEmpty)
    let rows = (0..<frame.grid.size.rows).map { row in
      String((0..<frame.grid.size.columns).map { frame.grid[row, $0].character })
    }
    #expect(rows.contains { $0.contains("tmux: set -g allow-passthrough on") })
  }
}
