import TestSupport
import Testing

@Suite("The studio line by line")
struct PlainTests {
  @Test("--plain appends lines to the screen that is there, and draws nothing")
  func lines() async throws {
    let studio = try await Studio(home: try Home(), ["--plain"])
    let modes = studio.pty.modes
    try await studio.shows("gemstudio, line by line.")
    studio.type("hello")
    try await studio.shows("> hello")
    studio.press(.enter)
    try await studio.shows("end of the answer")
    studio.press(.ctrlP)
    studio.type("leave")
    try await studio.shows("Commands: Leave the studio")
    studio.press(.enter)
    #expect(try await studio.ended() == .exited(0))
    let text = String(decoding: studio.pty.output.value.bytes, as: UTF8.self)
    #expect(text.contains("\r\nyou:\r\nhello\r\n"))
    // No other screen, no place of the screen, nothing taken away above the last line.
    for sequence in ["\u{1b}[?1049h", "\u{1b}[H", "\u{1b}[2J", "\u{1b}[J"] { #expect(!text.contains(sequence)) }
    #expect(!text.contains(/\u{1b}\[\d+;\d+H/))
    #expect(studio.pty.modes == modes)
  }
}
