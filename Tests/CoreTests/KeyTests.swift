import Foundation
import Gemini
import Screen
import Testing

@testable import Core

@Suite("The command table, keys, menu and palette")
struct KeyTests {
  @Test("Every command has one row in the table, with a title and a name of noun.verb")
  func rows() {
    #expect(Command.table.map(\.name.rawValue).sorted() == CommandName.allCases.map(\.rawValue).sorted())
    for command in Command.table {
      #expect(!command.title.isEmpty && !command.title.hasSuffix("."), "\(command.name.rawValue)")
      #expect(command.name.rawValue.wholeMatch(of: /[a-z]+\.[a-zA-Z0-9]+/) != nil)
      #expect(!command.bindings.isEmpty || command.isInPalette, "\(command.name.rawValue) cannot be reached")
    }
  }

  @Test("Every key in the table is one, and no two commands share one in one place")
  func collisions() {
    for command in Command.table {
      for binding in command.bindings {
        #expect([Key](sequence: binding.keys) != nil, "\(binding.keys)")
      }
    }
    var owners: [Command.Binding: [CommandName]] = [:]
    for command in Command.table {
      for binding in command.bindings { owners[binding, default: []].append(command.name) }
    }
    for (binding, names) in owners { #expect(names.count == 1, "\(binding.keys) at \(binding.place.rawValue)") }
  }

  @Test("No command is bound solely to keys that tmux, screen or SSH swallow")
  func survives() {
    let swallowed = ["ctrl+tab", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+[", "ctrl+b", "ctrl+a", "alt+[", "alt+O"]
    for command in Command.table where !command.bindings.isEmpty {
      let safe = command.bindings.filter { binding in
        !swallowed.contains(binding.keys) && !binding.keys.contains("ctrl+shift")
          && !binding.keys.contains("shift+enter")
          && [Key](sequence: binding.keys)?.allSatisfy { if case .function = $0.code { false } else { true } } == true
      }
      #expect(!safe.isEmpty, "\(command.name.rawValue)")
    }
  }

  @Test("Every command is handled: performed where it works, it changes the state or asks for something")
  func handled() throws {
    let desks = try CommandDesks.all()
    for name in CommandName.allCases {
      let isHandled = desks.contains { desk in
        guard Command.named(name).whyOff(desk.studio) == nil else { return false }
        var studio = desk.studio
        let effects = studio.perform(name)
        return !effects.isEmpty || Self.facts(studio) != Self.facts(desk.studio)
      }
      #expect(isHandled, "\(name.rawValue) does nothing anywhere")
    }
  }

  /// What a command may change.
  private static func facts(_ studio: Studio) -> [String] {
    let facts: [Any] = [
      studio.prompt, studio.overlay as Any, studio.focus, studio.pendingKeys, studio.transcript.anchor as Any,
      studio.chosenMessage as Any, studio.shownPictureIndex, studio.settings.themeName, studio.settings.thinkingPane,
      studio.opensThinking, studio.session.use, studio.session.config, studio.takesMouse, studio.notice as Any,
      studio.comparison, studio.session.lanes, studio.viewer, studio.gallery, studio.markedBlock as Any,
      studio.finding as Any, studio.selection as Any, studio.menuPage, studio.zoomed as Any, studio.isBare,
      studio.settings.panes, studio.browser,
    ]
    return facts.map { String(describing: $0) }
  }

  @Test("A command that is off says why")
  func whyOff() {
    var desk = Desk()
    desk.press("ctrl+x n")
    #expect(desk.studio.notice?.text == "This session is new already.")
    for command in Command.table {
      if let reason = command.whyOff(desk.studio) { #expect(reason.hasSuffix("."), "\(command.name.rawValue)") }
    }
  }

  // MARK: The menu

  @Test("The menu key begins a sequence; the box with the letters comes after 300 ms")
  func menu() {
    var desk = Desk()
    desk.press("ctrl+x")
    #expect(desk.studio.pendingKeys == [Key("x", .control)] && !desk.studio.showsMenu)
    #expect(desk.studio.nextDeadline == desk.now + 300)
    desk.wait(300)
    #expect(desk.studio.showsMenu && desk.studio.nextDeadline == nil)
    desk.press("r")
    #expect(desk.studio.place == .settings && !desk.studio.showsMenu)
    desk.press("escape ctrl+x escape")
    #expect(desk.studio.pendingKeys.isEmpty && desk.studio.notice == nil)
    desk.press("ctrl+x ctrl+c")
    #expect(desk.studio.pendingKeys.isEmpty && !desk.studio.hasQuit)
    desk.press("ctrl+x !")
    #expect(desk.studio.notice?.text == "^X ! means nothing here.")
    #expect(desk.studio.prompt.isEmpty)
  }

  @Test("Space in a reading pane is the menu key, and types a blank in the prompt")
  func space() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.type(" ")
    #expect(desk.studio.prompt.text == " ")
    for letter in Keymap.standard.menu(at: .everywhere).map(\.keys.sequence) {
      var first = desk
      var second = desk
      first.press("escape ctrl+x \(letter)")
      second.press("escape space \(letter)")
      #expect(first.effects == second.effects && first.studio.overlay == second.studio.overlay, "\(letter)")
      #expect(second.studio.pendingKeys.isEmpty)
    }
    desk.press("escape space")
    #expect(!desk.studio.pendingKeys.isEmpty)
  }

  @Test("The menu lists each letter once, in the order of the table")
  func letters() {
    let menu = Keymap.standard.menu(at: .everywhere)
    #expect(Set(menu.map(\.keys)).count == menu.count)
    #expect(menu.allSatisfy { !$0.command.hint.isEmpty })
    let order = menu.compactMap { row in Command.table.firstIndex { $0.name == row.command.name } }
    #expect(order == order.sorted())
  }

  // MARK: Settings

  @Test("Keys can be bound anew and freed, and a person's own is the one that is shown")
  func rebinding() throws {
    var settings = Settings()
    settings.keymap.bind([Key("o", .control)], at: .prompt, to: .palette)
    settings.keymap.bind([Key("p", .control)], at: .everywhere, to: nil)
    settings.keymap.bind(try #require([Key](sequence: "ctrl+x c")), at: .everywhere, to: .listSessions)
    #expect(settings.keymap.keys(for: .palette, at: .prompt).first == [Key("o", .control)])
    #expect(settings.keymap.match([Key("p", .control)], at: .prompt) == .none)
    var desk = Desk(settings: settings)
    desk.press("ctrl+p")
    #expect(desk.studio.overlay == nil)
    desk.press("ctrl+o")
    #expect(desk.studio.place == .list)
    desk.press("escape")
    #expect(desk.press("ctrl+x c") == [.listSessions])
  }

  @Test("Keys freed or bound at one place mean there what that place says, and are shown so")
  func nearestPlace() throws {
    var settings = Settings()
    let letter = try #require([Key](sequence: "ctrl+x g"))
    settings.keymap.bind([Key("p", .control)], at: .prompt, to: nil)
    settings.keymap.bind(try #require([Key](sequence: "ctrl+x c")), at: .prompt, to: nil)
    settings.keymap.bind(letter, at: .prompt, to: .chooseModel)
    let map = settings.keymap
    for place in [Place.prompt, .emptyPrompt] {
      #expect(map.match([Key("p", .control)], at: place) == .none)
      #expect(map.match(letter, at: place) == .command(.chooseModel))
      #expect(!map.keys(for: .palette, at: place).contains([Key("p", .control)]))
      #expect(map.keys(for: .chooseModel, at: place).first == letter)
      #expect(map.keys(for: .splitTags, at: place).isEmpty)
      let menu = map.menu(at: place).filter { $0.keys == [Key("g")] || $0.keys == [Key("c")] }
      #expect(menu.map(\.command.name) == [.chooseModel])
    }
    #expect(map.match([Key("p", .control)], at: .conversation) == .command(.palette))
    #expect(map.match([Key(" "), Key("g")], at: .conversation) == .command(.splitTags))
    var desk = Desk(settings: settings)
    desk.press("ctrl+p")
    #expect(desk.studio.overlay == nil)
    #expect(desk.studio.spelledKey(for: .palette) == "Alt+X")
    desk.press("ctrl+x c")
    #expect(!desk.studio.session.isComparison && desk.studio.notice?.text == "^X c means nothing here.")
    desk.press("ctrl+x")
    desk.wait(300)
    #expect(desk.studio.menuLayout.items.first { $0.keys == [Key("g")] }?.command.name == .chooseModel)
    desk.press("escape")
    settings.keymap.bind([Key("p", .control)], at: .prompt, to: .palette)
    #expect(settings.keymap.match([Key("p", .control)], at: .prompt) == .command(.palette))
    // A shorter command hides what begins with it.
    settings.keymap.bind([Key("x", .control)], at: .prompt, to: .send)
    #expect(settings.keymap.keys(for: .runSettings, at: .prompt).isEmpty)
    #expect(settings.keymap.menu(at: .prompt).isEmpty)
    #expect(HelpText.lines(of: Desk(settings: settings).studio)[0].text.hasPrefix("Ctrl+X sends."))
  }

  @Test("The menu key itself can be another one")
  func menuKey() throws {
    var settings = Settings()
    settings.keymap.bind([Key("x", .control)], at: .everywhere, to: nil)
    settings.keymap.bind([Key("g", .control)], at: .everywhere, to: .menu)
    var desk = Desk(settings: settings)
    desk.press("ctrl+g r")
    #expect(desk.studio.place == .settings)
  }

  @Test("The keys a command is known by come first")
  func order() {
    let map = Keymap.standard
    #expect(map.keys(for: .newLine, at: .prompt).map(\.label) == ["^J", "Alt+Enter"])
    #expect(map.keys(for: .palette, at: .emptyPrompt).first?.label == "^P")
    #expect(map.keys(for: .help, at: .emptyPrompt).first?.label == "?")
    #expect(map.keys(for: .help, at: .prompt).first?.label == "F1")
    #expect(map.keys(for: .send, at: .conversation).isEmpty)
  }

  @Test("Sentences name the keys as they are, and none where there is none")
  func sentences() {
    var settings = Settings()
    settings.keymap.bind([Key("c", .control)], at: .everywhere, to: nil)
    settings.keymap.bind([Key("q", .control)], at: .everywhere, to: .interrupt)
    settings.keymap.bind([Key("m", .alt)], at: .everywhere, to: .chooseModel)
    settings.keymap.bind([Key("x", .control), Key("r")], at: .everywhere, to: nil)
    settings.keymap.bind([Key(.enter)], at: .settings, to: nil)
    var desk = Desk(settings: settings)
    desk.press("ctrl+q")
    #expect(desk.studio.notice?.text == "Ctrl+Q again within 2 s leaves.")
    desk.press("ctrl+x c")
    #expect(
      desk.studio.notice?.text
        == "The next prompt goes to both lanes. Alt+M changes the model of the focused one.")
    #expect(Command.named(.markFavourite).whyOff(desk.studio) == "Models are marked in their list. Alt+M opens it.")
    #expect(desk.studio.way(.accept, "opens it", at: .settings).isEmpty)
    #expect(desk.studio.way(.newLine, "starts a new line") == " Ctrl+J starts a new line.")
    #expect(Desk().studio.ways([(.judge, "judges"), (.blind, "hides")], at: .compare) == " v judges, B hides.")
  }

  // MARK: Palette and fuzzy matching

  @Test(
    "Palette and help find the words people look for",
    arguments: [
      ("fork", CommandName.branch), ("compare", .compare), ("attach", .pickFile), ("thinking", .foldThinking),
      ("retry", .regenerate), ("regenerate", .regenerate), ("copy code", .copyMessage), ("theme", .chooseTheme),
      ("lock", .lockLanes), ("export", .saveText), ("template", .library), ("preset", .presets),
      ("safety", .runSettings), ("schema", .runSettings), ("price", .chooseModel), ("zoom", .zoomPane),
      ("queue", .takeBack), ("draft", .openGallery), ("delete", .deleteTurn), ("undo", .undoStep),
      ("rename", .renameSession), ("pin", .listSessions), ("search", .searchHistory),
    ])
  func words(word: String, name: CommandName) {
    let studio = Desk().studio
    let found = studio.palette(filter: word).prefix(3).map(\.name)
    #expect(found.contains(name), "\(found)")
    #expect(HelpText.lines(of: studio, filter: word).contains { $0.text.contains(Command.named(name).title) })
  }

  @Test("Fuzzy matching wants the letters in order and likes starts of words")
  func fuzzy() {
    let texts = ["Change the run settings", "Show this help", "Choose the model", "Write the system instruction"]
    #expect(FuzzyMatch.sorted(texts, by: "model") { $0 } == ["Choose the model"])
    #expect(FuzzyMatch.sorted(texts, by: "crs") { $0 }.first == "Change the run settings")
    #expect(FuzzyMatch.sorted(texts, by: "th") { $0 } == [texts[1], texts[3], texts[0], texts[2]])
    #expect(FuzzyMatch.sorted(["b a", "a b", "ab"], by: "ab") { $0 } == ["ab", "a b"])
    #expect(FuzzyMatch.score("xyz", in: "zyx") == nil)
    #expect(FuzzyMatch.score("", in: "") != nil)
    #expect(FuzzyMatch.sorted(["İstanbul", "ıx", "ẞtraße"], by: "straße") { $0 }.count <= 3)
    #expect(FuzzyMatch.sorted(["a b"], by: "b a") { $0 }.isEmpty)
  }

  @Test("The palette runs what it found; a slash opens it in an empty prompt, and text that is no command stays text")
  func palette() {
    var desk = Desk()
    desk.press("/")
    #expect(desk.studio.place == .list)
    desk.type("run set")
    desk.press("enter")
    #expect(desk.studio.place == .settings && desk.studio.prompt.isEmpty)
    for end in ["enter", "escape"] {
      desk = Desk()
      desk.press("/")
      desk.type("usr/bin/env qq")
      desk.press(end)
      #expect(desk.studio.prompt.text == "/usr/bin/env qq" && desk.studio.overlay == nil)
    }
    // Words that are no command's are text, even if their letters are somewhere in one.
    for text in ["fix this", "home", "tmp"] {
      desk = Desk()
      desk.press("/")
      desk.type(text)
      desk.press("enter")
      #expect(desk.studio.prompt.text == "/" + text && desk.studio.overlay == nil)
    }
    for word in ["quit", "exit"] {
      desk = Desk()
      desk.press("/")
      desk.type(word)
      #expect(desk.press("enter").contains(.quit))
    }
    desk = Desk()
    desk.press("/ backspace")
    #expect(desk.studio.overlay == nil && desk.studio.prompt.isEmpty)
    desk.type("a/b")
    #expect(desk.studio.prompt.text == "a/b")
    desk.press("ctrl+p")
    desk.type("qqqq")
    desk.press("enter")
    #expect(desk.studio.prompt.text == "a/b")
  }

  @Test("Help scrolls to its end and no further")
  func help() {
    var desk = Desk(columns: 80, rows: 24)
    desk.press("?")
    desk.press("pagedown")
    // Of the lines on a page none is passed over.
    #expect(desk.studio.overlay == .help(scroll: 19))
    for _ in 0..<30 { desk.press("pagedown") }
    #expect(
      desk.studio.overlay == .help(scroll: HelpText.lines(of: desk.studio, columns: desk.studio.helpColumns).count - 19)
    )
    for _ in 0..<30 { desk.press("pageup") }
    #expect(desk.studio.overlay == .help(scroll: 0))
    #expect(Desk(columns: 200, rows: 500).studio.overlay == nil)
    var tall = Desk(columns: 200, rows: 500)
    tall.press("f1 down down")
    #expect(tall.studio.overlay == .help(scroll: 0))
  }

  @Test("Typing leaves the rows of the help that have the words, under their headings")
  func helpFilter() {
    var desk = Desk(columns: 80, rows: 24)
    desk.press("f1 pagedown")
    desk.type("Picture del")
    #expect(desk.studio.overlay == .help(scroll: 0, filter: "Picture del"))
    let lines = HelpText.lines(of: desk.studio, filter: "Picture del").map(\.text)
    let rows = lines.filter { $0.hasPrefix(" ") }
    #expect(!rows.isEmpty && rows.count < 20 && lines.contains(Place.gallery.title))
    #expect(!lines.contains(Place.prompt.title))
    desk.press("pagedown")
    let shown = HelpText.lines(of: desk.studio, filter: "Picture del", columns: desk.studio.helpColumns)
    #expect(desk.studio.overlay == .help(scroll: max(0, shown.count - 19), filter: "Picture del"))
    #expect(HelpText.lines(of: desk.studio, filter: "qqq").map(\.text).first?.hasPrefix("No key or command") == true)
    desk.press("ctrl+u")
    #expect(desk.studio.overlay == .help(scroll: 0))
    desk.press("escape")
    #expect(desk.studio.overlay == nil)
  }

  @Test("Help finds a key by the word of its hint, and wraps what does not fit")
  func helpWords() {
    let desk = Desk(columns: 60, rows: 16)
    let found = HelpText.lines(of: desk.studio, filter: "undo").map(\.text)
    for keys in ["  u ", "  Alt+U "] { #expect(found.contains { $0.hasPrefix(keys) }) }
    #expect(desk.studio.palette(filter: "undo").contains { $0.name == .undoStep })
    let whole = HelpText.lines(of: desk.studio).map(\.text)
    let columns = desk.studio.helpColumns
    let wrapped = HelpText.lines(of: desk.studio, columns: columns).map(\.text)
    #expect(wrapped.count > whole.count && wrapped.allSatisfy { TextWidth.columns(of: $0) <= columns })
    func words(_ lines: [String]) -> [Substring] { lines.flatMap { $0.split(separator: " ") } }
    #expect(words(wrapped).sorted() == words(whole).sorted())
  }

  @Test("Over a picture, the gallery and an attachment help begins with their keys, and goes back to them")
  func helpOver() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    try desk.draw("a house", 1)
    desk.send(.handedOver(HandOver(id: 1, attachments: [.sample("a.jpg", 2)])))
    for (opening, place) in [
      ("ctrl+x o", Place.picture), ("ctrl+x p", .gallery), ("ctrl+x v", .attachment), ("ctrl+x b", .tree),
    ] {
      var over = desk
      over.press(opening)
      let overlay = over.studio.overlay
      over.press("f1")
      #expect(over.studio.overlay == .help(scroll: 0))
      let titles = HelpText.lines(of: over.studio).map(\.text).filter { !$0.hasPrefix(" ") && !$0.hasSuffix(".") }
      #expect(titles.first { !$0.isEmpty } == place.title)
      over.press("escape")
      #expect(over.studio.overlay == overlay && overlay?.place == place)
    }
    desk.press("f1")
    #expect(!HelpText.lines(of: desk.studio)[3].text.contains(Place.tree.title))
    desk.press("escape")
    #expect(desk.studio.overlay == nil)
  }

  /// `RECORD_SCREENS=1` writes the page anew.
  @Test("docs/keys.md is what the command table says")
  func page() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = root.appending(path: "docs/keys.md")
    let text = HelpText.markdown()
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try FileManager.default.createDirectory(
        at: page.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == text)
  }
}
