import Screen

/// What a line of code begins inside of.
enum CodeState: Hashable, Sendable {
  case code
  case comment(depth: Int)
  /// A string that goes on over the end of a line, by its index among the quotes of the grammar.
  case string(Int)
  /// A tag of HTML or XML.
  case tag
  /// A value inside a tag, by its quote.
  case value(UInt8)
}

/// Colours one line of code. All that it needs to know of the lines before is one small state, and the time it takes is
/// in proportion to the line.
struct CodeLexer {
  let grammar: CodeGrammar
  let bytes: [UInt8]
  var state: CodeState
  var at = 0
  /// Where each stretch with a role of its own ends, and the plain ones before them.
  private var runs: [(end: Int, role: Role)] = []

  /// How far the end of something short is looked for.
  static let reach = 200

  private init(_ line: String, _ grammar: CodeGrammar, _ state: CodeState) {
    bytes = Array(line.utf8)
    self.grammar = grammar
    self.state = state
  }

  /// The spans of one line.
  /// - Parameters:
  ///   - line: safe to show, without its line feed.
  ///   - state: what the line begins inside of; afterwards, what the next one does.
  static func spans(of line: String, _ grammar: CodeGrammar, _ state: inout CodeState) -> [Span] {
    var lexer = CodeLexer(line, grammar, state)
    switch grammar.kind {
    case .words: lexer.readWords()
    case .markup: lexer.readMarkup()
    case .diff: lexer.readDifference()
    }
    state = lexer.state
    var start = 0
    var spans: [Span] = []
    for (end, role) in lexer.runs + [(lexer.bytes.count, .codeBlock)] where end > start {
      spans.append(Span(line.slice(start..<end), role))
      start = end
    }
    return spans
  }

  /// Gives the bytes from `start` to the present place a role.
  mutating func put(_ role: Role, from start: Int) {
    guard at > start else { return }
    if let last = runs.last, last.end == start, last.role == role {
      runs[runs.count - 1].end = at
      return
    }
    if start > runs.last?.end ?? 0 { runs.append((start, .codeBlock)) }
    runs.append((at, role))
  }

  func matches(_ mark: [UInt8], at offset: Int) -> Bool {
    guard offset + mark.count <= bytes.count else { return false }
    for index in mark.indices where bytes[offset + index] != mark[index] { return false }
    return true
  }

