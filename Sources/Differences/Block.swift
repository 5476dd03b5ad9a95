import Markdown

/// A block of an answer's Markdown source, such as a paragraph. Two answers are laid beside each other by blocks.
package struct Block: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case paragraph, heading, listItem, quote, table, rule
    /// A fenced code block with both fences, wherever it stands.
    case code
  }

  package var kind: Kind
  /// UTF-8 offsets in the source. Blank lines after a block belong to it, so that blocks follow each other without a gap.
  package var range: Range<Int>
  /// The end of the block without the blanks at its end.
  package var contentEnd: Int

  /// The blocks of a text, each line of which is read once. Text of blanks alone is one empty paragraph.
  package static func blocks(of source: String) -> [Block] {
    var reader = BlockReader()
    let bytes = source.utf8Span.span
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      end = min(end + 1, bytes.count)
      reader.read(SourceLine(start..<end, in: bytes), in: bytes)
      start = end
    }
    if reader.blocks.isEmpty, !bytes.isEmpty { return [Block(kind: .paragraph, range: 0..<bytes.count, contentEnd: 0)] }
    return reader.blocks
  }

  /// How many of the blocks stay as they are whatever comes after the text. The last may go on, and a line without its
  /// end may still turn out to belong to the block before it.
  static func finishedCount(of blocks: [Block], in source: String) -> Int {
    let bytes = source.utf8Span.span
    var lineStart = bytes.count
    while lineStart > 0, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    return blocks.dropLast().prefix { block in
      let end = block.range.upperBound
      switch block.kind {
      case _ where end < lineStart: return true
      case .heading, .rule, .code: return true
      case .listItem: return false
      // Nothing joins these over a blank line.
      case .paragraph, .quote, .table: return (block.contentEnd..<end).count { bytes[$0] == 0x0A } > 1
      }
    }.count
  }
}

private struct BlockReader {
  private(set) var blocks: [Block] = []
  /// True if no line can belong to the last block any more.
  private var isEnded = true
  private var followsBlank = false
  private var fence: Fence?
  /// The column where the content of the list item starts.
  private var itemContent = 0
  /// The line before of the same paragraph, and where the content before it ends.
  private var previous: (line: SourceLine, contentBefore: Int)?

  mutating func read(_ line: SourceLine, in bytes: Swift.Span<UInt8>) {
    if let last = blocks.indices.last { blocks[last].range = blocks[last].range.lowerBound..<line.end }
    if let fence {
      if !line.isBlank { extend(to: line) }
      if closes(line, fence, in: bytes) {
        self.fence = nil
        isEnded = true
      }
    } else if line.isBlank {
      followsBlank = true
      previous = nil
    } else {
      if let start = start(of: line, in: bytes) { begin(start, at: line) } else { extend(to: line, in: bytes) }
      followsBlank = false
    }
  }

  private mutating func begin(_ kind: Start, at line: SourceLine) {
    if let last = blocks.indices.last { blocks[last].range = blocks[last].range.lowerBound..<line.start }
    isEnded = kind.kind == .heading || kind.kind == .rule
    fence = kind.fence
    itemContent = kind.itemContent
    previous = kind.kind == .paragraph ? (line, line.start) : nil
    let start = blocks.isEmpty ? 0 : line.start
    blocks.append(Block(kind: kind.kind, range: start..<line.end, contentEnd: line.contentEnd))
  }

  private mutating func extend(to line: SourceLine) { blocks[blocks.count - 1].contentEnd = line.contentEnd }

  /// Adds a line to the block, which may show only now what the block is.
  private mutating func extend(to line: SourceLine, in bytes: Swift.Span<UInt8>) {
    let last = blocks.count - 1
    if let header = previous {
      if isUnderline(line, in: bytes) {
        blocks[last].kind = .heading
        isEnded = true
      } else if line.isTableRule(in: bytes), contains("|", header.line, in: bytes),
        Start(header.line, in: bytes).kind == .paragraph
      {
        if header.line.start > blocks[last].range.lowerBound {
          blocks[last].contentEnd = header.contentBefore
          begin(Start(kind: .table), at: header.line)
          blocks[last + 1].range = header.line.start..<line.end
        } else {
          blocks[last].kind = .table
        }
        previous = nil
      } else {
        previous = (line, header.line.contentEnd)
      }
    }
    extend(to: line)
  }

