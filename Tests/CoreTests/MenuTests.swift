import Screen
import Testing

@testable import Core

@Suite("The menu of letters")
struct MenuTests {
  /// The open menu of the smallest screen, with more letters than one page has room for.
  static func desk(extraLetters: Int = 20) -> Desk {
    var settings = Settings()
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ".prefix(extraLetters) {
      settings.keymap.bind([Key("x", .control), Key(letter)], at: .everywhere, to: .runSettings)
    }
    var desk = Desk(columns: 60, rows: 16, settings: settings)
    desk.press("ctrl+x")
    desk.wait(300)
    return desk
  }

  /// As many letters as are wanted, made from those there are.
  private static func rows(_ count: Int) -> [(keys: [Key], command: Command)] {
    let menu = Keymap.standard.menu(at: .everywhere)
    return (0..<count).map { menu[$0 % menu.count] }
  }

  @Test(
    "Whatever the number of letters and the size, each stands on one page, in the frame and apart from the others",
    arguments: [(60, 16), (80, 24), (120, 40), (200, 60), (40, 8)])
  func fits(columns: Int, rows: Int) {
    let size = Size(columns: columns, rows: rows)
    for count in 1...90 {
      let letters = Self.rows(count)
      var shown = 0
      var page = 0
      while true {
        let menu = MenuLayout(letters, page: page, on: size)
        for (index, item) in menu.items.enumerated() {
          #expect(item.keys == letters[shown + index].keys)
          #expect(item.place.row > menu.frame.row && item.place.row < menu.frame.endRow - 1)
          #expect(item.place.endColumn <= menu.frame.endColumn - 2 && item.place.column >= menu.frame.column + 2)
          #expect(menu.items[..<index].allSatisfy { !$0.place.intersects(item.place) })
          let wanted = MenuLayout.keyColumns + TextWidth.columns(of: item.command.hint)
          #expect(item.place.columns >= wanted, "\(count) at \(columns): \(item.command.hint)")
        }
        #expect(menu.frame.row >= 1 && menu.frame.endRow < rows && menu.frame.endColumn <= columns)
        shown += menu.items.count
        page += 1
        if page == menu.pageCount { break }
      }
      #expect(shown == count)
    }
  }

  @Test("Pages turn with keys and wheel, letters of other pages count as well, and the next menu begins on the first")
  func pages() {
    var desk = Self.desk()
    let first = desk.studio.menuLayout
    #expect(first.pageCount > 1 && first.page == 0)
    desk.press("space")
    #expect(desk.studio.menuLayout.page == 1 && desk.studio.showsMenu)
    desk.press("backspace")
    #expect(desk.studio.menuLayout.page == 0 && desk.studio.notice == nil)
    desk.press("left")
    #expect(desk.studio.notice?.text == "This is the first page." && desk.studio.showsMenu)
    desk.send(.input(.mouse(Mouse(.wheelDown, at: Point(row: 0, column: 0)))))
    #expect(desk.studio.menuLayout.page == 1)
    let letter = first.items[0].keys[0]
    #expect(!desk.studio.menuLayout.items.contains { $0.keys == [letter] })
    desk.press(letter.label)
    #expect(!desk.studio.showsMenu && desk.studio.pendingKeys.isEmpty)
    desk.press("escape ctrl+x")
    desk.wait(300)
    #expect(desk.studio.menuLayout.page == 0)
  }

  @Test(
    "Over lists and panels the menu opens as well, and what is chosen there closes them first",
    arguments: [
      "ctrl+x r", "ctrl+x m", "ctrl+x s", "ctrl+p", "f1", "ctrl+x a", "ctrl+x ,", "ctrl+r", "ctrl+x $", "ctrl+x p",
    ])
  func overLists(opening: String) {
    var desk = Desk()
    desk.press(opening)
    let place = desk.studio.place
    let overlay = desk.studio.overlay
    #expect(overlay != nil)
    desk.press("ctrl+x")
    desk.wait(300)
    #expect(desk.studio.showsMenu && desk.studio.place == place)
    #expect(desk.studio.menuRows.contains { $0.command.name == .chooseTheme })
    desk.press("escape")
    #expect(!desk.studio.showsMenu && desk.studio.overlay == overlay)
    // Where the command is off, what is in front stays.
    desk.press("ctrl+x e")
    #expect(
      desk.studio.notice?.text == "A session gets a name with its first prompt." && desk.studio.overlay == overlay)
    desk.press("ctrl+x t")
    guard case .themes = desk.studio.overlay else {
      Issue.record("\(String(describing: desk.studio.overlay)) is in front")
      return
    }
    desk.press("escape")
    #expect(desk.studio.overlay == nil && desk.studio.prompt.isEmpty)
  }

  @Test("Over a picture the menu opens as well, and what is chosen there closes it first")
  func overPictures() throws {
    var desk = Desk()
    desk.studio.prompt.attach(.sample("room.jpg", 1))
    desk.press("alt+a enter")
    #expect(desk.studio.overlay == .attachment(0))
    desk.press("ctrl+x")
    desk.wait(300)
    #expect(desk.studio.showsMenu && desk.studio.menuRows.contains { $0.command.name == .chooseTheme })
    desk.press("m")
    #expect(desk.studio.overlay == .models(ListState()))
    desk.press("escape")
    try desk.draw("a house", 2)
    desk.press("ctrl+x o")
    #expect(desk.studio.overlay == .picture)
    desk.press("ctrl+x")
    desk.wait(300)
    #expect(desk.studio.showsMenu)
    // Where the command is off, the picture stays.
    desk.press("escape ctrl+x escape")
    #expect(desk.studio.overlay == .picture && !desk.studio.showsMenu)
    desk.press("ctrl+x r")
    #expect(desk.studio.place == .settings)
  }

  @Test("What has a key of its own in a panel is done there, and a text that is typed keeps the key")
  func ofTheirOwn() throws {
    var desk = Desk()
    desk.press("ctrl+x r ctrl+x R")
    #expect(desk.studio.place == .list)
    desk.press("escape")
    #expect(desk.studio.place == .settings)
    desk.press("escape ctrl+x y ctrl+x")
    desk.wait(300)
    #expect(desk.studio.place == .entry && desk.studio.showsMenu && desk.studio.takesMenu)
    #expect(desk.studio.menuRows.map(\.command.name) == [.externalEditor])
    desk.press("ctrl+e")
    #expect(desk.effects.contains(.openEditor("")))
    desk.type("text")
    desk.press("ctrl+x m")
    #expect(desk.studio.place == .entry && desk.studio.openEntry?.editor.text == "text")
    // In a text of one line there is nothing to choose.
    desk = Desk()
    try desk.talk("one", "1")
    desk.press("ctrl+x e ctrl+x")
    #expect(desk.studio.place == .entry && !desk.studio.takesMenu)
  }

  @Test("A click on a letter means it; one beside the menu closes it, one on the frame leaves it")
  func clicks() throws {
    var desk = Self.desk(extraLetters: 0)
    let menu = desk.studio.menuLayout
    let item = try #require(menu.items.first { $0.command.name == .runSettings })
    var other = desk
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: Point(row: item.place.row, column: item.place.column + 5)))))
    #expect(desk.studio.place == .settings && desk.studio.pendingKeys.isEmpty)
    other.send(.input(.mouse(Mouse(.press, button: 1, at: Point(row: menu.frame.row, column: menu.frame.column)))))
    #expect(other.studio.showsMenu)
    other.send(.input(.mouse(Mouse(.press, button: 1, at: Point(row: 0, column: 0)))))
    #expect(!other.studio.showsMenu && other.studio.overlay == nil)
  }
}
