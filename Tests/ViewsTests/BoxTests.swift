import Core
import Screen
import Testing

@testable import Views

@Suite("Lists in boxes")
struct BoxTests {
  /// What the frame of the box in front says of its rows.
  private static func share(_ desk: Desk) -> String? {
    let screen = ScreenText.make(render(desk.studio))
    return screen.firstMatch(of: /─ ([\d,]+ of [\d,]+) ─/).map { String($0.output.1) }
  }

  @Test("A list that has more rows than are shown says so, and which one is selected")
  func share() throws {
    var desk = try Scene.settings.desk(Size(columns: 80, rows: 24))
    let count = SettingField.allCases.count
    #expect(Self.share(desk)?.hasSuffix("of \(count)") == true)
    desk.press("ctrl+r escape ctrl+x r")
    #expect(Self.share(desk) == "1 of \(count)")
    desk.press("down down")
    #expect(Self.share(desk) == "3 of \(count)")
    desk.type("topk")
    #expect(Self.share(desk) == nil, "all that are left are shown")
    desk = try Scene.palette.desk(Size(columns: 120, rows: 40))
    desk.press("ctrl+u")
    #expect(Self.share(desk) != nil)
  }

  @Test("A box takes the height that its rows need")
  func height() throws {
    let desk = try Scene.settings.desk(Size(columns: 110, rows: 70))
    #expect(Self.share(desk) == nil)
    let screen = ScreenText.make(render(desk.studio))
    for group in Set(SettingField.allCases.map(\.group)) { #expect(screen.contains(group.rawValue), "\(group)") }
  }

  @Test("Texts that scroll say how much of them was shown", arguments: ["f1", "ctrl+x $"])
  func texts(keys: String) throws {
    var desk = Desk(Size(columns: 60, rows: 16))
    for number in 1...12 { try desk.talk("one \(number)", "1") }
    desk.press(keys)
    let before = Self.share(desk)
    desk.press("pagedown")
    #expect(before != nil && Self.share(desk) != before, "\(before ?? "")")
  }

  @Test("On the smallest screen each row of the palette is whole, with its key from anywhere")
  func palette() {
    let studio = Desk(Size(columns: 60, rows: 16)).studio
    for command in Command.table where command.isInPalette {
      #expect(PaletteBox.row(command, studio, columns: 54)[0].text == command.title, "\(command.name.rawValue)")
      for place in Place.allCases {
        guard let keys = studio.settings.keymap.keys(for: command.name, at: place).first?.label else { continue }
        let columns = TextWidth.columns(of: command.title + " " + OffMark.text(keys, isOff: true))
        #expect(columns <= 54, "\(command.title) with \(keys)")
      }
    }
  }

  @Test("The letters of the menu stand over what has the whole screen, which shows no picture under them")
  func menu() throws {
    for scene in [Scene.gallery, .fullPicture] {
      var desk = try scene.desk(Size(columns: 120, rows: 40))
      #expect(!ScreenText.make(render(desk.studio)).contains(" Menu "))
      desk.press("ctrl+x")
      desk.wait(300)
      let frame = render(desk.studio)
      #expect(ScreenText.make(frame).contains(" Menu "))
      #expect(!frame.pictures.contains { $0.rect.intersects(desk.studio.menuLayout.frame) })
    }
  }

  @Test("What is said under a box stands whole in its frame and above", arguments: [60, 80])
  func said(columns: Int) {
    var desk = Desk(Size(columns: columns, rows: 16))
    let sentence = (1...20).map { "word\($0)" }.joined(separator: " ") + " end."
    desk.press("ctrl+p")
    desk.send(.notice(sentence, .warning))
    let screen = ScreenText.make(render(desk.studio)).split(separator: "\n").prefix(16).suffix(6).joined(separator: " ")
    let words = screen.split { " │─╰╯|".contains($0) }.joined(separator: " ")
    #expect(words.contains(sentence), "\(words)")
  }

  @Test("The sentence of an empty list is whole, also beside a picture", arguments: [60, 80, 120])
  func empty(columns: Int) {
    var desk = Desk(Size(columns: columns, rows: 24))
    desk.press("ctrl+x a")
    desk.send(.folderListed(FolderListing(folder: "/a", entries: [FileEntry(name: "b.png", isFolder: false)])))
    desk.type("zz")
    let words = ScreenText.make(render(desk.studio)).split { " │|\n".contains($0) }.joined(separator: " ")
    #expect(words.contains("No file that can be attached here has these letters. Backspace takes letters back."))
  }

  @Test("What is wrong is said on the ground of the box", arguments: ["file", "entry", "settings", "studio settings"])
  func problems(box: String) throws {
    var desk = Desk(Size(columns: 100, rows: 30))
    switch box {
    case "file":
      desk.press("ctrl+x a")
      desk.send(.folderListed(FolderListing(folder: "/a", entries: [], problem: "The folder cannot be read.")))
    case "entry":
      desk.press("ctrl+x r")
      desk.type("temperature")
      desk.press("enter")
      desk.type("99")
      desk.press("enter")
    case "settings":
      desk.press("ctrl+x r")
      desk.type("system instr")
      desk.press("right")
    default:
      desk.press("ctrl+x ,")
      desk.send(.settingsListed(SettingList(file: "/a", items: [], problem: "The file cannot be read.")))
    }
    let roles = Set(render(desk.studio).grid.cells.map(\.style.role))
    #expect(roles.contains(.popupWarning) && !roles.contains(.error))
  }
}