  /// What begins with a line; `nil` if the line belongs to the last block.
  private func start(of line: SourceLine, in bytes: Swift.Span<UInt8>) -> Start? {
    let start = Start(line, in: bytes)
    guard !isEnded, let kind = blocks.last?.kind else { return start }
    if kind == .listItem {
      if start.kind == .listItem || start.kind == .code || start.kind == .heading { return start }
      if line.indent >= itemContent { return nil }
    }
    if followsBlank { return start }
    switch start.kind {
    case .paragraph: return nil
    case .quote: return kind == .quote ? nil : start
    case .rule: return kind == .paragraph && isUnderline(line, in: bytes) ? nil : start
    // A year at the start of a line makes no list of the rest of a paragraph.
    case .listItem: return kind == .paragraph && !interrupts(line, in: bytes) ? nil : start
    default: return start
    }
  }

  private func isUnderline(_ line: SourceLine, in bytes: Swift.Span<UInt8>) -> Bool {
    let mark = bytes[line.contentStart]
    guard mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else { return false }
    return (line.contentStart..<line.contentEnd).allSatisfy { bytes[$0] == mark }
  }

  /// - Source: CommonMark 0.29 section 5.2: a list interrupts a paragraph if it has bullets or starts with 1.
  private func interrupts(_ line: SourceLine, in bytes: Swift.Span<UInt8>) -> Bool {
    guard (0x30...0x39).contains(bytes[line.contentStart]) else { return true }
    return bytes[line.contentStart] == UInt8(ascii: "1") && !(0x30...0x39).contains(bytes[line.contentStart + 1])
  }

  private func contains(_ mark: Unicode.Scalar, _ line: SourceLine, in bytes: Swift.Span<UInt8>) -> Bool {
    (line.contentStart..<line.contentEnd).contains { bytes[$0] == UInt8(ascii: mark) }
  }

  /// Unlike `Fence.isClosed` for fences inside of list items, too, which are indented further.
  private func closes(_ line: SourceLine, _ fence: Fence, in bytes: Swift.Span<UInt8>) -> Bool {
    line.contentEnd - line.contentStart >= fence.length && line.indent < fence.indent + 4
      && (line.contentStart..<line.contentEnd).allSatisfy { bytes[$0] == fence.mark }
  }
}

/// What a line begins, if it begins a block.
private struct Start {
  var kind: Block.Kind
  var fence: Fence?
  var itemContent = 0

  init(kind: Block.Kind) { self.kind = kind }

  /// Reads a line that is not blank.
  init(_ line: SourceLine, in bytes: Swift.Span<UInt8>) {
    kind = .paragraph
    if let fence = Fence(line, in: bytes) {
      kind = .code
      self.fence = fence
    } else if Self.isRule(line, in: bytes) {
      kind = .rule
    } else if let content = line.listContent(in: bytes) {
      kind = .listItem
      itemContent = content
    } else if bytes[line.contentStart] == UInt8(ascii: ">") {
      kind = .quote
    } else if Self.isHeading(line, in: bytes) {
      kind = .heading
    }
  }

  private static func isHeading(_ line: SourceLine, in bytes: Swift.Span<UInt8>) -> Bool {
    var offset = line.contentStart
    while offset < line.contentEnd, bytes[offset] == UInt8(ascii: "#") { offset += 1 }
    guard (1...6).contains(offset - line.contentStart) else { return false }
    return offset == line.contentEnd || bytes[offset] == 0x20 || bytes[offset] == 0x09
  }

  private static func isRule(_ line: SourceLine, in bytes: Swift.Span<UInt8>) -> Bool {
    let mark = bytes[line.contentStart]
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_") else { return false }
    var marks = 0
    for offset in line.contentStart..<line.contentEnd {
      if bytes[offset] == mark { marks += 1 } else if bytes[offset] != 0x20 && bytes[offset] != 0x09 { return false }
    }
    return marks >= 3
  }
}