  func byte(_ offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

  static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  // MARK: Languages of words

  private mutating func readWords() {
    switch state {
    case .comment(let depth): readComment(from: at, depth: depth)
    case .string(let index): readString(index, from: at)
    default: break
    }
    while at < bytes.count { readToken() }
  }

  private mutating func readToken() {
    let start = at
    let byte = bytes[at]
    if byte <= 0x20 {
      at += 1
    } else if readCommentStart() || readQuote() {
      return
    } else if Self.isDigit(byte) {
      readNumber()
      put(.number, from: start)
    } else if grammar.sigils.contains(byte), readSigil() {
      put(.attribute, from: start)
    } else if isWord(byte) {
      readWord()
    } else {
      // What follows a backslash is no quote.
      at += byte == UInt8(ascii: "\\") && (self.byte(at + 1) ?? 0x80) < 0x80 ? 2 : 1
    }
  }

  private func isWord(_ byte: UInt8) -> Bool { Self.isLetter(byte) || grammar.wordBytes.contains(byte) }

  private mutating func readCommentStart() -> Bool {
    if grammar.needsBlank, at > 0, bytes[at - 1] > 0x20 { return false }
    let start = at
    if grammar.lineComments.contains(where: { matches($0, at: start) }) {
      at = bytes.count
      put(.comment, from: start)
      return true
    }
    guard let comment = grammar.blockComment, matches(comment.open, at: at) else { return false }
    at += comment.open.count
    readComment(from: start, depth: 1)
    return true
  }

  private mutating func readComment(from start: Int, depth: Int) {
    guard let comment = grammar.blockComment else { return }
    var depth = depth
    while at < bytes.count, depth > 0 {
      if matches(comment.close, at: at) {
        depth -= 1
        at += comment.close.count
      } else if grammar.nestsComments, matches(comment.open, at: at) {
        depth += 1
        at += comment.open.count
      } else {
        at += 1
      }
    }
    state = depth > 0 ? .comment(depth: depth) : .code
    put(.comment, from: start)
  }

  private mutating func readQuote() -> Bool {
    if grammar.needsBlank, at > 0, isWord(bytes[at - 1]) || Self.isDigit(bytes[at - 1]) { return false }
    let start = at
    for (index, quote) in grammar.quotes.enumerated() where matches(quote.open, at: start) {
      if quote.isCharacter {
        guard let end = endOfCharacter(quote) else { return false }
        at = end
        put(.string, from: start)
        return true
      }
      at += quote.open.count
      readString(index, from: start)
      return true
    }
    return false
  }

  private mutating func readString(_ index: Int, from start: Int) {
    let quote = grammar.quotes[index]
    while at < bytes.count {
      if quote.escapes, bytes[at] == UInt8(ascii: "\\") {
        at = min(at + 2, bytes.count)
      } else if matches(quote.close, at: at) {
        at += quote.close.count
        state = .code
        put(isKey(followedBy: nil) ? .attribute : .string, from: start)
        return
      } else {
        at += 1
      }
    }
    state = quote.isMultiline ? .string(index) : .code
    put(.string, from: start)
  }

  /// Where one letter between quotes ends, with its quote.
  private func endOfCharacter(_ quote: CodeGrammar.Quote) -> Int? {
    var end = at + quote.open.count
    guard let first = byte(end) else { return nil }
    if first == UInt8(ascii: "\\") {
      let limit = min(bytes.count, end + 12)
      end += 2
      while end < limit, !matches(quote.close, at: end) { end += 1 }
    } else {
      end += 1
      while let next = byte(end), next & 0xC0 == 0x80 { end += 1 }
    }
    return matches(quote.close, at: end) ? end + quote.close.count : nil
  }

  private mutating func readNumber() {
    let isHex = bytes[at] == 0x30 && byte(at + 1).map { $0 | 0x20 == UInt8(ascii: "x") } == true
    while let next = byte(at) {
      if Self.isLetter(next) || Self.isDigit(next) {
        at += 1
      } else if let after = byte(at + 1), Self.isDigit(after),
        next == UInt8(ascii: ".")
          || !isHex && (next == UInt8(ascii: "-") || next == UInt8(ascii: "+"))
            && bytes[at - 1] | 0x20 == UInt8(ascii: "e")
      {
        at += 2
      } else {
        return
      }
    }
  }

  /// A word after `@`, `$` or the like, or what stands in brackets after it.
  private mutating func readSigil() -> Bool {
    var end = at + 1
    if let open = byte(end), open == UInt8(ascii: "{") || open == UInt8(ascii: "[") {
      let close = open + 2
      let limit = min(bytes.count, end + Self.reach)
      guard let found = (end..<limit).first(where: { bytes[$0] == close }) else { return false }
      at = found + 1
      return true
    }
    while let next = byte(end), Self.isLetter(next) || Self.isDigit(next) { end += 1 }
    guard end > at + 1 else { return false }
    at = end
    return true
  }

  private mutating func readWord() {
    let start = at
    var hasSmall = false
    while let next = byte(at), isWord(next) || Self.isDigit(next) {
      if (0x61...0x7A).contains(next) { hasSmall = true }
      at += 1
    }
    if grammar.hasKeys, isKey(followedBy: 0x20) {
      put(.attribute, from: start)
      return
    }
    let isMember = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
    if at - start <= 24, !isMember {
      let word = String(decoding: bytes[start..<at], as: UTF8.self)
      let known = grammar.ignoresCase ? word.lowercased() : word
      if grammar.keywords.contains(known) { return put(.keyword, from: start) }
      if grammar.types.contains(known) { return put(.type, from: start) }
    }
    if grammar.capitalsAreTypes, (0x41...0x5A).contains(bytes[start]), hasSmall || at == start + 1 {
      put(.type, from: start)
    }
  }

  /// True if a colon follows, and behind it the line ends or stands `next`, if there is one.
  private func isKey(followedBy next: UInt8?) -> Bool {
    guard grammar.hasKeys else { return false }
    var colon = at
    while let blank = byte(colon), blank == 0x20 || blank == 0x09, colon < at + Self.reach { colon += 1 }
    guard byte(colon) == UInt8(ascii: ":") else { return false }
    guard let next, let after = byte(colon + 1) else { return true }
    return after == next
  }
}
