import Screen
import Testing

@testable import TTY

/// - Source: terminal-graphics.md section 1, the answers of real terminals.
@Suite struct InputDecoderReplyTests {
  @Test(arguments: [
    ("\u{1b}[?63;1;2;4;6;9;15;16;22;28c", TerminalReply.primaryAttributes([63, 1, 2, 4, 6, 9, 15, 16, 22, 28])),
    ("\u{1b}[?6c", .primaryAttributes([6])),
    ("\u{1b}P>|XTerm(379)\u{1b}\\", .version("XTerm(379)")),
    ("\u{1b}P>|tmux 3.3a\u{1b}\\", .version("tmux 3.3a")),
    ("\u{1b}[4;312;480t", .windowPixels(width: 480, height: 312)),
    ("\u{1b}[6;13;6t", .cellPixels(width: 6, height: 13)),
    ("\u{1b}[8;24;80t", .other),
    ("\u{1b}[?2;0;480;312S", .sixelGeometry(width: 480, height: 312)),
    ("\u{1b}[?1;0;1024S", .colorRegisters(1024)),
    ("\u{1b}[?2;3S", .other), ("\u{1b}[?1;3;0S", .other), ("\u{1b}[?2;3;0S", .other), ("\u{1b}[?2;0;0;0S", .other),
    ("\u{1b}[?2026;2$y", .synchronizedOutput(2)), ("\u{1b}[?2026;0$y", .synchronizedOutput(0)),
    ("\u{1b}[?7;1$y", .other),
    ("\u{1b}]11;rgb:ffff/8080/0000\u{1b}\\", .background(red: 255, green: 128, blue: 0)),
    ("\u{1b}]11;rgb:1e/1e/2e\u{7}", .background(red: 30, green: 30, blue: 46)),
    ("\u{1b}]11;rgb:f/0/f\u{7}", .background(red: 255, green: 0, blue: 255)),
    ("\u{1b}]11;rgba:0000/0000/ffff/ffff\u{7}", .background(red: 0, green: 0, blue: 255)),
    ("\u{1b}]11;?\u{7}", .other), ("\u{1b}]11;rgb:+1/-1/zz\u{7}", .other), ("\u{1b}]52;c;YQ==\u{7}", .other),
    ("\u{1b}]1337;ReportCellSize=12.0;6.0;2.0\u{1b}\\", .scaledCell(width: 12, height: 24)),
    ("\u{1b}]1337;ReportCellSize=17.5;8.25;2.0\u{7}", .scaledCell(width: 16, height: 35)),
    ("\u{1b}]1337;ReportCellSize=14.0;7.0\u{7}", .scaledCell(width: 7, height: 14)),
    ("\u{1b}]1337;ReportCellSize\u{7}", .other), ("\u{1b}]1337;ReportCellSize=12.0\u{7}", .other),
    ("\u{1b}]1337;ReportCellSize=0;6;2\u{7}", .other), ("\u{1b}]1337;ReportCellSize=12;nan;2\u{7}", .other),
    ("\u{1b}]1337;ReportCellSize=12;inf\u{7}", .other), ("\u{1b}]1337;ReportCellSize=900;900;900\u{7}", .other),
    ("\u{1b}]1337;ReportCellSize=0.3;6\u{7}", .other), ("\u{1b}]1337;ReportCellSize=12;6;2;1\u{7}", .other),
    ("\u{1b}_Gi=31;OK\u{1b}\\", .kittyGraphics), ("\u{1b}_Gi=31;ENOENT:no\u{1b}\\", .other),
    ("\u{1b}_Gi=7;OK\u{1b}\\", .other), ("\u{1b}_Gi=31,p=2;OK\u{1b}\\", .other),
    ("\u{1b}[>24;279;0c", .other), ("\u{1b}P!|464f4f54\u{1b}\\", .other), ("\u{1b}[0n", .ready),
    ("\u{1b}[24;80R", .cursor(Point(row: 23, column: 79))), ("\u{1b}[0;0R", .other), ("\u{1b}^private\u{1b}\\", .other),
    ("\u{1b}Xtext\u{1b}\\", .other),
  ])
  func isRecognised(_ text: String, _ reply: TerminalReply) {
    #expect(decode(text) == [.reply(reply)])
  }

  @Test func modifiedF3IsNoCursorReport() {
    #expect(decode("\u{1b}[1;5R") == [.key(Key(.function(3), .control))])
    #expect(decode("\u{1b}[1;40R") == [.reply(.cursor(Point(row: 0, column: 39)))])
  }

  @Test func typedAheadKeysStay() {
    let text =
      "qabc\u{1b}[A\u{1b}P>|foot(1.13.1)\u{1b}\\x\u{1b}[6;14;7ty\u{1b}]11;rgb:00/00/00\u{1b}\\é\u{1b}[?62;4;22cz"
    #expect(
      keys(text)
        == [Key("q"), Key("a"), Key("b"), Key("c"), Key(.up), Key("x"), Key("y"), Key("é"), Key("z")])
    #expect(replies(text).count == 4)
  }

  @Test func aReplyAfterTheFenceIsStillOne() {
    var decoder = InputDecoder(escapeWait: .milliseconds(50))
    _ = decoder.feed(Array("\u{1b}[?1;2c".utf8))
    #expect(decoder.feed(Array("hi\u{1b}]11;rgb:00/".utf8)) == [.key(Key("h")), .key(Key("i"))])
    #expect(decoder.pendingTimeout == .seconds(5))
    #expect(
      decoder.feed(Array("ff/00\u{7}!".utf8)) == [.reply(.background(red: 0, green: 255, blue: 0)), .key(Key("!"))])
  }

  @Test func aCutAnswerInPointsIsOneAmongKeys() {
    let bytes = Array("a\u{1b}]1337;ReportCellSize=12.0;6.0;2.0\u{7}b".utf8)
    for cut in 0...bytes.count {
      var decoder = InputDecoder(escapeWait: .milliseconds(50))
      let inputs = decoder.feed(Array(bytes[..<cut])) + decoder.feed(Array(bytes[cut...]))
      #expect(inputs == [.key(Key("a")), .reply(.scaledCell(width: 12, height: 24)), .key(Key("b"))])
    }
  }

  @Test func anEscapeEndsABrokenString() {
    #expect(decode("\u{1b}]11;rgb\u{1b}[A") == [.key(Key(.up))])
    #expect(decode("\u{1b}Pabc\rx") == [.key(Key(.enter)), .key(Key("x"))])
  }

  @Test func anEndlessReplyTakesLittleRoom() {
    var decoder = InputDecoder(escapeWait: .milliseconds(50))
    _ = decoder.feed(Array("\u{1b}P>|".utf8))
    for _ in 0..<100 { #expect(decoder.feed([UInt8](repeating: 0x41, count: 10_000)) == []) }
    guard case .reply(.version(let name))? = decoder.feed(Array("\u{1b}\\".utf8)).first else {
      Issue.record("the reply's end was not seen")
      return
    }
    #expect(name.count < 5000)
  }

  @Test func controlCharactersDoNotHideInAVersion() {
    #expect(decode("\u{1b}P>|a\u{7f}b\u{9b}c\u{1b}\\") == [.reply(.version("abc"))])
  }
}
