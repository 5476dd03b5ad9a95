import Gemini
import Screen
import Testing

@testable import Core

@Suite("What all lists have in common")
struct ListTests {
  /// A list of each kind with rows, and the keys that open it.
  private static func lists() throws -> [Desk] {
    var desk = Desk()
    try desk.talk("one", "[a](https://a.example) and [b](https://b.example) and [c](https://c.example)")
    try desk.talk("two", "2")
    try desk.talk("three", "[a](https://a.example) and [b](https://b.example) and [c](https://c.example)")
    desk.studio.settings.presets = Kept(["a", "b", "c"].map { Preset(name: $0, settings: RunSettings()) })
    let lanes = [Lane(id: 0, model: "gemini-flash-latest"), Lane(id: 1, model: "gemini-flash-latest")]
    desk.studio.settings.lineUps = Kept(["a", "b", "c"].map { LineUp(name: $0, lanes: lanes) })
    desk.send(.sessionsListed((1...3).map { .sample(SessionID(rawValue: "s\($0)")) }))
    let keys = ["ctrl+p", "ctrl+x s", "ctrl+x m", "ctrl+x t", "ctrl+x r", "ctrl+x R", "escape L", "escape p"]
    var desks = keys.map { keys in
      var desk = desk
      desk.press(keys)
      return desk
    }
    desks[1].send(.sessionsListed((1...3).map { .sample(SessionID(rawValue: "s\($0)")) }))
    desks[2].send(.modelsListed(["x", "y", "z"].compactMap { Model.sample($0) }))
    var lineUps = desk
    lineUps.studio.session.lanes = lanes
    lineUps.press("tab W")
    desks.append(lineUps)
    var library = desk
    library.press("ctrl+x l")
    library.send(.libraryRead(LibraryReading(["a", "b", "c"].map { LibraryPrompt(name: $0, contents: $0) })))
    desks.append(library)
    var search = desk
    search.press("ctrl+r")
    desks.append(search)
    return desks
  }

  private static func turn(_ action: Mouse.Action, _ desk: inout Desk) {
    desk.send(.input(.mouse(Mouse(action, at: Point(row: 20, column: 40)))))
  }

  @Test("What was deleted comes back under another name where its own is taken")
  func restoring() {
    var kept = Kept(["a", "a 2"].map { LineUp(name: $0, lanes: []) })
    kept.delete(LineUp(name: "b", lanes: []))
    #expect(kept.restore() == "b")
    kept.delete(LineUp(name: "a", lanes: []))
    kept.keep(LineUp(name: "a", lanes: []))
    #expect(kept.restore() == "a 3" && kept.restore() == nil)
    #expect(kept.items.map(\.name) == ["a", "a 2", "a 3", "b"])
  }

  @Test("Home and End go to the first and the last row, in every list")
  func ends() throws {
    for var desk in try Self.lists() {
      let place = desk.studio.place
      desk.press("end")
      let last = try #require(desk.studio.overlay?.list?.selected, "\(place)")
      #expect(last > 0, "\(place)")
      desk.press("pagedown")
      #expect(desk.studio.overlay?.list?.selected == last, "\(place)")
      desk.press("home")
      #expect(desk.studio.overlay?.list?.selected == 0, "\(place)")
    }
  }

  @Test("The wheel goes from row to row and stops at both ends, in every list")
  func wheel() throws {
    for var desk in try Self.lists() {
      let place = desk.studio.place
      desk.press("end")
      let last = try #require(desk.studio.overlay?.list?.selected)
      Self.turn(.wheelDown, &desk)
      #expect(desk.studio.overlay?.list?.selected == last, "\(place)")
      Self.turn(.wheelUp, &desk)
      #expect(desk.studio.overlay?.list?.selected == last - 1, "\(place)")
      desk.press("home")
      Self.turn(.wheelUp, &desk)
      #expect(desk.studio.overlay?.list?.selected == 0, "\(place)")
      Self.turn(.wheelDown, &desk)
      #expect(desk.studio.overlay?.list?.selected == 1, "\(place)")
    }
  }

  private static func click(_ distance: Int, _ desk: inout Desk) -> [Effect] {
    var mouse = Mouse(.press, button: 1, at: Point(row: 9, column: 40))
    mouse.meaning = .row(distance)
    return desk.send(.input(.mouse(mouse)))
  }

  @Test("A click selects the row it is on at once, and what the list shows of it is asked for")
  func click() throws {
    var desk = Desk()
    desk.press("ctrl+x r")
    _ = Self.click(7, &desk)
    #expect(desk.studio.overlay?.list?.selected == 7)
    _ = Self.click(-99, &desk)
    #expect(desk.studio.overlay?.list?.selected == 0, "what is not there is not gone to")
    var files = Desk()
    files.press("ctrl+x a")
    let entries = ["b", "c"].map { FileEntry(name: $0, isFolder: false) }
    files.send(.folderListed(FolderListing(folder: "/a", entries: entries)))
    files.send(.lookedAt("/a/b", FileLook(mimeType: "text/plain", byteCount: 1)))
    let effects = Self.click(2, &files)
    #expect(effects.contains { if case .lookAt("/a/c", _, _, _) = $0 { true } else { false } })
  }

  @Test("By keys the run settings go round, other lists stop")
  func keys() throws {
    var settings = Desk()
    settings.press("ctrl+x r up")
    #expect(settings.studio.overlay?.list?.selected == settings.studio.settingRows.count - 1)
    settings.press("down")
    #expect(settings.studio.overlay?.list?.selected == 0)
    var palette = Desk()
    palette.press("ctrl+p up")
    #expect(palette.studio.overlay?.list?.selected == 0)
  }
}
