import Gemini
import Screen
import Testing

@testable import Core

@Suite("Editing pictures: what goes, from where, and what it costs")
struct EditingLoopTests {
  /// A studio whose picture model takes the next turn.
  private static func desk(_ model: String = "gemini-3-pro-image", settings: Settings = Settings()) -> Desk {
    var settings = settings
    settings.pictureModel = model
    var desk = Desk(settings: settings)
    desk.press("ctrl+x i")
    return desk
  }

  // MARK: From where

  @Test("E lets the next prompt follow an earlier picture: a sibling of what followed it, with its signature")
  func branch() throws {
    var desk = Self.desk()
    let first = try desk.draw("a house", 1)
    let second = try desk.draw("in red", 2)
    desk.press("escape K K E")
    #expect(desk.studio.focus == .prompt)
    #expect(desk.studio.branchPoint == 1)
    #expect(desk.studio.transcript.turnCount == 1, "what follows is out of sight as it is out of the request")
    let third = try desk.ask("in blue")
    #expect(third.turn.parent == first.run.id)
    #expect(third.request.contents.map(\.text) == ["a house", "", "in blue"])
    #expect(third.request.contents[1].parts == [Part(JSON.picture(.sample(1), signature: "c2ln1"))])
    #expect(desk.studio.branchPoint == nil)
    #expect(desk.studio.session.siblings(of: 2) == [1, 2])
    #expect(desk.studio.session.turns[1].shownRun?.id == second.run.id, "nothing is overwritten")
  }

  @Test("Esc goes back to the end, and until a prompt is sent the stored branch is the old one")
  func leaveBranch() throws {
    var desk = Self.desk()
    try desk.draw("a house", 1)
    let second = try desk.draw("in red", 2)
    desk.press("escape K K E")
    #expect(desk.studio.header.head == second.turn.id)
    desk.press("escape")
    #expect(desk.studio.branchPoint == nil)
    #expect(desk.studio.session.head == second.turn.id)
    #expect(try desk.ask("again").turn.parent == second.run.id)
  }

  @Test("E is off where the next prompt goes anyway, and while an answer is coming")
  func noBranch() throws {
    var desk = Self.desk()
    try desk.draw("a house", 1)
    desk.press("escape E")
    #expect(desk.studio.notice?.text.hasPrefix("This is the end of the branch") == true)
    desk.press("i")
    try desk.ask("in red")
    desk.press("tab K K E")
    #expect(desk.studio.notice?.text == "An answer is still coming.")
    #expect(desk.studio.branchPoint == nil)
  }

  @Test("Of several pictures in one answer, E sends along the one that is meant; e takes it to the end, once")
  func severalPictures() throws {
    var desk = Self.desk()
    let first = try desk.ask("two houses")
    desk.receive(first.run.id, .picture(.sample(1)), .picture(.sample(2)), finish: "STOP")
    desk.end(first.run.id)
    try desk.draw("in red", 3)
    desk.press("escape K K")
    desk.press("shift+tab")
    while desk.studio.focus != .preview { desk.press("tab") }
    desk.press("left E")
    #expect(desk.studio.prompt.attachments.map(\.asset) == [.sample(1)])
    desk.press("ctrl+x u")
    #expect(desk.studio.prompt.attachments.count == 1)
  }

  // MARK: What goes

  @Test("Above the limit of a model the oldest pictures stay out, never the newest, and say so")
  func pictureLimit() throws {
    var desk = Self.desk("gemini-2.5-flash-image")
    for number in 1...4 { try desk.draw("picture \(number)", number) }
    #expect(desk.studio.sendEstimate.leftOut == 1)
    #expect(desk.studio.shelf.leftOut == [AssetReference.sample(1).sha256])
    let label = desk.studio.shelf.label(of: .picture(1), number: 1, columns: 100).text
    #expect(label.hasSuffix("stays out of the next request"))
    let next = try desk.ask("once more")
    #expect(next.request.contents.flatMap(\.blobs).compactMap(\.asset) == [.sample(2), .sample(3), .sample(4)])
    #expect(next.request.contents[1].parts == [Part(text: "")], "a Content without parts is refused")
  }

