package import Screen

/// Markdown that grows, laid out as lines.
///
/// What a chunk costs depends on the block it belongs to, not on what came before: text up to the last place where a
/// block surely ended stays parsed and laid out, in sections of a few kilobytes; only the open section after it is
/// parsed again, when lines are asked for. In which chunks the text came makes no difference once it is finished.
/// Copies share their sections.
package struct MarkdownDocument: Sendable {
  /// A code block, to jump to and to copy.
  package struct CodeBlock: Hashable, Sendable {
    /// The first word after the fence, as it was written; empty if there is none.
    package var language: String
    /// The code as it was written, not made safe to show.
    package var source: String
    /// The lines it covers, the one with the language included.
    package var lines: Range<Int>

    func moved(by count: Int) -> CodeBlock {
      CodeBlock(language: language, source: source, lines: lines.lowerBound + count..<lines.upperBound + count)
    }
  }

  /// A link or picture with an address, under the small number it has where it is drawn.
  package struct Link: Hashable, Sendable {
    package var number: Int
    /// Its text, safe to show.
    package var text: String
    /// As it was written, not made safe to show.
    package var address: String

    package init(number: Int, text: String, address: String) {
      self.number = number
      self.text = text
      self.address = address
    }
  }

  /// What stands before the lines of code and before the name of their language, and is no part of them.
  package static let codeMarks: Set = [CodeLines.bar, CodeLines.labelMark]

  /// Sections at the end whose lines are kept. Those before them are laid out again when they are shown, or a long
  /// answer would take many times its size.
  private static let sectionsKept = 32
  /// Bytes of link definitions that are kept for other sections.
  private static let largestDefinitions = 8192

  /// The language of a text that is one piece of code and no Markdown, empty if that has no name; `nil` for Markdown.
  package let code: String?

  private var sections: [Section] = []
  private var open: Section
  /// The lines of the open section's last code block, to go on from as it grows.
  private var openCode: CodeLines?
  private var splitter: SectionSplitter
  /// `[name]: address` lines of all sections, which any section may refer to.
  private var definitions = ""
  private(set) var columns = 0
  /// How many links come before this text in the message.
  private var firstLink = 0
  /// Sections from the first that are laid out for `columns`.
  private var laidOut = 0
  private var isOpenLaidOut = false

  package init(code: String? = nil) {
    self.code = code
    open = Section(code: code)
    splitter = SectionSplitter(isCode: code != nil)
  }

  /// A whole text, finished.
  package init(_ text: String) {
    self.init()
    append(text)
    finish()
  }

  /// All text so far. Put together at each call.
  package var source: String {
    sections.reduce(into: "") { $0 += $1.source } + open.source
  }

  package mutating func append(_ text: String) {
    if text.isEmpty { return }
    open.source += text
    close(isEnd: false)
  }

  /// Says that the text is complete: the open section is closed, and links to addresses that were given later in the
  /// text are found. Text may be appended all the same; it starts a new block.
  package mutating func finish() {
    close(isEnd: true)
    for index in sections.indices where sections[index].isMissing(definitions) {
      sections[index].layout = nil
      laidOut = min(laidOut, index)
    }
  }

  /// Lays out what is not yet laid out at a width. Needed after each change before lines are asked for.
  /// - Parameters:
  ///   - columns: the most that a line may take; less than 1 counts as 1.
  ///   - firstLink: how many links come before this text: its own are numbered from there.
  package mutating func layout(columns: Int, firstLink: Int = 0) {
    if columns != self.columns || firstLink != self.firstLink {
      self.columns = columns
      self.firstLink = firstLink
      laidOut = 0
      isOpenLaidOut = false
      for index in sections.indices { sections[index].layout = nil }
    }
    while laidOut < sections.count {
      let previous = laidOut > 0 ? sections[laidOut - 1] : nil
      let links = previous?.layout?.lastLink ?? firstLink
      if sections[laidOut].layout?.firstLink != links {
        var code: CodeLines?
        sections[laidOut].render(
          columns: columns, definitions: definitions, after: previous, firstLink: links, codeLines: &code)
      }
      sections[laidOut].place(after: previous)
      if laidOut >= Self.sectionsKept { sections[laidOut - Self.sectionsKept].layout?.lines = nil }
      laidOut += 1
    }
    if !isOpenLaidOut {
      open.render(
        columns: columns, definitions: definitions, after: sections.last,
        firstLink: sections.last?.layout?.lastLink ?? firstLink, codeLines: &openCode)
      open.place(after: sections.last)
      isOpenLaidOut = true
    }
  }

  package var lineCount: Int { open.end }

  package func line(_ index: Int) -> Line {
    lines(in: index..<index + 1).first ?? Line()
  }

  /// The lines of a range, as far as they exist.
  /// - Parameter tracks: whether spans say what bytes of `source` they show; their sections are laid out once more.
  package func lines(in range: Range<Int>, tracks: Bool = false) -> [Line] {
    let range = range.clamped(to: 0..<lineCount)
    var result: [Line] = []
    result.reserveCapacity(range.count)
    var index = section(at: range.lowerBound)
    while result.count < range.count, index <= sections.count {
      let section = index < sections.count ? sections[index] : open
      let at = range.lowerBound + result.count
      // Blank lines between sections belong to none.
      result += Array(repeating: Line(), count: max(0, min(section.start, range.upperBound) - at))
      let shown = (max(at, section.start)..<range.upperBound).clamped(to: section.start..<section.end)
      if !shown.isEmpty {
        let lines = section.lines(columns: columns, definitions: definitions, tracks: tracks)
        let part = lines[shown.lowerBound - section.start..<shown.upperBound - section.start]
        result += tracks ? part.map { $0.moved(by: offset(ofSection: index)) } : Array(part)
      }
      index += 1
    }
    return result
  }

  /// The texts between marks that may hold one end of some bytes of `source`, each behind those inside it.
  package func marked(atEndsOf bytes: Range<Int>) -> [MarkedText] {
    stretches.filter { stretch in
      (stretch.range.lowerBound...stretch.range.upperBound).contains(bytes.lowerBound)
        || (stretch.range.lowerBound...stretch.range.upperBound).contains(bytes.upperBound)
    }.flatMap(\.marked)
  }

  /// The line with which a block begins.
  /// - Parameter offset: where the block begins in `source`, in UTF-8 bytes.
  package func line(atOffset offset: Int) -> Int {
    var start = 0
    for index in 0...sections.count {
      let section = index < sections.count ? sections[index] : open
      let count = section.source.utf8.count
      if offset < start + count || index == sections.count {
        let before = section.lineCount(ofFirst: offset - start, columns: columns, definitions: definitions)
        var line = min(section.start + before, lineCount)
        while line < lineCount, self.line(line).text.isEmpty { line += 1 }
        return line
      }
      start += count
    }
    return lineCount
  }

  private func offset(ofSection index: Int) -> Int {
    sections[..<index].reduce(0) { $0 + $1.source.utf8.count }
  }

  /// The line that shows a byte of `source`: the first that holds it; else the last one that begins before it.
  package func line(showing offset: Int) -> Int {
    var start = 0
    var index = 0
    while index < sections.count, offset >= start + sections[index].source.utf8.count {
      start += sections[index].source.utf8.count
      index += 1
    }
    let section = index < sections.count ? sections[index] : open
    var best = 0
    for (line, content) in section.lines(columns: columns, definitions: definitions, tracks: true).enumerated() {
      for origin in content.spans.lazy.compactMap(\.origin) {
        if origin.range.contains(offset - start) { return section.start + line }
        if origin.range.lowerBound <= offset - start { best = line }
      }
    }
    return min(section.start + best, max(0, lineCount - 1))
  }

  /// The texts that are laid out apart from each other, as unbroken as they can be shown: what is looked for is found
  /// whatever the width.
  package struct Stretch: Sendable {
    /// The bytes of `source` it has.
    package var range: Range<Int>
    package var source: String { section.source }
    fileprivate var section: Section
    fileprivate var definitions: String

    /// Its lines at no width in particular, their spans with the bytes of `source` they show.
    package var lines: [Line] { section.unbroken(definitions: definitions).map { $0.moved(by: range.lowerBound) } }
    fileprivate var marked: [MarkedText] {
      section.marked(definitions: definitions).map { $0.moved(by: range.lowerBound) }
    }
  }

  /// All of these, in order, laid out or not.
  package var stretches: [Stretch] {
    var start = 0
    return (sections + [open]).map { section in
      let range = start..<start + section.source.utf8.count
      start = range.upperBound
      return Stretch(range: range, section: section, definitions: definitions)
    }
  }

  /// The first line that may still change: those before it stand until the width is another one or the text complete.
  package var openLine: Int { open.start }

  /// All links that are laid out, in order.
  package var links: [Link] { (sections + [open]).flatMap { $0.layout?.links ?? [] } }

  /// The number of the last link.
  package var lastLink: Int { open.layout?.lastLink ?? sections.last?.layout?.lastLink ?? firstLink }

  /// The bytes of all text so far.
  package var byteCount: Int { sections.reduce(open.source.utf8.count) { $0 + $1.source.utf8.count } }

  /// All code blocks that are laid out, in order.
  package var codeBlocks: [CodeBlock] {
    var blocks: [CodeBlock] = []
    for section in sections + [open] {
      var added = (section.layout?.codeBlocks ?? []).map { $0.moved(by: section.start) }
      if section.resumesCode, let first = added.first, var begun = blocks.popLast() {
        if section.startsInsideLine, begun.source.hasSuffix("\n") { begun.source.removeLast() }
        begun.source += first.source
        begun.lines = begun.lines.lowerBound..<first.lines.upperBound
        added[0] = begun
      }
      blocks += added
    }
    return blocks
  }

  /// The first section that ends after a line.
  private func section(at line: Int) -> Int {
    var low = 0
    var high = sections.count
    while low < high {
      let middle = (low + high) / 2
      if sections[middle].end <= line { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func close(isEnd: Bool) {
    isOpenLaidOut = false
    let text = open.source
    var start = 0
    while let cut = splitter.next(in: text, isEnd: isEnd) {
      var closed = open
      closed.layout = nil
      closed.isGrowing = false
      closed.source = text.slice(start..<cut.end)
      sections.append(closed)
      open = Section(after: cut, of: closed)
      openCode = nil
      start = cut.end
    }
    if start > 0 {
      splitter.drop(start)
      open.source = text.slice(start..<text.utf8.count)
    }
    takeDefinitions()
  }

  private mutating func takeDefinitions() {
    for line in splitter.possibleDefinitions
    where definitions.utf8.count + line.utf8.count < Self.largestDefinitions && CommonMark.parse([line]).nodes.isEmpty {
      definitions += line.hasSuffix("\n") ? line : line + "\n"
    }
    splitter.possibleDefinitions = []
  }
}

extension MarkdownDocument: Equatable {
  /// Equal if text and sections are; what is laid out does not matter.
  package static func == (a: MarkdownDocument, b: MarkdownDocument) -> Bool {
    a.code == b.code && a.open.source == b.open.source && a.sections.lazy.map(\.source) == b.sections.lazy.map(\.source)
  }
}

extension Line {
  /// The same line of a longer source that begins so many bytes before.
  package func moved(by offset: Int) -> Line {
    Line(spans.map { Span($0.text, $0.style, from: $0.origin?.moved(by: offset)) })
  }
}
