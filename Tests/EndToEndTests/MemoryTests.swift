import Foundation
import Gemini
import TestSupport
import Testing

@Suite("What the studio keeps and sends again")
struct MemoryTests {
  private static let signature = "RXhhY3QgYnl0ZXMgb2YgYSBzaWduYXR1cmU="

  @Test("After a restart it is all there: thoughts, picture, draft; and the history goes out as it came")
  func restart() async throws {
    let png = StoredPNG.make(width: 50, height: 40)
    let gemini = try ScriptedGemini(
      { exchange in
        exchange.begin()
        exchange.thought("Thinking of a picture.")
        exchange.text("The picture you asked for.")
        exchange.picture(png, signature: Self.signature)
        exchange.finish()
      }, { $0.answer("the second answer") })
    let home = try Home()
    let wide = Studio.Terminal(columns: 120, rows: 40)
    let studio = try await Studio.start(home: home, gemini: gemini, terminal: wide)
    try await studio.send("draw a house")
    try await studio.until("the picture") { $0.screen.wholePictures.count == 1 }
    try await studio.answered()
    studio.type("a draft of mine")
    try await studio.shows("› a draft of mine")
    try await studio.leave()

    let again = try await Studio.start(home: home, gemini: gemini, ["-c"], terminal: wide)
    try await again.shows("The picture you asked for.")
    try await again.shows("▣ image 1 · 50x40 PNG")
    try await again.shows("› a draft of mine")
    let screen = try await again.until("the picture") { $0.screen.wholePictures.count == 1 }
    #expect(screen.wholePictures.first?.bytes == studio.pty.output.value.screen.placed.last?.bytes)
    #expect(screen.shows("Thinking · "))
    again.press(.enter)
    try await again.shows("the second answer")
    let contents = try await gemini.body(ofRequest: 2)["contents"]?.array ?? []
    #expect(contents.map { $0["role"]?.string } == ["user", "model", "user"])
    let parts = try #require(contents.dropFirst().first?["parts"]?.array)
    let picture = try #require(parts.first { $0["inlineData"] != nil })
    #expect(picture["inlineData"]?["data"]?.string == Base64.encode(png))
    #expect(picture["thoughtSignature"]?.string == Self.signature)
    #expect(contents.last?["parts"]?.array?.first?["text"] == "a draft of mine")
    try await again.leave()
  }

  @Test("The session list finds by title, opens and renames")
  func sessionList() async throws {
    let gemini = try ScriptedGemini({ $0.answer("about otters") }, { $0.answer("about comets") })
    let home = try Home()
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await studio.send("otters in rivers")
    try await studio.shows("about otters")
    studio.type(Studio.Key.ctrlX.rawValue + "n")
    try await studio.shows("Type a prompt and press Enter.")
    try await studio.send("comets in space")
    try await studio.shows("about comets")
    try await studio.leave()
    let again = try await Studio.start(home: home, gemini: gemini)
    try await again.shows("Alt+1 comets in space")
    try await again.shows("Alt+2 otters in rivers")
    again.type(Studio.Key.ctrlX.rawValue + "s")
    try await again.shows("type to filter")
    again.type("OTTER")
    try await again.until("one session") { output in
      let rows = output.screen.lines.filter { $0.contains("│") }
      return rows.contains { $0.contains("otters") } && !rows.contains { $0.contains("comets") }
    }
    again.press(.enter)
    // The list has the answer too; the title is that of the opened session.
    try await again.until("the session") { $0.screen.lines[0].hasPrefix(" otters in rivers · 1 turn") }
    again.type(Studio.Key.ctrlX.rawValue + "e")
    try await again.shows("A name to find it by.")
    again.press(.ctrlU)
    again.type("river animals")
    again.press(.enter)
    try await again.until("the new name") { $0.screen.lines[0].hasPrefix(" river animals · 1 turn") }
    try await again.leave()
    let third = try await Studio.start(home: home, gemini: gemini)
    try await third.shows("river animals")
    try await third.leave()
  }

  @Test("What the server said of its models is there at the next start, before it is asked again")
  func models() async throws {
    let isSilent = Watched(false)
    let listed =
      #"{"models":[{"name":"models/gemini-flash-latest","outputTokenLimit":100,"#
      + #""supportedGenerationMethods":["generateContent"],"description":"\#(ScriptedGemini.key)"}]}"#
    let gemini = try ScriptedGemini(
      { $0.answer("unused") },
      models: { _, connection in
        if isSilent.value { _ = connection.waitForPeerClose() } else { connection.respond(text: listed) }
      })
    let home = try Home()
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await eventually("the kept list") { home.keeps("gemini-flash-latest") }
    try await studio.leave()
    #expect(gemini.listings == 1)
    isSilent.set(true)

    let again = try await Studio.start(home: home, gemini: gemini)
    again.type(Studio.Key.ctrlX.rawValue + "r")
    try await again.shows("Run settings")
    for _ in 0..<2 { again.press(.down) }
    try await again.shows("1 to 100;")
    again.press(.escape)
    try await again.hides("Run settings")
    #expect(gemini.listings == 1, "a list of today is not asked for at the start")
    again.type(Studio.Key.ctrlX.rawValue + "m")
    try await again.shows("100 out tokens")
    try await eventually("the refresh behind the picker") { gemini.listings == 2 }
    again.press(.escape)
    try await again.hides("100 out tokens")
    try await again.leave()
    #expect(gemini.requests.isEmpty)
  }

  @Test("Run settings and a typed model go out with the request")
  func settings() async throws {
    let gemini = try ScriptedGemini { $0.answer("set") }
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    studio.type(Studio.Key.ctrlX.rawValue + "m")
    try await studio.shows("listed-model")
    studio.type("gemini-3.5-flash-of-mine")
    try await studio.shows("› gemini-3.5-flash-of-mine")
    studio.press(.enter)
    try await studio.until("the model") { $0.screen.lines[0].hasSuffix("gemini-3.5-flash-of-mine") }
    studio.type(Studio.Key.ctrlX.rawValue + "r")
    try await studio.shows("Run settings · gemini-3.5-flash-of-mine")
    studio.press(.enter)
    try await studio.shows("0 to 2")
    studio.type("0.25")
    studio.press(.enter)
    try await studio.shows("● Temperature 0.25")
    for _ in 0..<3 { studio.press(.down) }
    studio.press(.right)
    try await studio.until("a thinking level") { $0.screen.words.contains(/● Thinking (minimal|low|medium|high)/) }
    studio.press(.escape)
    let line = try await studio.hides("Run settings ·").lines[0]
    #expect(line.contains("temperature 0.25"))
    let level = try #require(line.firstMatch(of: /thinking (\w+)/)?.1)
    try await studio.send("now")
    try await studio.shows("set")
    let config = try await gemini.body(ofRequest: 1)["generationConfig"]
    #expect(config?["temperature"]?.double == 0.25)
    #expect(config?["thinkingConfig"]?["thinkingLevel"]?.string?.lowercased() == String(level))
    #expect(config?["topP"] == nil && config?["maxOutputTokens"] == nil, "a default is absent")
    #expect(gemini.requests.first?.path.contains("/models/gemini-3.5-flash-of-mine:streamGenerateContent") == true)
    try await studio.leave()
  }
}
