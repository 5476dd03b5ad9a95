import Core
import Foundation
import Screen
import Testing

@testable import Views

/// `make screens` records them anew (`RECORD_SCREENS=1`). The diff is to be read as a user would.
@Suite("Golden screens")
struct GoldenScreenTests {
  static let sizes = [(60, 16), (80, 24), (120, 40), (200, 60)].map { Size(columns: $0, rows: $1) }

  @Test("Every scene looks as it was recorded", arguments: Scene.allCases, sizes)
  func scene(scene: Scene, size: Size) throws {
    try Self.check(render(try scene.desk(size).studio), "\(scene.rawValue)-\(size.columns)x\(size.rows)")
  }

  @Test("A screen that is too small says so", arguments: [Size(columns: 59, rows: 24), Size(columns: 12, rows: 3)])
  func tooSmall(size: Size) throws {
    var desk = try Scene.answer.desk(Size(columns: 80, rows: 24))
    desk.send(.resized(size, cellPixels: nil))
    try Self.check(render(desk.studio), "tooSmall-\(size.columns)x\(size.rows)")
  }

  private static func check(_ frame: Frame, _ name: String) throws {
    let text = ScreenText.make(frame)
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Screens/\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let lines = zip(
      text.split(separator: "\n", omittingEmptySubsequences: false),
      recorded.split(separator: "\n", omittingEmptySubsequences: false))
    let changed = lines.filter { $0 != $1 }.prefix(6).map { "is  \($0)\nwas \($1)" }.joined(separator: "\n")
    #expect(text == recorded, "\(name) changed:\n\(changed)")
  }
}
