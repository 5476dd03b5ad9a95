/// What is laid beside its like of the other text: a block, a line of code, a row of a table.
struct Unit {
  var kind: Block.Kind
  /// UTF-8 offsets in the joined texts, with the blanks after it.
  var range: Range<Int>
  /// Indices in the lexicon, without the blanks after it.
  var tokens: Range<Int>
  /// The lines of code and of tables.
  var lines: [Unit] = []
}

extension Unit {
  /// The blocks of a text, tokens and all.
  /// - Parameter start: where the text begins in the joined texts.
  static func units(of blocks: [Block], at start: Int, in lexicon: inout Lexicon) -> [Unit] {
    blocks.map { block in
      let range = block.range.lowerBound + start..<block.range.upperBound + start
      // The first block has the blank lines before it as well.
      var contentStart = range.lowerBound
      while contentStart < block.contentEnd + start, isLineBreak(lexicon.bytes[contentStart]) { contentStart += 1 }
      let content = contentStart..<block.contentEnd + start
      guard block.kind == .code || block.kind == .table else {
        return Unit(kind: block.kind, range: range, tokens: lexicon.read(content, .prose))
      }
      let lines = Self.lines(content, of: block.kind, in: &lexicon)
      let tokens = (lines.first?.tokens.lowerBound ?? 0)..<(lines.last?.tokens.upperBound ?? 0)
      return Unit(kind: block.kind, range: range, tokens: tokens, lines: lines)
    }
  }

  private static func lines(_ range: Range<Int>, of kind: Block.Kind, in lexicon: inout Lexicon) -> [Unit] {
    var lines: [Unit] = []
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, lexicon.bytes[end] != 0x0A { end += 1 }
      var contentEnd = end
      while contentEnd > start, isBlank(lexicon.bytes[contentEnd - 1]) { contentEnd -= 1 }
      end = min(end + 1, range.upperBound)
      let tokens = lexicon.read(start..<contentEnd, kind == .code ? .code : .table)
      lines.append(Unit(kind: .paragraph, range: start..<end, tokens: tokens))
      start = end
    }
    return lines
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
