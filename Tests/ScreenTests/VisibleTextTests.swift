import Testing

@testable import Screen

struct VisibleTextTests {
  @Test(arguments: [
    ("\u{1B}[31mred", "␛[31mred"), ("a\u{0}b", "a␀b"), ("\u{7F}", "␡"), ("\u{9B}31m", "‹U+009B›31m"),
    ("x\u{202E}y", "x‹U+202E›y"), ("\u{2066}\u{2069}", "‹U+2066›‹U+2069›"), ("\u{200F}", "‹U+200F›"),
    ("\u{2028}", "‹U+2028›"), ("\u{61C}", "‹U+061C›"), ("a\r\nb", "a\nb"), ("a\rb", "a␍b"), ("end\r", "end␍"),
    ("\r\r\n", "␍\n"), ("\u{7}bell", "␇bell"),
  ])
  func marks(text: String, shown: String) {
    #expect(VisibleText.make(text) == shown)
  }

  @Test(arguments: ["", "plain\n\ttext", "Grüße — “你好” 👩‍💻", "\u{A0}", "\u{2010}\u{2030}\u{2065}", "ا", "ﷺ"])
  func leavesTheRest(text: String) {
    #expect(VisibleText.make(text) == text)
  }

  @Test func nothingUnsafeStays() {
    for value in UInt32(0)...0x2100 {
      guard let scalar = Unicode.Scalar(value), value != 0x0A, value != 0x09 else { continue }
      let isControl =
        scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
        || [.lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
      let text = "a" + String(Character(scalar)) + "b"
      #expect((VisibleText.make(text) != text) == isControl, "U+\(String(value, radix: 16))")
      #expect(!VisibleText.make(text).unicodeScalars.contains(scalar) || !isControl)
    }
  }
}
