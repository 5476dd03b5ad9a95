import Foundation
import Testing

/// Each file of `Scenarios` is a scenario; CONTRIBUTING.md has the format. `RECORD_SCREENS=1` writes what is seen into
/// the files. The diff is to be read as a user would.
@Suite("Scenarios")
struct ScenarioTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test("Keys in, screen out", arguments: names)
  func scenario(name: String) throws {
    let file = Self.folder.appending(path: name)
    let text = try String(contentsOf: file, encoding: .utf8)
    let played = try Scenario(text).play()
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try played.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let lines = zip(
      played.split(separator: "\n", omittingEmptySubsequences: false),
      text.split(separator: "\n", omittingEmptySubsequences: false))
    let changed = lines.filter { $0 != $1 }.prefix(6).map { "is  \($0)\nwas \($1)" }.joined(separator: "\n")
    #expect(played == text, "\(name) changed:\n\(changed)")
  }

  @Test("There are scenarios for the main uses")
  func enough() {
    #expect(Self.names.count >= 25)
  }

  @Test(
    "A file that is no scenario is named with its line",
    arguments: ["press ctrl+nonsense", "shout hello", "size large", "say nobody asked", "press enter"])
  func broken(line: String) {
    #expect(throws: Scenario.Problem.self) { _ = try Scenario("A title\n\(line)\n").play() }
  }
}
