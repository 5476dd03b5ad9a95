import Screen

/// Gathers the inline text of one block as spans.
struct InlineText {
  private(set) var spans: [Span] = []
  private let base: Style
  private var emphasis = 0
  private var strong = 0
  private var strikethrough = 0
  /// The text so far of each open link or picture.
  private var links: [String] = []

  /// - Parameter base: the look of text without marks of its own.
  init(base: Style) {
    self.base = base
  }

  mutating func append(_ spans: [Span]) {
    for span in spans { add(span) }
  }

  mutating func appendLineBreak() { add(Span("\n", base)) }

  mutating func changeEmphasis(by count: Int) { emphasis += count }
  mutating func changeStrong(by count: Int) { strong += count }
  /// Begins or ends struck text, which has the signs around it that it was written with.
  mutating func changeStrikethrough(by count: Int) {
    let isOutermost = max(strikethrough, strikethrough + count) == 1
    strikethrough = max(strikethrough, strikethrough + count)
    if isOutermost { add(Span(StruckText.sign, style)) }
    strikethrough += min(0, count)
  }

  mutating func openLink() { links.append("") }

  mutating func openPicture() {
    add(Span("▣ ", .marker))
    links.append("")
  }

  /// Ends a link or picture.
  /// - Returns: its text; `nil` if none is open.
  mutating func closeLink() -> String? { links.popLast() }

  /// Takes a letter back that was no text.
  mutating func drop(_ letter: Character) {
    guard let last = spans.indices.last, spans[last].text.last == letter else { return }
    let length = spans[last].text.utf8.count
    spans[last].text.removeLast()
    spans[last].origin = spans[last].origin?.part(0..<spans[last].text.utf8.count, of: length)
    if spans[last].text.isEmpty { spans.removeLast() }
  }

  /// The look of text at this place.
  var style: Style {
    var style = base
    if strong > 0 {
      if style.role == .text || style.role == .quote { style.role = .strong }
      style.attributes.insert(.bold)
    }
    if emphasis > 0 { style.attributes.insert(.italic) }
    if strikethrough > 0, style.role == .text { style.role = .faint }
    if !links.isEmpty {
      style.role = .link
      style.attributes.insert(.underline)
    }
    return style
  }

  /// The look of code at this place.
  var codeStyle: Style {
    var style = style
    style.role = .code
    return style
  }

  private mutating func add(_ span: Span) {
    if span.text.isEmpty { return }
    if !links.isEmpty { links[links.count - 1] += span.text }
    guard let last = spans.indices.last, spans[last].style == span.style,
      let origin = Self.joined(spans[last], span)
    else {
      spans.append(span)
      return
    }
    spans[last].text += span.text
    spans[last].origin = origin
  }

  /// The origin of two spans as one; `nil` if they have to stay apart.
  private static func joined(_ a: Span, _ b: Span) -> Origin?? {
    guard let first = a.origin, let second = b.origin else {
      return a.origin == nil && b.origin == nil ? .some(nil) : nil
    }
    guard first.range.upperBound == second.range.lowerBound, first.isExact(of: a.text.utf8.count),
      second.isExact(of: b.text.utf8.count)
    else { return nil }
    return Origin(first.range.lowerBound..<second.range.upperBound)
  }
}
