import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("The line that is read stays where it is")
struct HeldLineTests {
  /// Markdown as answers have it, its tables growing row by row.
  private static func answer(_ random: inout Seeded) -> String {
    (0..<60).map { index -> String in
      let words = random.text(
        of: ["word ", "**bold** ", "`code` ", "[link](http://a.b) ", "longer-words ", "你好 "], count: 30)
      let rows = (0..<12).map {
        "| \($0) | \(String(repeating: "wide ", count: Int.random(in: 0...9, using: &random))) | x |\n"
      }
      return [
        "Paragraph \(index). \(words)\n\n", "| a | b | c |\n|---|---|---|\n\(rows.joined())\n",
        "- item \(words)\n- item\n\n", "```swift\nlet a = \(index)\n\n// \(words)\n```\n\n", "> quote \(words)\n\n",
      ].randomElement(using: &random) ?? ""
    }.joined()
  }

  /// The first byte of the source that the pane shows, and the row it is in.
  private static func top(_ studio: Studio, _ pane: TextPane) -> (byte: Int, row: Int)? {
    for row in 0..<studio.textRect(of: pane).rows {
      guard let line = studio.textLine(atRow: row, of: pane) else { continue }
      let cells = studio.cells(atLine: line.line, ofPart: line.part, in: pane).cells
      if let byte = cells.lazy.compactMap({ $0.origin?.lowerBound }).first {
        return (line.part * 10_000_000 + byte, row)
      }
    }
    return nil
  }

  @Test(
    "Through 1,000 frames of random Markdown with tables, while thinking folds and a picture of it comes",
    arguments: 0..<6)
  func streaming(seed: Int) throws {
    var random = Seeded(40 + seed)
    var desk = Desk(columns: [120, 100, 64][seed % 3], rows: [40, 24][seed % 2])
    let generation = try desk.ask("Tell me")
    var rest = Substring(Self.answer(&random))
    var chunks: [String] = []
    while !rest.isEmpty {
      let count = Int.random(in: 1...40, using: &random)
      chunks.append(String(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    var held: (byte: Int, row: Int)?
    for (number, chunk) in chunks.prefix(1000).enumerated() {
      desk.receive(generation.run.id, ["text": .string(chunk)])
      if number == 150 || number == 420 || number == 700 {
        desk.press("ctrl+home")
        for _ in 0..<Int.random(in: 0...number / 30, using: &random) { desk.press("pagedown") }
        if desk.studio.transcript.isFollowing { desk.press("pageup") }
        held = Self.top(desk.studio, .conversation)
      }
      if number > 150, number % 31 == 0 {
        desk.receive(generation.run.id, ["text": .string("A thought.\n\n"), "thought": true])
      }
      if number > 150, number % 57 == 0 { desk.press("ctrl+t") }
      guard let held, !desk.studio.transcript.isFollowing else { continue }
      let top = try #require(Self.top(desk.studio, .conversation))
      // Where the pane became wider, the line that is held begins before its first byte.
      #expect(top.byte <= held.byte && top.row == held.row, "chunk \(number): \(top) is not \(held)")
      if top.byte > held.byte || top.row != held.row { return }
    }
  }

  @Test("Through any change of the window, and back to the very same lines", arguments: 0..<6)
  func resizing(seed: Int) throws {
    var random = Seeded(60 + seed)
    var desk = Desk(columns: 100, rows: 30)
    try desk.talk("Tell me", Self.answer(&random))
    desk.press("escape g pagedown pagedown pagedown")
    for _ in 0..<Int.random(in: 0...40, using: &random) { desk.press("j") }
    let before = desk.studio.rows
    for _ in 0..<30 {
      let size = Size(columns: Int.random(in: 60...200, using: &random), rows: Int.random(in: 16...60, using: &random))
      desk.send(.resized(size, cellPixels: nil))
    }
    desk.send(.resized(Size(columns: 100, rows: 30), cellPixels: nil))
    #expect(desk.studio.rows == before)
  }
}
