import Core
import Screen
import Testing

@testable import Views

@Suite("Reading above the end")
struct FollowLabelTests {
  private static func text(_ grid: Grid, row: Int) -> String {
    String((0..<grid.size.columns).map { grid[row, $0].character })
  }

  @Test("What waits below stands on a rule, and every row of the text is whole", arguments: GoldenScreenTests.sizes)
  func whole(size: Size) throws {
    var desk = Desk(size)
    for _ in 1...4 {
      try desk.talk("Which of these rooms is larger?", Scene.table, thoughts: "The doors.\n\nThe lamps.")
    }
    for mode in ["", "ctrl+t", "ctrl+t", "ctrl+x z"] {
      desk.press(mode + " escape")
      if desk.studio.focus != .conversation { desk.press("escape") }
      desk.press("g j")
      let frame = render(desk.studio)
      let layout = desk.studio.layout
      let screen = (0..<size.rows).map { Self.text(frame.grid, row: $0) }
      let label = screen.firstIndex { $0.contains("↓ follow: End") }
      #expect(label.map { !(layout.conversation.row..<layout.conversation.endRow).contains($0) } == true, "\(mode)")
      for (index, row) in desk.studio.rows.enumerated() {
        guard case .body(let line) = row.kind else { continue }
        let shown = Self.text(frame.grid, row: layout.conversation.row + index)
        #expect(shown.dropFirst(2).hasPrefix(line.text), "\(mode): \(shown)")
      }
    }
  }

  @Test("A click on it goes to the end, also where it stands on the title of another pane")
  func click() throws {
    var desk = Desk(Size(columns: 80, rows: 24))
    try desk.talk("Which of these rooms is larger?", Scene.table, thoughts: "The doors.")
    desk.press("escape g")
    let frame = render(desk.studio)
    let row = try #require((0..<24).first { Self.text(frame.grid, row: $0).contains("↓ follow: End") })
    #expect(row == desk.studio.layout.thinkingTitle.row)
    let column = try #require((0..<80).first { frame.grid[row, $0].character == "↓" })
    var mouse = Mouse(.press, button: 1, at: Point(row: row, column: column))
    mouse.meaning = frame.grid.clicks.last { $0.rect.contains(mouse.point) }?.meaning
    desk.send(.input(.mouse(mouse)))
    #expect(desk.studio.transcript.isFollowing && desk.studio.focus == .conversation)
  }

  @Test("Thoughts that are read above their end say so as well, whatever else their rule carries; a click follows them")
  func thoughts() throws {
    for size in GoldenScreenTests.sizes {
      var desk = Desk(size)
      let thoughts = (1...60).map { "Thought \($0)." }.joined(separator: "\n\n")
      try desk.talk("Which of these rooms is larger?", Scene.table, thoughts: thoughts)
      desk.press("escape")
      while desk.studio.layout.thinking.isEmpty { desk.press("ctrl+t") }
      while desk.studio.focus != .conversation { desk.press("tab") }
      desk.press("g")
      while desk.studio.focus != .thinking { desk.press("tab") }
      desk.press("g")
      #expect(desk.studio.thinking.top == 0)
      let frame = render(desk.studio)
      let title = desk.studio.layout.thinkingTitle
      let end = desk.studio.layout.bar.column > title.column ? desk.studio.layout.bar.column : title.endColumn
      let text = Array(Self.text(frame.grid, row: title.row))[title.column..<end]
      #expect(String(text).contains("Thinking") && String(text).contains(" ↓ follow: End "), "\(size)")
      let column = try #require(text.firstIndex(of: "↓"))
      desk.press("tab")
      var mouse = Mouse(.press, button: 1, at: Point(row: title.row, column: column))
      mouse.meaning = frame.grid.clicks.last { $0.rect.contains(mouse.point) }?.meaning
      desk.send(.input(.mouse(mouse)))
      #expect(desk.studio.thinking.top == nil && desk.studio.focus == .thinking)
    }
  }

  @Test("The prompt says that the keys go elsewhere, and which one brings them back")
  func focus() throws {
    var desk = Desk(Size(columns: 80, rows: 24))
    try desk.talk("one", "1")
    let row = desk.studio.layout.prompt.row
    #expect(Self.text(render(desk.studio).grid, row: row).hasPrefix("› write a prompt"))
    #expect(render(desk.studio).grid[row, 0].style == Style(.accent, .bold))
    desk.press("escape")
    #expect(Self.text(render(desk.studio).grid, row: row).hasPrefix("› i to write  "))
    #expect(render(desk.studio).grid[row, 0].style == Style(.faint))
  }
}
