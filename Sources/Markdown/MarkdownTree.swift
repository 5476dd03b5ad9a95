import Screen

/// Builds nodes from what a parser enters and leaves, in document order.
struct MarkdownTree {
  enum Container {
    case document, quote
    case list(MarkdownList)
    case item(isDone: Bool?, mark: Origin?)
    case table(MarkdownTable)
  }

  /// Where the parser says that a node stands in what it read.
  struct Place {
    /// Counted from 1.
    var lines: ClosedRange<Int>
    /// The byte in the first line, from 1.
    var column: Int
    /// A code block between fences.
    var isFenced = false
  }

  /// The text of the innermost open paragraph, heading or table cell.
  var inline = InlineText(base: .plain)

  private var frames: [(container: Container, nodes: [MarkdownNode])] = [(.document, [])]
  /// Finds what bytes of the source the texts were; `nil` where nobody wants to know.
  var tracker: SourceTracker?
  /// The links and pictures with an address, in order.
  private(set) var links: [MarkdownDocument.Link] = []
  private let firstLink: Int
  /// The texts between marks, where the source is followed.
  private var gatherer = MarkedText.Gatherer()
  var marked: [MarkedText] { gatherer.texts }
  /// Where each open link begins in the source.
  private var linkStarts: [Int?] = []
  private let deepest: Int
  /// Open containers, those too deep for a frame included.
  private var depth = 0
  private var quotes = 0
  private var row: [[Span]] = []
  private var rowIsHeader = false

  /// - Parameters:
  ///   - deepest: a container inside that many others gives its content to the one around it.
  ///   - firstLink: the number of the first link, less one.
  init(deepest: Int, firstLink: Int, tracker: SourceTracker?) {
    self.deepest = deepest
    self.firstLink = firstLink
    self.tracker = tracker
  }

  var nodes: [MarkdownNode] { frames[0].nodes }

  mutating func add(_ node: MarkdownNode) { frames[frames.count - 1].nodes.append(node) }

  /// A block of HTML, shown as it is written.
  mutating func addHTML(_ text: String, at place: Place?) {
    let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard let place, let starts = tracker?.starts(of: trimmed, line: place.lines.lowerBound) else {
      add(.html([Span(VisibleText.make(trimmed), .code)]))
      return
    }
    add(.html(Span.lines(of: trimmed, Style(.code), startingAt: starts)))
  }

  mutating func addCode(_ source: String, language: String, at place: Place?) {
    // The line of the fence comes first.
    let first = place.map { $0.lines.lowerBound + ($0.isFenced ? 1 : 0) }
    let starts = first.flatMap { tracker?.starts(of: source, line: $0) }
    add(.code(language: language, source: source, starts: starts))
  }

  mutating func addRule(at place: Place?) { add(.rule(place.flatMap { tracker?.origin(ofLine: $0.lines.lowerBound) })) }

  mutating func append(_ text: String, isCode: Bool = false, at place: Place?) {
    let style = isCode ? inline.codeStyle : inline.style
    if let place,
      let spans = tracker?.spans(text, style, isLiteral: isCode, line: place.lines.lowerBound, column: place.column)
    {
      inline.append(spans)
      let ranges = spans.compactMap(\.origin?.range)
      let range = ranges.first.flatMap { first in ranges.last.map(first.joined) }
      guard isCode, let tracker else { return gatherer.add(range) }
      gatherer.begin()
      gatherer.add(range)
      gatherer.end(tracker.markedCode)
    } else {
      inline.append([Span(VisibleText.make(text), style)])
    }
  }

  mutating func openEmphasis() {
    inline.changeEmphasis(by: 1)
    gatherer.begin()
  }

  mutating func openStrong() {
    inline.changeStrong(by: 1)
    gatherer.begin()
  }

  mutating func openStrikethrough() {
    inline.changeStrikethrough(by: 1)
    gatherer.begin()
  }

  mutating func closeEmphasis() {
    inline.changeEmphasis(by: -1)
    endMarked(count: 1)
  }

  mutating func closeStrong() {
    inline.changeStrong(by: -1)
    endMarked(count: 2)
  }

  mutating func closeStrikethrough() {
    inline.changeStrikethrough(by: -1)
    endMarked(count: 2)
  }

  private mutating func endMarked(count: Int) {
    let tracker = tracker
    gatherer.end { tracker?.marked($0, count: count) }
  }

