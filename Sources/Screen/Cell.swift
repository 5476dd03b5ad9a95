/// One character cell: a grapheme cluster and its look. A cluster two columns wide is followed by a `continuation`.
package struct Cell: Hashable, Sendable {
  package var character: Character
  package var style: Style

  package init(_ character: Character, _ style: Style = .plain) {
    self.character = character
    self.style = style
  }

  package static let blank = Cell(" ")
  /// The right half of a wide character; a terminal writes nothing for it.
  package static let continuation = Cell("\u{0}")
}

/// A piece of text in one style.
package struct Span: Hashable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  package init(_ text: String, _ role: Role, _ attributes: Attributes = []) {
    self.init(text, Style(role, attributes))
  }
}

/// One line of styled text, no longer than the width it was made for.
package struct Line: Hashable, Sendable {
  package var spans: [Span]

  package init(_ spans: [Span] = []) { self.spans = spans }
  package init(_ text: String, _ role: Role = .text, _ attributes: Attributes = []) {
    spans = text.isEmpty ? [] : [Span(text, role, attributes)]
  }

  /// The characters without their looks.
  package var text: String { spans.reduce(into: "") { $0 += $1.text } }
}
