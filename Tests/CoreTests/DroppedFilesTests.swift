import Screen
import Testing

@testable import Core

@Suite("Files that are dropped on the terminal")
struct DroppedFilesTests {
  @Test(
    "A paste of nothing but files is offered as attachments",
    arguments: [
      ("/home/me/room.jpg", ["/home/me/room.jpg"]), ("'/home/me/my room.PNG'\n", ["/home/me/my room.PNG"]),
      ("/home/me/my\\ room.webp ", ["/home/me/my room.webp"]), ("file:///tmp/a%20b.jpeg", ["/tmp/a b.jpeg"]),
      ("FILE://host/tmp/a.txt", ["/tmp/a.txt"]), ("~/a.heic", ["~/a.heic"]), ("./a.png", ["./a.png"]),
      ("/a.png\n/b.gif", ["/a.png", "/b.gif"]), ("'/a b.png' '/c d.pdf' ", ["/a b.png", "/c d.pdf"]),
      ("file:///a.png\r\nfile:///b.rs\r\n", ["/a.png", "/b.rs"]), ("/tmp/My Room.png", ["/tmp/My Room.png"]),
      ("/a.tiff", ["/a.tiff"]), ("/tmp/it's.png", ["/tmp/it's.png"]), ("'/tmp/it'\\''s.png'", ["/tmp/it's.png"]),
      ("\"/tmp/a \\\"b\\\".png\"", ["/tmp/a \"b\".png"]), ("file:///tmp/%E6%97%A5.png", ["/tmp/日.png"]),
    ] as [(String, [String])])
  func paths(text: String, paths: [String]) {
    #expect(DroppedFiles.find(in: text) == .paths(paths))
    var desk = Desk()
    #expect(desk.send(.input(.paste(text))) == [.attach(paths: paths, sends: false)])
    #expect(desk.studio.prompt.isEmpty)
  }

  @Test(
    "Any other text is text",
    arguments: [
      "room.jpg", "/etc/passwd", "see /a.png", "", "'", "''", "/a.png and more", "file://nothing", "file:///a%zz.png",
      "file:///a%00.png", "/usr/bin/swift", "/src/main.swift", "https://host/page", "https://host/a.png b",
      "ftp://host/a.png",
    ])
  func text(text: String) {
    #expect(DroppedFiles.find(in: text) == nil)
    var desk = Desk()
    #expect(desk.send(.input(.paste(text))).isEmpty)
    #expect(desk.studio.prompt.text == text)
  }

  @Test("What only looked like files becomes text, and of several those that are there are attached")
  func missing() {
    var desk = Desk()
    desk.send(.input(.paste("/a.png")))
    desk.send(.attached([], problems: ["/a.png is not attached: there is no such file."], sends: false))
    #expect(desk.studio.prompt.text == "/a.png")
    desk = Desk()
    desk.send(.input(.paste("/a.png /b.png")))
    let found = AttachedPath(path: "/b.png", attachment: .sample("b.png"))
    desk.send(.attached([found], problems: ["/a.png is not attached."], sends: false))
    #expect(desk.studio.prompt.text.isEmpty)
    #expect(desk.studio.prompt.attachments.map(\.name) == ["b.png"])
    #expect(desk.studio.notice?.kind == .error)
  }

  @Test("Each of several pastes that are no files keeps its own text, also when a prompt goes out meanwhile")
  func several() {
    var desk = Desk()
    for text in ["/a.png", "/b.png"] { desk.send(.input(.paste(text))) }
    desk.send(.attached([], problems: ["/a.png is not attached."], sends: false))
    desk.send(.attached([], problems: ["/x.png is not attached."], sends: true))
    desk.send(.attached([], problems: ["/b.png is not attached."], sends: false))
    #expect(desk.studio.prompt.text == "/a.png/b.png")
  }

  @Test("What was wrong with the file before is gone with the next paste")
  func nextPaste() {
    var desk = Desk()
    desk.send(.input(.paste("/a.png")))
    desk.send(.attached([], problems: ["/a.png is not attached."], sends: false))
    #expect(desk.studio.notice?.kind == .error)
    desk.send(.input(.paste("/b.png")))
    desk.send(.attached([AttachedPath(path: "/b.png", attachment: .sample("b.png"))], problems: [], sends: false))
    #expect(desk.studio.notice == nil)
  }

  @Test("A very long line of blanks and quotes is taken in at once")
  func long() {
    let text = String(repeating: "'/a.png' ", count: 1500)
    #expect(DroppedFiles.find(in: text) == .paths(Array(repeating: "/a.png", count: 1500)))
    #expect(DroppedFiles.find(in: text + text) == nil)
  }
}
