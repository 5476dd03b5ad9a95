import Gemini
import Screen
import Testing

@testable import Core

@Suite("Deleting pictures, and taking that back")
struct DeletingTests {
  /// A picture model takes the next turn.
  private static func desk() -> Desk {
    var settings = Settings()
    settings.pictureModel = "gemini-3-pro-image"
    var desk = Desk(settings: settings)
    desk.press("ctrl+x i")
    return desk
  }

  private static func answer(_ desk: inout Desk, _ prompt: String, _ parts: JSON...) throws -> Run {
    let generation = try desk.ask(prompt)
    for part in parts { desk.receive(generation.run.id, part) }
    desk.receive(generation.run.id, ["text": ""], finish: "STOP")
    desk.end(generation.run.id)
    return try desk.run(generation.run.id)
  }

  private static func mark(_ desk: Desk, _ run: Run, _ number: Int) -> PictureMark {
    PictureMark(session: desk.studio.session.id, run: run.id, asset: .sample(number))
  }

  private func pictures(_ request: GenerateContentRequest) -> [AssetReference] {
    request.contents.flatMap(\.blobs).compactMap(\.asset)
  }

  @Test("d deletes the marked picture of the message one reads, and in the preview the one that is shown")
  func conversation() throws {
    var desk = Self.desk()
    let run = try Self.answer(&desk, "a house", .picture(.sample(1)))
    _ = try Self.answer(&desk, "what is it?", ["text": "a house"])
    desk.press("escape K K ]")
    #expect(desk.studio.isPictureMarked)
    #expect(desk.press("d").first == .deletePicture(Self.mark(desk, run, 1), at: desk.now))
    #expect(desk.press("u").first == .restorePicture(Self.mark(desk, run, 1), at: desk.now))
    #expect(desk.press("ctrl+r").first == .deletePicture(Self.mark(desk, run, 1), at: desk.now))
    desk.press("u tab")
    if desk.studio.focus != .preview { desk.press("tab") }
    #expect(desk.studio.focus == .preview)
    #expect(desk.press("d").first == .deletePicture(Self.mark(desk, run, 1), at: desk.now))
    #expect(desk.studio.session.turns.count == 2)
  }

  @Test("After the last picture the key that was named brings it back")
  func last() throws {
    var desk = Self.desk()
    _ = try Self.answer(&desk, "a house", .picture(.sample(1)))
    desk.press("ctrl+x o d")
    #expect(desk.studio.overlay == nil)
    #expect(desk.studio.notice?.text.hasPrefix("The picture is deleted; u brings it back.") == true)
    desk.press("u")
    #expect(desk.studio.shownPicture?.asset == .sample(1) && desk.studio.prompt.isEmpty)
  }

  @Test("A deleted picture is out of the conversation, the counts and later requests; u brings all of it back")
  func deleteAndUndo() throws {
    var desk = Self.desk()
    let run = try Self.answer(
      &desk, "a house", ["text": "Here", "thoughtSignature": "c2ln"], .picture(.sample(1), signature: "c2ln1"),
      .picture(.sample(2), signature: "c2ln2"))
    let before = desk.studio.historyEstimate
    desk.press("ctrl+x o")
    #expect(desk.press("d").first == .deletePicture(Self.mark(desk, run, 2), at: desk.now))
    #expect(desk.studio.overlay == .picture && desk.studio.shownPicture?.asset == .sample(1), "the next one is shown")
    #expect(desk.studio.madePictures.map(\.asset) == [.sample(1)])
    #expect(PictureTree(desk.studio.session).nodes.compactMap(\.blob.asset) == [.sample(1)])
    #expect(desk.studio.historyEstimate.files.map(\.asset) == [.sample(1)])
    var other = desk
    other.press("escape i")
    let request = try other.ask("in red").request
    #expect(pictures(request) == [.sample(1)])
    #expect(request.contents[1].parts.map(\.thoughtSignature) == ["c2ln", "c2ln1"], "the others keep their signatures")
    let undo = desk.press("u")
    #expect(undo.first == .restorePicture(Self.mark(desk, run, 2), at: desk.now))
    #expect(desk.studio.overlay == .picture && desk.studio.shownPicture?.asset == .sample(2))
    #expect(desk.studio.historyEstimate == before)
    desk.press("u")
    #expect(desk.studio.notice?.text == "No picture was deleted since the studio was opened.")
  }

  @Test("The lines of the conversation go and come with the picture")
  func lines() throws {
    var desk = Self.desk()
    try desk.talk("hello", "Hi.")
    _ = try Self.answer(&desk, "a house", ["text": "Here"], .picture(.sample(1), signature: "c2ln1"))
    func text() -> String {
      desk.studio.rows.map { if case .body(let line) = $0.kind { line.text } else { "" } }.joined(separator: "\n")
    }
    #expect(text().contains("▣ image 1"))
    desk.press("ctrl+x o d")
    #expect(!text().contains("▣") && text().contains("Here"))
    #expect(desk.studio.overlay == nil, "no picture is left to be shown")
    desk.press("u")
    #expect(text().contains("▣ image 1"))
  }

  @Test("If nothing is left of an answer, the turn is out of later requests, and its place says so")
  func nothingLeft() throws {
    var desk = Self.desk()
    let run = try Self.answer(&desk, "a house", .picture(.sample(1), signature: "c2ln1"))
    desk.press("ctrl+x o d i")
    let left = try desk.run(run.id)
    #expect(!left.isGoodHistory && left.endingSentence?.contains("was deleted") == true)
    #expect(try desk.ask("a cat").request.contents.map(\.text) == ["a cat"])
    #expect(left.madePictureCount == 1, "it was paid for")
  }

