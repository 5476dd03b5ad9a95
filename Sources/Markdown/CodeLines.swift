import Screen

/// The lines of a code block, coloured and wrapped, each with a bar before it that tells code from text without colours.
/// As the block grows, only lines that are new are looked at.
struct CodeLines: Sendable {
  let language: String
  let columns: Int
  /// What the block begins inside of: another section may hold the lines before.
  let start: CodeState

  /// What stands before each line, where there is room for it, and before the name of the language.
  static let bar = Span("│ ", .rule)
  static let labelMark = Span("┌ ", .rule)
  static let narrowest = 8

  private let grammar: CodeGrammar?
  /// The code as far as it is kept: whole lines, and not the last one, which may still grow.
  private var source = ""
  private var lines: [Line] = []
  private var state: CodeState

  init(language: String, columns: Int, start: CodeState = .code) {
    self.language = language
    self.columns = columns
    self.start = start
    state = start
    grammar = CodeGrammar.named(language)
  }

  /// The lines of the whole code, and what code after them would begin inside of.
  /// - Parameters:
  ///   - code: as it was written. What was taken in before is not looked at again if this begins with it.
  ///   - starts: where each line begins in the Markdown, where that is followed and nothing was taken in before.
  mutating func take(_ code: String, starts: [Int?]? = nil) -> (lines: [Line], end: CodeState) {
    if !code.utf8.starts(with: source.utf8) { self = CodeLines(language: language, columns: columns, start: start) }
    let bytes = code.utf8Span.span
    var end = bytes.count
    if end > 0, bytes[end - 1] == 0x0A { end -= 1 }
    var lineStart = source.utf8.count
    var number = 0
    func lineOrigin() -> Int? { starts.flatMap { $0.indices.contains(number) ? $0[number] : nil } }
    for offset in lineStart..<max(lineStart, end) where bytes[offset] == 0x0A {
      lines += layOut(code.slice(lineStart..<offset), from: lineOrigin())
      lineStart = offset + 1
      number += 1
    }
    source = code.slice(0..<lineStart)
    let kept = state
    defer { state = kept }
    let last = layOut(code.slice(lineStart..<max(lineStart, end)), from: lineOrigin())
    return (lines + last, state)
  }

  private mutating func layOut(_ line: String, from start: Int?) -> [Line] {
    var written = line
    if written.utf8.last == 0x0D { written = written.slice(0..<written.utf8.count - 1) }
    let text = VisibleText.make(written)
    var spans = grammar.map { CodeLexer.spans(of: text, $0, &state) } ?? [Span(text, .codeBlock)]
    if let start { spans = Self.tracked(spans, as: VisibleText.spans(written, .plain, from: start)) }
    let bar = columns < Self.narrowest ? [] : [Self.bar]
    return TextWrap.wrap(
      spans, columns: columns, first: bar, continuation: bar + [Span("↪ ", .faint)], breaks: .anywhere, tabs: 8)
  }

  /// Spans of one text with the origins of others of the same text.
  private static func tracked(_ spans: [Span], as others: [Span]) -> [Span] {
    var others = others[...]
    var used = 0
    return spans.flatMap { span -> [Span] in
      var parts: [Span] = []
      var at = 0
      let count = span.text.utf8.count
      while at < count, let other = others.first {
        let length = other.text.utf8.count
        let taken = min(count - at, length - used)
        let origin = other.origin?.part(used..<used + taken, of: length)
        parts.append(Span(span.text.slice(at..<at + taken), span.style, from: origin))
        at += taken
        used += taken
        if used == length {
          others.removeFirst()
          used = 0
        }
      }
      return parts
    }
  }
}
