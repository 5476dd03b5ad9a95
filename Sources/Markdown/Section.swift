import Screen

/// A stretch of Markdown that is parsed and laid out apart from the rest.
struct Section: Sendable {
  struct Layout: Sendable {
    /// `nil` where they were dropped to save memory.
    var lines: [Line]?
    var lineCount: Int
    /// Lines counted from the start of the section.
    var codeBlocks: [MarkdownDocument.CodeBlock]
    /// The size of the link definitions that were known.
    var definitionSize: Int
    /// What code in the next section would go on from.
    var codeEnd: MarkdownLayout.CodeEnd?
    var links: [MarkdownDocument.Link]
    /// The links before it in the message.
    var firstLink: Int

    /// The links up to its end.
    var lastLink: Int { firstLink + links.count }
  }

  /// A table of more cells than this in one section, most of them missing from the source and made up by the parser,
  /// is shown as text.
  private static let mostCells = 32_768

  var source = ""
  /// True while more of it may come.
  var isGrowing = true
  var layout: Layout?
  /// The index of its first line in the document.
  private(set) var start = 0
  /// True if it begins with the rest of a code block.
  private(set) var resumesCode = false
  /// True if it begins with the rest of a line.
  private(set) var startsInsideLine = false
  /// True if no blank line parts it from the section before.
  private var joins = false
  /// What the parser reads before the source.
  private var opening = ""
  /// The code that it goes on from, if it begins with the rest of a code block.
  private var resumed: MarkdownLayout.CodeEnd?
  /// The language of a text that is code and no Markdown.
  private let code: String?

  init(code: String? = nil) { self.code = code }

  /// The section that a cut begins.
  init(after cut: SectionSplitter.Cut, of previous: Section) {
    code = previous.code
    startsInsideLine = cut.isInsideLine
    opening = cut.opening
    resumesCode = code != nil || ["`", "~"].contains(cut.opening.trimmed.prefix(1))
    joins = !cut.isBlockEnd && (resumesCode || !previous.source.hasSuffix("\n\n"))
  }

  /// The index of the line after its last.
  var end: Int { start + (layout?.lineCount ?? 0) }

  /// - Parameters:
  ///   - previous: the section before, laid out.
  ///   - firstLink: how many links the message has before it.
  ///   - codeLines: the lines of its last code block as far as it was rendered, to go on from as it grows.
  mutating func render(
    columns: Int, definitions: String, after previous: Section?, firstLink: Int, codeLines: inout CodeLines?
  ) {
    resumed = resumesCode ? previous?.layout?.codeEnd ?? MarkdownLayout.CodeEnd(language: "", state: .code) : nil
    // The layout lets go of the lines, so that they grow in place.
    let known = codeLines
    codeLines = nil
    let (rendered, links) = rendered(columns: columns, definitions, firstLink: firstLink, codeLines: known)
    codeLines = rendered.codeLines
    layout = Layout(
      lines: rendered.lines, lineCount: rendered.lines.count, codeBlocks: rendered.codeBlocks,
      definitionSize: definitions.utf8.count, codeEnd: rendered.codeEnd, links: links, firstLink: firstLink)
  }

  /// Moves a laid out section below the one before it.
  mutating func place(after previous: Section?) {
    start = previous?.end ?? 0
    if start > 0, !joins, end > start { start += 1 }
  }

  /// - Parameter tracks: whether spans say what bytes of the section they show.
  /// - Returns: the lines laid out, once more if they were dropped.
  func lines(columns: Int, definitions: String, tracks: Bool = false) -> [Line] {
    guard let layout else { return [] }
    if !tracks, let lines = layout.lines { return lines }
    // With the definitions of that time, as later ones could change the number of lines.
    let known = definitions.slice(0..<layout.definitionSize)
    let lines = rendered(columns: columns, known, firstLink: layout.firstLink, tracks: tracks).layout.lines
    return tracks ? withinSource(lines) : lines
  }

  /// The lines at no width in particular, with the bytes of the section that they show.
  func unbroken(definitions: String) -> [Line] {
    withinSource(rendered(columns: .max / 2, definitions, firstLink: 0, tracks: true).layout.lines)
  }

  /// The texts between marks, by bytes of the section.
  func marked(definitions: String) -> [MarkedText] { parsed(definitions, firstLink: 0, tracks: true).marked }

  /// A mark that was closed to be shown is no byte of the source.
  private func withinSource(_ lines: [Line]) -> [Line] {
    guard isGrowing else { return lines }
    let whole = 0..<source.utf8.count
    return lines.map { line in
      Line(
        line.spans.map { span in
          guard let range = span.origin?.range, range.upperBound > whole.upperBound else { return span }
          return Span(span.text, span.style, from: Origin(range.clamped(to: whole), isWhole: true))
        })
    }
  }

  /// How many lines the first bytes of the source make by themselves.
  func lineCount(ofFirst count: Int, columns: Int, definitions: String) -> Int {
    guard count > 0 else { return 0 }
    var head = self
    head.source = source.slice(0..<min(count, source.utf8.count))
    head.isGrowing = false
    return head.rendered(columns: columns, definitions, firstLink: layout?.firstLink ?? 0).layout.lines.count
  }

  /// True if it may refer to a link definition that was not known when it was laid out.
  func isMissing(_ definitions: String) -> Bool {
    guard let layout, layout.definitionSize != definitions.utf8.count else { return false }
    return source.contains(byte: UInt8(ascii: "["))
  }

  private func rendered(
    columns: Int, _ definitions: String, firstLink: Int, codeLines: CodeLines? = nil, tracks: Bool = false
  ) -> (layout: MarkdownLayout, links: [MarkdownDocument.Link]) {
    var layout = MarkdownLayout(columns: columns, codeLines: codeLines)
    let (nodes, links, _) = parsed(definitions, firstLink: firstLink, tracks: tracks)
    layout.add(nodes, resumed: resumed)
    return (layout, links)
  }

  private func parsed(
    _ definitions: String, firstLink: Int, tracks: Bool
  ) -> (nodes: [MarkdownNode], links: [MarkdownDocument.Link], marked: [MarkedText]) {
    if let code { return (source.isEmpty ? [] : [wholeCode(code, tracks: tracks)], [], []) }
    let known = definitions.isEmpty || !source.contains(byte: UInt8(ascii: "[")) ? [] : [definitions, "\n"]
    let shown = isGrowing ? GrowingMarkdown.shown(source, after: opening) : source
    return CommonMark.parse(
      known + [opening, shown], tables: mayHaveTables, firstLink: firstLink, tracks: tracks)
  }

  private func wholeCode(_ language: String, tracks: Bool) -> MarkdownNode {
    guard tracks else { return .code(language: language, source: source, starts: nil) }
    var starts: [Int?] = [0]
    for (offset, byte) in source.utf8.enumerated() where byte == 0x0A { starts.append(offset + 1) }
    return .code(language: language, source: source, starts: starts)
  }

  private var mayHaveTables: Bool {
    guard source.contains(byte: UInt8(ascii: "|")) else { return false }
    let bytes = source.utf8Span.span
    var rows = 0
    var bars = 0
    var widest = 0
    var isRule = true
    for offset in bytes.indices {
      switch bytes[offset] {
      case 0x0A:
        if isRule { widest = max(widest, bars) }
        rows += 1
        bars = 0
        isRule = true
      case UInt8(ascii: "|"): bars += 1
      case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ">"), 0x09, 0x0D, 0x20: break
      default: isRule = false
      }
    }
    return (widest + 1) * (rows + 1) <= Self.mostCells
  }
}
