import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("The vi set of the prompt")
struct ViTests {
  static func desk(_ text: String) -> Desk {
    var settings = Settings()
    settings.editing = .vi
    var desk = Desk(settings: settings)
    desk.send(.input(.paste(text.replacing("|", with: ""))))
    desk.press("escape")
    // It stood there before anything was changed.
    desk.studio.prompt.lineBefore = nil
    if let cursor = Array(text).firstIndex(of: "|") { desk.studio.prompt.place(at: cursor) }
    return desk
  }

  /// Types keys one by one; `⎋` is Esc, `⌫` Backspace, `⟳` Ctrl+R, `⏎` Enter, `←` Left and `⌃` Ctrl with the next.
  static func type(_ keys: String, on desk: inout Desk) {
    var isControl = false
    for key in keys {
      if isControl { desk.press("ctrl+\(key.lowercased())") }
      guard !isControl else {
        isControl = false
        continue
      }
      switch key {
      case "⏎": desk.press("enter")
      case "←": desk.press("left")
      case "⌃": isControl = true
      case "⎋": desk.press("escape")
      case "⟳": desk.press("ctrl+r")
      case "⌫": desk.press("backspace")
      default: desk.send(.input(.key(Key(key))))
      }
    }
  }

  static func shown(_ desk: Desk) -> String {
    var characters = desk.studio.prompt.characters
    characters.insert("|", at: desk.studio.prompt.cursor)
    return String(characters)
  }

  @discardableResult
  static func check(_ before: String, _ keys: String, _ after: String) -> Desk {
    var desk = desk(before)
    type(keys, on: &desk)
    #expect(shown(desk) == after)
    return desk
  }

  @Test(
    "Motions",
    arguments: [
      ("|one two", "w", "one |two"), ("one |two", "b", "|one two"), ("|one two", "e", "on|e two"),
      ("|a.b c", "w", "a|.b c"), ("|a.b c", "W", "a.b |c"), ("a.b c.d|", "B", "a.b |c.d"), ("|a.b c", "E", "a.|b c"),
      ("|one two three", "2w", "one two |three"), ("one two|", "0", "|one two"), ("  one|", "^", "  |one"),
      ("|one\ntwo", "$", "on|e\ntwo"), ("a\nb\n|c", "gg", "|a\nb\nc"), ("|a\nb\n  c", "G", "a\nb\n  |c"),
      ("a\nb\n|c", "2G", "a\n|b\nc"), ("|a-b-c", "f-", "a|-b-c"), ("|a-b-c", "t-;", "a-|b-c"),
      ("|a-b-c", "f-;", "a-b|-c"), ("|a-b-c", "f-;,", "a|-b-c"), ("a-b-|c", "F-", "a-b|-c"),
      ("a-b-|c", "2T-", "a-|b-c"), ("|abc", "fx", "|abc"), ("|ab\ncd", "l l", "a|b\ncd"), ("ab|c", "hh", "|abc"),
      ("|ab\ncd", "j", "ab\n|cd"), ("ab\nc|d", "k", "a|b\ncd"), ("ab|c", "10h", "|abc"), ("|one two", "gx", "|one two"),
      ("|one\n\ntwo", "w", "one\n|\ntwo"),
      ("one tw|o", "ge", "on|e two"), ("one two.x|y", "3ge", "on|e two.xy"), ("a.b c|d", "gE", "a.|b cd"),
      ("|one", "ge", "|one"),
      ("|one  \nx", "g_", "on|e  \nx"), ("|a\nb  ", "2g_", "a\n|b  "), ("|abcd", "3|", "ab|cd"), ("|ab", "9|", "a|b"),
      ("|a\n  b\nc", "+", "a\n  |b\nc"), ("a\n b\n|c", "-", "a\n |b\nc"), ("|a\nb\n\nc", "}", "a\nb\n|\nc"),
      ("|a\n\n\nb\n\nc", "2}", "a\n\n\nb\n|\nc"), ("|a b", "}", "a |b"), ("a\n\nb\n|c", "{", "a\n|\nb\nc"),
      ("a\n\n|b", "2{", "|a\n\nb"), ("|One. Two! Three", ")", "One. |Two! Three"),
      ("|One. Two! Three", "2)", "One. Two! |Three"),
      ("One. Two! T|hree", "(", "One. Two! |Three"), ("One. Two! |Three", "2(", "|One. Two! Three"),
      ("|e.g. x\n\ny", "))", "e.g. x\n|\ny"),
      ("|f(a[1])", "%", "f(a[1]|)"), ("f(a[1|])", "%", "f(a|[1])"), ("f(a[1]|)", "%", "f|(a[1])"), ("|ab", "%", "|ab"),
      ("a|b\ncd", "maG`a", "a|b\ncd"), ("a|b\ncd", "maG'a", "|ab\ncd"), ("a|b\ncd", "G``", "a|b\ncd"),
      ("a\n |b", "gg''", "a\n |b"),
      ("ab|c", "ma0ix⎋`a", "xab|c"), ("ab|c", "ma0dl`a", "b|c"), ("|abc", "`z", "|abc"), ("|ab\nab", "gj", "ab\n|ab"),
    ])
  func motions(before: String, keys: String, after: String) { Self.check(before, keys, after) }

