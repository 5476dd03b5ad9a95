import Screen
import TestSupport
import Testing

@testable import Core

@Suite("What the vi set selects, records and marks")
struct ViSelectingTests {
  @Test(
    "What is selected goes on to the line break, and down the lines as far",
    arguments: [
      ("|abc\ndef", "v$d", "|def"), ("a|bc\ndef", "v$y$p", "abc|bc\n\ndef"), ("a|bc\ndef\nx", "v$cZ⎋", "a|Zdef\nx"),
      ("a|bc\ndef\nx", "v$x.", "a|x"), ("a|bc\ndef", "v$hd", "|a\ndef"), ("a|bc\ndefg\nhij", "v$jd", "a|hij"),
      ("|abc\ndefghi\nj", "v$jkhd", "|\ndefghi\nj"), ("a|bc\ndef", "v$⎋0gvd", "a|def"), ("a|bc\ndef", "v$od", "a|def"),
      ("a|bc\ndef", "vlllld", "a|def"), ("abcde|f\nab\nxyzuvwa", "vjd", "abcde|xyzuvwa"),
      ("abcde|f\nab\nxyzuvwa", "vjjd", "abcde|a"), ("a|bc\ndef", "v$~", "a|BC\ndef"),
      ("a|bc\ndef", "v$rZ", "a|ZZ\ndef"),
      ("|abc\ndef\nghi", "vj$J", "abc| def\nghi"), ("|abc\ndef\nghi", "v$j>", "    |abc\n    def\nghi"),
      ("|abc\ndef\nghi\n\njkl", "v$>j.", "    abc\n    |def\nghi\n\njkl"), ("a|bc\ndef", "v$Y$p", "abc\n|abc\ndef"),
      ("a|bc\ndef", "v$AZ⎋", "abc|Z\ndef"), ("|a\n\nb", "jvAZ⎋", "a\n|Z\nb"), ("a|bc", "v$d", "|a"),
      ("a|bcde\nfghij\nklmno", "v$jd.", "|a"),
    ])
  func toLineEnds(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "What is put takes its own form with it, over what is selected too",
    arguments: [
      ("a|bc\ndef\nZ", "Gyl1Glv$p", "a|Zdef\nZ"), ("a|bc\ndef\nZ", "Gyygg0lv$p", "a\n|Z\ndef\nZ"),
      ("a|bc d", "yyvlp", "a\n|abc d\n d"), ("  a|bc d\nx", "yyjVp", "  abc d\n  |abc d"),
      ("a|bcd\nefgh\nijkl", "⌃VjlyGvp", "abcd\nefgh\n|bcjkl\nfg"),
      ("|abc\ndef", "⌃Vj$o$d", "ab|c\ndef"), ("abc\n|def", "⌃Vk$O$d", "ab|c\ndef"),
      ("a|bcd\nefgh\nijkl", "⌃VjlyGVp", "abcd\nefgh\n|bc\nfg"),
      ("a|bcd\nefgh\nijkl", "⌃VjlyggvP", "|bcbcd\nfgefgh\nijkl"), ("a|bcd\nefgh", "yl⌃Vjlp", "a|bd\nebh"),
      ("a|bcd\nefgh", "yl⌃Vjl2p", "ab|bd\nebbh"), ("a|bcd\nefgh\nq", "yl⌃Vjlpu", "a|bcd\nefgh\nq"),
      ("a|bcd\nefgh\nq", "yy⌃Vjlp", "ad\neh\n|abcd\nq"), ("a|bcd\nefgh\nq", "vjy⌃Vjlp", "a|bcd\nefd\neh\nq"),
      ("a|bcd\n\nijkl", "Gyl1Gl⌃Vjjp", "a|icd\n\niikl"), ("a|bcd\nefgh\nij", "yl⌃Vjlgp", "ab|d\nebh\nij"),
      ("|abc\n\nd", "v$yp", "a|abc\nbc\n\nd"), ("|abc\nd", "v$yP", "|abc\nabc\nd"),
      ("|abc\ndef", "\"ayyj\"Ayl\"ap", "abc\ndef\n|abc\nd"), ("|abc\ndef", "\"aylj\"Ayy\"ap", "abc\ndef\n|a\ndef"),
    ])
  func forms(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "A block keeps its columns: selected again after it was deleted, and from its other end or corner",
    arguments: [
      ("a|bcde\nfghij\nkl", "⌃Vjldgvd", "|a\nf\nkl"), ("a|bcdef\nghijkl\nmn", "⌃Vjldgvd", "a|f\ngl\nmn"),
      ("a|bcd\nefghi\nijklm", "⌃Vj$yGgvd", "|a\ne\nijklm"), ("a|bcd\nefghi\nij", "⌃Vj$dA12⎋gvd", "|a\ne\nij"),
      ("abc|d\nefgh\nij", "⌃Vjhhdgvd", "|a\ne\nij"), ("abc|def\na\nxyzuvw", "⌃Vjjokd", "abc|ef\na\nxyzvw"),
      ("abc|def\na\nxyz", "⌃Vjod", "abc|ef\na\nxyz"), ("ab|cdef\nabcdef\nxyz", "⌃VjlOhd", "a|ef\naef\nxyz"),
      ("ab|cdef\nabcdef\nxyz", "⌃VjllohOld", "|a\na\nxyz"), ("ab|cdef\nabcdefgh\nxyz", "⌃Vj$Od", "a|b\nab\nxyz"),
    ])
  func blocks(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "Ctrl+U and Ctrl+W give back what was typed over, and pass by what was not",
    arguments: [
      ("|abcdefg", "Rxyz⌃U⎋", "|abcdefg"), ("|abcdefg", "Rx yz⌃Wq⎋", "x |qdefg"), ("a|bcdefg", "Rx yz⌃Uq⎋", "a|qcdefg"),
      ("a|bcdefg", "Rx yz⌃W⌃W⌃Wq⎋", "|qbcdefg"), ("|abc", "Rxyz12⌃Uq⎋", "|qbc"), ("|abc", "Rxyz12⌃U⎋u", "|abc"),
      ("|ab", "R⌃U⌃Wx⎋", "|xb"),
    ])
  func typingOver(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "Macros are registers: a recorded one can be put, and what a register has is pressed",
    arguments: [
      ("|abcdef\nx", "qaxlq\"ap", "bcx|ldef\nx"), ("|abcdef", "qaxq\"aylp@a", "|bbcdef"),
      ("|abcdef", "qaixy⎋qu\"ap", "aixy|\u{1B}bcdef"), ("|xl\nabcdef", "\"qy$j@q@@", "xl\nbd|ef"),
      ("|Ax\nabc", "\"qyyj@q", "Ax\nabcx|"), ("|lx\nabcdefgh", "\"qy$j0qQxq@q", "lx\nb|efgh"),
      ("|ix\u{1B}l\nab", "\"qy$j02@q", "ix\u{1B}l\nxx|ab"),
      ("|Ax\ty\nab", "\"qy$j@q", "Ax\ty\nabx\ty|"), ("|abcdef", "qaxxq@auu", "|bcdef"),
      ("|abcdefgh", "qaxxq2@au", "|cdefgh"),
      ("|abcdef", "qaxuxq@au", "|bcdef"),
    ])
  func macros(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test(
    "`[ and `] are where text was changed or copied last",
    arguments: [
      ("|one two three", "wdw`[ix⎋`]iy⎋", "one x|ythree"),
      ("|one two three", "wyiw0`[ix⎋", "one |xtwo three"), ("|one two three", "wyiw0`]ix⎋", "one tw|xo three"),
      ("|one two three", "yiww$p0`[ix⎋", "one two three|xone"),
      ("|one two three", "yiww$p0`]ix⎋", "one two threeon|xe"),
      ("|one\ntwo\nthree", "yjjp1G$`[ix⎋", "one\ntwo\n|xone\ntwo\nthree"),
      ("|one\ntwo\nthree", "yjjp1G$`]ix⎋", "one\ntwo\none\ntw|xo\nthree"),
      ("|one\ntwo\nthree", "yjjp1G$']ix⎋", "one\ntwo\none\n|xtwo\nthree"),
      ("|one\ntwo", "Aabc⎋G`[ix⎋", "one|xabc\ntwo"),
      ("|one\ntwo", "Aabc⎋G`]ix⎋", "oneab|xc\ntwo"), ("|one\ntwo", "oabc⎋G`[ix⎋", "one\n|xabc\ntwo"),
      ("|one\ntwo", "gUiwG`]ix⎋", "ON|xE\ntwo"), ("|one two three", "wcwab⎋0`]ix⎋", "one ab|x three"),
      ("|one two three", "wyiw$d`[", "one |e"), ("|one\ntwo\nthree", "yjjpd']", "one\ntwo\n|three"),
      ("|one\ntwo\nthree", "jddgg`[ix⎋", "one\n|xthree"),
      ("|one\ntwo\nthree\nfour", "j2>>gg`]ix⎋", "one\n    two\n    thre|xe\nfour"),
      ("|one two", "`[ix⎋", "|xone two"), ("|one two", "wdwu0`]ix⎋", "one tw|xo"),
      ("|ab\ncd", "l⌃Vjyj`[ix⎋", "a|xb\ncd"),
      ("|ab\ncd", "qaddp`[xq@a", "cd\n|"),
    ])
  func changed(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  private static let long = "one two three four five six seven eight nine ten eleven twelve thirteen"

  @Test(
    "gq breaks lines anew, by paragraphs and items of lists, and leaves code and blanks within lines alone",
    arguments: [
      ("|\(long) 14 15", "gqq", "\(long)\n|14 15"),
      ("|one two\nthree\n\nsix\nseven", "gqip", "|one two three\n\nsix\nseven"),
      ("|one two\nthree\n\nsix\nseven", "gqG", "one two three\n\n|six seven"),
      ("|  one\ntwo\n    three", "gqip", "  |one two three"),
      ("|  \(long) 14", "gqq", "  \(long.dropLast(9))\n  |thirteen 14"),
      ("|- \(long)\n- b\n  c", "gqip", "- \(long.dropLast(9))\n  thirteen\n|- b c"),
      ("|12. a\n12) b\n1.5 c", "gqip", "12. a\n|12) b 1.5 c"),
      ("```\n|let a\nlet b\n```", "gqj", "```\nlet a\n|let b\n```"), ("|~~~\na\nb\n~~~", "gqip", "~~~\na\nb\n|~~~"),
      ("|Title\n=====\none\ntwo", "gqip", "Title\n=====\n|one two"),
      ("|one  two\nthree.  four \nfive", "gqip", "|one  two three.  four five"),
      ("|one\ntwo\nthree\nfour", "Vjgqj.", "one two\n|three four"), ("|one\ntwo\nthree", "2gqqu", "|one\ntwo\nthree"),
      ("one t|wo\nthree", "gqgq", "|one two\nthree"),
      ("|# a\nb\nc\n> d\n> e\n```\nf\ng\n```\nh\ni", "gqG", "# a\nb c\n> d\n> e\n```\nf\ng\n```\n|h i"),
      ("|", "gqq", "|"),
      ("|" + String(repeating: "漢", count: 35) + " 漢 b c", "gqq", String(repeating: "漢", count: 35) + "\n|漢 b c"),
      ("|ab\ncd", "⌃Vjgq", "|ab cd"),
    ])
  func reflow(before: String, keys: String, after: String) { ViTests.check(before, keys, after) }

  @Test("What is typed before the first Esc is one insert: undone and done again at once")
  func firstInsert() {
    var settings = Settings()
    settings.editing = .vi
    var desk = Desk(settings: settings)
    ViTests.type("one two  three⎋", on: &desk)
    ViTests.type("A.⎋uu", on: &desk)
    #expect(desk.studio.prompt.text.isEmpty)
    ViTests.type("⟳A ⎋", on: &desk)
    #expect(desk.studio.prompt.text == "one two  three ")
    // What is selected is typed over, as without vi.
    desk = Desk(settings: settings)
    desk.send(.input(.paste("one")))
    desk.press("shift+left")
    desk.type("x")
    #expect(desk.studio.prompt.text == "onx")
  }

  @Test("Sentences about Esc say that vi's modes are left first")
  func escape() throws {
    var settings = Settings()
    settings.editing = .vi
    var desk = Desk(settings: settings)
    #expect(HelpText.lines(of: desk.studio)[0].text.contains("Esc twice goes to reading"))
    try desk.ask("hello")
    desk.press("tab e")
    #expect(desk.studio.notice?.text.contains("Esc twice makes it a new turn") == true)
    desk.press("escape")
    #expect(HelpText.lines(of: desk.studio)[0].text.contains(" Esc goes to reading"))
    #expect(desk.studio.editedTurn != nil)
    desk.press("escape")
    #expect(desk.studio.editedTurn == nil)
  }
}
