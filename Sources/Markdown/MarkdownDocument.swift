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

  /// Sections at the end whose lines are kept. Those before them are laid out again when they are shown, or a long
  /// answer would take many times its size.
  private static let sectionsKept = 128
  /// Bytes of link definitions that are kept for other sections.
  private static let largestDefinitions = 8192

  private var sections: [Section] = []
  private var open = Section()
  private var splitter = SectionSplitter()
  /// `[name]: address` lines of all sections, which any section may refer to.
  private var definitions = ""
  private var columns = 0
  /// Sections from the first that are laid out for `columns`.
  private var laidOut = 0
  private var isOpenLaidOut = false

  package init() {}

  /// A whole text, finished.
  package init(_ text: String) {
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
  /// - Parameter columns: the most that a line may take; less than 1 counts as 1.
  package mutating func layout(columns: Int) {
    if columns != self.columns {
      self.columns = columns
      laidOut = 0
      isOpenLaidOut = false
      for index in sections.indices { sections[index].layout = nil }
    }
    while laidOut < sections.count {
      let previous = laidOut > 0 ? sections[laidOut - 1] : nil
      if sections[laidOut].layout == nil {
        sections[laidOut].render(columns: columns, definitions: definitions, after: previous)
        sections[laidOut].grownLines = nil
      }
      sections[laidOut].place(after: previous)
      if laidOut >= Self.sectionsKept { sections[laidOut - Self.sectionsKept].layout?.lines = nil }
      laidOut += 1
    }
    if !isOpenLaidOut {
      open.render(columns: columns, definitions: definitions, after: sections.last)
      open.place(after: sections.last)
      isOpenLaidOut = true
    }
  }

  package var lineCount: Int { open.end }

  package func line(_ index: Int) -> Line {
    lines(in: index..<index + 1).first ?? Line()
  }

  /// The lines of a range, as far as they exist.
  package func lines(in range: Range<Int>) -> [Line] {
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
        let lines = section.lines(columns: columns, definitions: definitions)
        result += lines[shown.lowerBound - section.start..<shown.upperBound - section.start]
      }
      index += 1
    }
    return result
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
      closed.grownLines = nil
      closed.source = text.slice(start..<cut.end)
      sections.append(closed)
      open = Section(after: cut, of: closed)
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
    where definitions.utf8.count + line.utf8.count < Self.largestDefinitions && CommonMark.parse([line]).isEmpty {
      definitions += line.hasSuffix("\n") ? line : line + "\n"
    }
    splitter.possibleDefinitions = []
  }
}

extension MarkdownDocument: Equatable {
  /// Equal if text and sections are; what is laid out does not matter.
  package static func == (a: MarkdownDocument, b: MarkdownDocument) -> Bool {
    a.open.source == b.open.source && a.sections.lazy.map(\.source) == b.sections.lazy.map(\.source)
  }
}