  @Test("Where the drafts of a deleted picture are, none of them takes its place")
  func drafts() throws {
    var desk = Self.desk()
    let id = try desk.ask("a house").run.id
    for number in [1, 2] {
      var draft = JSON.picture(.sample(number), signature: "c2ln").object ?? JSONObject()
      draft["thought"] = true
      desk.receive(id, .object(draft))
    }
    desk.receive(id, ["text": "Here"], finish: "STOP")
    desk.end(id)
    #expect(desk.studio.shownPicture?.asset == .sample(2), "the last draft is the answer, as no other picture came")
    desk.press("ctrl+x o d")
    #expect(desk.studio.shownPicture == nil)
    #expect(try desk.run(id).drafts.compactMap(\.asset) == [.sample(1)])
    #expect(try desk.run(id).answerPictures.isEmpty)
  }

  @Test("What a person gave stays, and what is still coming: the reason is said")
  func refused() throws {
    var desk = Self.desk()
    desk.press("ctrl+x o")
    #expect(Command.named(.deletePicture).whyOff(desk.studio) == "There is no picture in this session.")
    desk.studio.prompt.attach(.sample("room.jpg", 3))
    let id = try desk.ask("like this").run.id
    #expect(Command.named(.deletePicture).whyOff(desk.studio)?.contains("part of a prompt") == true)
    desk.receive(id, .picture(.sample(4), signature: "c2ln"))
    #expect(Command.named(.deletePicture).whyOff(desk.studio)?.contains("still coming") == true)
    desk.press("ctrl+x o")
    #expect(desk.press("d").isEmpty)
    #expect(desk.studio.notice?.text.contains("still coming") == true)
    desk.end(id, .cancelled)
    #expect(desk.press("d").count == 1)
  }

  @Test("What the store does not do is not done")
  func storeRefuses() throws {
    var desk = Self.desk()
    let run = try Self.answer(&desk, "a house", ["text": "Here"], .picture(.sample(1), signature: "c2ln1"))
    desk.press("ctrl+x o d")
    desk.send(.markRefused(Self.mark(desk, run, 1), wasDeletedAt: nil, "The disk is full."))
    #expect(desk.studio.shownPicture?.asset == .sample(1) && desk.studio.notice?.text == "The disk is full.")
    #expect(Command.named(.undoDeletion).whyOff(desk.studio) != nil)
    desk.press("ctrl+x o d")
    let time = desk.now
    desk.press("u")
    desk.send(.markRefused(Self.mark(desk, run, 1), wasDeletedAt: time, "The disk is full."))
    #expect(desk.studio.shownPicture == nil)
  }

  @Test("A request of before is put together with the pictures it had, one of later without them")
  func reproduction() throws {
    var desk = Self.desk()
    let first = try Self.answer(&desk, "a house", ["text": "Here"], .picture(.sample(1), signature: "c2ln1"))
    desk.wait(1000)
    let second = try Self.answer(&desk, "in red", ["text": "Here"], .picture(.sample(2), signature: "c2ln2"))
    desk.wait(1000)
    desk.studio.session.turns[0].runs[0].mark(.sample(1), deletedAt: desk.now)
    desk.wait(1000)
    let third = try Self.answer(&desk, "at night", ["text": "Here"], .picture(.sample(3), signature: "c2ln3"))
    func sent(_ run: Run) -> [AssetReference] {
      desk.studio.session.request(of: run.id, traits: desk.studio.traits).map { pictures($0) } ?? []
    }
    #expect(sent(first) == [] && sent(second) == [.sample(1)] && sent(third) == [.sample(2)])
  }

  // MARK: In the gallery

  @Test("In the gallery the next picture takes the place of a deleted one, and undo puts it back where it was")
  func inGallery() throws {
    var desk = try GalleryTests.desk(5)
    let mark = GalleryTests.page(3...3)[0].mark
    desk.press("right right")
    #expect(desk.press("ctrl+d").contains(.deletePicture(mark, at: desk.now)))
    #expect(desk.studio.gallery.pictures.map(\.asset) == [1, 2, 4, 5].map { .sample($0) })
    #expect(desk.studio.gallery.picture?.asset == .sample(4))
    #expect(desk.press("home alt+u").contains(.restorePicture(mark, at: desk.now)))
    #expect(desk.studio.gallery.pictures.map(\.asset) == (1...5).map { .sample($0) })
    #expect(desk.studio.gallery.picture?.asset == .sample(3))
  }

  @Test("Deleted pictures are looked at and restored, and nothing else is done with them")
  func restore() throws {
    var desk = try GalleryTests.desk(2)
    desk.press("ctrl+r")
    #expect(desk.studio.notice?.text == "This picture was not deleted. ^T shows those that were.")
    desk.press("ctrl+t")
    desk.send(.picturesListed(number: desk.studio.gallery.number, GalleryTests.page(7...8), next: nil))
    for key in ["enter", "ctrl+e", "ctrl+d"] {
      #expect(desk.press(key).isEmpty)
      #expect(desk.studio.notice?.text.contains("deleted") == true && desk.studio.overlay == .gallery)
    }
    let mark = GalleryTests.page(7...7)[0].mark
    #expect(desk.press("ctrl+r").contains(.restorePicture(mark, at: desk.now)))
    #expect(desk.studio.gallery.pictures.map(\.asset) == [.sample(8)])
  }
}
