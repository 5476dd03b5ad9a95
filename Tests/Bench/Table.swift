/// One line of the table: what was measured here, with what it is compared, and what it should be.
struct Row {
  var name: String
  var ours: String
  /// The same of another program in the same run; empty if there is no such thing.
  var other = ""
  /// Ours divided by the other's.
  var ratio: Double?
  var goal: String
  var isMet: Bool
}

enum Table {
  static func text(_ rows: [Row]) -> String {
    let heads = ["", "gemstudio", "in the same run", "ratio", "goal"]
    let lines = [heads] + rows.map { [$0.name, $0.ours, $0.other, $0.ratio.map { number($0) } ?? "", $0.goal] }
    let widths = heads.indices.map { column in lines.map(\.[column].count).max() ?? 0 }
    let texts = lines.map { cells in
      zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    let marked = zip(texts.dropFirst(), rows).map { text, row in row.isMet ? trimmed(text) : text + "  falls short" }
    return ([trimmed(texts[0]), rule] + marked).joined(separator: "\n")
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Three digits, as far as they say something.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    let places = value < 0.995 ? 2 : value < 99.5 ? 1 : 0
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return places == 0 ? String(Int(rounded)) : String(rounded)
  }
}
