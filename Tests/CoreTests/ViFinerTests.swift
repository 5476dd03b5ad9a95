import Screen
import TestSupport
import Testing

@testable import Core

@Suite("The finer keys of the vi set")
struct ViFinerTests {
  @Test(
    "What is in a tag, in it or on it, however tags are written",
    arguments: [
      ("<a b=\"c\">t|wo</a> x", "dit", "<a b=\"c\">|</a> x"), ("<a b=\"c\">t|wo</a> x", "dat", "| x"),
      ("<|a b=\"c\">two</a>", "citx⎋", "<a b=\"c\">|x</a>"), ("<a>two</|a>", "dit", "<a>|</a>"),
      ("<a b=\"c>d\">|two</a>", "dit", "<a b=\"c>d\">|</a>"), ("<p>x<b>t|</b></p>", "d2it", "<p>|</p>"),
      ("<p>x<b>t|</b></p>", "dat", "<p>x|</p>"), ("<p>x<b>t|</b></p>", "d2at", "|"),
      ("<p>a<br/>|b</p>", "dit", "<p>|</p>"),
      ("<p>a<br>|b</p>", "dit", "<p>|</p>"), ("<i>a < |b</i>", "dit", "<i>|</i>"),
      ("<i>a <b c|d</i>", "dit", "<i>|</i>"),
      ("a <|b> c", "dit", "a <|b> c"), ("<I>|b</i>", "dit", "<I>|</i>"), ("<a|></a>", "citx⎋", "<a>|x</a>"),
      ("<p>\n  a|\n</p>", "dit", "<p>|</p>"), ("<a\n b='c'>|two</a>", "dit", "<a\n b='c'>|</a>"),
      ("<p>x<b>tt|</b></p>", "vitd", "<p>x<b>|</b></p>"), ("<p>x<b>tt|</b></p>", "vititd", "<p>x|</p>"),
      ("<p>x<b>tt|</b></p>", "vitititd", "<p>|</p>"), ("<p>x<b>tt|</b></p>", "vatatd", "|"), ("|<x", "dit", "|<x"),
      ("|a@b <c@d.e>", "dit", "|a@b <c@d.e>"), ("<b>one</b> <b>|two</b>", "ditF1dit", "<b>one</b> <b>|</b>"),
    ])
  func tags(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "Sentences end at a stop, quotes and brackets behind it, or an empty line",
    arguments: [
      ("One. T|wo. Three", "dis", "One. | Three"), ("One. T|wo. Three", "das", "One. |Three"),
      ("One. Two. T|hree", "das", "One. Two|."), ("One.|  Two. Three", "dis", "One.|Two. Three"),
      ("One.|  Two. Three", "das", "One.| Three"), ("One. T|wo.\nThree. Four", "2das", "One. |Four"),
      ("One.\nT|wo.\nThree.", "dis", "One.\n|Three."), ("O|ne. Two. Three. F", "d3is", "| Three. F"),
      ("He said \"w|hy?\" And went.", "dis", "| And went."), ("See e.g. v1.2 i|s. One", "das", "See e.g. |One"),
      ("One\n\nT|wo.\n\nThree.", "das", "One\n\n|\nThree."), ("O|ne. Two. Three. F", "visisd", "|Two. Three. F"),
      ("O|ne. Two. Three. F", "vasasd", "|Three. F"), ("One. |Two", "cisx⎋", "One. |x"), ("|", "dis", "|"),
      ("(Why?) G|o!", "(", "(Why?) |Go!"), ("|One. Two", "3)", "|One. Two"), ("One.\n\n\n|Two", "((", "|One.\n\n\nTwo"),
    ])
  func sentences(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "Numbered registers: lines go down from 1, less than a line is the small delete's, and . goes from one to the next",
    arguments: [
      ("|a\nb\nc\nd", "dddddd\"1p", "d\n|c"), ("|a\nb\nc\nd", "dddddd\"2p", "d\n|b"),
      ("|a\nb\nc\nd", "dddddd\"3P", "|a\nd"),
      ("|a\nb\nc\nd", "dddddd\"1pu.u.", "d\n|a"), ("|a\nb\nc\nd", "dddddd\"1p..", "d\nc\nb\n|a"),
      ("|a b c\nd", "xj\"1p", "b c\n|d".replacing("b", with: " b")), ("|ab c\nd", "dwdd\"-P", "ab| d"),
      ("|a (b) c\nd", "f(d%\"1P", "a (b|) c\nd"), ("|ab\ncd\nef", "yyjdd\"0p", "ab\nef\n|ab"),
      ("|ab\ncd\nef", "\"add\"1p", "cd\n|ab\nef"), ("|ab\ncd", "\"_dd\"1p", "|cd"),
      ("|ab cd\nef", "\"1yiw\"1P", "a|bab cd\nef"),
      ("|a\nb\nc", "yyjVp\"1p", "a\na\n|b\nc"), ("|a\nb", "dd\"9p", "|b"), ("|a b\nc", "\"+ywdw\"+P", "a| b\nc"),
    ])
  func registers(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "U makes the line what it was, itself to be undone",
    arguments: [
      ("|abc\nx", "xxU", "|abc\nx"), ("|abc\nx", "xxUU", "|c\nx"), ("|abc\nx", "xxUu", "|c\nx"),
      ("a|bc def", "wcwx⎋xU", "abc |def"), ("|abc\ndef", "xjxU", "bc\n|def"), ("|abc\ndef", "xjU", "|abc\ndef"),
      ("|abc\ndef\nx", "xjddU", "|abc\nx"), ("|a\nb", "xJU", "|b"), ("|abc", "U", "|abc"),
      ("|ab\ncd", "oxy⎋U", "ab\n|\ncd"),
      ("|abc d", "xwxuU", "|abc d"), ("|", "iabc⎋xU", "|"), ("|", "iabc⎋xUU", "a|b"),
    ])
  func lines(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "Typing over begins anew where the cursor is put, and is repeated from there",
    arguments: [
      ("|abcdef", "Rxy←z⎋", "x|zcdef"), ("|abcdef ghi", "Rxy←z⎋w.", "xzcdef |zhi"),
      ("|abcdef ghi", "Rxy←⎋w.", "xycdef x|yi"),
      ("|abcdef ghi", "Rxy←z⎋w2.", "xzcdef z|zi"), ("|abcdef", "3Rxy←z⎋", "x|zcdef"), ("|abcdef", "2Rxy⎋", "xyx|yef"),
      ("|abcdef", "Rxy←z⌫⎋", "|xycdef"), ("|abcdef", "Rxy←⌫⎋", "|xycdef"), ("a|bc", "R⌫x⎋", "|xbc"),
      ("|abc", "Rxy⌃H⎋", "|xbc"), ("|abcd", "Rx⌃Jy⎋", "x\n|ycd"), ("|abcd\nefgh", "Rx⌃Jy⎋j0.", "x\nycd\nx\n|ygh"),
      ("|ab xyz", "cwcd←e⎋w.", "ced |exyz"), ("|ab xyz", "icd←⎋w.", "cdab c|dxyz"), ("|abc", "Rxy←z⎋u", "|abc"),
    ])
  func typingOver(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "What else a person of vi presses",
    arguments: [
      ("|one two one", "*", "one two |one"), ("|one two one", "**", "|one two one"),
      ("one |two one two", "#", "one two one |two"),
      ("|one twone one", "g*", "one tw|one one"), ("|one twone one", "*nN", "one twone |one"),
      ("o|ne x\none one", "#n", "one x\n|one one"),
      ("o|ne x one", "d*", "o|one"), ("|  - one - one", "*", "  - one - |one"), ("|one x one", "*dn", "|one"),
      ("|- -", "*", "|- -"),
      ("|ab", "n", "|ab"), ("|one\ntwo one", "*``", "|one\ntwo one"),
      ("|a\nb\nc\nd", "50%", "a\n|b\nc\nd"), ("|a\n b\nc\nd", "d50%", "|c\nd"), ("a|bcdef", "gM", "abc|def"),
      ("|abcdef", "20gM", "a|bcdef"),
      ("a|b\nc\nd", "L", "ab\nc\n|d"), ("a\nb\n|c", "H", "|a\nb\nc"), ("|a\nb\nc", "M", "a\n|b\nc"),
      ("|a\nb\nc", "2L", "a\n|b\nc"),
      ("  a|b", "gIx⎋", "|x  ab"), (" |a\n b\n c", "2_", " a\n |b\n c"), (" a|b\nc", "d_", "|c"),
      ("|a\nb\nc", "2d_", "|c"),
      ("a b\n|c", "db", "a| \nc"), ("f {\n  a|b\n}", "diB", "f {\n|}"), ("f {\n  a|b\n}", "ciBx⎋", "f {\n|x\n}"),
      ("a|b (x) y", "di(", "ab (|) y"), ("a \"b|\" c", "da\"", "a |c"), ("a \"b|\"  c", "d2i\"", "a |  c"),
      ("f(a(bb|,c),d)", "vi(i(d", "f(|)"), ("ab|\ncd", "2oxy⎋", "ab\nxy\nx|y\ncd"), ("a\n|\nb", "cwx⎋", "a\n|x\nb"),
      ("a\nb|\nc", "5dj", "|a"), ("|a\n\nb", "3}", "|a\n\nb"), ("ab\nc|d", "guk", "a|b\ncd"),
    ])
  func others(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "A block is the same columns of several lines, also past lines that are shorter",
    arguments: [
      ("a|bcd\nefgh\nijkl", "⌃Vjld", "a|d\neh\nijkl"), ("a|bcd\n\nijkl", "⌃Vjjd", "a|cd\n\nikl"),
      ("a|bcd\nefgh\nijkl", "⌃Vjj$d", "|a\ne\ni"), ("a|bcdef\ngh\nijklmn", "⌃VljjcZ⎋", "a|Zdef\ngZ\niZlmn"),
      ("a|bcd\nefgh", "⌃VjIxy⎋", "ax|ybcd\nexyfgh"), ("a|bcd\ne\nijkl", "⌃VljjAx⎋", "abc|xd\ne  x\nijkxl"),
      ("a|bcd\ne\nijkl", "⌃Vjj$Ax⎋", "abcd|x\nex\nijklx"), ("a|bcd\nefgh", "⌃VljrZ", "a|ZZd\neZZh"),
      ("a|bcd\nefgh", "⌃Vlj~", "a|BCd\neFGh"), ("a|bcd\nefgh", "⌃VjU", "a|Bcd\neFgh"),
      ("a|bcd\nefgh", "⌃Vj>", "a|    bcd\ne    fgh"), ("|      a\n  b", "⌃Vj<", "|  a\nb"),
      ("abc|d\nefgh", "⌃VjhhD", "|a\ne"),
      ("a|bcd\nefgh", "⌃VjCx⎋", "a|x\nex"), ("a|bcd\nefgh", "⌃VjlX", "a|d\neh"),
      ("a|bcd\nefgh\nij", "⌃VjJ", "abcd| efgh\nij"),
      ("a|bcd\nefgh\nij", "⌃VjlyG$p", "abcd\nefgh\nij|bc\n  fg"), ("a|bcd\nefgh\nij", "⌃VjlyP", "a|bcbcd\nefgfgh\nij"),
      ("a|bcd\nefgh\nij", "⌃Vjl\"ayyl\"aP", "a|bcbcd\nefgfgh\nij"), ("a|bcd\nefgh", "⌃Vjy2P", "a|bbbcd\nefffgh"),
      ("a|bcd\nefgh", "yl⌃VjlP", "a|bd\nebh"), ("a|bcd\nefgh\nijkl\nmnop", "⌃Vjldjj.", "ad\neh\ni|l\nmp"),
      ("a|bcd\nefgh\nijkl\nmnop", "⌃VjIx⎋jj.", "axbcd\nexfgh\ni|xjkl\nmxnop"), ("a|bcd\nefgh", "⌃Vjldu", "a|bcd\nefgh"),
      ("a|bcd\nefgh", "⌃VjIx⎋u", "a|bcd\nefgh"), ("a|bcd\nefgh", "⌃Vjl⎋gg0gvd", "a|d\neh"),
      ("a|bcd\nefgh", "⌃VjVd", "|"),
      ("a|bcd", "vlIx⎋", "a|xbcd"), ("a|bcd", "vlAx⎋", "abc|xd"), ("a|bcd", "⌃V⎋x", "a|cd"), ("a|bcd", "⌃V⌃Vx", "a|cd"),
      ("|", "⌃VIx⎋", "|x"), ("a|bc\nd", "⌃VjlIx⎋", "a|xbc\ndx"),
    ])
  func blocks(before: String, keys: String, after: String) {
    let desk = ViTests.check(before, keys, after)
    #expect(desk.studio.vi.mode == .normal && desk.studio.prompt.selectedParts.isEmpty)
  }

