import Foundation
import Gemini
import Synchronization
import TestSupport
import Testing

@Suite("Editing pictures, turn by turn")
struct PictureEditingTests {
  /// Pictures of another size each, so that their bytes differ, with a signature each.
  private static func png(_ number: Int) -> [UInt8] { StoredPNG.make(width: 40 + number, height: 30) }

  private static func gemini() throws -> ScriptedGemini {
    let count = Mutex(0)
    return try ScriptedGemini { exchange in
      let number = count.withLock { count in
        count += 1
        return count
      }
      exchange.begin()
      exchange.text("Picture number \(number).")
      exchange.picture(png(number), signature: "c2lnbmF0dXJl\(number)A==")
      exchange.finish()
    }
  }

  /// What went back of a picture: the very text on the wire.
  private static func pictures(in body: JSON) -> [JSON] {
    (body["contents"]?.array ?? []).flatMap { $0["parts"]?.array ?? [] }.filter { $0["inlineData"] != nil }
  }

  private static func expected(_ number: Int) -> JSON {
    [
      "inlineData": ["mimeType": "image/png", "data": .string(Base64.encode(png(number)))],
      "thoughtSignature": .string("c2lnbmF0dXJl\(number)A=="),
    ]
  }

  @Test("Bytes, type and signature go back as they came: in the next turn, after a restart, and from another branch")
  func exactParts() async throws {
    let home = try Home()
    let gemini = try Self.gemini()
    var studio = try await Studio.start(home: home, gemini: gemini)
    studio.type(Studio.Key.ctrlX.rawValue + "i")
    try await studio.shows("describe a picture")
    try await studio.send("a house")
    try await studio.shows("Picture number 1.")
    try await studio.answered()
    try await studio.send("in red")
    try await studio.shows("Picture number 2.")
    #expect(Self.pictures(in: try await gemini.body(ofRequest: 2)) == [Self.expected(1)])
    try await studio.leave()

    studio = try await Studio.start(home: home, gemini: gemini, ["--continue"])
    try await studio.shows("Picture number 2.")
    try await studio.send("at night")
    try await studio.shows("Picture number 3.")
    #expect(Self.pictures(in: try await gemini.body(ofRequest: 3)) == [Self.expected(1), Self.expected(2)])
    try await studio.answered()

    // The tree: up to the second picture, and on from there.
    studio.type(Studio.Key.ctrlX.rawValue + "b")
    try await studio.shows("which was made from which")
    studio.press(.up)
    studio.press(.up)
    studio.type("E")
    try await studio.shows("goes on from turn 1")
    try await studio.send("in blue")
    try await studio.shows("Picture number 4.")
    #expect(Self.pictures(in: try await gemini.body(ofRequest: 4)) == [Self.expected(1)])
    try await studio.leave()

    // And a branch that was left is there after another start.
    studio = try await Studio.start(home: home, gemini: gemini, ["--continue"])
    try await studio.shows("Picture number 4.")
    try await studio.send("with a cat")
    try await studio.shows("Picture number 5.")
    #expect(Self.pictures(in: try await gemini.body(ofRequest: 5)) == [Self.expected(1), Self.expected(4)])
    try await studio.leave()
  }

  @Test("Only the shown picture goes on one key, in the person's own turn and so without a signature")
  func onlyThisPicture() async throws {
    let gemini = try Self.gemini()
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    studio.type(Studio.Key.ctrlX.rawValue + "i")
    try await studio.shows("describe a picture")
    try await studio.send("a house")
    try await studio.shows("Picture number 1.")
    try await studio.answered()
    studio.type(Studio.Key.ctrlX.rawValue + "h")
    try await studio.shows("sends only this picture")
    try await studio.send("in red")
    let body = try await gemini.body(ofRequest: 2)
    #expect(body["contents"]?.array?.count == 1)
    let expected: JSON = [
      "inlineData": ["mimeType": "image/png", "data": .string(Base64.encode(Self.png(1)))]
    ]
    #expect(Self.pictures(in: body) == [expected])
    try await studio.shows("Picture number 2.")
    try await studio.leave()
  }

  @Test("Several pictures are several requests, kept as answers to one turn")
  func atOnce() async throws {
    let home = try Home()
    let gemini = try Self.gemini()
    var studio = try await Studio.start(home: home, gemini: gemini)
    studio.type(Studio.Key.ctrlX.rawValue + "i")
    try await studio.shows("describe a picture")
    studio.type(Studio.Key.ctrlX.rawValue + "r")
    try await studio.shows("Pictures at once")
    studio.type("at once")
    try await studio.hides("Aspect ratio")
    studio.type("\u{1B}[C\u{1B}[C")
    try await studio.until("the count") { output in
      output.screen.lines.contains { $0.contains("Pictures at once") && $0.contains("3") }
    }
    studio.press(.escape)
    try await studio.hides("Pictures at once")
    try await studio.send("a house")
    try await studio.shows("/3▸")
    try await studio.until("the end of all") { output in
      output.screen.shows("asked for at once") && !output.screen.shows("still to come")
    }
    #expect(gemini.requests.count == 3)
    try await studio.leave()
    studio = try await Studio.start(home: home, gemini: gemini, ["--continue"])
    try await studio.shows("asked for at once")
    #expect(studio.screen.shows("/3▸"))
    try await studio.leave()
  }
}
