import Gemini
import Testing

@testable import Core

@Suite("Saving, copying and opening pictures")
struct PictureSavingTests {
  /// A session of two turns: two pictures, then one in two versions.
  private func desk() throws -> Desk {
    var desk = Desk()
    let first = try desk.ask("Two cats: one, two!")
    desk.receive(first.run.id, .picture(.sample(5)), .picture(.sample(6)), finish: "STOP")
    desk.end(first.run.id)
    let second = try desk.ask("more")
    desk.receive(second.run.id, .picture(.sample(7)), finish: "STOP")
    desk.end(second.run.id)
    desk.press("escape r")
    let third = try #require(desk.effects.generation)
    desk.receive(third.run.id, .picture(.sample(7)), .picture(.sample(8)), finish: "STOP")
    desk.end(third.run.id)
    return desk
  }

  private func entry(_ desk: Desk) -> TextEntry? {
    if case .entry(let entry)? = desk.studio.overlay { entry } else { nil }
  }

  private func saved(_ effects: [Effect]) -> (items: [PictureSave.Item], name: String, isFolder: Bool)? {
    if case .savePictures(let save, let name)? = effects.first { (save.items, name, save.isFolder) } else { nil }
  }

  @Test("Saving asks for a name, which is there already, and Enter saves with how it was made")
  func save() throws {
    var desk = try desk()
    desk.studio.shelf.facts[AssetReference.sample(8).sha256] = PictureFacts(width: 4, height: 3, kind: "JPEG")
    desk.press("ctrl+x w")
    #expect(entry(desk)?.editor.text == "two-cats-one-two.jpg")
    let save = try #require(saved(desk.press("enter")))
    #expect(save.name == "two-cats-one-two.jpg" && !save.isFolder)
    #expect(save.items.map(\.asset) == [.sample(8)])
    #expect(save.items.first?.making?.prompt == "more")
    #expect(desk.studio.overlay == nil)
  }

  @Test("Another name is typed over it; none is asked for again; Esc saves nothing")
  func name() throws {
    var desk = try desk()
    desk.press("ctrl+x w ctrl+u enter")
    #expect(entry(desk)?.problem?.hasPrefix("A name is needed") == true)
    desk.type(" a b.png ")
    #expect(saved(desk.press("enter"))?.name == "a b.png")
    desk.press("ctrl+x w")
    #expect(desk.press("escape").isEmpty)
    #expect(desk.studio.overlay == nil)
  }

  @Test("A name that cannot be is asked for again with the reason, unless something else came in front")
  func refused() throws {
    var desk = try desk()
    desk.press("ctrl+x w")
    guard case .savePictures(let save, let name)? = desk.press("enter").first else {
      Issue.record("nothing is saved")
      return
    }
    desk.send(.saveRefused(save, name: name, problem: "There is no room."))
    #expect(entry(desk)?.problem == "There is no room." && entry(desk)?.editor.text == name)
    desk.press("escape ctrl+p")
    desk.send(.saveRefused(save, name: name, problem: "There is no room."))
    #expect(desk.studio.overlay?.place == .list)
    #expect(desk.studio.notice?.text == "There is no room.")
  }

  @Test("All pictures of all answers are saved, each once, to a folder")
  func saveAll() throws {
    var desk = try desk()
    desk.press("ctrl+x o S")
    #expect(entry(desk)?.title == "Save 4 pictures" && entry(desk)?.editor.text == "two-cats-one-two/")
    let save = try #require(saved(desk.press("enter")))
    #expect(save.isFolder)
    #expect(save.items.map(\.asset) == [.sample(5), .sample(6), .sample(7), .sample(8)])
    #expect(save.items.map { $0.making?.prompt } == ["Two cats: one, two!", "Two cats: one, two!", "more", "more"])
  }

  @Test(
    "From the full screen one comes back to it",
    arguments: ["s enter", "s escape", "S escape", "O c", "O escape", "O o"])
  func back(keys: String) throws {
    var desk = try desk()
    desk.press("ctrl+x o")
    desk.press(keys)
    #expect(desk.studio.overlay == .picture)
  }

  @Test("Another program opens the picture only after a yes")
  func open() throws {
    var desk = try desk()
    desk.press("ctrl+x o")
    #expect(desk.press("O").isEmpty)
    #expect(desk.studio.overlay?.place == .question)
    #expect(desk.press("c").isEmpty)
    #expect(desk.press("O o") == [.openPicture(.sample(8))])
  }

  @Test("The path that is copied is that of the picture on the screen")
  func path() throws {
    var desk = try desk()
    desk.press("ctrl+x o h")
    #expect(desk.press("Y") == [.copyPicturePath(.sample(7), mimeType: "image/png")])
  }

  @Test("A picture that a person gave has a name to be saved under, and no making")
  func given() throws {
    var desk = Desk()
    desk.studio.prompt.attach(.sample("room.jpg", 3))
    try desk.talk("Whose room is this?", "Yours.")
    desk.press("ctrl+x w")
    let save = try #require(saved(desk.press("enter")))
    #expect(save.items == [PictureSave.Item(asset: .sample(3), mimeType: "image/jpeg")])
    desk.press("ctrl+x o S")
    #expect(desk.studio.notice?.text == "No answer of this session has a picture.")
  }
}
