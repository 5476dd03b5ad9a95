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

  mutating func append(_ text: String) { add(VisibleText.make(text), style) }

  mutating func appendCode(_ text: String) {
    var style = style
    style.role = .code
    add(VisibleText.make(text), style)
  }

  mutating func appendLineBreak() { add("\n", base) }

  mutating func changeEmphasis(by count: Int) { emphasis += count }
  mutating func changeStrong(by count: Int) { strong += count }
  mutating func changeStrikethrough(by count: Int) { strikethrough += count }

  mutating func openLink() { links.append("") }

  mutating func openPicture() {
    add("▣ ", Style(.marker))
    links.append("")
  }

  /// Ends a link or picture. The address follows in `‹ ›` unless the text already is the address.
  mutating func closeLink(address: String) {
    guard let text = links.popLast() else { return }
    let shown = VisibleText.make(address)
    guard !shown.isEmpty, ["", "mailto:", "http://", "https://"].allSatisfy({ $0 + text != shown }) else { return }
    // A picture inside its address would be pages of letters that nobody can read.
    let isData = shown.lowercased().hasPrefix("data:")
    let note = isData ? TextWrap.truncate(shown, columns: 32) : shown
    add(text.isEmpty ? "‹\(note)›" : " ‹\(note)›", Style(.faint))
  }

  private var style: Style {
    var style = base
    if strong > 0 {
      if style.role == .text || style.role == .quote { style.role = .strong }
      style.attributes.insert(.bold)
    }
    if emphasis > 0 { style.attributes.insert(.italic) }
    if strikethrough > 0 { style.attributes.insert(.strikethrough) }
    if !links.isEmpty {
      style.role = .link
      style.attributes.insert(.underline)
    }
    return style
  }

  private mutating func add(_ text: String, _ style: Style) {
    if text.isEmpty { return }
    if !links.isEmpty { links[links.count - 1] += text }
    if let last = spans.indices.last, spans[last].style == style {
      spans[last].text += text
    } else {
      spans.append(Span(text, style))
    }
  }
}