  @Test("What is attached counts against the limit and always goes")
  func attachedPictures() throws {
    var desk = Self.desk("gemini-2.5-flash-image")
    for number in 1...3 { try desk.draw("picture \(number)", number) }
    #expect(desk.studio.shelf.leftOut.isEmpty)
    desk.press("escape K K K K o e")
    #expect(desk.studio.prompt.attachments.map(\.asset) == [.sample(1)])
    #expect(desk.studio.sendEstimate.leftOut == 1)
    #expect(desk.studio.shelf.leftOut.isEmpty, "the one that stays out goes along as an input")
    let next = try desk.ask("mix them")
    #expect(next.request.contents.flatMap(\.blobs).compactMap(\.asset) == [.sample(2), .sample(3), .sample(1)])
  }

  @Test("One key leaves the conversation out: only the shown picture and the prompt go, before the text")
  func onlyThisPicture() throws {
    var desk = Self.desk()
    try desk.draw("a house", 1)
    try desk.draw("in red", 2)
    desk.press("alt+h")
    #expect(desk.effects.saved?.sendsOnlyPicture == true)
    #expect(desk.studio.sendEstimate.isAlone)
    #expect(desk.studio.sendEstimate.pictures == 1)
    let next = try desk.ask("now at night")
    #expect(next.request.contents.count == 1)
    #expect(next.request.contents[0].blobs.map(\.asset) == [.sample(2)])
    #expect(next.request.contents[0].parts.last == Part(text: "now at night"))
    #expect(next.run.isAlone)
    desk.end(next.run.id, .sample(.network))
    desk.press("alt+h")
    #expect(try #require(desk.press("enter").generation).request.contents.count == 5)
  }

  @Test("The estimate of another version counts only what is before it")
  func versionEstimate() throws {
    var desk = Desk()
    try desk.talk("12345678", "1234")
    try desk.talk("12345678", "1234")
    desk.press("escape K e")
    #expect(desk.studio.sendEstimate.turns == 2)
    #expect(desk.studio.sendEstimate.bytes == 8 + 4 + 8)
  }

  // MARK: What it costs

  @Test("The cost is that of the table: a picture's price and what goes in, times the requests")
  func cost() throws {
    var desk = Self.desk()
    desk.type("a house")
    let one = try #require(desk.studio.sendEstimate.cost)
    #expect(one > 0.134 && one < 0.135)
    desk.studio.session.pictureCount = 3
    #expect(try #require(desk.studio.sendEstimate.cost) == one * 3)
    desk.studio.session.config.imageSize = "4K"
    #expect(try #require(desk.studio.sendEstimate.cost) > 0.24 * 3)
    var offline = Desk(backend: .simulator)
    offline.type("a house")
    #expect(offline.studio.sendEstimate.cost == nil)
  }

  @Test("What is estimated above the limit is asked about first; nothing of the prompt is lost")
  func confirm() throws {
    var settings = Settings()
    settings.confirmAboveUSD = 0.2
    var desk = Self.desk(settings: settings)
    try desk.draw("a house", 1)
    desk.studio.session.pictureCount = 2
    desk.type("in red")
    #expect(desk.press("enter").generation == nil)
    #expect(desk.studio.overlay?.place == .question)
    desk.press("c")
    #expect(desk.studio.prompt.text == "in red")
    desk.press("enter")
    #expect(desk.press("s").generation?.turn.content.text == "in red")
  }

  @Test("Asking again is asked about as well")
  func confirmAgain() throws {
    var settings = Settings()
    settings.confirmAboveUSD = 0.2
    var desk = Self.desk(settings: settings)
    try desk.draw("a house", 1)
    desk.studio.session.pictureCount = 2
    #expect(desk.press("escape r").generation == nil)
    #expect(desk.press("s").generation?.turn.content.text == "a house")
  }
}

extension Desk {
  /// A whole turn whose answer is one picture.
  @discardableResult
  mutating func draw(_ prompt: String, _ number: Int) throws -> Generation {
    let generation = try ask(prompt)
    receive(generation.run.id, .picture(.sample(number), signature: "c2ln\(number)"), finish: "STOP")
    end(generation.run.id)
    wait(1000)
    return generation
  }
}

extension Blob {
  fileprivate static func picture(_ number: Int) -> Blob {
    Blob(mimeType: "image/png", data: .asset(.sample(number)))
  }
}
