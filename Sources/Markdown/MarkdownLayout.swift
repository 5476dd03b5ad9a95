import Screen

/// Nodes laid out as lines of at most `columns` columns.
struct MarkdownLayout {
  let columns: Int
  private(set) var lines: [Line] = []
  private(set) var codeBlocks: [MarkdownDocument.CodeBlock] = []
  /// The language of the last code block that stands in nothing else, and what more of it would begin inside of.
  private(set) var codeEnd: CodeEnd?
  /// The lines of that block, to go on from as it grows.
  private(set) var codeLines: CodeLines?

  struct CodeEnd: Hashable, Sendable {
    var language: String
    var state: CodeState
  }

  /// Content beside a bullet, number or quote bar takes at least this many columns; with less it goes below the mark.
  private static let narrowest = 6
  private static let longestRule = 1000

  /// - Parameter codeLines: what an earlier layout of the same section ended with.
  init(columns: Int, codeLines: CodeLines? = nil) {
    self.columns = max(1, columns)
    self.codeLines = codeLines
  }

  /// Appends nodes with a blank line between any two, and before the first if there are lines already.
  /// - Parameters:
  ///   - isTight: no blank lines between them.
  ///   - resumed: the first node is the rest of a code block that other lines began and that this is the end of.
  mutating func add(_ nodes: [MarkdownNode], isTight: Bool = false, resumed: CodeEnd? = nil) {
    for (index, node) in nodes.enumerated() {
      if !lines.isEmpty, !isTight { lines.append(Line()) }
      add(node, resumed: index == 0 ? resumed : nil)
    }
  }

  private mutating func add(_ node: MarkdownNode, resumed: CodeEnd?) {
    switch node {
    case .heading(let spans), .paragraph(let spans), .html(let spans):
      lines += TextWrap.wrap(spans, columns: columns)
    case .code(let language, let source, let starts):
      addCode(source, language: language, starts: starts, resumed: resumed)
    case .rule(let origin):
      lines.append(
        Line([Span(String(repeating: "─", count: min(columns, Self.longestRule)), Style(.rule), from: origin)]))
    case .quote(let nodes): addQuote(nodes)
    case .list(let list): addList(list)
    case .table(let table): lines += MarkdownTableLayout(table, columns: columns).lines
    }
  }

  private mutating func addCode(_ source: String, language: String, starts: [Int?]?, resumed: CodeEnd?) {
    let start = lines.count
    if !language.isEmpty, resumed == nil {
      let mark = columns < CodeLines.narrowest ? [] : [CodeLines.labelMark]
      let name = TextWrap.truncate(VisibleText.make(language), columns: columns - 2 * mark.count)
      lines.append(Line(mark + [Span(name, .faint)]))
    }
    let language = resumed?.language ?? language
    let state = resumed?.state ?? .code
    var code = CodeLines(language: language, columns: columns, start: state)
    if starts == nil, let known = codeLines, known.language == language, known.columns == columns, known.start == state
    {
      code = known
    }
    codeLines = nil
    let taken = code.take(source, starts: starts)
    codeLines = code
    lines += taken.lines
    codeEnd = CodeEnd(language: language, state: taken.end)
    codeBlocks.append(MarkdownDocument.CodeBlock(language: language, source: source, lines: start..<lines.count))
  }

  private mutating func addQuote(_ nodes: [MarkdownNode]) {
    let bar = Span("▎ ", .quote)
    let room = columns - 2
    var inner = MarkdownLayout(columns: room < Self.narrowest ? columns : room)
    inner.add(nodes)
    let head = room < Self.narrowest ? [] : [bar]
    append(inner, first: head, others: head, blank: head.map { Span($0.text.trimmed, $0.style) })
  }

  private mutating func addList(_ list: MarkdownList) {
    let numbers = list.start.map { start in list.items.indices.map { "\(start + $0)\(list.delimiter)" } }
    let numberColumns = numbers?.map(\.count).max() ?? 0
    for (index, item) in list.items.enumerated() {
      if index > 0, !list.isTight { lines.append(Line()) }
      var mark = numbers.map { String(repeating: " ", count: numberColumns - $0[index].count) + $0[index] } ?? ""
      if let isDone = item.isDone {
        mark += (mark.isEmpty ? "" : " ") + (isDone ? "☑" : "☐")
      } else if mark.isEmpty {
        mark = "•"
      }
      addItem(item, mark: Span(mark + " ", Style(.marker), from: item.mark), isTight: list.isTight)
    }
  }

  private mutating func addItem(_ item: MarkdownList.Item, mark: Span, isTight: Bool) {
    let width = TextWidth.columns(of: mark.text)
    let isNarrow = columns - width < Self.narrowest
    var inner = MarkdownLayout(columns: isNarrow ? columns : columns - width)
    inner.add(item.nodes, isTight: isTight)
    if isNarrow || inner.lines.isEmpty {
      let text = TextWrap.truncate(mark.text.trimmed, columns: columns)
      lines.append(Line([Span(text, Style(.marker), from: mark.origin)]))
    }
    append(
      inner, first: isNarrow ? [] : [mark],
      others: isNarrow ? [] : [Span(String(repeating: " ", count: width))])
  }

  /// Appends lines laid out beside a mark.
  /// - Parameters:
  ///   - first: put before the first line.
  ///   - others: put before the other lines, but for blank ones.
  ///   - blank: put on blank lines.
  private mutating func append(_ inner: MarkdownLayout, first: [Span], others: [Span], blank: [Span] = []) {
    let start = lines.count
    for (index, line) in inner.lines.enumerated() {
      let head = index == 0 ? first : line.spans.isEmpty ? blank : others
      lines.append(Line(head + line.spans))
    }
    for code in inner.codeBlocks {
      codeBlocks.append(code.moved(by: start))
    }
  }
}
