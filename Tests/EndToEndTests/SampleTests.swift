import TestSupport
import Testing

@Suite("Recorded answers on the screen")
struct SampleTests {
  /// Answers with the bodies of files, each once, in their order.
  private static func gemini(_ files: [WireSamples.File]) throws -> ScriptedGemini {
    let next = Watched(0)
    return try ScriptedGemini { exchange in
      let file = files[min(next.value, files.count - 1)]
      next.change { $0 += 1 }
      // The files lack their status; the body of an error names it.
      let status = SampleReading(file.bytes, isStream: true).httpStatus
      let type = status == 200 ? "text/event-stream" : "application/json"
      exchange.connection.respond(status: status, headers: [("Content-Type", type)], body: file.bytes)
    }
  }

  /// Letters and digits alone: what Markdown shows as it was written.
  private static func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }

  /// The end of the last line that has enough of them to be told from others.
  private static func lastLetters(_ text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.contains("http") }.map { letters(String($0)) }
    return lines.last { $0.count > 4 }.map { String($0.suffix(24)) }
  }

  /// The letters of the conversation, without the column beside it.
  private static func conversation(_ screen: TerminalScreen) -> String {
    screen.lines.map { letters(String($0.prefix { !"│├┬".contains($0) })) }.joined()
  }

  @Test("Each recorded stream is asked for and shown: its last words, or the sentence of its end")
  func streams() async throws {
    guard let samples = try WireSamples() else { return }
    let files = samples.files.filter { $0.path.contains("streaming-") }
    #expect(!files.isEmpty)
    let studio = try await Studio.start(
      home: try Home(), gemini: try Self.gemini(files), terminal: Studio.Terminal(columns: 120, rows: 50))
    for (number, file) in files.enumerated() {
      if number > 0 {
        studio.type(Studio.Key.ctrlX.rawValue + "n")
        try await studio.shows("Type a prompt and press Enter.")
      }
      try await studio.send("sample \(number)")
      try await studio.until("the prompt of sample \(number)") { output in
        output.screen.lines[0].hasPrefix(" sample \(number) · 1 turn")
      }
      try await studio.answered()
      let screen = studio.screen
      let reading = SampleReading(file.bytes, isStream: true)
      let (thoughts, answer) = (reading.answer.thoughts, reading.answer.text)
      if let words = Self.lastLetters(answer) {
        let isShown = Self.conversation(screen).contains(words)
        #expect(isShown, "\(file.path): \"\(words)\" is not on\n\(screen.text)")
      }
      if !thoughts.isEmpty { #expect(screen.shows("Thinking · "), "\(file.path)") }
      if let error = reading.failure?.message {
        let isShown = screen.shows(String(error.prefix(60)))
        #expect(isShown, "\(file.path): no sentence on\n\(screen.text)")
      }
      if file.path.contains("failure") || answer.isEmpty {
        #expect(Self.sentence(in: screen) != nil, "\(file.path): no sentence on\n\(screen.text)")
      }
      if screen.shows("› sample") { studio.press(.ctrlC) }
      try await studio.shows("› write a prompt")
    }
    #expect(studio.screen.unknown.isEmpty)
    try await studio.leave()
  }

  /// The line after the answer that says how it ended.
  private static func sentence(in screen: TerminalScreen) -> String? {
    screen.lines.last { $0.hasPrefix("▌ ") && $0.hasSuffix(".") }
  }
}
