import Gemini
import Markdown
import Screen

/// What stands in a line that is read: it is found again by that when lines are laid out anew.
struct HeldLine: Hashable, Sendable {
  /// A byte of the source that the line shows, or one of the lines below it.
  var byte: Int
  /// How many lines below.
  var distance: Int
}

extension MessageLayout {
  /// Lines that are looked at for one that shows something of the source.
  private static let reach = 40

  /// - Returns: `nil` for a line that the source has nothing of, and nothing near it.
  func held(_ line: Int) -> HeldLine? {
    guard line >= 0, line < lineCount else { return nil }
    let below = trackedLines(in: line..<min(lineCount, line + Self.reach))
    for (distance, content) in below.enumerated() {
      if let origin = content.spans.lazy.compactMap(\.origin).first {
        return HeldLine(byte: origin.range.lowerBound, distance: distance)
      }
    }
    let above = trackedLines(in: max(0, line - Self.reach)..<line)
    for (distance, content) in above.reversed().enumerated() {
      if let origin = content.spans.lazy.compactMap(\.origin).first {
        return HeldLine(byte: origin.range.lowerBound, distance: -distance - 1)
      }
    }
    return nil
  }

  func line(of held: HeldLine) -> Int? {
    line(showing: held.byte).map { max(0, min(lineCount - 1, $0 - held.distance)) }
  }
}

extension Run {
  /// A number that is another one when its text is.
  var textVersion: Int {
    var hasher = Hasher()
    hasher.combine(id)
    hasher.combine(edition)
    hasher.combine(splitsReasoning)
    hasher.combine(isActive)
    hasher.combine(parts.count)
    hasher.combine(parts.last?.text?.utf8.count)
    return hasher.finalize()
  }
}
