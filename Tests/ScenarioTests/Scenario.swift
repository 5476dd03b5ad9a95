import Foundation

/// A scenario: steps, one a line, and the screens that they lead to.
struct Scenario {
  /// Why a file cannot be played, with its line.
  struct Problem: Error, CustomStringConvertible {
    let line: Int
    let reason: String
    var description: String { "line \(line): \(reason)" }
  }

  private let lines: [String]

  init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// Plays all steps.
  /// - Returns: the file as it should be: its screens are what was seen.
  func play() throws -> String {
    var stage = try Stage()
    var result: [String] = []
    var hasScreen = false
    for (index, line) in lines.enumerated() {
      // What stands below a step is what was seen.
      if line.hasPrefix("|") || line.hasPrefix("= ") { continue }
      result.append(line)
      guard index > 0, !line.isEmpty, !line.hasPrefix("#") else { continue }
      do {
        let seen = try stage.take(line)
        hasScreen = hasScreen || !seen.isEmpty
        result += seen
      } catch let reason as Stage.Reason {
        throw Problem(line: index + 1, reason: reason.text)
      }
    }
    guard hasScreen else { throw Problem(line: lines.count, reason: "nothing is looked at: `screen` is missing") }
    return result.joined(separator: "\n")
  }
}
