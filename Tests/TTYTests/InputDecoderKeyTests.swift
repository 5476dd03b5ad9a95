import Screen
import Testing

@testable import TTY

@Suite struct InputDecoderKeyTests {
  @Test(arguments: [
    ("\r", Key(.enter)), ("\n", Key("j", .control)), ("\t", Key(.tab)), ("\u{7f}", Key(.backspace)),
    ("\u{8}", Key("h", .control)), ("\0", Key(" ", .control)), ("\u{1}", Key("a", .control)),
    ("\u{1a}", Key("z", .control)), ("\u{1c}", Key("\\", .control)), ("\u{1d}", Key("]", .control)),
    ("\u{1e}", Key("^", .control)), ("\u{1f}", Key("_", .control)), ("\u{1b}", Key(.escape)),
    ("a", Key("a")), ("G", Key("G")), ("é", Key("é")), ("漢", Key("漢")), ("😀", Key("😀")),
  ])
  func typed(_ text: String, _ key: Key) {
    #expect(keys(text) == [key])
  }

  @Test(arguments: [
    ("\u{1b}x", Key("x", .alt)), ("\u{1b}P", Key("P", .alt)), ("\u{1b}[", Key("[", .alt)),
    ("\u{1b}O", Key("O", .alt)), ("\u{1b}]", Key("]", .alt)), ("\u{1b}\r", Key(.enter, .alt)),
    ("\u{1b}\u{7f}", Key(.backspace, .alt)), ("\u{1b}\u{1}", Key("a", [.alt, .control])),
    ("\u{1b}é", Key("é", .alt)), ("\u{1b}1", Key("1", .alt)),
  ])
  func withAlt(_ text: String, _ key: Key) {
    #expect(keys(text) == [key])
  }

  @Test(arguments: [
    ("A", Key.Code.up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
    ("P", .function(1)), ("Q", .function(2)), ("R", .function(3)), ("S", .function(4)),
  ])
  func namedByLetter(_ letter: String, _ code: Key.Code) {
    #expect(keys("\u{1b}[\(letter)") == [Key(code)])
    #expect(keys("\u{1b}O\(letter)") == [Key(code)])
    #expect(keys("\u{1b}[1;5\(letter)") == [Key(code, .control)])
    #expect(keys("\u{1b}[1;2\(letter)") == [Key(code, .shift)])
    #expect(keys("\u{1b}[1;8\(letter)") == [Key(code, [.shift, .alt, .control])])
    #expect(keys("\u{1b}O3\(letter)") == [Key(code, .alt)])
  }

  @Test(arguments: [
    (1, Key.Code.home), (2, .insert), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home), (8, .end),
    (11, .function(1)), (15, .function(5)), (17, .function(6)), (21, .function(10)), (23, .function(11)),
    (24, .function(12)), (25, .function(13)), (28, .function(15)), (34, .function(20)),
  ])
  func namedByNumber(_ number: Int, _ code: Key.Code) {
    #expect(keys("\u{1b}[\(number)~") == [Key(code)])
    #expect(keys("\u{1b}[\(number);3~") == [Key(code, .alt)])
    #expect(keys("\u{1b}[\(number)^") == [Key(code, .control)])
  }

  @Test(arguments: [
    ("[Z", Key(.tab, .shift)), ("[[A", Key(.function(1))), ("[[E", Key(.function(5))), ("[a", Key(.up, .shift)),
    ("OM", Key(.enter)), ("Ok", Key("+")), ("Op", Key("0")),
    ("[13;2u", Key(.enter, .shift)), ("[27;2;13~", Key(.enter, .shift)), ("[9;5u", Key(.tab, .control)),
    ("[105;5u", Key("i", .control)), ("[27;5;105~", Key("i", .control)), ("[97;6u", Key("a", [.control, .shift])),
    ("[27;6;65~", Key("a", [.control, .shift])), ("[97;2u", Key("A")), ("[49:33;2u", Key("!")),
    ("[27;2;33~", Key("!")), ("[127;5u", Key(.backspace, .control)), ("[27u", Key(.escape)), ("[97u", Key("a")),
    ("[97;1:1u", Key("a")), ("[32;5u", Key(" ", .control)), ("[3;5;7~", Key(.delete, .control)),
  ])
  func rarerSequences(_ text: String, _ key: Key) {
    #expect(keys("\u{1b}" + text) == [key])
  }

