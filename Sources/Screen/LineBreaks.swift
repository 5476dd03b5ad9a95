/// Finds where the lines of a text end. Works on UTF-8 offsets, in one pass.
struct LineBreaks {
  /// The bytes of each line, at least one line. Bytes between two lines are a line feed or dropped blanks.
  /// - Parameters:
  ///   - first: columns of the first line, at least 1.
  ///   - others: columns of the other lines, at least 1.
  static func ranges(of text: String, first: Int, others: Int, breaks: TextWrap.Breaks) -> [Range<Int>] {
    var state = LineBreaks(room: first, others: others)
    let bytes = text.utf8Span.span
    var offset = 0
    while offset < bytes.count {
      if breaks == .words, state.previous == .word || state.previous == .blank {
        offset += state.placeLetters(at: offset, in: bytes)
        if offset == bytes.count { break }
      }
      let cluster = TextCluster(at: offset, in: bytes, of: text)
      if cluster.scalar == 0x0A || cluster.scalar == 0x0D && cluster.length == 2 {
        state.endLine(at: offset, next: offset + cluster.length)
      } else if breaks == .anywhere {
        state.place(cluster, at: offset, as: .other)
      } else if cluster.scalar == 0x20, cluster.length == 1 {
        state.placeBlank(at: offset)
      } else {
        state.place(cluster, at: offset, as: Kind(cluster))
      }
      offset += cluster.length
    }
    state.endLine(at: bytes.count, next: bytes.count)
    return state.lines
  }

  /// What a cluster means for a break beside it.
  private enum Kind {
    case lineStart, blank, word, hyphen, wide, opening, closing, other

    init(_ cluster: TextCluster) {
      switch cluster.scalar {
      case 0x2D, 0x2010, 0x2013, 0x2014: self = .hyphen
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: self = .word
      case 0..<0x300: self = .other
      // East Asian brackets and punctuation that a line should not end or start with.
      case 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0xFF08, 0xFF3B, 0xFF5B: self = .opening
      case 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x30FC, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E,
        0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D:
        self = .closing
      default: self = cluster.columns == 2 ? .wide : .word
      }
    }

    var isWide: Bool { self == .wide || self == .opening || self == .closing }
  }

  private var lines: [Range<Int>] = []
  private var room: Int
  private let others: Int
  private var lineStart = 0
  private var column = 0
  private var previous = Kind.lineStart
  /// The kind before `previous`: a hyphen may end a line only inside a word.
  private var beforePrevious = Kind.lineStart
  /// End of the last cluster of this line that is no blank.
  private var contentEnd = 0
  /// The last place where this line may end: its end, and where the next line would start.
  private var breakEnd = 0
  private var breakNext = 0
  private var breakColumn = 0
  /// True after a break at blanks that did not fit: the blanks that follow belong to the break.
  private var swallowsBlanks = false

  private init(room: Int, others: Int) {
    self.room = room
    self.others = others
  }

  private mutating func endLine(at end: Int, next: Int) {
    if swallowsBlanks {
      swallowsBlanks = false
    } else {
      lines.append(lineStart..<end)
    }
    startLine(at: next)
  }

  private mutating func startLine(at offset: Int) {
    lineStart = offset
    contentEnd = offset
    breakEnd = offset
    column = 0
    room = others
    previous = .lineStart
    beforePrevious = .lineStart
  }

  private mutating func placeBlank(at offset: Int) {
    if swallowsBlanks {
      lineStart = offset + 1
      return
    }
    guard column < room else {
      lines.append(lineStart..<max(contentEnd, lineStart))
      startLine(at: offset + 1)
      swallowsBlanks = true
      return
    }
    column += 1
    beforePrevious = previous
    previous = .blank
  }

  /// Places the ASCII letters and digits that follow a letter or a blank, as far as they fit: most of most text.
  /// - Returns: their count.
  private mutating func placeLetters(at start: Int, in bytes: Swift.Span<UInt8>) -> Int {
    var offset = start
    // The byte after a letter decides whether the letter is a cluster of its own.
    let end = min(start + room - column, bytes.count - 1)
    while offset < end, Self.isLetter(bytes[offset]), bytes[offset + 1] < 0x80 { offset += 1 }
    if offset > start {
      if previous == .blank { markBreak(before: start) }
      column += offset - start
      contentEnd = offset
      beforePrevious = offset - start > 1 ? .word : previous
      previous = .word
    }
    return offset - start
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  private mutating func place(_ cluster: TextCluster, at offset: Int, as kind: Kind) {
    if swallowsBlanks {
      swallowsBlanks = false
      startLine(at: offset)
    }
    if mayBreak(before: kind) { markBreak(before: offset) }
    if column + cluster.columns > room {
      if breakEnd > lineStart {
        lines.append(lineStart..<breakEnd)
        let kept = column - breakColumn
        let kinds = (beforePrevious, previous)
        let content = contentEnd
        startLine(at: breakNext)
        if kept > 0 {
          column = kept
          (beforePrevious, previous) = kinds
          contentEnd = content
        }
      }
      if column + cluster.columns > room, offset > lineStart {
        lines.append(lineStart..<offset)
        startLine(at: offset)
      }
    }
    column += cluster.columns
    contentEnd = offset + cluster.length
    beforePrevious = previous
    previous = kind
  }

  /// Notes that the line may end before a cluster.
  private mutating func markBreak(before offset: Int) {
    guard contentEnd > lineStart else { return }
    breakEnd = contentEnd
    breakNext = offset
    breakColumn = column
  }

  private func mayBreak(before kind: Kind) -> Bool {
    switch previous {
    case .lineStart: false
    case .blank: true
    case .hyphen: kind == .word && beforePrevious == .word
    default: (kind.isWide || previous.isWide) && kind != .closing && previous != .opening
    }
  }
}
