import Foundation
import Gemini
import TestSupport
import Testing

@Suite("What must not leave or reach the terminal")
struct SecurityTests {
  @Test("Control sequences and bidirectional marks of a server, a file or a model's name are shown, never sent")
  func hostile() async throws {
    let hostile =
      "\u{1b}]52;c;cHduZWQ=\u{7}\u{1b}[2J\u{1b}[31m\u{9b}5n\u{202e}evil\u{2066}\u{1b}P0;0q\u{1b}\\\u{0}\u{8}"
    let gemini = try ScriptedGemini(
      { exchange in
        exchange.begin()
        exchange.thought("thought \(hostile) end of thought")
        exchange.text(
          "answer \(hostile) end of answer\n\n```\n\(hostile)\n```\n\n[link](\(hostile))\n\n| \(hostile) |\n|-|\n")
        exchange.event(["modelVersion": .string("version\(hostile)")])
        exchange.finish("ODD\(hostile)")
      }, { $0.refuse(400, "INVALID_ARGUMENT", "refused \(hostile) for good") })
    let home = try Home()
    let studio = try await Studio.start(
      home: home, gemini: gemini, terminal: Studio.Terminal(columns: 120, rows: 40))
    try await studio.send("attack")
    try await studio.shows("end of answer")
    try await studio.shows("end of thought")
    try await studio.answered()
    studio.paste("pasted \(hostile) text")
    try await studio.shows("› pasted")
    studio.press(.enter)
    try await studio.shows("for good")
    studio.press(.ctrlC)
    try await studio.shows("› write a prompt")
    try await studio.leave()
    let output = try #require(
      await studio.pty.output.wait { !$0.screen.isAlternate })
    #expect(output.screen.commands.allSatisfy { $0.hasPrefix("2;") || $0.hasPrefix("11;?") })
    #expect(output.screen.commands.allSatisfy { !$0.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202e}" } })
    #expect(output.screen.unknown.isEmpty)
    #expect(output.screen.placed.isEmpty)
    for raw in ["\u{1b}]52", "\u{202e}", "\u{2066}", "\u{9b}", "\u{1b}P"] { #expect(!output.contains(raw)) }
  }

  @Test("The key is in the request's header and nowhere else: not on the screen, not in any file")
  func key() async throws {
    let gemini = try ScriptedGemini(
      { $0.answer("a fine answer") },
      { $0.refuse(400, "INVALID_ARGUMENT", "API key not valid.", details: [["reason": "API_KEY_INVALID"]]) })
    let home = try Home()
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await studio.send("hello")
    try await studio.shows("a fine answer")
    try await studio.answered()
    try await studio.send("again")
    try await studio.shows("API key not valid.")
    let command = FileManager.default.contents(atPath: "/proc/\(studio.process.pid)/cmdline") ?? Data()
    #expect(!String(decoding: command, as: UTF8.self).contains(ScriptedGemini.key))
    studio.press(.ctrlC)
    try await studio.shows("› write a prompt")
    try await studio.leave()
    #expect(gemini.requests.allSatisfy { $0.header("x-goog-api-key") == ScriptedGemini.key })
    #expect(gemini.requests.allSatisfy { !$0.path.contains(ScriptedGemini.key) })
    #expect(!studio.pty.output.value.contains(ScriptedGemini.key))
    #expect(home.keeps("a fine answer"), "the files are looked at as they are")
    #expect(!home.keeps(ScriptedGemini.key))
  }

  @Test("A key is entered without echo, tried, and kept for its owner alone")
  func enterKey() async throws {
    let gemini = try ScriptedGemini { $0.answer("from the real one") }
    let home = try Home()
    var variables = gemini.variables
    variables["GEMINI_API_KEY"] = ""
    let studio = try await Studio.start(home: home, variables: variables)
    try await studio.shows("offline simulator")
    studio.type(Studio.Key.ctrlX.rawValue + "k")
    try await studio.shows("It is not shown while you type.")
    studio.type(ScriptedGemini.key)
    studio.press(.enter)
    try await studio.shows("The key works and is kept in")
    #expect(!studio.screen.lines[0].contains("offline simulator"))
    try await studio.send("who are you?")
    try await studio.shows("from the real one")
    try await studio.leave()
    #expect(gemini.requests.first?.header("x-goog-api-key") == ScriptedGemini.key)
    #expect(!studio.pty.output.value.contains(ScriptedGemini.key))
    let file = home.data + "/.env"
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
    #expect(
      home.kept.filter { FileManager.default.contents(atPath: $0)?.range(of: Data(ScriptedGemini.key.utf8)) != nil }
        == [file])
  }

  @Test("A server that repeats the key in its words is not repeated: on no screen, in no file")
  func echoedKey() async throws {
    let key = ScriptedGemini.key
    let gemini = try ScriptedGemini(
      { $0.refuse(403, "PERMISSION_DENIED", "The key \(key) may not.", details: [["reason": .string(key)]]) },
      { exchange in
        exchange.begin()
        exchange.text("a beginning")
        exchange.event(["error": ["code": 499, "message": .string("stopped for \(key)"), "status": "CANCELLED"]])
        exchange.connection.endChunked()
      }, { $0.connection.respond(text: "data: {\"\(key)\": 1}\r\n\r\n") })
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    for (number, words) in ["The key (hidden) may not.", "stopped for (hidden)", "no answer of this API"].enumerated() {
      try await studio.send("prompt \(number)")
      try await studio.shows(words)
      try await studio.answered()
      studio.press(.ctrlC)
      try await studio.shows("› write a prompt")
    }
    try await studio.leave()
  }
}
