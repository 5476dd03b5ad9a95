import Screen

/// The lines of a code block, coloured and wrapped. As the block grows, only lines that are new are looked at.
struct CodeLines: Sendable {
  let language: String
  let columns: Int
  /// What the block begins inside of: another section may hold the lines before.
  let start: CodeState

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
  /// - Parameter code: as it was written. What was taken in before is not looked at again if this begins with it.
  mutating func take(_ code: String) -> (lines: [Line], end: CodeState) {
    if !code.utf8.starts(with: source.utf8) { self = CodeLines(language: language, columns: columns, start: start) }
    let bytes = code.utf8Span.span
    var end = bytes.count
    if end > 0, bytes[end - 1] == 0x0A { end -= 1 }
    var lineStart = source.utf8.count
    for offset in lineStart..<max(lineStart, end) where bytes[offset] == 0x0A {
      lines += layOut(code.slice(lineStart..<offset))
      lineStart = offset + 1
    }
    source = code.slice(0..<lineStart)
    let kept = state
    defer { state = kept }
    let last = layOut(code.slice(lineStart..<max(lineStart, end)))
    return (lines + last, state)
  }

  private mutating func layOut(_ line: String) -> [Line] {
    var text = line
    if text.utf8.last == 0x0D { text = text.slice(0..<text.utf8.count - 1) }
    text = VisibleText.make(text)
    let spans = grammar.map { CodeLexer.spans(of: text, $0, &state) } ?? [Span(text, .codeBlock)]
    return TextWrap.wrap(
      spans, columns: columns, continuation: [Span("↪ ", .faint)], breaks: .anywhere, tabs: 8)
  }
}