  /// The end of a line inside a paragraph.
  mutating func appendBlank() { inline.append([Span(" ", inline.style, from: tracker?.lineBreak())]) }

  /// A tag inside a paragraph, shown as it is written; only the line breaks of table cells are obeyed.
  mutating func appendHTML(_ tag: String, at place: Place?) {
    if ["<br>", "<br/>", "<br />"].contains(tag.lowercased()) {
      inline.appendLineBreak()
    } else {
      append(tag, isCode: true, at: place)
    }
  }

  mutating func openLink(isPicture: Bool = false) {
    linkStarts.append(tracker?.linkStart())
    gatherer.begin()
    if isPicture { inline.openPicture() } else { inline.openLink() }
  }

  /// Ends a link or picture, with its number behind it. The number stands for all of it. A picture inside its address
  /// would be pages of letters that nobody can read: the beginning is shown.
  mutating func closeLink(address: String) {
    let start = linkStarts.popLast() ?? nil
    guard var text = inline.closeLink() else { return }
    var address = address
    // The parser takes an escape behind a bare address for a part of it.
    if start == nil, address == text, address.hasSuffix("\\") {
      inline.drop("\\")
      text.removeLast()
      address.removeLast()
    }
    let origin = tracker?.endLink(from: start)
    gatherer.end { _ in origin?.range }
    let shown = VisibleText.make(address)
    guard !shown.isEmpty else { return }
    if shown.lowercased().hasPrefix("data:") {
      let note = TextWrap.truncate(shown, columns: 32)
      inline.append([Span(text.isEmpty ? "‹\(note)›" : " ‹\(note)›", Style(.faint), from: origin)])
      return
    }
    if text.isEmpty { inline.append([Span("‹\(TextWrap.truncate(shown, columns: 32))›", Style(.link, .underline))]) }
    let number = firstLink + links.count + 1
    links.append(MarkdownDocument.Link(number: number, text: text, address: address))
    inline.append([Span(SmallNumber.text(number), Style(.faint), from: origin)])
  }

  mutating func openText(at place: Place?) {
    if let place { tracker?.enter(lines: place.lines) }
    inline = InlineText(base: Style(quotes > 0 ? .quote : .text))
  }

  /// - Parameter level: 1 to 6; the first three differ by weight and underline, the rest are slanted.
  mutating func openHeading(level: Int, at place: Place?) {
    if let place { tracker?.enter(lines: place.lines) }
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
    case .item(let isDone, let mark):
      guard case .list(var list) = frames[frames.count - 1].container else {
        nodes.forEach { add($0) }
        break
      }
      // The list is taken out of its frame while it grows, or each item would copy it.
      frames[frames.count - 1].container = .document
      list.items.append(MarkdownList.Item(isDone: isDone, mark: mark, nodes: nodes))
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

  mutating func openCell(at place: Place?) {
    if let place { tracker?.enter(lines: place.lines) }
    inline = InlineText(base: rowIsHeader ? Style(.strong, .bold) : Style(quotes > 0 ? .quote : .text))
  }

  mutating func closeCell() { row.append(inline.spans) }
}

/// Numbers as small as a note's: ¹, ¹².
package enum SmallNumber {
  private static let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

  static func text(_ number: Int) -> String { String(String(number).compactMap(\.wholeNumberValue).map { digits[$0] }) }

  /// The number that such digits are, if a text has nothing else.
  package static func value(_ text: String) -> Int? {
    // More of them is no number of a link.
    var value = (1...9).contains(text.count) ? 0 : nil
    for character in text {
      value = value.flatMap { value in digits.firstIndex(of: character).map { value * 10 + $0 } }
    }
    return value
  }
}

extension Span {
  /// The lines of a text shown as it is written.
  /// - Parameter starts: where each line begins in the source, as far as that is known.
  static func lines(of text: String, _ style: Style, startingAt starts: [Int?]) -> [Span] {
    var spans: [Span] = []
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      if index > 0 { spans.append(Span("\n", style)) }
      let isEnded = index + 1 < lines.count && bytes.last == 0x0D
      let line = String(decoding: isEnded ? bytes.dropLast() : bytes, as: UTF8.self)
      if starts.indices.contains(index), let start = starts[index] {
        spans += VisibleText.spans(line, style, from: start)
      } else {
        spans.append(Span(VisibleText.make(line), style))
      }
    }
    return spans
  }
}
