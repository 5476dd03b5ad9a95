import Markdown
import Screen

/// What is looked for in a text, where it is, and where one went last.
///
/// It is looked for in the sources, not in what is drawn: only what is shown has to be laid out. Marks of Markdown and
/// the ends of drawn lines do not stand between its words.
package struct TextSearch: Hashable, Sendable {
  /// A part of a text, whatever stands before it.
  enum PartID: Hashable, Sendable {
    case message(MessageID)
    case part(Int)
  }

  /// One place where it is: bytes of the source of a part.
  struct Place: Hashable, Sendable {
    var part: PartID
    var bytes: Range<Int>
  }

  /// The places in one part.
  struct Found: Hashable, Sendable {
    /// What changes when the part grows.
    var version: Int
    var stretches: [Stretch] = []
    private(set) var places: [Range<Int>] = []

    struct Stretch: Hashable, Sendable {
      var bytes: Range<Int>
      var places: [Range<Int>]
    }

    /// - Parameter notes: the places behind those of the source.
    init(version: Int, stretches: [Stretch], notes: [Range<Int>] = []) {
      self.version = version
      self.stretches = stretches
      places = stretches.flatMap(\.places) + notes
    }
  }

  let pane: TextPane
  package let text: String
  /// The place that one went to last.
  var current: Place?
  var found: [PartID: Found] = [:]

  /// Small letters find capitals too.
  private let ignoresCase: Bool
  private let needle: [UInt8]
  private let words: [[UInt8]]
  private let letters: [Character]

  init(_ text: String, in pane: TextPane) {
    self.pane = pane
    self.text = text
    ignoresCase = !text.contains(where: \.isUppercase)
    let wanted = ignoresCase ? text.lowercased() : text
    needle = Array(wanted.utf8)
    words = wanted.split(separator: " ").map { Array($0.utf8) }
    letters = Array(wanted)
  }

  /// True if Markdown with this source may show the text: its words may be apart by marks.
  func mayBeFound(inSource source: String) -> Bool {
    if source.utf8.isEmpty { return false }
    let source = ignoresCase ? source.lowercased() : source
    if source.holds(needle) { return true }
    // An entity or an escape may stand for letters of it.
    if source.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "\\") }) { return true }
    if words.count > 1 { return words.allSatisfy(source.holds) }
    // A mark may stand inside of a word.
    return letters.count > 1 && source.utf8.contains { "*_~`[".utf8.contains($0) }
  }

  /// The places in typed text, which is shown as it is.
  func places(inTyped text: String) -> [Range<Int>] {
    let spans = VisibleText.spans(text, .plain, from: 0)
    return TextWrap.wrap(spans, columns: .max / 2).flatMap { places(in: $0) }
  }

  /// The places in stretches of Markdown. Those that are as they were are not looked at again.
  func places(
    in stretches: [(offset: Int, stretch: MarkdownDocument.Stretch)], knowing known: [Found.Stretch]
  ) -> [Found.Stretch] {
    stretches.enumerated().map { index, item in
      let bytes = item.stretch.range.lowerBound + item.offset..<item.stretch.range.upperBound + item.offset
      if known.indices.contains(index), known[index].bytes == bytes { return known[index] }
      guard mayBeFound(inSource: item.stretch.source) else { return Found.Stretch(bytes: bytes, places: []) }
      let found = item.stretch.lines.flatMap { places(in: $0.moved(by: item.offset)) }
      return Found.Stretch(bytes: bytes, places: found.sorted { $0.lowerBound < $1.lowerBound })
    }
  }

  /// The places in notes, each an unbroken line.
  func places(inNotes notes: [Line]) -> [Range<Int>] { notes.flatMap(places(inWhole:)) }

  /// The places in an unbroken line. What is no text of the source, such as the number of a link, is left out.
  private func places(in line: Line) -> [Range<Int>] {
    places(inWhole: Line(line.spans.filter { $0.style.role != .faint }))
  }

  private func places(inWhole text: Line) -> [Range<Int>] {
    guard !letters.isEmpty else { return [] }
    guard (ignoresCase ? text.text.lowercased() : text.text).holds(needle) else { return [] }
    let cells = LineCells(text).cells
    var places: [Range<Int>] = []
    var index = 0
    while index + letters.count <= cells.count {
      if isFound(at: index, in: cells), let bytes = Self.bytes(cells[index..<index + letters.count]) {
        places.append(bytes)
        index += letters.count
      } else {
        index += 1
      }
    }
    return places
  }

  private func isFound(at index: Int, in cells: [LineCells.Cell]) -> Bool {
    for offset in letters.indices {
      let character = cells[index + offset].character
      guard character == letters[offset] || ignoresCase && character.lowercased() == String(letters[offset]) else {
        return false
      }
    }
    return true
  }

  private static func bytes(_ cells: ArraySlice<LineCells.Cell>) -> Range<Int>? {
    let origins = cells.compactMap(\.origin)
    guard let start = origins.map(\.lowerBound).min(), let end = origins.map(\.upperBound).max() else { return nil }
    return start..<end
  }

  /// The columns of a drawn line that show places in its part.
  func columns(in cells: LineCells, of part: PartID) -> [(columns: Range<Int>, role: Role)] {
    guard let places = found[part]?.places, !places.isEmpty, let shown = cells.origin(in: 0..<max(1, cells.end)) else {
      return []
    }
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].upperBound <= shown.lowerBound { low = middle + 1 } else { high = middle }
    }
    var marks: [(columns: Range<Int>, role: Role)] = []
    for place in places[low...].prefix(while: { $0.lowerBound < shown.upperBound }) {
      let role: Role = current == Place(part: part, bytes: place) ? .selected : .match
      let inside = cells.cells.filter { cell in
        cell.origin.map { place.lowerBound <= $0.lowerBound && $0.upperBound <= place.upperBound } ?? false
      }
      // In a table a place may go on in another column.
      var columns: Range<Int>?
      for cell in inside {
        if let known = columns, known.upperBound == cell.columns.lowerBound {
          columns = known.lowerBound..<cell.columns.upperBound
        } else {
          if let known = columns { marks.append((known, role)) }
          columns = cell.columns
        }
      }
      if let columns { marks.append((columns, role)) }
    }
    return marks
  }
}

extension String {
  /// True if these bytes stand in it somewhere.
  func holds(_ needle: [UInt8]) -> Bool {
    guard let first = needle.first else { return false }
    let bytes = utf8Span.span
    var offset = 0
    while offset + needle.count <= bytes.count {
      if bytes[offset] == first {
        var length = 1
        while length < needle.count, bytes[offset + length] == needle[length] { length += 1 }
        if length == needle.count { return true }
      }
      offset += 1
    }
    return false
  }
}