  @Test(
    "Operators, changes and what they are about",
    arguments: [
      ("|one two", "dw", "|two"), ("one |two", "dw", "one| "), ("|one two three", "d2w", "|three"),
      ("|one two three", "2dw", "|three"), ("|one\ntwo", "dw", "|\ntwo"), ("|one two", "de", "| two"),
      ("one |two", "db", "|two"), ("|one two", "cwx⎋", "|x two"), ("|one two", "c2wx⎋", "|x"),
      ("o|ne", "d0", "|ne"), ("o|ne\ntwo", "d$", "|o\ntwo"), ("o|ne", "D", "|o"), ("o|ne", "Cx⎋", "o|x"),
      ("a|-b-c", "df-", "a|c"), ("|a-b-c", "dt-", "|-b-c"), ("a-b|c", "dF-", "a|c"), ("|abc", "dfx", "|abc"),
      ("a\n|b\nc", "dd", "a\n|c"), ("a\n|b", "dd", "|a"), ("|a\nb\nc", "2dd", "|c"), ("|a\nb\nc", "dj", "|c"),
      ("a\nb\n|c", "dk", "|a"), ("a\n|b\nc", "dG", "|a"), ("a\n|b\nc", "dgg", "|c"), ("a\n|b\nc", "ccx⎋", "a\n|x\nc"),
      ("a|b", "x", "|a"), ("|abc", "2x", "|c"), ("ab|c", "X", "a|c"), ("|abc", "sx⎋", "|xbc"), ("|abc", "Sx⎋", "|x"),
      ("|abc", "rx", "|xbc"), ("|abc", "2rx", "x|xc"), ("|abc", "4rx", "|abc"), ("|aBc", "3~", "Ab|C"),
      ("|a\n  b\nc", "J", "a| b\nc"), ("|a\nb\nc", "3J", "a b| c"), ("|", "x", "|"), ("|", "ix⎋", "|x"),
      ("one t|wo", "diw", "one| "), ("|one two", "daw", "|two"), ("one t|wo", "daw", "on|e"),
      ("f(a, |b)", "di(", "f(|)"), ("f(a|(b), c)", "ci(x⎋", "f(a(|x), c)"), ("f[|a]", "da[", "|f"),
      ("{|a}", "diB", "{|}"),
      ("say \"o|ne\" two", "ci\"x⎋", "say \"|x\" two"), ("|say 'one'", "di'", "say '|'"), ("|one", "di(", "|one"),
      ("|one two", "ywP", "one| one two"), ("|one two", "yiwp", "oon|ene two"), ("|a\nb", "yyp", "a\n|a\nb"),
      ("a\n|b", "ddP", "|b\na"), ("|ab", "xp", "b|a"), ("|a\nb", "ddp", "b\n|a"), ("|a", "yy2p", "a\n|a\na"),
      ("|ab", "ix⎋", "|xab"), ("|ab", "ax⎋", "a|xb"), ("a|b", "Ix⎋", "|xab"), ("|ab", "Ax⎋", "ab|x"),
      ("|ab", "ox⎋", "ab\n|x"), ("|ab", "Ox⎋", "|x\nab"), ("|ab", "3ix⎋", "xx|xab"), ("|", "dd", "|"),
      ("|one two three", "dw.", "|three"), ("|one two", "cwx⎋w.", "x |x"), ("|a b c", "xw.", " | c"),
      ("|ab", "ixy⎋.", "xx|yyab"), ("|a\nb\nc", "dd.", "|c"), ("|abcd", "x2.", "|d"),
      ("|one two", "dwu", "|one two"), ("|one two", "dwu⟳", "|two"), ("|ab", "ione two⎋u", "|ab"),
      ("|one two", "cwx yz⎋u", "|one two"), ("|abc", "xxx2u", "|bc"),
      ("|abcd", "Rxy⎋", "x|ycd"), ("a|b", "Rxyz⎋", "axy|z"), ("|abc", "Rxy⌫⎋", "|xbc"), ("|ab", "Rx⌫⌫y⎋", "|yb"),
      ("|abcdef", "Rxy⎋l.", "xyx|yef"), ("|abcdef", "2Rxy⎋", "xyx|yef"), ("|abc", "Rxyz⎋u", "|abc"),
      ("|ONE TWO", "guw", "|one TWO"), ("one |two x", "gUiw", "one |TWO x"), ("o|Ne\nTwo", "g~~", "O|nE\nTwo"),
      ("o|ne\ntwo", "gUgU", "O|NE\ntwo"), ("o|ne\ntwo", "2gUU", "O|NE\nTWO"), ("|one two", "gUww.", "ONE |TWO"),
      ("|one two", "gUwu", "|one two"), ("on|e", "gUgg", "|ONE"),
      ("|a\nb", ">>", "    |a\nb"), ("|a\n\nb", ">G", "    |a\n\n    b"), ("      |a", "<<", "  |a"),
      ("\t|a", "<<", "|a"),
      ("|a\nb\nc", "2>>", "    |a\n    b\nc"), ("|a\nb", ">>.", "        |a\nb"), ("|a", ">>u", "|a"),
      ("  |a", "<<<<", "|a"),
      ("|one two", "\"ayww\"byw0\"aP", "one| one two"), ("|a\nb\nc", "\"add\"ap", "b\n|a\nc"),
      ("|a b c", "\"ayw\"bdw\"aP", "a| b c"), ("|a b c", "\"aywwyw\"Ayw\"ap", "a ba b|  c"),
      ("|a b", "yw\"_xP", "a|  b"),
      ("|a b", "yw\"_dwP", "a| b"), ("|ab", "\"axu\"ap", "a|ab"), ("|a b c", "\"_dw.", "|c"),
    ])
  func changes(before: String, keys: String, after: String) { Self.check(before, keys, after) }

