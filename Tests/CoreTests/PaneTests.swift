import Gemini
import Screen
import Testing

@testable import Core

@Suite("Sizes of panes, one pane alone, and the bare screen")
struct PaneTests {
  /// A conversation with thoughts in their pane, and with a picture if that is wanted.
  static func desk(columns: Int = 120, rows: Int = 40, picture: Bool = false, backend: Backend = .developer) throws
    -> Desk
  {
    var desk = Desk(columns: columns, rows: rows, backend: backend)
    let asked = try desk.ask("one")
    desk.receive(asked.run.id, ["text": "Thoughts.", "thought": true], ["text": "An answer."])
    if picture { desk.receive(asked.run.id, .picture(.sample(1))) }
    desk.receive(asked.run.id, ["text": " The end."], finish: "STOP")
    desk.end(asked.run.id)
    while desk.studio.layout.thinking.isEmpty { desk.press("ctrl+t") }
    desk.press("escape")
    return desk
  }

  private func drag(_ desk: inout Desk, from start: Point, to end: Point) -> [Effect] {
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: start))))
    desk.send(.input(.mouse(Mouse(.drag, button: 1, at: end))))
    return desk.send(.input(.mouse(Mouse(.release, button: 1, at: end))))
  }

  @Test("The bar moves with the mouse and is kept for screens of this shape alone")
  func bar() throws {
    var desk = try Self.desk()
    let bar = desk.studio.layout.bar
    let effects = drag(
      &desk, from: Point(row: 10, column: bar.column), to: Point(row: 12, column: bar.column - 10))
    #expect(desk.studio.layout.bar.column == bar.column - 10)
    #expect(effects == [.remember(PaneMemory.key, desk.studio.settings.panes.text)])
    desk.send(.resized(Size(columns: 240, rows: 40), cellPixels: nil))
    #expect(desk.studio.layout.bar.column == (bar.column - 10) * 2)
    desk.send(.resized(Size(columns: 90, rows: 40), cellPixels: nil))
    #expect(desk.studio.layout.thinking == (try Self.desk(columns: 90)).studio.layout.thinking)
    desk.send(.resized(Size(columns: 120, rows: 40), cellPixels: nil))
    #expect(desk.studio.layout.bar.column == bar.column - 10)
  }

  @Test("A rule stops where the pane before or behind it would be too small")
  func limits() throws {
    var desk = try Self.desk()
    let bar = desk.studio.layout.bar
    _ = drag(&desk, from: Point(row: 10, column: bar.column), to: Point(row: 10, column: 0))
    #expect(desk.studio.layout.conversation.columns == 44)
    _ = drag(&desk, from: Point(row: 10, column: 44), to: Point(row: 10, column: 119))
    #expect(desk.studio.layout.bar.column == 120 - 32)
    var low = try Self.desk(columns: 60, rows: 16)
    let title = low.studio.layout.thinkingTitle
    _ = drag(&low, from: Point(row: title.row, column: 5), to: Point(row: 0, column: 5))
    #expect(low.studio.layout.conversation.rows == 3)
    let moved = low.studio.layout.thinkingTitle
    _ = drag(&low, from: Point(row: moved.row, column: 5), to: Point(row: 15, column: 5))
    #expect(low.studio.layout.thinking.rows == 2)
  }

  @Test("Keys move the rules as well, and say why where there are none")
  func keys() throws {
    var desk = try Self.desk(picture: true)
    let before = desk.studio.layout
    desk.press("<")
    #expect(desk.studio.layout.bar.column == before.bar.column - 4)
    desk.press("> >")
    #expect(desk.studio.layout.bar.column == before.bar.column + 4)
    desk.press("+")
    #expect(desk.studio.layout.thinking.rows == before.thinking.rows + 2)
    desk.press("- -")
    #expect(desk.studio.layout.thinking.rows == before.thinking.rows - 2)
    var high = try Self.desk(columns: 80)
    let rows = high.studio.layout.thinking.rows
    high.press("<")
    #expect(high.studio.layout.thinking.rows == rows + 2)
    var alone = Desk()
    try alone.talk("one", "1")
    alone.press("escape >")
    #expect(alone.studio.notice?.text == "There is no other pane to make room for.")
  }

  @Test("A title that is only clicked folds its pane, when the button is let go")
  func click() throws {
    var desk = try Self.desk()
    let point = Point(row: desk.studio.layout.thinkingTitle.row, column: desk.studio.layout.thinkingTitle.column + 5)
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: point))))
    #expect(!desk.studio.layout.thinking.isEmpty)
    let effects = desk.send(.input(.mouse(Mouse(.release, button: 1, at: point))))
    #expect(desk.studio.layout.thinking.isEmpty && effects.contains(.remember("thinking.pane", "line")))
  }

  @Test("Folds are those of the shape of the screen")
  func folds() throws {
    var desk = try Self.desk()
    desk.send(.resized(Size(columns: 80, rows: 40), cellPixels: nil))
    desk.press("ctrl+t")
    #expect(desk.studio.settings.thinkingPane == .line)
    desk.send(.resized(Size(columns: 130, rows: 40), cellPixels: nil))
    #expect(desk.studio.settings.thinkingPane == .shown)
    desk.send(.resized(Size(columns: 80, rows: 50), cellPixels: nil))
    #expect(desk.studio.settings.thinkingPane == .line)
  }

  @Test("What is kept reads back equal, and anything else is nothing")
  func memory() {
    var memory = PaneMemory()
    memory[.wide].width = 333
    memory[.low].split = 1
    memory[.low].thinking = .line
    memory[.high].height = 500
    memory[.high].opensThinking = true
    #expect(PaneMemory.read(memory.text) == memory)
    for text in ["", "[]", "{", #"{"wide":3,"low":{"width":"a","thinking":"b"}}"#] {
      #expect(PaneMemory.read(text) == PaneMemory())
    }
    #expect(PaneMemory.read(#"{"wide":{"width":99999}}"#)[.wide].width == 1000)
  }

  @Test("One pane takes the screen until the key or Esc is pressed, or another pane has the focus")
  func zoom() throws {
    var desk = try Self.desk(picture: true)
    /// Presses keys, and waits until nothing is said any more.
    func layout(_ keys: String) -> Layout {
      desk.press(keys)
      desk.wait(7000)
      return desk.studio.layout
    }
    let before = desk.studio.layout
    #expect(layout("z").conversation.columns == 120 && desk.studio.layout.prompt.isEmpty)
    #expect(layout("z") == before)
    #expect(layout("tab z").thinking.rows == 37 && desk.studio.focus == .thinking)
    #expect(layout("escape") == before && desk.studio.focus == .thinking)
    #expect(layout("z tab") == before && desk.studio.focus != .thinking)
    #expect(layout("i ctrl+x z").prompt.rows == 36 && desk.studio.layout.conversation.isEmpty)
    desk.type("text")
    #expect(desk.studio.prompt.text == "text")
    #expect(layout("escape") == before)
    #expect(desk.studio.prompt.text == "text")
  }

  @Test("Zooming keeps the line that is read")
  func readingZoom() throws {
    var desk = Desk(columns: 80, rows: 40)
    try desk.talk("one", (1...200).map { "Paragraph \($0)." }.joined(separator: "\n\n"))
    desk.press("escape g j j j")
    let top = desk.studio.rows.first
    desk.press("z z")
    #expect(desk.studio.rows.first == top)
    desk.press("tab ctrl+x z escape escape")
    #expect(desk.studio.rows.first == top)
  }

  @Test("The bare screen has the text and the prompt; the simulator's name stays")
  func bare() throws {
    var desk = try Self.desk(picture: true)
    let before = desk.studio.layout
    desk.press("ctrl+x Z")
    let layout = desk.studio.layout
    #expect(layout.conversation == Rect(row: 0, rows: 40 - layout.prompt.rows - layout.notice.rows, columns: 120))
    #expect(layout.status.isEmpty && layout.hint.isEmpty && layout.rule.isEmpty && layout.promptRule.isEmpty)
    desk.press("escape")
    desk.wait(7000)
    #expect(desk.studio.layout == before)
    var demo = try Self.desk(backend: .simulator)
    demo.press("ctrl+x Z")
    #expect(demo.studio.layout.status.rows == 1)
  }

  @Test("Whatever has the screen, the rectangles cover it once")
  func cover() {
    for size in [(60, 16), (80, 24), (109, 34), (110, 16), (200, 60)].map({ Size(columns: $0, rows: $1) }) {
      for zoomed in [nil] + Pane.allCases.map(Optional.some) {
        for (isBare, keeps) in [(false, false), (true, false), (true, true)] {
          let wish = Layout.Wish(
            thinking: .shown, preview: true, compares: zoomed == .compare, zoomed: zoomed, isBare: isBare,
            keepsStatus: keeps, promptRows: 3, noticeRows: 2)
          let layout = Layout(size: size, wish: wish)
          let rects = [
            layout.status, layout.rule, layout.conversation, layout.thinkingTitle, layout.thinking, layout.previewTitle,
            layout.preview, layout.bar, layout.notice, layout.promptRule, layout.prompt, layout.hint,
          ].filter { !$0.isEmpty }
          let area = rects.reduce(0) { $0 + $1.rows * $1.columns }
          let isApart = rects.indices.allSatisfy { index in
            rects[(index + 1)...].allSatisfy { !$0.intersects(rects[index]) }
          }
          #expect(area == size.columns * size.rows && isApart, "\(size) \(wish)")
        }
      }
    }
  }

  @Test("Any wished sizes give a layout whose panes are all there")
  func anySizes() {
    for size in [(60, 16), (80, 24), (109, 34), (110, 16), (200, 60)].map({ Size(columns: $0, rows: $1) }) {
      for share in [0, 1, 250, 500, 999, 1000] {
        for preview in [false, true] {
          var sizes = PaneSizes()
          (sizes.width, sizes.height, sizes.split) = (share, share, share)
          let layout = Layout(
            size: size,
            wish: Layout.Wish(
              thinking: .shown, opensThinking: true, preview: preview, sizes: sizes, promptRows: 1, noticeRows: 0))
          #expect(layout.conversation.rows >= 3 && layout.conversation.columns >= 44, "\(size) \(share)")
          #expect(!layout.thinking.isEmpty && layout.previewTitle.isEmpty != preview, "\(size) \(share)")
        }
      }
    }
  }

  @Test("Who asks for the thoughts sees them, whatever has the screen", arguments: ["z", "Z"])
  func thinkingBesideZoom(key: String) throws {
    var desk = try Self.desk()
    desk.press("i ctrl+x \(key)")
    #expect(desk.studio.layout.thinking.isEmpty && desk.studio.notice != nil)
    desk.press("ctrl+t")
    #expect(!desk.studio.layout.thinking.isEmpty && desk.studio.zoomed == nil && desk.studio.notice == nil)
    // Without thoughts nothing is shown, and it says so.
    desk = Desk()
    desk.press("ctrl+x \(key) ctrl+t")
    #expect(desk.studio.notice?.text.hasPrefix("Thinking is") == true)
  }

  @Test("A prompt that has the screen gives it back when it is sent")
  func zoomedPrompt() throws {
    var desk = Desk()
    desk.press("ctrl+x z")
    #expect(desk.studio.zoomed == .prompt)
    _ = try desk.ask("one")
    #expect(desk.studio.zoomed == nil)
  }

  @Test("What is said of a pane that has the screen is not said of one that has it no more", arguments: ["z", "Z"])
  func saidOfZoom(key: String) throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.press("ctrl+x \(key)")
    #expect(desk.studio.notice != nil)
    desk.press("ctrl+x \(key)")
    #expect(desk.studio.notice == nil)
  }
}
