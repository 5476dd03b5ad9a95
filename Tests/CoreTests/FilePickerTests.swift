import Screen
import Testing

@testable import Core

@Suite("The picker of files")
struct FilePickerTests {
  private static let listing = FolderListing(
    folder: "/home/me",
    entries: [
      FileEntry(name: ".hidden", isFolder: true), FileEntry(name: "pictures", isFolder: true),
      FileEntry(name: ".secret.png", isFolder: false), FileEntry(name: "hall.png", isFolder: false, byteCount: 10),
      FileEntry(name: "room.jpg", isFolder: false, byteCount: 20),
    ])

  private func opened() -> Desk {
    var desk = Desk()
    #expect(desk.press("ctrl+x a") == [.listFolder("")])
    desk.send(.folderListed(Self.listing))
    return desk
  }

  private func names(_ desk: Desk) -> [String] {
    if case .files(let picker) = desk.studio.overlay { picker.rows.map(\.name) } else { [] }
  }

  private func selected(_ desk: Desk) -> String? {
    if case .files(let picker) = desk.studio.overlay { picker.selected?.name } else { nil }
  }

  private func listed(_ effects: [Effect]) -> [String] {
    effects.compactMap { if case .listFolder(let folder) = $0 { folder } else { nil } }
  }

  private func looked(_ effects: [Effect]) -> [String] {
    effects.compactMap { if case .lookAt(let path, _, _, _) = $0 { path } else { nil } }
  }

  @Test("Letters find files, hidden ones wait for a dot, and Enter attaches")
  func choose() {
    var desk = opened()
    #expect(names(desk) == ["..", "pictures", "hall.png", "room.jpg"])
    desk.type("rj")
    #expect(names(desk) == ["room.jpg"])
    desk.press("backspace backspace .")
    #expect(names(desk).contains(".secret.png"))
    desk.press("backspace")
    desk.type("room")
    #expect(desk.press("enter") == [.attach(paths: ["/home/me/room.jpg"], sends: false)])
    #expect(desk.studio.overlay == nil)
  }

  @Test("Folders are gone into and out of, and the last one is where the picker opens")
  func folders() {
    var desk = opened()
    desk.type("pict")
    #expect(desk.press("enter") == [.listFolder("/home/me/pictures")])
    desk.send(.folderListed(FolderListing(folder: "/home/me/pictures", entries: [])))
    #expect(names(desk) == [".."])
    #expect(desk.press("left") == [.listFolder("/home/me/pictures/..")])
    desk.send(.folderListed(Self.listing))
    #expect(selected(desk) == "pictures", "where one came from")
    desk.press("escape")
    #expect(desk.press("ctrl+x a") == [.listFolder("/home/me")])
  }

  @Test("Enter behind a typed folder ends the path and takes nothing; the next one takes what is selected")
  func typedFolder() {
    var desk = opened()
    desk.type("pictures/")
    #expect(desk.press("enter").isEmpty && desk.studio.place == .files, "before it is read")
    desk.type("../pictures/")
    desk.send(
      .folderListed(FolderListing(folder: "/home/me/pictures", entries: [FileEntry(name: "a.png", isFolder: false)])))
    #expect(selected(desk) == nil)
    #expect(looked(desk.press("enter")) == ["/home/me/pictures/a.png"])
    #expect(desk.studio.place == .files && selected(desk) == "a.png")
    #expect(desk.press("enter") != [] && desk.studio.overlay == nil)
    // Whatever was selected otherwise is taken at once.
    desk = opened()
    desk.type("pictures/")
    desk.send(.folderListed(FolderListing(folder: "/home/me/pictures", entries: [])))
    desk.press("down")
    #expect(desk.press("enter") == [.listFolder("/home/me/pictures/..")])
  }

