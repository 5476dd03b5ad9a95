import Core
import Screen
import TestSupport
import Testing

@testable import TTY

/// From the bytes of a terminal to the way its pictures take, without a program around it.
@Suite("The way of pictures on known terminals")
struct KnownTerminalTests {
  private func state(_ terminal: KnownTerminal) -> TerminalState {
    var state = TerminalState(size: Size(columns: 80, rows: 24))
    state.surroundings = TerminalSurroundings(["TERM": "xterm-256color"].merging(terminal.variables) { $1 })
    return state
  }

  private func name(of way: PictureWay) -> String {
    switch way {
    case .kittyPlaceholders: "placeholders"
    case .kittyPlaced: "kitty"
    case .iTerm2: "iterm2"
    case .sixel: "sixel"
    case .art, .box: "art"
    }
  }

  @Test(
    "However the answers are cut, with keys typed between them, the way is that of the table",
    arguments: KnownTerminal.all)
  func cut(_ terminal: KnownTerminal) {
    let bytes = Array(terminal.allAnswers.utf8)
    for cut in 0...bytes.count {
      var decoder = InputDecoder(escapeWait: .milliseconds(50))
      var state = state(terminal)
      var typed = ""
      // Keys arrive before, between reads and after, but never within a sequence of the terminal.
      let inputs = decoder.feed(Array("k".utf8) + bytes[..<cut]) + decoder.feed(Array(bytes[cut...]) + Array("é".utf8))
      for input in inputs {
        switch input {
        case .reply(let reply): state.take(reply)
        case .key(let key): typed += key.typed.map(String.init) ?? "\(key)"
        default: Issue.record("\(input) was never typed")
        }
      }
      #expect(typed == "ké")
      #expect(name(of: PictureChoice(state, wish: .auto).way) == terminal.way)
    }
  }

  /// Not at an ESC, or between it and the next byte: what has come by then is what a key sends.
  @Test(
    "An answer whose rest comes seconds later is still one, and none of it is typed", arguments: KnownTerminal.all,
    [0, 50, 500, 3_000])
  func pause(_ terminal: KnownTerminal, _ milliseconds: Int) {
    let bytes = Array(terminal.allAnswers.utf8)
    let escape: UInt8 = 0x1b
    for cut in 0...bytes.count where !bytes[..<cut].suffix(2).contains(escape) || milliseconds < 50 {
      var decoder = InputDecoder(escapeWait: .milliseconds(50))
      var state = state(terminal)
      var inputs = decoder.feed(Array(bytes[..<cut]))
      if let timeout = decoder.pendingTimeout, timeout <= .milliseconds(milliseconds) { inputs += decoder.flush() }
      inputs += decoder.feed(Array(bytes[cut...]) + Array("k".utf8))
      for case .reply(let reply) in inputs { state.take(reply) }
      #expect(inputs.filter { if case .reply = $0 { false } else { true } } == [.key(Key("k"))], "cut at \(cut)")
      #expect(name(of: PictureChoice(state, wish: .auto).way) == terminal.way)
    }
  }

  @Test("Nothing is promised before an answer, and each answer is used at once", arguments: KnownTerminal.all)
  func late(_ terminal: KnownTerminal) {
    var state = state(terminal)
    #expect(PictureChoice(state, wish: .auto).way == .art(colors: 256))
    var ways: [String] = []
    for reply in replies(terminal.allAnswers) {
      state.take(reply)
      let way = name(of: PictureChoice(state, wish: .auto).way)
      if ways.last != way { ways.append(way) }
    }
    // No picture is sent twice: from art there is one step at most, to what stays.
    #expect(ways.filter { $0 != "art" } == (terminal.way == "art" ? [] : [terminal.way]))
  }

  @Test("Sixel in fewer than 64 colours is asked to have more, once")
  func fewColors() {
    var state = TerminalState(size: Size(columns: 80, rows: 24))
    state.take(.colorRegisters(16))
    let asks = state.asksForColors()
    #expect(asks)
    #expect(state.sixelColors == 16)
    let asksAgain = state.asksForColors()
    #expect(!asksAgain)
    state.take(.colorRegisters(256))
    #expect(state.sixelColors == 256)
    #expect(String(decoding: Questions.later(.moreColors), as: UTF8.self) == "\u{1b}[?1;3;256S")
  }
}
