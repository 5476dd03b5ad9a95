import Gemini
import Synchronization
import TestSupport
import Testing

@Suite("Pictures of all sessions, deleted and restored")
struct GalleryTests {
  private static func gemini() throws -> ScriptedGemini {
    let count = Mutex(0)
    return try ScriptedGemini { exchange in
      let number = count.withLock { count in
        count += 1
        return count
      }
      exchange.begin()
      exchange.text("Picture number \(number).")
      exchange.picture(StoredPNG.make(width: 40 + number, height: 30), signature: "c2lnbmF0dXJl\(number)A==")
      exchange.finish()
    }
  }

  /// The signatures of the pictures that went back.
  private static func pictures(in body: JSON) -> [String] {
    (body["contents"]?.array ?? []).flatMap { $0["parts"]?.array ?? [] }
      .filter { $0["inlineData"] != nil }.compactMap { $0["thoughtSignature"]?.string }
  }

  @Test("A deleted picture comes back on a key; deleted, it stays so after a restart, until it is restored")
  func deleteUndoRestart() async throws {
    let home = try Home()
    let gemini = try Self.gemini()
    var studio = try await Studio.start(home: home, gemini: gemini)
    studio.type(Studio.Key.ctrlX.rawValue + "i")
    try await studio.shows("describe a picture")
    try await studio.send("a house")
    try await studio.shows("▣ image 1")
    try await studio.answered()
    studio.press(.escape)
    try await studio.shows("i prompt")
    studio.type(Studio.Key.ctrlX.rawValue + "o")
    try await studio.shows("Esc close")
    studio.type("d")
    try await studio.hides("▣ image 1")
    studio.type("u")
    try await studio.shows("▣ image 1")
    studio.type(Studio.Key.ctrlX.rawValue + "o")
    try await studio.shows("Esc close")
    studio.type("d")
    try await studio.hides("▣ image 1")
    studio.type("i")
    try await studio.send("in red")
    try await studio.shows("Picture number 2.")
    let second = try await gemini.body(ofRequest: 2)
    #expect(Self.pictures(in: second).isEmpty)
    #expect(second["contents"]?.array?.count == 3, "the text of the answer stays")
    try await studio.answered()
    try await studio.leave()

    studio = try await Studio.start(home: home, gemini: gemini, ["--continue"])
    try await studio.shows("Picture number 2.")
    studio.type(Studio.Key.ctrlX.rawValue + "p")
    try await studio.shows("1 of 1")
    #expect(!studio.screen.lines.contains { $0.hasPrefix("▌a house") })
    studio.press(.ctrlT)
    try await studio.shows("deleted pictures · 1 of 1")
    studio.type("\u{12}")
    try await studio.shows("The picture is back.")
    studio.press(.escape)
    try await studio.hides("Gallery")
    try await studio.send("at night")
    #expect(Self.pictures(in: try await gemini.body(ofRequest: 3)) == ["c2lnbmF0dXJl1A==", "c2lnbmF0dXJl2A=="])
    try await studio.shows("Picture number 3.")
    try await studio.leave()
  }
}
