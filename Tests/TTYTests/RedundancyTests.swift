import Testing

@testable import TTY

@Suite struct RedundancyTests {
  private func removed(_ text: String) -> String {
    String(decoding: Redundancy.removed(from: Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    ("\u{1b}[39m\u{1b}(B\u{1b}[mtext", "\u{1b}[mtext"),
    ("\u{1b}[39;49m\u{1b}[m\u{f}text", "\u{1b}[mtext"),
    ("a\u{1b}[49m\u{1b}(B\u{1b}[0;1mb", "a\u{1b}[0;1mb"),
    ("\u{1b}(B\u{1b}[0;1m\u{1b}[38;5;117mb", "\u{1b}[0;1m\u{1b}[38;5;117mb"),
  ])
  func whatAResetDoesAnywayIsLeftOut(written: String, sent: String) {
    #expect(removed(written) == sent)
  }

  @Test(arguments: [
    "\u{1b}[39mbold goes on", "\u{1b}[39m\u{1b}[3;5H\u{1b}[m", "\u{1b}[38;5;39m\u{1b}[m",
    "\u{1b}[1;40r\u{1b}[37;1H▌ q\r", "\u{1b}[39m\u{1b}[K", "",
  ])
  func everythingElseStays(text: String) {
    #expect(removed(text) == text)
  }
}
