import Screen

/// Finds which bytes of a Markdown source the texts of its tree were.
///
/// The parser says of blocks where they stand, and that can be relied on; of texts inside it says it wrongly in quotes,
/// lists and tables. So each text is found again: it is compared with the source from where the text before it ended,
/// and what Markdown makes of it (an escape, an entity, a line of a quote) is read as it was written.
struct SourceTracker {
  private let source: String
  private let bytes: [UInt8]
  /// Where each line begins, and the end.
  private let lineStarts: [Int]
  /// Lines that the parser read before the source.
  private let skippedLines: Int
  /// Says what an entity such as `&amp;` stands for.
  private let decode: (String) -> String
  /// The end of what was found last, and of the block it is looked for in.
  private var position = 0
  private var limit = 0
  /// Texts that were searched for in vain. After some of them nothing is searched for any more, as it takes its time.
  private var misses = 0
  private static let mostMisses = 64

  /// - Parameter texts: what the parser reads; the last of them is the source.
  init(_ texts: [String], decode: @escaping (String) -> String) {
    source = texts.last ?? ""
    bytes = Array(source.utf8)
    skippedLines = texts.dropLast().reduce(0) { count, text in count + text.utf8.count { $0 == 0x0A } }
    var starts = [0]
    for (offset, byte) in bytes.enumerated() {
      // The parser ends lines as Markdown does: a carriage return alone is the end of one, too.
      if byte == 0x0A || byte == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A) {
        starts.append(offset + 1)
      }
    }
    lineStarts = starts + [bytes.count]
    self.decode = decode
  }

  // MARK: Blocks

  /// The bytes of a line as the parser counts them, from 1, its end left out; `nil` for one that is not of the source.
  func line(_ number: Int) -> Range<Int>? {
    let index = number - 1 - skippedLines
    guard index >= 0, index + 1 < lineStarts.count else { return nil }
    let start = lineStarts[index]
    var end = lineStarts[index + 1]
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// Begins a paragraph, heading or table cell.
  mutating func enter(lines: ClosedRange<Int>) {
    guard let last = line(lines.upperBound) else {
      limit = 0
      return
    }
    let start = line(lines.lowerBound)?.lowerBound ?? 0
    limit = last.upperBound
    // Cells of one row follow each other.
    if position < start || position > limit { position = start }
  }

  /// A whole line, such as a rule.
  func origin(ofLine number: Int) -> Origin? {
    guard let line = line(number) else { return nil }
    let start = line.first { !Self.isBlank(bytes[$0]) } ?? line.lowerBound
    return Origin(start..<line.upperBound)
  }

  /// The mark of a list item, the box of a task included.
  func mark(line number: Int, column: Int, isTask: Bool) -> Origin? {
    guard let line = line(number), column > 0, line.lowerBound + column - 1 < line.upperBound else { return nil }
    let start = line.lowerBound + column - 1
    var end = start
    if "-+*".utf8.contains(bytes[end]) {
      end += 1
    } else {
      while end < line.upperBound, (0x30...0x39).contains(bytes[end]) { end += 1 }
      guard end > start, end < line.upperBound, ".)".utf8.contains(bytes[end]) else { return nil }
      end += 1
    }
    while end < line.upperBound, Self.isBlank(bytes[end]) { end += 1 }
    if isTask, end + 2 < line.upperBound, bytes[end] == UInt8(ascii: "["), bytes[end + 2] == UInt8(ascii: "]") {
      end += 3
      while end < line.upperBound, Self.isBlank(bytes[end]) { end += 1 }
    }
    return Origin(start..<end)
  }

  /// Where each line of code or HTML begins: as much of the lines of the source as there is of each at their ends.
  /// - Parameter number: of the first line.
  func starts(of text: String, line number: Int) -> [Int?] {
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    return lines.enumerated().map { index, code in
      guard let line = line(number + index) else { return nil }
      let code = code.last == 0x0D ? code.dropLast() : code
      guard code.count <= line.count, bytes[line.upperBound - code.count..<line.upperBound].elementsEqual(code) else {
        return nil
      }
      return line.upperBound - code.count
    }
  }

  // MARK: Texts

  /// A text of a paragraph, as spans that say what bytes they show.
  /// - Parameters:
  ///   - isLiteral: code or a tag, in which nothing is escaped.
  ///   - line: where the parser says that it is.
  mutating func spans(_ text: String, _ style: Style, isLiteral: Bool, line number: Int, column: Int) -> [Span] {
    let target = Array(text.utf8)
    guard !target.isEmpty, position < limit else { return plain(text, style) }
    // It comes next, but for what is not shown; else where the parser says; else anywhere.
    var next = position
    while next < limit {
      if let parts = match(target, at: next, isLiteral: isLiteral) { return take(parts, of: target, style) }
      guard Self.isHidden(bytes[next]) else { break }
      next += 1
    }
    if let hint = line(number).map({ $0.lowerBound + column - 1 }), (position..<limit).contains(hint),
      let parts = match(target, at: hint, isLiteral: isLiteral)
    {
      return take(parts, of: target, style)
    }
    guard misses < Self.mostMisses else { return plain(text, style) }
    for start in position..<limit {
      if let parts = match(target, at: start, isLiteral: isLiteral) { return take(parts, of: target, style) }
    }
    misses += 1
    return plain(text, style)
  }

  /// The end of a line inside a paragraph, shown as a blank.
  mutating func lineBreak() -> Origin? {
    var end = position
    while end < limit, Self.isBlank(bytes[end]) || Self.isMark(bytes[end]) { end += 1 }
    guard end < limit, bytes[end] == 0x0A || bytes[end] == 0x0D else { return nil }
    let start = end
    end += bytes[end] == 0x0D && end + 1 < limit && bytes[end + 1] == 0x0A ? 2 : 1
    position = end
    return Origin(start..<end)
  }

  /// Where a link or picture that comes next begins; `nil` for an address that stands in the text by itself.
  func linkStart() -> Int? {
    var start = position
    while start < limit, Self.isHidden(bytes[start]), !"[!<".utf8.contains(bytes[start]) { start += 1 }
    guard start < limit else { return nil }
    if bytes[start] == UInt8(ascii: "!"), start + 1 < limit, bytes[start + 1] == UInt8(ascii: "[") { return start }
    return bytes[start] == UInt8(ascii: "[") || bytes[start] == UInt8(ascii: "<") ? start : nil
  }

  /// Ends a link that began at a place, behind its address.
  /// - Returns: all of it as it was written.
  mutating func endLink(from start: Int?) -> Origin? {
    guard let start else { return nil }
    var end = max(position, start)
    if bytes[start] == UInt8(ascii: "<") {
      guard end < limit, bytes[end] == UInt8(ascii: ">") else { return nil }
      position = end + 1
      return Origin(start..<position)
    }
    while end < limit, bytes[end] != UInt8(ascii: "]") {
      guard Self.isMark(bytes[end]) || end == start || bytes[end] == UInt8(ascii: "[") else { return nil }
      end += 1
    }
    guard end < limit else { return nil }
    end += 1
    if end < limit, bytes[end] == UInt8(ascii: "(") {
      end = closing(from: end, UInt8(ascii: "("), UInt8(ascii: ")")) ?? end
    } else if end < limit, bytes[end] == UInt8(ascii: "[") {
      end = closing(from: end, UInt8(ascii: "["), UInt8(ascii: "]")) ?? end
    }
    position = end
    return Origin(start..<end)
  }

  /// The place after the bracket that closes the one at `start`.
  private func closing(from start: Int, _ open: UInt8, _ close: UInt8) -> Int? {
    var depth = 0
    var quote: UInt8?
    var at = start
    while at < limit {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\\") {
        at += 1
      } else if let current = quote {
        if byte == current { quote = nil }
      } else if byte == UInt8(ascii: "\""), at > start, Self.isBlank(bytes[at - 1]) {
        quote = byte
      } else if byte == open {
        depth += 1
      } else if byte == close {
        depth -= 1
        if depth == 0 { return at + 1 }
      }
      at += 1
    }
    return nil
  }

  /// A text with the marks of emphasis around it.
  /// - Parameter count: the letters of each mark.
  /// - Returns: `nil` if they do not stand there.
  func marked(_ inner: Range<Int>, count: Int) -> Range<Int>? {
    let whole = inner.lowerBound - count..<inner.upperBound + count
    guard whole.lowerBound >= 0, whole.upperBound <= bytes.count, "*_~".utf8.contains(bytes[whole.lowerBound]) else {
      return nil
    }
    let marks = bytes[whole.lowerBound..<inner.lowerBound] + bytes[inner.upperBound..<whole.upperBound]
    return marks.allSatisfy { $0 == bytes[whole.lowerBound] } ? whole : nil
  }

  /// A code span with the marks around it, and the blank that parts it from them.
  func markedCode(_ inner: Range<Int>) -> Range<Int>? {
    func isMark(_ at: Int) -> Bool { bytes.indices.contains(at) && bytes[at] == UInt8(ascii: "`") }
    func isBlank(_ at: Int) -> Bool { bytes.indices.contains(at) && (Self.isBlank(bytes[at]) || bytes[at] == 0x0A) }
    var (start, end) = (inner.lowerBound, inner.upperBound)
    if isBlank(start - 1), isBlank(end), isMark(start - 2), isMark(end + 1) { (start, end) = (start - 1, end + 1) }
    guard isMark(start - 1), isMark(end) else { return nil }
    while isMark(start - 1) { start -= 1 }
    while isMark(end) { end += 1 }
    return start..<end
  }

  private func plain(_ text: String, _ style: Style) -> [Span] { [Span(VisibleText.make(text), style)] }

  // MARK: Comparing

  /// Bytes of a text and the bytes of the source that they came from: as many of both, or one thing as a whole.
  private struct Match {
    var target: Range<Int>
    var source: Range<Int>
    var isExact: Bool { target.count == source.count }
  }

  private mutating func take(_ parts: [Match], of target: [UInt8], _ style: Style) -> [Span] {
    position = parts.last?.source.upperBound ?? position
    return parts.flatMap { part -> [Span] in
      let text = String(decoding: target[part.target], as: UTF8.self)
      if part.isExact { return VisibleText.spans(text, style, from: part.source.lowerBound) }
      return [Span(VisibleText.make(text), style, from: Origin(part.source, isWhole: true))]
    }
  }

  /// The text compared with the source from a place on; `nil` if they differ.
  private func match(_ target: [UInt8], at start: Int, isLiteral: Bool) -> [Match]? {
    var parts: [Match] = []
    var (to, from) = (0, start)
    while to < target.count {
      guard from < limit, let next = step(target, to, from, isLiteral: isLiteral) else { return nil }
      if next.isExact, let last = parts.last, last.isExact, last.source.upperBound == next.source.lowerBound {
        parts[parts.count - 1] = Match(
          target: last.target.lowerBound..<next.target.upperBound,
          source: last.source.lowerBound..<next.source.upperBound)
      } else {
        parts.append(next)
      }
      (to, from) = (next.target.upperBound, next.source.upperBound)
    }
    return parts
  }

  private func step(_ target: [UInt8], _ to: Int, _ from: Int, isLiteral: Bool) -> Match? {
    let byte = bytes[from]
    if !isLiteral, byte == UInt8(ascii: "\\"), from + 1 < limit, Self.isPunctuation(bytes[from + 1]) {
      guard target[to] == bytes[from + 1] else { return nil }
      return Match(target: to..<to + 1, source: from..<from + 2)
    }
    if !isLiteral, byte == UInt8(ascii: "&"), let entity = entity(target, to, from) { return entity }
    if byte == target[to] { return Match(target: to..<to + 1, source: from..<from + 1) }
    if byte == 0, target[to...].starts(with: [0xEF, 0xBF, 0xBD]) {
      return Match(target: to..<to + 3, source: from..<from + 1)
    }
    guard isLiteral else { return nil }
    if byte == UInt8(ascii: "\\"), from + 1 < limit, bytes[from + 1] == target[to], target[to] == UInt8(ascii: "|") {
      return Match(target: to..<to + 1, source: from..<from + 2)
    }
    return foldedLine(target, to, from)
  }

  private func entity(_ target: [UInt8], _ to: Int, _ from: Int) -> Match? {
    guard let end = bytes[from..<min(limit, from + 40)].firstIndex(of: UInt8(ascii: ";")), end > from + 1,
      bytes[from + 1..<end].allSatisfy({ $0 < 0x80 && Self.isPunctuation($0) == ($0 == UInt8(ascii: "#")) })
    else { return nil }
    let written = String(decoding: bytes[from...end], as: UTF8.self)
    let meant = Array(decode(written).utf8)
    guard !meant.isEmpty, target[to...].starts(with: meant) else { return nil }
    return Match(target: to..<to + meant.count, source: from..<end + 1)
  }

  /// The end of a line inside code, with the marks of quotes and lists before the next one: a blank in the text, or a
  /// line feed in a tag.
  private func foldedLine(_ target: [UInt8], _ to: Int, _ from: Int) -> Match? {
    guard bytes[from] == 0x0A || bytes[from] == 0x0D, target[to] == 0x20 || target[to] == 0x0A else { return nil }
    var end = from + 1
    if bytes[from] == 0x0D, end < limit, bytes[end] == 0x0A { end += 1 }
    let lineStart = end
    while end < limit, Self.isBlank(bytes[end]) || bytes[end] == UInt8(ascii: ">") { end += 1 }
    // As much of it as the text has goes on to be compared.
    var kept = 0
    while end - kept > lineStart, to + 1 + kept < target.count, kept < end - lineStart,
      bytes[end - kept - 1..<end].elementsEqual(target[to + 1..<to + 2 + kept])
    {
      kept += 1
    }
    return Match(target: to..<to + 1, source: from..<end - kept)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// What stands for emphasis or code around a text and is not shown.
  private static func isMark(_ byte: UInt8) -> Bool { "*_~`\\".utf8.contains(byte) }

  /// What may stand between two texts of a block without being shown: marks, and the beginnings of lines.
  private static func isHidden(_ byte: UInt8) -> Bool {
    isBlank(byte) || isMark(byte) || byte == 0x0A || byte == 0x0D || "[]!<>|#".utf8.contains(byte)
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}
