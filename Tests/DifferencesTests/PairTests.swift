import Foundation
import TestSupport
import Testing

@testable import Differences

/// Each file in `Pairs` holds two texts below `=== a` and `=== b` and how they differ below `=== difference`. What is
/// written there anew by `RECORD_PAIRS=1` is to be read as a user would.
@Suite("Recorded pairs of answers")
struct PairTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pairs")
  static let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []

  @Test("There are pairs") func exist() { #expect(Self.names.count > 10) }

  @Test("Each pair differs as it was recorded", arguments: names)
  func pair(name: String) throws {
    let file = Self.folder.appending(path: name)
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let parts = try #require(recorded.wholeMatch(of: /(?s)=== a\n(.*)=== b\n(.*)=== difference\n(.*)/))
    let (a, b) = (String(parts.1.dropLast()), String(parts.2.dropLast()))
    let text = Self.text(Difference.Request(a: a, b: b))
    if ProcessInfo.processInfo.environment["RECORD_PAIRS"] == "1" {
      let head = recorded.prefix(recorded.count - parts.3.count)
      try (head + text).write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(text == parts.3, "\(name) differs in another way:\n\(text)")
  }

  private static func text(_ request: Difference.Request) -> String {
    let difference = request.difference()
    let rows = difference.rows.map { row in
      let spans = row.spans.map { span in
        switch span.kind {
        case .equal: request.a.part(span.a)
        case .removed: "[-\(request.a.part(span.a))-]"
        case .added: "{+\(request.b.part(span.b))+}"
        }
      }
      let text = spans.joined()
      return text.hasSuffix("\n") ? text : text + "\n"
    }
    let summary = difference.summary
    let share = Int((summary.share * 100).rounded())
    return rows.joined() + "=== \(share) % equal: \(summary.equalWords) words, \(summary.removedWords) removed, "
      + "\(summary.addedWords) added\n"
  }
}

extension String {
  /// The text between two UTF-8 offsets.
  func part(_ range: Range<Int>) -> String {
    String(decoding: Array(utf8)[range], as: UTF8.self)
  }
}
