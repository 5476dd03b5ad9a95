import Screen

/// Builds nodes from what a parser enters and leaves, in document order.
struct MarkdownTree {
  enum Container {
    case document, quote
    case list(MarkdownList)
    case item(isDone: Bool?)
    case table(MarkdownTable)
  }

  /// The text of the innermost open paragraph, heading or table cell.
  var inline = InlineText(base: .plain)

  private var frames: [(container: Container, nodes: [MarkdownNode])] = [(.document, [])]
  private let deepest: Int
  /// Open containers, those too deep for a frame included.
  private var depth = 0
  private var quotes = 0
  private var row: [[Span]] = []
  private var rowIsHeader = false

  /// - Parameter deepest: a container inside that many others gives its content to the one around it.
  init(deepest: Int) {
    self.deepest = deepest
  }

  var nodes: [MarkdownNode] { frames[0].nodes }

  mutating func add(_ node: MarkdownNode) { frames[frames.count - 1].nodes.append(node) }

  /// A block of HTML, shown as it is written.
  mutating func addHTML(_ text: String) {
    let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
    add(.html([Span(VisibleText.make(trimmed), .code)]))
  }

  /// A tag inside a paragraph, shown as it is written; only the line breaks of table cells are obeyed.
  mutating func appendHTML(_ tag: String) {
    if ["<br>", "<br/>", "<br />"].contains(tag.lowercased()) {
      inline.appendLineBreak()
    } else {
      inline.appendCode(tag)
    }
  }

  mutating func openText() { inline = InlineText(base: Style(quotes > 0 ? .quote : .text)) }

  /// - Parameter level: 1 to 6; the first three differ by weight and underline, the rest are slanted.
  mutating func openHeading(level: Int) {
    let attributes: Attributes =
      switch level {
      case 1: [.bold, .underline]
      case 2: .bold
      case 3: .underline
      default: .italic
      }
    inline = InlineText(base: Style(.heading, attributes))
  }

  mutating func open(_ container: Container) {
    depth += 1
    if depth > deepest { return }
    if case .quote = container { quotes += 1 }
    frames.append((container, []))
  }

  mutating func close() {
    depth -= 1
    guard depth < deepest, frames.count > 1 else { return }
    let (container, nodes) = frames.removeLast()
    switch container {
    case .document: break
    case .quote:
      quotes -= 1
      add(.quote(nodes))
    case .list(var list):
      // Content of items that were too deep for a frame of their own.
      if !nodes.isEmpty { list.items.append(MarkdownList.Item(nodes: nodes)) }
      add(.list(list))
    case .item(let isDone):
      guard case .list(var list) = frames[frames.count - 1].container else {
        nodes.forEach { add($0) }
        break
      }
      // The list is taken out of its frame while it grows, or each item would copy it.
      frames[frames.count - 1].container = .document
      list.items.append(MarkdownList.Item(isDone: isDone, nodes: nodes))
      frames[frames.count - 1].container = .list(list)
    case .table(let table): add(.table(table))
    }
  }

  mutating func openRow(isHeader: Bool) {
    row = []
    rowIsHeader = isHeader
  }

  mutating func closeRow() {
    guard case .table(var table) = frames[frames.count - 1].container else {
      add(.paragraph(Array(row.joined(separator: [Span(" ")]))))
      return
    }
    frames[frames.count - 1].container = .document
    if rowIsHeader {
      table.header = row
    } else {
      table.rows.append(row)
    }
    frames[frames.count - 1].container = .table(table)
  }

  mutating func openCell() {
    inline = InlineText(base: rowIsHeader ? Style(.strong, .bold) : Style(quotes > 0 ? .quote : .text))
  }

  mutating func closeCell() { row.append(inline.spans) }
}
