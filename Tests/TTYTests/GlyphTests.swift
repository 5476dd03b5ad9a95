import Screen
import Testing

@testable import TTY

@Suite struct GlyphTests {
  init() {
    #expect(TextLocale.problem == nil)
  }

  private func glyph(_ character: Character, isWide: Bool = false) -> [[UInt32]] {
    let glyphs = Glyph.glyphs(for: character, isWide: isWide)
    return [glyphs.first, glyphs.second].compactMap { $0 }.map { glyph in
      [glyph.base] + glyph.marks.indices.map { glyph.marks[$0] }.filter { $0 != 0 }
    }
  }

  @Test func narrowAndWide() {
    #expect(glyph("a") == [[0x61]])
    #expect(glyph("漢", isWide: true) == [[0x6f22]])
    #expect(glyph("😀", isWide: true) == [[0x1f600]])
    #expect(glyph("\u{a0}") == [[0xa0]])
  }

  @Test func marksStayWithTheirBase() {
    #expect(glyph("e\u{301}") == [[0x65, 0x301]])
    #expect(glyph("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}") == [[0x65, 0x301, 0x302, 0x303, 0x304]])
    #expect(glyph("❤\u{fe0f}", isWide: true) == [[0x2764, 0xfe0f], [0x20]])
  }

  @Test func joinedClustersShowTheirFirst() {
    #expect(glyph("👨‍👩‍👧", isWide: true) == [[0x1f468]])
    #expect(glyph("👍🏽", isWide: true) == [[0x1f44d]])
  }

  @Test func flagsTakeACellForEachLetter() {
    #expect(glyph("🇫🇷", isWide: true) == [[0x1f1eb], [0x1f1f7]])
  }

  @Test(arguments: [
    "\u{0}", "\u{1b}", "\n", "\r\n", "\u{7f}", "\u{9b}", "\u{202e}", "\u{200b}", "\u{feff}", "\u{e0041}",
  ])
  func controlCharactersAreNeverWritten(_ character: Character) {
    #expect(glyph(character) == [[0xfffd]])
    #expect(glyph(character, isWide: true) == [[0xfffd], [0x20]])
  }

  @Test func halfAWideCharacterIsASpace() {
    #expect(glyph("漢") == [[0x20]])
  }

  @Test func everyBaseFillsItsCells() {
    for value in Array(UInt32(0)..<0x3200) + Array(0xa000..<0xac00) + Array(0xf900..<0x10000) + Array(0x1f000..<0x20000)
    {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for isWide in [false, true] {
        let glyphs = Glyph.glyphs(for: Character(scalar), isWide: isWide)
        let bases = [glyphs.first.base, glyphs.second?.base].compactMap { $0 }
        let columns = bases.compactMap(Unicode.Scalar.init).reduce(0) { $0 + Glyph.columns($1) }
        if columns != (isWide ? 2 : 1) { Issue.record("U+\(String(value, radix: 16)) fills \(columns) columns") }
      }
    }
  }
}
