/// Finds where growing Markdown can be cut into sections that are parsed apart from each other.
///
/// Reads whole lines, each once, and decides by the text alone, however it arrives. A section ends where a block can no
/// longer go on (after a blank line that ends no list item, or around a fenced code block) and it has `smallest`
/// bytes. Text that gives no such place for `largest` bytes is cut all the same: between lines, best before a list item;
/// inside a line at a blank. There a paragraph becomes two without a blank line between them, emphasis across the cut
/// is lost, a table repeats its header, a code block goes on.
struct SectionSplitter {
  /// Bytes that a section has at least, unless the text ends.
  static let smallest = 2048
  /// Bytes that a section has at most.
  static let largest = 16384

  /// The end of a section.
  struct Cut {
    /// UTF-8 offset in the open text.
    var end: Int
    /// False if the cut parts a block.
    var isBlockEnd = true
    /// True if the cut parts a line.
    var isInsideLine = false
    /// What the parser must read before the next section to be in the right block.
    var opening = ""
  }

  private enum Block {
    case none, other, indentedCode
    /// `content` is the column where the content of the last outer item starts.
    case list(content: Int)
    case fence(Fence)
    /// HTML that goes on over blank lines until `end`.
    case html(end: String)
  }

  /// The text is code and no Markdown: nothing in it begins or ends a block.
  private let isCode: Bool

  init(isCode: Bool = false) { self.isCode = isCode }

  /// Lines that may define the address of a link (`[name]: address`), for the caller to check and take.
  var possibleDefinitions: [String] = []

  // Offsets in the open text, which starts at the first byte of the open section.
  private var start = 0
  private var lineStart = 0
  private var searched = 0
  private var boundary = 0
  private var itemStart = 0
  private var block = Block.none
  private var followsBlank = true
  private var followsDefinition = false
  /// Header and rule of the table being read, and where they end.
  private var tableHead: (text: String, end: Int)?
  /// Where the line before starts, if it belongs to the same section and may be the header of a table.
  private var previousLine: Int?

  /// The next cut, `nil` if more text is needed.
  /// - Parameters:
  ///   - text: the open text: what came before plus what was added.
  ///   - isEnd: no more text will come.
  mutating func next(in text: String, isEnd: Bool) -> Cut? {
    let bytes = text.utf8Span.span
    while lineStart < bytes.count {
      let end = lineEnd(in: bytes, isEnd: isEnd)
      if (end ?? bytes.count) - start > Self.largest { return forcedCut(in: bytes) }
      guard let end else { return nil }
      let line = SourceLine(lineStart..<end, in: bytes)
      if let cut = read(line, in: bytes, of: text) { return cut }
    }
    if isEnd, start < bytes.count {
      start = bytes.count
      boundary = start
      block = .none
      return Cut(end: bytes.count)
    }
    return nil
  }

  /// Forgets the first bytes of the open text, up to a cut.
  mutating func drop(_ count: Int) {
    start -= count
    lineStart -= count
    searched = max(0, searched - count)
    boundary -= count
    itemStart -= count
    tableHead = tableHead.map { ($0.text, $0.end - count) }
    previousLine = previousLine.map { $0 - count }
  }

  private mutating func lineEnd(in bytes: Swift.Span<UInt8>, isEnd: Bool) -> Int? {
    var offset = max(searched, lineStart)
    while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
    searched = offset
    if offset < bytes.count { return offset + 1 }
    return isEnd ? offset : nil
  }

  /// Reads the line at `lineStart`, unless the section ends before it.
  private mutating func read(_ line: SourceLine, in bytes: Swift.Span<UInt8>, of text: String) -> Cut? {
    if isCode {
      lineStart = line.end
      return nil
    }
    switch block {
    case .fence(let fence):
      if fence.isClosed(by: line, in: bytes) { endBlock() }
    case .html(let end):
      if line.contains(end, in: bytes) { endBlock() }
    default:
      if line.isBlank {
        followsBlank = true
        break
      }
      if followsBlank, !continuesBlock(line, in: bytes) {
        boundary = line.start
        block = .none
        tableHead = nil
        previousLine = nil
        if line.start - start >= Self.smallest {
          start = line.start
          return Cut(end: line.start)
        }
      }
      classify(line, in: bytes, of: text)
      followsBlank = isEnded
      previousLine = line.start
    }
    lineStart = line.end
    return nil
  }

  private mutating func endBlock() {
    block = .none
    followsBlank = true
  }

  /// True right after a line that was a whole block.
  private var isEnded: Bool {
    if case .none = block { return true }
    return false
  }

  private func continuesBlock(_ line: SourceLine, in bytes: Swift.Span<UInt8>) -> Bool {
    switch block {
    case .list: line.indent > 0 || line.listContent(in: bytes) != nil
    case .indentedCode: line.indent >= 4
    default: false
    }
  }

  private mutating func classify(_ line: SourceLine, in bytes: Swift.Span<UInt8>, of text: String) {
    var itemContent = 4
    if case .list(let content) = block { itemContent = content }
    let isOutside = line.indent < min(4, itemContent)
    let startsBlock = isEnded
    let mayDefine = startsBlock || followsDefinition
    followsDefinition = false
    if isOutside, let content = line.listContent(in: bytes) {
      block = .list(content: content)
      itemStart = line.start
    } else if isOutside, let fence = Fence(line, in: bytes) {
      block = .fence(fence)
    } else if isOutside, let end = line.htmlEnd(in: bytes) {
      block = line.contains(end, in: bytes) ? .none : .html(end: end)
    } else if startsBlock {
      block = line.indent >= 4 ? .indentedCode : .other
    }
    if case .other = block {
      if mayDefine, bytes[line.contentStart] == UInt8(ascii: "["), line.contains("]:", in: bytes) {
        possibleDefinitions.append(text.slice(line.start..<line.end))
        followsDefinition = true
      } else if let previousLine, line.isTableRule(in: bytes) {
        tableHead = (text.slice(previousLine..<line.end), line.end)
      }
    }
  }

  private mutating func forcedCut(in bytes: Swift.Span<UInt8>) -> Cut {
    if boundary > start {
      start = boundary
      return Cut(end: boundary)
    }
    var cut = Cut(end: lineStart, isBlockEnd: false)
    switch block {
    case .list where itemStart > start: cut.end = itemStart
    case .fence(let fence): cut.opening = fence.opening
    default: break
    }
    if let head = tableHead, head.text.utf8.count <= Self.smallest, head.end < cut.end {
      cut.opening = head.text
    } else {
      tableHead = nil
    }
    if cut.end == start {
      cut.end = Self.blank(before: start + Self.largest, after: start + Self.largest / 2, in: bytes)
      cut.isInsideLine = true
      lineStart = cut.end
    }
    if let line = previousLine, line < cut.end { previousLine = nil }
    start = cut.end
    boundary = cut.end
    return cut
  }

  /// The place after the last blank that a letter follows: other characters could make a list or heading of the rest.
  private static func blank(before limit: Int, after start: Int, in bytes: Swift.Span<UInt8>) -> Int {
    var offset = limit
    while offset > start {
      let byte = bytes[offset]
      if bytes[offset - 1] == 0x20, byte >= 0x80 || (0x41...0x5A).contains(byte & 0xDF) { return offset }
      offset -= 1
    }
    offset = limit
    while bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }
}
