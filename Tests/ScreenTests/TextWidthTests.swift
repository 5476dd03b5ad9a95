import TestSupport
import Testing

@testable import Screen

struct TextWidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("你", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2),
    ("😀", 2), ("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("☑", 1), ("1\u{FE0F}\u{20E3}", 2),
    ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("\u{200B}", 0), ("\u{301}", 0), ("\u{1B}", 0), ("\t", 1), ("\r\n", 0), ("─", 1), ("▎", 1), ("…", 1),
    ("का", 2),
  ])
  func oneCluster(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
    #expect(text.count == 1)
    #expect(text.first.map(TextWidth.columns(of:)) == columns)
  }

  @Test func wholeTexts() {
    #expect(TextWidth.columns(of: "") == 0)
    #expect(TextWidth.columns(of: "plain text") == 10)
    #expect(TextWidth.columns(of: "plain text".dropFirst(6)) == 4)
    #expect(TextWidth.columns(of: "Grüße, 世界!") == 12)
    #expect(TextWidth.columns(of: "x😀e\u{301}👩‍💻y") == 7)
  }

  /// The standard library knows what a scalar is, if not its width.
  @Test func agreesWithCategories() {
    for value in UInt32(0x20)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let columns = TextWidth.columns(of: value)
      switch scalar.properties.generalCategory {
      case .control, .enclosingMark: #expect(columns == 0, "U+\(String(value, radix: 16))")
      // Tone marks of Hangul are drawn beside the letter by some libraries.
      case .nonspacingMark where !(0x302A...0x302F).contains(value):
        #expect(columns == 0, "U+\(String(value, radix: 16))")
      case .uppercaseLetter, .lowercaseLetter, .decimalNumber:
        #expect(columns == ((0xFF10...0xFF5A).contains(value) ? 2 : 1), "U+\(String(value, radix: 16))")
      default: #expect((0...2).contains(columns))
      }
    }
  }

  @Test(arguments: [
    0x3041...0x3096, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF60, 0x1F600...0x1F64F, 0x20000...0x2A6DF,
  ])
  func wideBlocks(block: ClosedRange<UInt32>) {
    #expect(block.allSatisfy { TextWidth.columns(of: $0) == 2 })
  }

  @Test func textIsAsWideAsItsClusters() {
    var random = Seeded(1)
    let pieces = [
      "a", "é", "e", "\u{301}", "你", "한", "ᄒ", "ᅡ", "👩", "\u{200D}", "🏽", "🇩", "🇪", "\u{FE0F}", "❤", "\r", "\n", "ж",
    ]
    for _ in 0..<2000 {
      let text = random.text(of: pieces, count: 8)
      #expect(
        TextWidth.columns(of: text) == text.reduce(0) { $0 + TextWidth.columns(of: $1) }, "\(text.debugDescription)")
    }
  }
}