  @Test(
    "Visual mode",
    arguments: [
      ("|one two", "ved", "| two"), ("|one two", "vwcx⎋", "|xwo"), ("a\n|b\nc", "Vd", "a\n|c"),
      ("|a\nb\nc", "Vjd", "|c"), ("|one", "vly$p", "oneo|n"), ("one t|wo", "viwd", "one| "), ("a|bc", "vohd", "|c"),
      ("|abc", "vl~", "|ABc"), ("|abc", "vlrx", "|xxc"), ("|a\nb\nc", "VjJ", "a| b\nc"), ("|abcdef", "vld.", "|ef"),
      ("|a\nb\nc\nd", "Vd.", "|c\nd"), ("|abc", "v⎋x", "|bc"), ("|abc", "vVd", "|"), ("|ab cd", "yiwwviwp", "ab a|b"),
      ("|abc", "vv", "|abc"), ("|aBc", "vlu", "|abc"), ("|abc d", "veU", "|ABC d"), ("|abc", "vgU", "|Abc"),
      ("|a\nb\nc", "Vj>", "    |a\n    b\nc"), ("|a\nb", "V2>", "        |a\nb"), ("    |a", "v<", "|a"),
      ("|a\nb\nc", "Vj>jj.", "    a\n    b\n    |c"), ("|one two", "vey$\"0p", "one twoon|e"),
      ("a\n|b\nc", "vD", "a\n|c"), ("|a\nb\nc", "vjCx⎋", "|x\nc"), ("a|b\nc", "vYp", "ab\n|ab\nc"),
      ("|a\nb\n\nc", "vipd", "|\nc"),
      ("|a b c", "vawawd", "|c"), ("a\n|b", "v}d", "a\n|"), ("|f(a) b", "v%d", "| b"), ("|abc d", "vey$gvx", "| d"),
      ("|abcd", "vl⎋$gvd", "|cd"),
      ("|a\nb\nc", "Vj⎋GgvJ", "a| b\nc"), ("|a\nb", "vjgJ", "a|b"), ("|ab c", "vld`<iy⎋", "|y c"),
    ])
  func visual(before: String, keys: String, after: String) {
    let desk = Self.check(before, keys, after)
    #expect(desk.studio.vi.mode == .normal && desk.studio.prompt.selection == nil)
  }

