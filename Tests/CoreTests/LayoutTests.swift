import Screen
import Testing

@testable import Core

@Suite("Layout")
struct LayoutTests {
  private static let wishes: [Layout.Wish] = PaneMode.allCases.flatMap { mode in
    [false, true].flatMap { preview in
      [false, true].flatMap { opens in
        [(1, 0), (3, 2), (40, 9)].map { prompt, notice in
          Layout.Wish(
            thinking: mode, opensThinking: opens, preview: preview, promptRows: prompt, noticeRows: notice)
        }
      }
    }
  }

  private static func rects(_ layout: Layout) -> [Rect] {
    [
      layout.status, layout.rule, layout.conversation, layout.thinkingTitle, layout.thinking, layout.previewTitle,
      layout.preview, layout.bar, layout.notice, layout.promptRule, layout.prompt, layout.hint,
    ].filter { !$0.isEmpty }
  }

  @Test("The rectangles cover the screen once, at every size and for every wish")
  func cover() {
    for columns in Array(60...130) + [159, 200, 220] {
      for rows in Array(16...40) + [60, 70] {
        for wish in Self.wishes {
          let size = Size(columns: columns, rows: rows)
          let layout = Layout(size: size, wish: wish)
          let rects = Self.rects(layout)
          let isInside = rects.allSatisfy {
            $0.row >= 0 && $0.column >= 0 && $0.endRow <= rows && $0.endColumn <= columns
          }
          let area = rects.reduce(0) { $0 + $1.rows * $1.columns }
          let overlap = rects.indices.contains { first in
            rects[(first + 1)...].contains { $0.intersects(rects[first]) }
          }
          guard isInside, area == columns * rows, !overlap, layout.conversation.rows >= 3 else {
            Issue.record("\(size) \(wish): inside \(isInside), area \(area), overlap \(overlap), \(layout)")
            return
          }
        }
      }
    }
  }

  @Test("A screen of any size gives rectangles that are not negative")
  func tiny() {
    for columns in 0..<60 {
      for rows in 0..<16 {
        for wish in Self.wishes {
          let layout = Layout(size: Size(columns: columns, rows: rows), wish: wish)
          #expect(Self.rects(layout).allSatisfy { $0.rows > 0 && $0.columns > 0 })
          #expect(layout.textColumns > 0 && layout.thinkingColumns > 0)
        }
      }
    }
  }

  private static func layout(_ columns: Int, _ rows: Int, _ wish: Layout.Wish) -> Layout {
    Layout(size: Size(columns: columns, rows: rows), wish: wish)
  }

  private static func wish(
    _ thinking: PaneMode = .hidden, opens: Bool = false, preview: Bool = false, prompt: Int = 1
  ) -> Layout.Wish {
    Layout.Wish(thinking: thinking, opensThinking: opens, preview: preview, promptRows: prompt, noticeRows: 0)
  }

  @Test("Side panes exist only while they have something to show")
  func nothing() {
    let layout = Self.layout(120, 40, Self.wish())
    #expect(layout.conversation.columns == 120 && layout.bar.isEmpty)
    #expect(layout.thinkingTitle.isEmpty && layout.previewTitle.isEmpty)
  }

  @Test("From 110 columns there is a right column of 40 %", arguments: [110, 120, 200])
  func rightColumn(columns: Int) {
    let layout = Self.layout(columns, 40, Self.wish(.shown))
    #expect(layout.bar.columns + layout.thinking.columns == columns * 2 / 5)
    #expect(layout.thinkingTitle.row == layout.rule.row)
    #expect(layout.thinking.endRow == layout.conversation.endRow)
  }

  @Test("Below 110 columns thinking stands under the conversation, at most half as high", arguments: [60, 80, 109])
  func stacked(columns: Int) {
    let layout = Self.layout(columns, 40, Self.wish(.shown))
    #expect(layout.bar.isEmpty)
    #expect(layout.thinkingTitle.row == layout.conversation.endRow)
    #expect((layout.thinking.rows + 1) <= (layout.conversation.rows + layout.thinking.rows + 1) / 2)
    #expect(layout.thinking.rows > 10)
  }

  @Test("With under 34 rows thinking is its title line until asked for, then at most a third")
  func short() {
    let folded = Self.layout(80, 24, Self.wish(.shown))
    #expect(folded.thinkingTitle.rows == 1 && folded.thinking.isEmpty)
    let open = Self.layout(80, 24, Self.wish(.shown, opens: true))
    #expect(open.thinking.rows + 1 == 20 / 3)
  }

  @Test("When a picture comes, thinking folds to its title line and the preview takes the column")
  func picture() {
    let layout = Self.layout(120, 40, Self.wish(.shown, preview: true))
    #expect(layout.thinking.isEmpty && layout.thinkingTitle.rows == 1)
    #expect(layout.previewTitle.row == layout.thinkingTitle.row + 1)
    #expect(layout.preview.endRow == layout.conversation.endRow)
    let open = Self.layout(120, 40, Self.wish(.shown, opens: true, preview: true))
    #expect(open.thinking.rows >= 8 && open.preview.rows > open.thinking.rows)
  }

  @Test("From 80 columns a picture takes a right column of 32, below that it stands under the conversation")
  func narrowPicture() {
    let column = Self.layout(80, 24, Self.wish(.shown, preview: true))
    #expect(column.preview.columns == 31 && column.bar.columns == 1)
    #expect(column.thinkingTitle.column == 0 && column.thinkingTitle.columns == 48)
    let under = Self.layout(79, 24, Self.wish(preview: true))
    #expect(under.bar.isEmpty && under.preview.columns == 79)
    #expect(under.preview.rows + 1 == 20 / 3)
  }

  @Test("Thinking in one line takes one line, at any width", arguments: [60, 80, 120, 200])
  func oneLine(columns: Int) {
    let layout = Self.layout(columns, 40, Self.wish(.line))
    #expect(layout.bar.isEmpty && layout.thinking.isEmpty)
    #expect(layout.thinkingTitle == Rect(row: 36, column: 0, rows: 1, columns: columns))
  }

  @Test("The prompt grows to a third of the screen, text to 100 columns")
  func limits() {
    #expect(Self.layout(120, 39, Self.wish(prompt: 100)).prompt.rows == 13)
    #expect(Self.layout(200, 40, Self.wish()).textColumns == 100)
    #expect(Self.layout(60, 16, Self.wish()).textColumns == 57)
  }

  @Test("Every cell of a pane belongs to it")
  func panes() {
    let layout = Self.layout(120, 40, Self.wish(.shown, opens: true, preview: true))
    #expect(layout.pane(at: Point(row: 5, column: 3)) == .conversation)
    #expect(layout.pane(at: Point(row: layout.thinkingTitle.row, column: 100)) == .thinking)
    #expect(layout.pane(at: Point(row: layout.preview.row, column: 100)) == .preview)
    #expect(layout.pane(at: Point(row: 38, column: 3)) == .prompt)
    #expect(layout.pane(at: Point(row: 0, column: 0)) == nil)
  }
}