  @Test(arguments: [
    "[99z", "[57358u", "[97;1:3u", "[201~", "[999999999999999999999u", "Oz", "[55296u", "[;;;m", "[150u", "[M !!",
    "[38:2:1:2:3m", "[5 q", "[<0;1M", "[?1;2;3h", "[>1u", "]0;title\u{7}", "P1$r0m\u{1b}\\",
  ])
  func unknownSequencesAreSwallowed(_ text: String) {
    #expect(keys("\u{1b}" + text + "a") == [Key("a")])
  }

  @Test func escapesFollowEachOther() {
    #expect(keys("\u{1b}\u{1b}") == [Key(.escape), Key(.escape)])
    #expect(keys("\u{1b}\u{1b}[A") == [Key(.escape), Key(.up)])
  }

  @Test func aTypedKeyEndsWhatIsNoSequence() {
    #expect(keys("\u{1b}[\rx") == [Key("[", .alt), Key(.enter), Key("x")])
    #expect(keys("\u{1b}]\r") == [Key("]", .alt), Key(.enter)])
    #expect(keys("\u{1b}[1;\u{3}") == [Key("c", .control)])
  }

  @Test(arguments: [
    [0xff, 0x61], [0xc3, 0x61], [0xe6, 0xbc, 0x61], [0xc0, 0x80, 0x61], [0xed, 0xa0, 0x80, 0x61], [0x80, 0x61],
    [0xf4, 0x90, 0x80, 0x80, 0x61], [0xc2, 0x9b, 0x61], [0xe0, 0x80, 0x80, 0x61],
  ])
  func invalidUTF8IsDropped(_ bytes: [UInt8]) {
    #expect(decode([bytes]) == [.key(Key("a"))])
  }

  @Test func waitsOnlyForWhatIsUnfinished() {
    var decoder = InputDecoder(escapeWait: .milliseconds(50))
    #expect(decoder.pendingTimeout == nil)
    #expect(decoder.feed([0x1b]) == [])
    #expect(decoder.pendingTimeout == .milliseconds(50))
    #expect(decoder.feed(Array("[".utf8)) == [])
    #expect(decoder.pendingTimeout == .milliseconds(100))
    #expect(decoder.feed(Array("A".utf8)) == [.key(Key(.up))])
    #expect(decoder.pendingTimeout == nil)
    #expect(decoder.flush() == [])
    var slow = InputDecoder(escapeWait: .milliseconds(150))
    _ = slow.feed(Array("\u{1b}P".utf8))
    #expect(slow.pendingTimeout == .milliseconds(150))
    // What nobody types waits for longer.
    _ = slow.feed(Array(">|".utf8))
    #expect(slow.pendingTimeout == .seconds(5))
  }

  @Test func afterAFlushTheNextKeyIsItself() {
    var decoder = InputDecoder(escapeWait: .milliseconds(50))
    _ = decoder.feed(Array("\u{1b}[12;".utf8))
    #expect(decoder.flush() == [])
    #expect(decoder.feed(Array("q".utf8)) == [.key(Key("q"))])
  }

  @Test func mouse() {
    let point = Point(row: 4, column: 9)
    #expect(decode("\u{1b}[<0;10;5M") == [.mouse(Mouse(.press, button: 1, at: point))])
    #expect(decode("\u{1b}[<2;10;5m") == [.mouse(Mouse(.release, button: 3, at: point))])
    #expect(decode("\u{1b}[<33;10;5M") == [.mouse(Mouse(.drag, button: 2, at: point))])
    #expect(decode("\u{1b}[<64;10;5M") == [.mouse(Mouse(.wheelUp, at: point))])
    #expect(decode("\u{1b}[<65;10;5M") == [.mouse(Mouse(.wheelDown, at: point))])
    #expect(decode("\u{1b}[<16;10;5M") == [.mouse(Mouse(.press, button: 1, at: point))])
    #expect(decode("\u{1b}[<0;0;0M") == [.mouse(Mouse(.press, button: 1, at: Point(row: 0, column: 0)))])
    #expect(decode("\u{1b}[<66;10;5M\u{1b}[<35;10;5M\u{1b}[<128;1;1M") == [])
  }

  @Test func focus() {
    #expect(decode("\u{1b}[I\u{1b}[O") == [.focus(true), .focus(false)])
  }
}
