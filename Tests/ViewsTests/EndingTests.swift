import Core
import Gemini
import Screen
import Testing

@testable import Views

@Suite("Why an answer ended so, on the screen")
struct EndingTests {
  private static let finishReasons = [
    "MAX_TOKENS", "CONTINUATION", "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "RECITATION",
    "LANGUAGE", "OTHER", "FINISH_REASON_UNSPECIFIED", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL",
    "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE", "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER", "NO_IMAGE", "ESCALATION", "PUP_LIMITED_DISABLED",
    "A_NEW_ONE", "STOP",
  ]

  private static func words(on frame: Frame) -> String {
    (0..<frame.grid.size.rows).map { row in
      String((0..<frame.grid.size.columns).map { frame.grid[row, $0].character })
    }.joined(separator: " ").split(whereSeparator: { $0 == " " || $0 == "▌" }).joined(separator: " ")
  }

  @Test("An answer without text shows its sentence whole, also on the smallest screen", arguments: finishReasons)
  func blank(reason: String) throws {
    for size in [Size(columns: 60, rows: 16), Size(columns: 120, rows: 40)] {
      var desk = Desk(size)
      let id = try desk.ask("Which one?")
      desk.receive(id, [], finish: reason)
      desk.end(id)
      let sentence = try #require(desk.studio.latestRun?.endingSentence)
      #expect(!sentence.isEmpty)
      let shown = Self.words(on: render(desk.studio))
      #expect(shown.contains(sentence), "\(reason) at \(size): \(shown)")
    }
  }

  @Test("A failure shows what happened and what to do", arguments: [400, 401, 403, 404, 413, 429, 499, 500, 503, 504])
  func failure(status: Int) throws {
    var desk = Desk(Size(columns: 60, rows: 16))
    let id = try desk.ask("Which one?")
    desk.end(id, Failure(httpStatus: status, body: []))
    let sentence = try #require(desk.studio.latestRun?.endingSentence)
    #expect(Self.words(on: render(desk.studio)).contains(sentence))
  }

  @Test("The window's title says whether an answer is coming or has come whole")
  func title() throws {
    var desk = Desk()
    #expect(render(desk.studio).title == "gemstudio")
    let id = try desk.ask("Which one?")
    #expect(render(desk.studio).title == "● Which one?")
    desk.receive(id, [["text": "The hall."]], finish: "STOP")
    desk.end(id)
    #expect(render(desk.studio).title == "✓ Which one?")
    let other = try desk.ask("Sure?")
    desk.end(other, .incompleteStream)
    #expect(render(desk.studio).title == "Which one?")
  }
}