  @Test("A block stays where there is nothing to put in its place, and what was replaced can be put")
  func replacedBlocks() {
    let kept = ViTests.check("a|bcd\nefgh", "⌃Vjl\"zp", "abcd\nef|gh")
    #expect(kept.studio.vi.hasFailed && kept.studio.vi.mode == .visualBlock)
    ViTests.check("|x ab\ny cd", "yl2l⌃Vjlp0P", "|abx x\ncdy x")
  }

  @Test("A block of one long row is not filled up without end")
  func widestBlock() {
    var desk = ViTests.desk(String(repeating: "x", count: 2000) + String(repeating: "\n", count: 200))
    ViTests.type("gg0⌃VG$y9999P", on: &desk)
    #expect(desk.studio.prompt.characters.count < 2_000_000)
  }

  @Test("A selection that is not vi's changes none of its commands", arguments: [("oX", "hello\nX"), ("RX", "helXo")])
  func foreignSelection(keys: String, after: String) {
    var desk = ViTests.desk("|hello")
    desk.press("shift+right shift+right shift+right")
    ViTests.type(keys, on: &desk)
    #expect(desk.studio.prompt.text == after)
  }

  @Test(
    "Help and palette find the vi set by the words people look for",
    arguments: ["macro", "register", "mark", "sentence"])
  func words(word: String) {
    var desk = ViTests.desk("")
    let lines = HelpText.lines(of: desk.studio, filter: word).map(\.text)
    #expect(lines.contains("Prompt, with the vi set"))
    desk.press("ctrl+p")
    desk.type(word)
    #expect(desk.studio.palette(filter: word).contains { $0.name == .help })
    let row = desk.studio.palette(filter: word).firstIndex { $0.name == .help } ?? 0
    for _ in 0..<row { desk.press("down") }
    desk.press("enter")
    #expect(desk.studio.overlay == .help(scroll: 0, filter: word))
    // Without vi's keys there is nothing about them.
    #expect(!HelpText.lines(of: Desk().studio, filter: word).map(\.text).contains("Prompt, with the vi set"))
    desk = ViTests.desk("")
    desk.press("ctrl+p")
    desk.type("help")
    desk.press("enter")
    #expect(desk.studio.overlay == .help(scroll: 0))
  }
}
