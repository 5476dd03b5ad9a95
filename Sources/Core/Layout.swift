package import Screen

/// Where everything stands on the screen, from its size and from what there is to show.
/// - Source: product.md section 3.
package struct Layout: Hashable, Sendable {
  /// The smallest screen the studio draws on.
  package static let minimum = Size(columns: 60, rows: 16)
  /// A picture with fewer rows shows nothing.
  static let lowestPreview = 4
  /// Text is never wider than this.
  static let maximumTextColumns = 100

  /// What wants room.
  struct Wish: Hashable, Sendable {
    var thinking: PaneMode
    /// A person asked for the thinking pane: it does not fold for want of room.
    var opensThinking = false
    var preview: Bool
    /// Answers stand side by side in the place of the conversation.
    var compares = false
    /// The pane that has the screen.
    var zoomed: Pane?
    /// Only text and prompt are drawn: no lines, titles or hints.
    var isBare = false
    /// The first line stays in spite of that: it says who answers.
    var keepsStatus = false
    /// How a person left the panes of this shape.
    var sizes = PaneSizes()
    var promptRows: Int
    /// Lines above the prompt's rule: notices, a countdown, a queued prompt.
    var noticeRows: Int

    /// Where room is short, or a picture takes it, thinking is one line until a person asks for it.
    func foldsThinking(isShort: Bool) -> Bool { thinking == .line || !opensThinking && (isShort || preview) }
  }

  package var status: Rect
  /// The rule under the status line, over the conversation.
  package var rule: Rect
  package var conversation: Rect
  /// The conversation's room is that of a comparison.
  package var compares: Bool
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
    compares = wish.compares
    let chrome = wish.isBare ? 0 : 1
    status = rest.takeTop(wish.keepsStatus ? 1 : chrome)
    rule = rest.takeTop(chrome)
    hint = rest.takeBottom(chrome)
    let showsPrompt = wish.zoomed == nil || wish.zoomed == .prompt
    prompt = rest.takeBottom(showsPrompt ? max(1, min(wish.promptRows, size.rows / 3)) : 0)
    promptRule = rest.takeBottom(showsPrompt ? chrome : 0)
    notice = rest.takeBottom(min(wish.noticeRows, max(0, rest.rows - 4)))
    let none = Rect(row: rest.row, column: size.columns, rows: 0, columns: 0)
    (thinkingTitle, thinking, previewTitle, preview, bar) = (none, none, none, none, none)
    conversation = rest
    if wish.zoomed != nil || wish.isBare {
      zoom(wish.zoomed ?? .conversation)
      return
    }

    let shape = PaneShape(size)
    let isWide = shape == .wide
    let isShort = shape == .low
    let opensThinking = wish.thinking != .hidden && !wish.foldsThinking(isShort: isShort)
    let hasColumn = isWide && opensThinking || size.columns >= 80 && wish.preview
    if hasColumn {
      let wanted = wish.sizes.width.map { PaneSizes.cells($0, of: size.columns) }
      let limits = Self.sideLimits(size)
      let width = max(limits.lowerBound, min(wanted ?? (isWide ? size.columns * 2 / 5 : 32), limits.upperBound))
      // The column begins one row higher: its first title stands on the rule.
      var column = rest.takeRight(width)
      column.row -= 1
      column.rows += 1
      bar = Rect(row: column.row, column: column.column, rows: column.rows, columns: 1)
      column.column += 1
      column.columns -= 1
      rule.columns = bar.column
      if isWide { placeThinking(wish, opens: opensThinking, in: &column) }
      if wish.preview {
        previewTitle = column.takeTop(1)
        preview = column
      }
    }
    if !isWide || !hasColumn {
      let stacksPreview = wish.preview && !hasColumn
      let wanted = wish.sizes.height.map { PaneSizes.cells($0, of: rest.rows) }
      let limits = Self.belowLimits(rest.rows)
      let room =
        wanted.map { max(limits.lowerBound, min($0, limits.upperBound)) } ?? (isShort ? rest.rows / 3 : rest.rows / 2)
      var below = rest.takeBottom(stacksPreview || opensThinking ? room : wish.thinking == .hidden ? 0 : 1)
      placeThinking(wish, opens: opensThinking, in: &below)
      if stacksPreview {
        previewTitle = below.takeTop(1)
        preview = below
        // Too low for a picture: its title says where it is, and the conversation takes the rows.
        if preview.rows < Self.lowestPreview {
          previewTitle.row += preview.rows
          thinkingTitle.row += preview.rows
          thinking.row += preview.rows
          rest.rows += preview.rows
          preview.rows = 0
        }
      }
    }
    conversation = rest
  }

  /// Puts the thinking pane at the top of a column or of the rows below the conversation; a picture takes most of both.
  private mutating func placeThinking(_ wish: Wish, opens: Bool, in rest: inout Rect) {
    guard wish.thinking != .hidden else { return }
    thinkingTitle = rest.takeTop(1)
    guard opens else { return }
    guard wish.preview, preview.isEmpty else {
      thinking = rest.takeTop(rest.rows)
      return
    }
    // The title of the picture stands in one more row.
    let most = max(1, rest.rows - 1 - Self.lowestPreview)
    let wanted = wish.sizes.split.map { max(1, min(PaneSizes.cells($0, of: rest.rows), most)) }
    thinking = rest.takeTop(wanted ?? rest.rows / 3)
  }

  /// Columns that a right column may have.
  static func sideLimits(_ size: Size) -> ClosedRange<Int> {
    size.columns >= 110 ? 32...max(32, size.columns - 44) : 24...max(24, size.columns - 44)
  }

  /// Rows that the panes below the conversation may have, of those that both share.
  static func belowLimits(_ rows: Int) -> ClosedRange<Int> {
    min(3, max(1, rows))...max(min(3, max(1, rows)), rows - 3)
  }

  /// Gives all of the conversation's room to one pane, and the title's row with it.
  private mutating func zoom(_ pane: Pane) {
    let rest = conversation
    switch pane {
    case .conversation, .compare: break
    case .prompt:
      notice.row = rest.row
      promptRule.row = notice.endRow
      prompt = Rect(row: promptRule.endRow, rows: rest.rows + prompt.rows, columns: rest.columns)
      conversation.rows = 0
    case .thinking:
      (thinkingTitle, thinking) = (rule, rest)
      conversation.rows = 0
      rule.rows = 0
    case .preview:
      (previewTitle, preview) = (rule, rest)
      conversation.rows = 0
      rule.rows = 0
    }
  }

  /// Columns of text in the conversation: margins for the marker at the left and a blank at the right.
  package var textColumns: Int { max(10, min(Self.maximumTextColumns, conversation.columns - 3)) }
  package var thinkingColumns: Int { max(10, thinking.columns - 2) }

  /// The rule that says what of the conversation waits below its last row: the next rule under it, or where there is none
  /// the one over it. Empty on a bare screen.
  package var followRule: Rect {
    let below = [thinkingTitle, previewTitle].first {
      !$0.isEmpty && $0.row >= conversation.endRow && $0.column == conversation.column
    }
    return below ?? (promptRule.isEmpty ? rule : promptRule)
  }

  /// The pane under a cell.
  package func pane(at point: Point) -> Pane? {
    if conversation.contains(point) { return compares ? .compare : .conversation }
    if thinking.contains(point) || thinkingTitle.contains(point) { return .thinking }
    if preview.contains(point) || previewTitle.contains(point) { return .preview }
    if prompt.contains(point) || promptRule.contains(point) { return .prompt }
    return nil
  }
}
