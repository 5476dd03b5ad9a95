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

/// Which bytes of a source a piece of text shows. Where text and bytes are as many, they are the same one by one; else
/// the text as a whole stands for them.
package struct Origin: Hashable, Sendable {
  private var start: UInt32
  private var count: UInt32
  private var isWhole: Bool

  /// - Parameters:
  ///   - range: UTF-8 offsets below 4 GiB.
  ///   - isWhole: the text stands for all of them, however many it has itself.
  package init(_ range: Range<Int>, isWhole: Bool = false) {
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    count = UInt32(truncatingIfNeeded: range.count)
    self.isWhole = isWhole
  }

  package var range: Range<Int> { Int(start)..<Int(start) + Int(count) }

  package func moved(by offset: Int) -> Origin {
    Origin(range.lowerBound + offset..<range.upperBound + offset, isWhole: isWhole)
  }

  /// True if a text of so many bytes shows them one by one.
  package func isExact(of length: Int) -> Bool { !isWhole && length == range.count }

  /// The bytes of a part of a text of so many bytes.
  package func part(_ part: Range<Int>, of length: Int) -> Origin {
    guard isExact(of: length) else { return Origin(range, isWhole: true) }
    return Origin(range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
  }
}

/// A piece of text in one style.
package struct Span: Hashable, Sendable {
  package var text: String
  package var style: Style
  /// The bytes of the source that it shows, where these were followed.
  package var origin: Origin?

  package init(_ text: String, _ style: Style = .plain, from origin: Origin? = nil) {
    self.text = text
    self.style = style
    self.origin = origin
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
