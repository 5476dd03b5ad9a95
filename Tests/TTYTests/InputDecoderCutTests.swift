import Screen
import TestSupport
import Testing

@testable import TTY

@Suite struct InputDecoderCutTests {
  /// One of everything.
  private static let sample = Array(
    ("a\u{1b}[A\u{1b}OP\u{1b}[1;5C\u{1b}[3~\u{1b}x\u{1b}é漢😀\u{1b}[<0;10;5M\u{1b}[I\u{1b}[13;2u\u{1b}[[B\r\n\t\0"
      + "\u{1b}[200~one\r\ntwo\u{1b}[20x\u{1b}[201three\u{1b}[201~\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[4;312;480t"
      + "\u{1b}[?2;0;480;312S\u{1b}[?2026;2$y\u{1b}]11;rgb:0000/ffff/0000\u{1b}\\\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[?62;4c"
      + "\u{1b}[M !!\u{1b}^x\u{1b}\\\u{7f}\u{1b}]11;rgb:00/00/00\u{7}z").utf8)

  @Test func everyCutGivesTheSame() {
    let whole = decode([Self.sample])
    #expect(whole.count == 29)
    for cut in 1..<Self.sample.count {
      #expect(decode([Array(Self.sample[..<cut]), Array(Self.sample[cut...])]) == whole, "cut at \(cut)")
    }
    #expect(decode(Self.sample.map { [$0] }) == whole)
  }

  @Test func pasteComesInOnePieceWithLineFeeds() {
    #expect(decode("\u{1b}[200~a\r\nb\rc\nd\r\r\ne\u{1b}[201~!") == [.paste("a\nb\nc\nd\n\ne"), .key(Key("!"))])
    #expect(decode("\u{1b}[200~\u{1b}[201~") == [.paste("")])
    #expect(decode("\u{1b}[200~\u{1b}\u{1b}[201\u{1b}[201~") == [.paste("\u{1b}\u{1b}[201")])
    #expect(decode([Array("\u{1b}[200~".utf8), [0xff, 0x61], Array("\u{1b}[201~".utf8)]) == [.paste("\u{fffd}a")])
  }

  @Test func pasteOfAHundredThousandPiecesKeepsEveryByte() {
    let line = Array("All work and no play \u{1b}[20 makes Jack a dull boy.\r\n".utf8)
    let text = Array(repeatElement(line, count: 100_000).joined())
    #expect(text.count >= 5_000_000)
    var decoder = InputDecoder(escapeWait: .milliseconds(50))
    var inputs = decoder.feed(Array("\u{1b}[200~".utf8))
    var start = 0
    // A terminal hands out at most 4095 bytes a read; a prime number moves the cuts through the lines.
    while start < text.count {
      let end = min(start + 4093, text.count)
      inputs += decoder.feed(Array(text[start..<end]))
      start = end
    }
    #expect(inputs == [])
    #expect(decoder.pendingTimeout == nil)
    inputs = decoder.feed(Array("\u{1b}[201~".utf8))
    let expected = String(decoding: text.filter { $0 != 0x0d }, as: UTF8.self)
    #expect(inputs == [.paste(expected)])
  }

  @Test func anyBytesAreTakenAndNoControlCharacterIsTyped() {
    var generator = Seeded(1)
    let likely = Array("\u{1b}\u{1b}\u{1b}[[]]OP_^X?<>;;:0123456789~mMuRctSyn$ \\\u{7}\r\n\0é漢😀".utf8)
    var failures: [[UInt8]] = []
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...40, using: &generator)).map { _ -> UInt8 in
        if Bool.random(using: &generator) { return UInt8.random(in: .min ... .max, using: &generator) }
        return likely.randomElement(using: &generator) ?? 0
      }
      let cut = Int.random(in: 0...bytes.count, using: &generator)
      let whole = decode([bytes])
      let isClean = whole.allSatisfy { input in
        guard case .key(let key) = input, case .character(let character) = key.code else { return true }
        return character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      }
      if !isClean || decode([Array(bytes[..<cut]), Array(bytes[cut...])]) != whole { failures.append(bytes) }
    }
    #expect(failures == [])
  }

  @Test func afterAFlushEveryStateTypesAgain() {
    var generator = Seeded(2)
    let pieces = ["\u{1b}", "[", "]", "P", "O", "1", ";", "?", "é", "M", "~", "\\", "_", "$"]
    var failures: [String] = []
    for _ in 0..<5_000 {
      let text = (0..<6).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      var decoder = InputDecoder(escapeWait: .milliseconds(50))
      _ = decoder.feed(Array(text.utf8))
      _ = decoder.flush()
      if decoder.pendingTimeout != nil || decoder.feed([0x61]) != [.key(Key("a"))] { failures.append(text) }
    }
    #expect(failures == [])
  }
}