  @Test(
    "Keys of vi that mean nothing here never become text, nor what they are about",
    arguments: ["\"!", "q1", "@1", "@z", "m1", "'1", "gwip", "gwj", "zi", "=ip", "!ip", "ZA", "[a", "gx"])
  func swallowed(keys: String) {
    var desk = Self.desk("|one")
    Self.type(keys + "x", on: &desk)
    #expect(Self.shown(desk) == "|ne" && desk.studio.vi.mode == .normal)
  }

  @Test(
    "A macro does again what was typed, as often as asked, until something in it cannot be done",
    arguments: [
      ("|a\nb\nc", "qaIx⎋jq@a", "xa\nxb\n|c"), ("|a\nb\nc\nd", "qaA;⎋jq2@a", "a;\nb;\nc;\n|d"),
      ("|a\nb\nc", "qaA;⎋jq9@a", "a;\nb;\nc|;"), ("|abcdef", "qaxq@a@@", "|def"), ("|abcdef", "qaxqqAlq@a", "bd|ef"),
      ("|abc\nabc\nabc", "qaxj@aq@a", "bc\nbc\n|bc"), ("|abcdef", "qaxxq@au", "|cdef"), ("|a,b;c", "qaf,xq@a", "a|b;c"),
      ("|a b c", "qacwx⎋wq@a.", "x x |x"), ("|abcdef", "qaxqqb@alxq@b", "c|f"), ("|ab ab", "qaA⌃H⌃H⎋q@a", "|a"),
      ("|abcdef", "qallllllxq", "abcd|e"), ("|abcd", "qaxlq@a@a", "|b"), ("|ab", "qaix←y⎋q@a", "|yxyxab"),
      ("|ab", "@a@@x", "|b"),
    ])
  func macros(before: String, keys: String, after: String) { Self.check(before, keys, after) }

  @Test("A folded paste in a register is what it was in another session too")
  func foldsInRegisters() throws {
    var desk = Self.desk("")
    let large = String(repeating: "a line\n", count: 200)
    Self.type("i", on: &desk)
    desk.send(.input(.paste(large)))
    #expect(desk.studio.prompt.characters.count == 1)
    Self.type("⎋0\"ayl", on: &desk)
    desk.press("ctrl+x n")
    desk.send(.input(.paste(String(repeating: "another\n", count: 200))))
    desk.press("escape 0")
    Self.type("\"aP", on: &desk)
    #expect(desk.studio.prompt.text.hasPrefix(large))
  }

  @Test("A macro that calls itself without an end is stopped, and what it did is undone at once")
  func endlessMacro() {
    var desk = Self.desk("|ab")
    Self.type("qa", on: &desk)
    #expect(desk.studio.vi.recorded == "a")
    Self.type("ix⎋@aq", on: &desk)
    #expect(desk.studio.prompt.text == "xab" && desk.studio.vi.recorded == nil)
    Self.type("@a", on: &desk)
    let count = desk.studio.prompt.characters.count
    #expect(count > 1000 && desk.studio.notice?.text.contains("macro was stopped") == true)
    Self.type("u", on: &desk)
    #expect(desk.studio.prompt.text == "xab")
    // As often as it takes is less than that, also where each time goes over many rows.
    desk = Self.desk("|ab\nab\nab\nab")
    Self.type("qaA;;;;;;;;⎋jq999@a", on: &desk)
    #expect(desk.studio.prompt.text == "ab;;;;;;;;\nab;;;;;;;;\nab;;;;;;;;\nab;;;;;;;;")
    Self.type("qa99j99kq999@a", on: &desk)
    #expect(desk.studio.vi.mode == .normal)
    // What would grow without measure does not.
    Self.type("qb9999@b9999@bq9999@b", on: &desk)
    #expect(desk.studio.vi.mode == .normal)
  }

