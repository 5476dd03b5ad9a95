/// Breaks text into lines that fit a width in columns.
package enum TextWrap {
  /// Where a line may end.
  package enum Breaks: Sendable {
    /// At blanks, after hyphens, around wide letters; inside a word only when it is longer than a line. Blanks at a
    /// break are dropped.
    case words
    /// Anywhere, dropping nothing.
    case anywhere
  }

  /// Wraps styled text. A line feed in the text ends a line; tabs become blanks up to the next multiple of `tabs`.
  ///
  /// Nothing of the text is lost but blanks at a break. Only where a single column is left, a letter of two columns is
  /// shown as `…`.
  /// - Parameters:
  ///   - columns: the most that a line may take, indents included; less than 1 counts as 1.
  ///   - first: put before the first line. Left out if it leaves no room for text.
  ///   - continuation: put before the other lines. Left out if it leaves no room for text.
  /// - Returns: at least one line.
  package static func wrap(
    _ spans: [Span], columns: Int, first: [Span] = [], continuation: [Span] = [], breaks: Breaks = .words,
    tabs: Int = 4
  ) -> [Line] {
    var text = StyledText(spans)
    text.expandTabs(to: tabs)
    let firstHead = Head(first, columns: columns)
    let otherHead = Head(continuation, columns: columns)
    let ranges = LineBreaks.ranges(of: text.text, first: firstHead.room, others: otherHead.room, breaks: breaks)
    var lines: [Line] = []
    lines.reserveCapacity(ranges.count)
    var run = 0
    for range in ranges {
      let head = lines.isEmpty ? firstHead : otherHead
      lines.append(Line(text.spans(in: range, after: head.spans, from: &run, room: head.room)))
    }
    return lines
  }

  /// Wraps plain text.
  package static func wrap(
    _ text: String, columns: Int, role: Role = .text, breaks: Breaks = .words, tabs: Int = 4
  ) -> [Line] {
    wrap([Span(text, role)], columns: columns, breaks: breaks, tabs: tabs)
  }

  /// Shortens a text without line breaks to a width, with `…` at the end where something was cut off.
  package static func truncate(_ text: String, columns: Int) -> String {
    let bytes = text.utf8Span.span
    var width = 0
    var offset = 0
    /// Where the text ends if `…` must follow.
    var end = 0
    while offset < bytes.count {
      let cluster = TextCluster(at: offset, in: bytes, of: text)
      width += cluster.columns
      if width > columns {
        return columns < 1 ? "" : text.slice(0..<end) + "…"
      }
      offset += cluster.length
      if width < columns { end = offset }
    }
    return text
  }

  /// What stands before a line, and the columns that are left for text.
  private struct Head {
    var spans: [Span]
    var room: Int

    init(_ spans: [Span], columns: Int) {
      let width = spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) }
      let fits = width == 0 || columns - width >= 2
      self.spans = fits ? spans : []
      room = max(1, fits ? columns - width : columns)
    }
  }
}
