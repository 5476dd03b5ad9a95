package import Screen

/// Where everything stands on the screen, from its size and from what there is to show.
/// - Source: product.md section 3.
package struct Layout: Hashable, Sendable {
  /// The smallest screen the studio draws on.
  package static let minimum = Size(columns: 60, rows: 16)
  /// Text is never wider than this.
  static let maximumTextColumns = 100

  /// What wants room.
  struct Wish: Hashable, Sendable {
    var thinking: PaneMode
    var preview: Bool
    var promptRows: Int
    /// Lines above the prompt's rule: notices, a countdown, a queued prompt.
    var noticeRows: Int
  }

  package var status: Rect
  /// The rule under the status line, over the conversation.
  package var rule: Rect
  package var conversation: Rect
  /// The row with the title of the thinking pane; empty while there is none.
  package var thinkingTitle: Rect
  package var thinking: Rect
  package var previewTitle: Rect
  package var preview: Rect
  /// The bar between conversation and right column; empty while there is none.
  package var bar: Rect
  package var notice: Rect
  package var promptRule: Rect
  package var prompt: Rect
  package var hint: Rect

  init(size: Size, wish: Wish) {
    var rest = Rect(size)
    status = rest.takeTop(1)
    rule = rest.takeTop(1)
    hint = rest.takeBottom(1)
    prompt = rest.takeBottom(max(1, min(wish.promptRows, size.rows / 3)))
    promptRule = rest.takeBottom(1)
    notice = rest.takeBottom(min(wish.noticeRows, max(0, rest.rows - 4)))
    let none = Rect(row: rest.row, column: size.columns, rows: 0, columns: 0)
    (thinkingTitle, thinking, previewTitle, preview, bar) = (none, none, none, none, none)
    conversation = rest

    let showsThinking = wish.thinking != .hidden
    let isWide = size.columns >= 110
    let pictureOnly = size.columns >= 80 && wish.preview && !isWide
    if isWide && (showsThinking || wish.preview) || pictureOnly {
      let width = isWide ? max(32, size.columns * 2 / 5) : 32
      // The column begins one row higher: its first title stands on the rule.
      var column = rest.takeRight(width)
      column.row -= 1
      column.rows += 1
      bar = Rect(row: column.row, column: column.column, rows: column.rows, columns: 1)
      column.column += 1
      column.columns -= 1
      rule.columns = bar.column
      if showsThinking, isWide {
        thinkingTitle = column.takeTop(1)
        // A picture takes the column: the thinking folds to its title.
        let rows = wish.thinking == .line || wish.preview ? 0 : column.rows
        thinking = column.takeTop(rows)
      }
      if wish.preview {
        previewTitle = column.takeTop(1)
        preview = column
      }
      if !isWide, showsThinking { stackThinking(in: &rest, size: size, mode: wish.thinking) }
    } else if showsThinking || wish.preview {
      if wish.preview {
        var below = rest.takeBottom(Self.share(of: rest.rows, size: size))
        previewTitle = below.takeTop(1)
        preview = below
        if showsThinking { thinkingTitle = rest.takeBottom(1) }
      } else {
        stackThinking(in: &rest, size: size, mode: wish.thinking)
      }
    }
    conversation = rest
  }

  private mutating func stackThinking(in rest: inout Rect, size: Size, mode: PaneMode) {
    var below = rest.takeBottom(mode == .line ? 1 : Self.share(of: rest.rows, size: size))
    thinkingTitle = below.takeTop(1)
    thinking = below
  }

  /// At most half the height for what stands under the conversation, a third on a low screen.
  private static func share(of rows: Int, size: Size) -> Int { size.rows < 34 ? rows / 3 : rows / 2 }

  /// Columns of text in the conversation: margins for the marker at the left and a blank at the right.
  package var textColumns: Int { max(10, min(Self.maximumTextColumns, conversation.columns - 3)) }
  package var thinkingColumns: Int { max(10, thinking.columns - 2) }

  /// The pane under a cell.
  package func pane(at point: Point) -> Pane? {
    if conversation.contains(point) { return .conversation }
    if thinking.contains(point) || thinkingTitle.contains(point) { return .thinking }
    if preview.contains(point) || previewTitle.contains(point) { return .preview }
    if prompt.contains(point) || promptRule.contains(point) { return .prompt }
    return nil
  }
}