  @Test("A macro leaves the prompt where it is: what is none of the text is left out")
  func macroOfText() {
    var desk = Self.desk("|ab")
    Self.type("qaxAy", on: &desk)
    desk.press("f1 escape")
    Self.type("⎋q@a", on: &desk)
    #expect(Self.shown(desk) == "b|y" && desk.studio.overlay == nil)
  }

  @Test("What is taken to the clipboard's register is copied, and can be put back here")
  func clipboard() {
    var desk = Self.desk("|one two")
    Self.type("\"+yiw", on: &desk)
    #expect(desk.effects == [.copy("one")])
    Self.type("$p", on: &desk)
    #expect(Self.shown(desk) == "one twoon|e")
  }

  @Test("Typing over goes on where the cursor is put meanwhile")
  func typingOver() {
    var desk = Self.desk("|one two")
    Self.type("Rx", on: &desk)
    desk.press("home backspace")
    Self.type("y", on: &desk)
    #expect(Self.shown(desk) == "y|ne two" && desk.studio.vi.mode == .replace)
  }

  @Test("Enter sends in normal mode, and the next prompt is typed at once")
  func sends() throws {
    var desk = Self.desk("hello")
    #expect(desk.studio.vi.mode == .normal)
    let generation = try #require(desk.press("enter").generation)
    #expect(generation.turn.content.text == "hello")
    #expect(desk.studio.vi.mode == .insert)
    desk.type("iix")
    #expect(desk.studio.prompt.text == "iix")
    // An answer that is coming is stopped from an idle prompt in normal mode alone.
    desk.press("ctrl+u escape")
    #expect(desk.effects.isEmpty)
    #expect(desk.press("escape") == [.cancel(generation.run.id)])
  }

  @Test("All other keys mean what they mean without vi, and go on with the selection")
  func otherKeys() throws {
    var desk = Self.desk("one two|")
    desk.press("alt+b")
    #expect(Self.shown(desk) == "one |two")
    desk.press("v home d")
    #expect(Self.shown(desk) == "|wo")
    desk.press("d ctrl+x")
    #expect(desk.studio.vi.pending.isEmpty && !desk.studio.pendingKeys.isEmpty)
    desk.press("escape :")
    #expect(desk.studio.overlay == .palette(ListState()))
    desk.press("escape /")
    #expect(desk.effects == [.listPrompts(includesDemo: false)])
    desk.press("escape v")
    desk.send(.settingsSaved(SettingsReading(settings: Settings(), themes: [.dark])))
    #expect(desk.studio.viKeys == nil && desk.studio.prompt.selection == nil)
    desk.type("i")
    #expect(desk.studio.prompt.text == "iwo")
  }

  @Test("A text of several lines has the same keys, with a mode of its own, and is closed in normal mode")
  func box() {
    var desk = Self.desk("the prompt")
    desk.press("ctrl+x y")
    Self.type("one two\tthree⎋bdw0", on: &desk)
    #expect(desk.studio.openEntry?.editor.text == "one two\t" && desk.studio.openEntry?.vi.mode == .normal)
    #expect(desk.studio.vi.mode == .normal && desk.studio.prompt.text == "the prompt")
    Self.type(":/?uVd", on: &desk)
    #expect(desk.studio.openEntry?.editor.text.isEmpty == true)
    // Also in an empty text no letter of normal mode is text.
    Self.type("/?x", on: &desk)
    #expect(desk.studio.openEntry?.editor.text.isEmpty == true)
    Self.type("otwo⎋Oone⎋jIx⎋k", on: &desk)
    #expect(desk.studio.openEntry?.editor.text == "\none\nxtwo" && desk.studio.openEntry?.editor.cursor == 1)
    Self.type("may`aqbxq", on: &desk)
    #expect(desk.studio.openEntry?.vi.recorded == nil)
    Self.type("u@bu", on: &desk)
    desk.press("enter")
    #expect(desk.studio.session.systemInstruction == "one\nxtwo")
    desk.press("ctrl+x y escape escape")
    #expect(desk.studio.overlay == nil)
    // A text of one line has no modes.
    desk.studio.askForName(of: desk.studio.session.id, title: "a", over: nil)
    Self.type("dd", on: &desk)
    #expect(desk.studio.openEntry?.editor.text == "add" && desk.studio.viKeysOfEntry == nil)
    desk.press("escape")
    #expect(desk.studio.overlay == nil)
    desk.press("ctrl+x y escape v")
    desk.send(.settingsSaved(SettingsReading(settings: Settings(), themes: [.dark])))
    desk.type("x")
    #expect(desk.studio.openEntry?.editor.text == "one\nxtwxo" && desk.studio.viKeysOfEntry == nil)
  }