  @Test("The selected file is looked at, one at a time, and once")
  func looks() {
    var desk = opened()
    #expect(looked(desk.press("up")).isEmpty && selected(desk) == "..", "one begins at what the folder has")
    #expect(looked(desk.press("down")).isEmpty, "a folder has nothing to look at")
    #expect(looked(desk.press("down")) == ["/home/me/hall.png"])
    #expect(looked(desk.press("down")).isEmpty, "the one before is still being looked at")
    var look = FileLook(mimeType: "image/png", byteCount: 10)
    look.width = 640
    look.height = 480
    #expect(looked(desk.send(.lookedAt("/home/me/hall.png", look))) == ["/home/me/room.jpg"])
    desk.send(.lookedAt("/home/me/room.jpg", FileLook(mimeType: "image/jpeg", byteCount: 20)))
    #expect(looked(desk.press("up")).isEmpty)
    guard case .files(let picker) = desk.studio.overlay else {
      Issue.record("the picker is gone")
      return
    }
    #expect(picker.look == look)
    #expect(desk.studio.tokens(of: look) == 1120)
  }

  @Test("A typed path is walked, slash by slash")
  func typedPath() {
    var desk = opened()
    #expect(listed(desk.type("/")) == ["/"])
    #expect(listed(desk.type("tmp/")) == ["/tmp"])
    var listing = FolderListing(folder: "/", entries: [FileEntry(name: "tmp", isFolder: true)])
    listing.asked = "/"
    desk.send(.folderListed(listing))
    #expect(names(desk) == [".."], "what was asked for before comes late, and is not shown")
    listing = FolderListing(folder: "/tmp", entries: [FileEntry(name: "cat pic.png", isFolder: false)])
    listing.asked = "/tmp"
    desk.send(.folderListed(listing))
    desk.type("cat")
    #expect(names(desk) == ["cat pic.png"])
    #expect(listed(desk.type("/../~/x/")) == ["/tmp/cat", "/tmp/cat/..", "~", "~/x"])
    desk.press("left")
    #expect(listed(desk.type("../")).last?.hasSuffix("/..") == true)
  }

  @Test(
    "A pasted path leads to its file",
    arguments: [
      "/tmp/a b/cat pic.png", "'/tmp/a b/cat pic.png'\n", "/tmp/a\\ b/cat\\ pic.png", "file:///tmp/a%20b/cat%20pic.png",
    ])
  func pastedPath(text: String) {
    var desk = opened()
    #expect(desk.send(.input(.paste(text))) == [.listFolder("/tmp/a b")])
    var early = desk
    #expect(early.press("enter") == [.attach(paths: ["/tmp/a b/cat pic.png"], sends: false)])
    #expect(early.studio.overlay == nil)
    desk.send(
      .folderListed(FolderListing(folder: "/tmp/a b", entries: [FileEntry(name: "cat pic.png", isFolder: false)])))
    #expect(names(desk) == ["cat pic.png"])
    #expect(desk.press("enter") == [.attach(paths: ["/tmp/a b/cat pic.png"], sends: false)])
  }

  @Test(
    "A path that is typed as for a shell leads to its file as well",
    arguments: [
      "'/tmp/a b/cat pic.png'", "\"/tmp/a b/cat pic.png\"", "/tmp/a\\ b/cat\\ pic.png", "file:///tmp/a b/cat pic.png",
    ])
  func typedAsForShell(text: String) {
    var desk = opened()
    #expect(listed(desk.type(text)).last == "/tmp/a b")
    #expect(desk.press("enter") == [.attach(paths: ["/tmp/a b/cat pic.png"], sends: false)])
  }

  @Test(
    "A name with an apostrophe is typed as it is, and one with a blank with a backslash or quotes",
    arguments: [
      ("it's.png", "it's.png"), ("my\\ pic.png", "my pic.png"), ("'my pic.png'", "my pic.png"),
    ])
  func typedName(text: String, name: String) {
    var desk = opened()
    let entries = ["it's.png", "my pic.png", "pic.png"].map { FileEntry(name: $0, isFolder: false) }
    desk.send(.folderListed(FolderListing(folder: "/home/me", entries: entries)))
    desk.type(text)
    #expect(names(desk) == [name])
  }

  @Test("What comes after the picker was closed changes nothing")
  func late() {
    var desk = opened()
    desk.press("escape")
    #expect(desk.send(.folderListed(Self.listing)).isEmpty)
    #expect(desk.send(.lookedAt("/a", FileLook(mimeType: "image/png", byteCount: 1))).isEmpty)
    #expect(desk.studio.overlay == nil)
  }
}
