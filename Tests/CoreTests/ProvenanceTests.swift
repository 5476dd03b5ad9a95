import Gemini
import Testing

@testable import Core

@Suite("How a picture was made")
struct ProvenanceTests {
  /// A studio on the picture model.
  private func desk() -> Desk {
    var desk = Desk()
    desk.press("ctrl+x i")
    return desk
  }

  /// A whole turn whose answer is a picture.
  @discardableResult
  private func draw(_ desk: inout Desk, _ prompt: String, _ number: Int) throws -> Generation {
    let generation = try desk.ask(prompt)
    desk.receive(
      generation.run.id, .picture(.sample(number), signature: "c2ln"), finish: "STOP",
      extra: JSONObject(["modelVersion": "v1", "responseId": .string("r-\(number)")]))
    desk.end(generation.run.id)
    return generation
  }

  private func making(_ number: Int, _ desk: Desk) throws -> Provenance {
    try #require(Provenance(of: .sample(number), in: desk.studio.session, models: desk.studio.settings.models))
  }

  @Test("It has all that was sent and came, and survives being written and read")
  func facts() throws {
    var desk = desk()
    desk.studio.session.systemInstruction = "Be bold."
    desk.studio.session.config.aspectRatio = "16:9"
    desk.studio.prompt.attach(.sample("room.jpg", 3))
    let generation = try draw(&desk, "a \"cat\" 🐈 \\u{1}", 5)
    let making = try making(5, desk)
    #expect(making.prompt == "a \"cat\" 🐈 \\u{1}")
    #expect(making.model == generation.run.model && making.modelVersion == "v1" && making.responseId == "r-5")
    #expect(making.settings == generation.request.generationConfig && making.settings.aspectRatio == "16:9")
    #expect(making.extras?.systemInstruction == "Be bold.")
    #expect(making.inputs.map(\.asset) == [.sample(3)] && making.inputs.first?.name == "room.jpg")
    #expect(making.editedFrom == AssetReference.sample(3).sha256)
    #expect(making.createTime == "2026-11-22T09:14:03.000Z" && making.isStream && !making.isDraft)
    #expect(making.session == desk.studio.session.id && making.run == generation.run.id)
    #expect(making.turn == generation.turn.id && making.turnsBefore == 0)
    #expect(Provenance(try JSON(parsing: making.json.text)) == making)
    #expect(Provenance(try JSON(parsing: making.json.prettyText)) == making)
  }

  @Test("What is no such object is refused: another kind, a newer shape, a model that would lead elsewhere")
  func refused() throws {
    var desk = desk()
    try draw(&desk, "a cat", 5)
    let object = try #require(try making(5, desk).json.object)
    for (key, value) in [
      ("gemstudio", JSON.null), ("gemstudio", 2), ("sha256", .null), ("model", "../../x?key="), ("prompt", 5),
    ] {
      var bad = object
      bad[key] = value
      #expect(Provenance(.object(bad)) == nil, "\(key)")
    }
    #expect(Provenance([]) == nil && Provenance("gemstudio") == nil)
  }

  @Test("Edited from: the one picture that went in; of several, the newest of the conversation; else the last answer")
  func edited() throws {
    var desk = desk()
    try draw(&desk, "a cat", 5)
    #expect(try making(5, desk).editedFrom == nil)
    try draw(&desk, "with a hat", 6)
    #expect(try making(6, desk).editedFrom == AssetReference.sample(5).sha256)
    #expect(try making(6, desk).turnsBefore == 1)
    desk.studio.prompt.attach(.sample("a.jpg", 5))
    desk.studio.prompt.attach(.sample("b.jpg", 40))
    try draw(&desk, "both", 7)
    #expect(try making(7, desk).editedFrom == AssetReference.sample(5).sha256)
    #expect(try making(7, desk).inputs.map(\.asset) == [.sample(5), .sample(40)])
    desk.studio.prompt.attach(.sample("c.jpg", 41))
    desk.studio.prompt.attach(.sample("d.jpg", 42))
    try draw(&desk, "strangers", 8)
    #expect(try making(8, desk).editedFrom == nil)
  }

  @Test("The request is made again as it was, whatever is shown and set by then")
  func request() throws {
    var desk = desk()
    desk.studio.session.systemInstruction = "Be bold."
    let first = try draw(&desk, "a cat", 5)
    desk.press("escape r")
    let again = try #require(desk.effects.generation)
    desk.receive(again.run.id, .picture(.sample(6), signature: "c2ln"), finish: "STOP")
    desk.end(again.run.id)
    desk.press("i")
    let second = try draw(&desk, "with a hat", 7)
    #expect(second.request.contents.count == 3)
    // The other version of the first answer is shown now, and everything is set otherwise.
    desk.press("escape K K h")
    desk.studio.session.systemInstruction = "Be shy."
    desk.studio.session.config.aspectRatio = "1:1"
    let session = desk.studio.session
    #expect(session.turns[0].shownRun?.id == first.run.id)
    for generation in [first, again, second] {
      let traits = desk.studio.traits(of: generation.run.model)
      #expect(session.request(of: generation.run.id, traits: traits) == generation.request)
    }
    #expect(session.request(of: RunID(rawValue: "none"), traits: desk.studio.traits) == nil)
  }

  @Test("Without the store, a turn that nothing came before gives the same request")
  func oneTurn() throws {
    var desk = desk()
    desk.studio.session.systemInstruction = "Be bold."
    desk.studio.prompt.attach(.sample("room.jpg", 3))
    let generation = try draw(&desk, "a cat", 5)
    let making = try #require(Provenance(try JSON(parsing: try making(5, desk).json.text)))
    let traits = desk.studio.traits(of: making.model)
    #expect(making.oneTurn.request(of: making.run, traits: traits) == generation.request)
  }

  @Test("A draft is marked, and the last of nothing but drafts is none")
  func drafts() throws {
    var desk = desk()
    let generation = try desk.ask("a cat")
    for number in [5, 6] {
      var part = try #require(JSON.picture(.sample(number)).object)
      part["thought"] = true
      desk.receive(generation.run.id, .object(part), finish: number == 6 ? "STOP" : nil)
    }
    desk.end(generation.run.id)
    #expect(try making(5, desk).isDraft)
    #expect(try !making(6, desk).isDraft)
  }
}
