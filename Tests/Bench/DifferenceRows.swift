import Differences
import TestSupport

/// Two answers of 200 KB compared in this process.
enum DifferenceRows {
  private static let size = 200_000

  static func differences() -> [Row] {
    var random = Seeded(7)
    let answer = text(&random)
    return [
      row("two versions of an answer", answer, edited(answer, &random)), row("two answers", answer, text(&random)),
    ]
  }

  private static func row(_ name: String, _ a: String, _ b: String) -> Row {
    let request = Difference.Request(a: a, b: b)
    var (milliseconds, words): ([Double], Int) = ([], 0)
    for _ in 0..<5 {
      let start = now()
      words = request.difference().summary.equalWords
      milliseconds.append(Double(now() - start) / 1e6)
    }
    return Row(
      name: "differences: \(name) of 200 KB",
      ours: "\(Table.number(milliseconds.median)) ms, \(words) words equal", goal: "<= 100 ms",
      isMet: milliseconds.median <= 100)
  }

  /// Paragraphs, lists, code and tables of words, few of them frequent, as in a language.
  private static func text(_ random: inout Seeded) -> String {
    var text = ""
    while text.utf8.count < size {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: text += "## " + words(4, &random) + "\n\n"
      case 1: for _ in 0..<5 { text += "- " + words(12, &random) + "\n" }
      case 2: text += "```swift\n" + (0..<12).map { _ in "  " + words(5, &random) + "\n" }.joined() + "```\n\n"
      case 3: text += "| a | b |\n|---|---|\n| \(words(3, &random)) | \(words(2, &random)) |\n\n"
      default: text += words(60, &random) + ".\n\n"
      }
    }
    return text
  }

  private static func words(_ count: Int, _ random: inout Seeded) -> String {
    (0..<count).map { _ in
      let range = Int.random(in: 1...3, using: &random)
      return "word\(Int.random(in: 0..<[20, 400, 6000][range - 1], using: &random))"
    }.joined(separator: " ")
  }

  /// One word of ten is another, some lines are gone or new.
  private static func edited(_ text: String, _ random: inout Seeded) -> String {
    var lines = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      switch line.isEmpty ? 9 : Int.random(in: 0..<30, using: &random) {
      case 0: continue
      case 1: lines += words(12, &random) + "\n"
      default: break
      }
      let edited = line.split(separator: " ", omittingEmptySubsequences: false).map { word in
        word.hasPrefix("word") && Int.random(in: 0..<10, using: &random) == 0 ? words(1, &random) : String(word)
      }
      lines += edited.joined(separator: " ") + "\n"
    }
    return lines
  }
}