  @Test("j and k pass into the history, and undo brings back what was typed")
  func history() throws {
    var desk = Self.desk("")
    desk.press("i")
    try desk.talk("earlier", "1")
    desk.type("draft")
    desk.press("escape k")
    #expect(desk.studio.prompt.text == "earlier")
    desk.press("j")
    #expect(desk.studio.prompt.text == "draft")
    desk.press("k u")
    #expect(desk.studio.prompt.text == "draft")
    desk.press("A")
    desk.type(" more")
    desk.press("ctrl+r enter ctrl+_")
    #expect(desk.studio.prompt.text == "draft more")
  }

  @Test("Every row of the help works, and in an empty prompt / and ? are what they are")
  func help() {
    var desk = Self.desk("")
    desk.press("/")
    #expect(desk.studio.place == .list)
    desk.press("backspace ?")
    #expect(desk.studio.overlay == .help(scroll: 0))
    let lines = HelpText.lines(of: desk.studio).map(\.text)
    #expect(lines.contains { $0.hasPrefix("  dd  cc  yy") })
    #expect(!HelpText.lines(of: Desk().studio).map(\.text).contains { $0.hasPrefix("  dd  cc  yy") })
    for row in ViCommand.table {
      for keys in row.keys.split(separator: "  ").map(String.init) {
        guard !["Esc", "Enter", "^R", "^O", "^V", "…"].contains(keys) else { continue }
        let spelled =
          "fFtTrm`'q@".contains(keys) ? keys + "x" : "dcy gu gU g~ gq".contains(keys) ? keys + "w" : keys
        let isObject = keys.count == 2 && (keys.first == "i" || keys.first == "a")
        let isVisual = isObject || row.title.hasPrefix("Select") || row.title.contains("selected, or")
        let isPrefix = Int(keys) != nil || keys.first == "\"" && keys.count == 2
        let reading = ViCommand.read(Array(isPrefix ? spelled + "yw" : spelled), isVisual: isVisual)
        #expect(reading != .unknown && reading != .unfinished, "\(keys)")
      }
    }
  }

  // MARK: Whatever is pressed

  @Test("100,000 random keys lose no text, and undoing all leads back to the start", arguments: 1...5)
  func random(seed: Int) {
    var random = Seeded(seed)
    let isVi = !seed.isMultiple(of: 2)
    let commands = Command.table.filter { command in
      command.bindings.contains { $0.place == .prompt } && command.name != .undo && command.name != .redo
    }.map(\.name)
    let letters =
      "abcdefghijlnoprstvwxyABCDEFGHIJLMNOPRSTUVWXY0123456789$^;,.~<>_\"'([{}|%+qm@`)p -/*#é日👍🏽"
      .map { Key($0) } + [Key("v", .control)]
    let start = "The (start), in \"two\"\nlines. <b>Of</b> what?"
    var editor = PromptEditor(Draft(text: start))
    var vi = ViKeys()
    for number in 0..<20_000 {
      // So that texts stay such as people write.
      if editor.characters.count > 400 { editor.replace(with: "short") }
      let choice = Int.random(in: 0..<10, using: &random)
      let key = choice < 2 ? Key(.escape) : letters.randomElement(using: &random) ?? Key(.escape)
      if isVi, choice < 8, vi.take(key, in: &editor) != nil {
      } else if choice < 8 {
        if let character = key.typed { editor.insert(character) }
      } else {
        editor.perform(commands.randomElement(using: &random) ?? .moveLeft)
      }
      if isVi { vi.settle(&editor) }
      guard (0...editor.characters.count).contains(editor.cursor),
        editor.selection.map({ $0.upperBound <= editor.characters.count }) ?? true
      else {
        Issue.record("The cursor is outside after \(number) keys with seed \(seed)")
        return
      }
    }
    vi.reset(&editor)
    while editor.canRedo { editor.redo() }
    let end = editor.text
    var texts: Set<String> = []
    while editor.canUndo {
      editor.undo()
      texts.insert(editor.text)
    }
    #expect(editor.text == start)
    while editor.canRedo { editor.redo() }
    #expect(editor.text == end)
    #expect(texts.count > 500)
  }
}
