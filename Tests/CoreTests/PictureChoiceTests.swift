import Screen
import Testing

@testable import Core

@Suite("How pictures are shown")
struct PictureChoiceTests {
  private func state(_ variables: [String: String] = [:], _ replies: [TerminalReply] = []) -> TerminalState {
    var state = TerminalState(size: Size(columns: 80, rows: 24))
    state.surroundings = TerminalSurroundings(["TERM": "xterm-256color"].merging(variables) { $1 })
    state.isTmux = variables["TMUX"] != nil
    for reply in replies { state.take(reply) }
    return state
  }

  private func facts(_ change: (inout TmuxFacts) -> Void) -> TmuxFacts {
    var facts = TmuxFacts()
    facts.version = "3.3a"
    facts.paneOrigin = Point(row: 3, column: 40)
    change(&facts)
    return facts
  }

  private static let tmux = ["TMUX": "/tmp/tmux-0/default,1,0", "TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"]

  @Test("A setting goes before everything the terminal says")
  func wish() {
    let kitty = state([:], [.version("kitty(0.35.2)"), .kittyGraphics, .primaryAttributes([62])])
    #expect(PictureChoice(kitty, wish: .none).way == .box)
    #expect(PictureChoice(kitty, wish: .blocks).way == .art(colors: 256))
    #expect(PictureChoice(kitty, wish: .sixel).way == .sixel)
    #expect(PictureChoice(kitty, wish: .iTerm2).way == .iTerm2)
    #expect(PictureChoice(state(["NO_COLOR": "1"]), wish: .kitty).way == .kittyPlaced)
    #expect(PictureChoice(state(["NO_COLOR": "1"], [.primaryAttributes([62, 4])]), wish: .auto).way == .box)
  }

  @Test("A brand by the variables counts once the terminal has answered and gave no name of its own")
  func brands() {
    let variables = ["TERM_PROGRAM": "iTerm.app"]
    #expect(PictureChoice(state(variables), wish: .auto).reason == .silence)
    #expect(PictureChoice(state(variables, [.primaryAttributes([62])]), wish: .auto).way == .iTerm2)
    let other = state(variables, [.version("foot(1.13.1)"), .primaryAttributes([62, 4])])
    #expect(PictureChoice(other, wish: .auto).way == .sixel)
  }

  @Test("Placeholders need the colour of each number; with fewer colours the picture is placed")
  func fewColors() {
    var kitty = state([:], [.version("kitty(0.35.2)"), .kittyGraphics])
    kitty.colors = 16
    let choice = PictureChoice(kitty, wish: .auto)
    #expect(choice.way == .kittyPlaced)
    #expect(!choice.delivery.usesPlaceholders)
  }

  @Test("tmux that hands nothing on: art, and the setting that is missing, unless it would not help")
  func closedTmux() {
    var terminal = state(Self.tmux, [.version("tmux 3.3a"), .primaryAttributes([1, 2])])
    let asksOuter = terminal.take(facts { $0.clientVersion = "XTerm(379)" })
    #expect(!asksOuter)
    let choice = PictureChoice(terminal, wish: .auto)
    #expect(choice.way == .art(colors: 256))
    #expect(choice.hint(on: terminal) == "tmux: set -g allow-passthrough on")
    #expect(choice.advice(on: terminal)?.contains("set -g allow-passthrough on") == true)
    _ = terminal.take(facts { $0.clientVersion = "VTE(7006)" })
    #expect(PictureChoice(terminal, wish: .auto).hint(on: terminal) == nil)
  }

  @Test("tmux that hands on: the decision for the terminal around it, with the place of the pane")
  func openTmux() {
    var terminal = state(Self.tmux, [.version("tmux 3.3a"), .primaryAttributes([1, 2])])
    let asksOuter = terminal.take(
      facts {
        $0.clientVersion = "XTerm(379)"
        $0.allowsPassthrough = true
      })
    #expect(asksOuter)
    #expect(PictureChoice(terminal, wish: .auto).reason == .silence)
    terminal.take(.version("XTerm(379)"))
    terminal.take(.primaryAttributes([63, 1, 2, 4]))
    let choice = PictureChoice(terminal, wish: .auto)
    #expect(choice.way == .sixel)
    #expect(choice.delivery == PictureDelivery(paneOrigin: Point(row: 3, column: 40)))
    #expect(terminal.answers.version == "tmux 3.3a")
    let asksAgain = terminal.take(
      facts {
        $0.clientVersion = "XTerm(379)"
        $0.allowsPassthrough = true
        $0.paneOrigin = Point(row: 0, column: 0)
      })
    #expect(!asksAgain, "the same terminal is around it")
    #expect(PictureChoice(terminal, wish: .auto).delivery.paneOrigin == Point(row: 0, column: 0))
  }

  @Test("kitty around tmux is known by the name tmux gives, without an answer of its own")
  func kittyAroundTmux() {
    var terminal = state(Self.tmux, [.version("tmux 3.3a"), .primaryAttributes([1, 2])])
    _ = terminal.take(
      facts {
        $0.clientTermName = "xterm-kitty"
        $0.allowsPassthrough = true
      })
    let choice = PictureChoice(terminal, wish: .auto)
    #expect(choice.way == .kittyPlaceholders)
    #expect(choice.delivery == PictureDelivery(usesPlaceholders: true, paneOrigin: Point(row: 3, column: 40)))
  }

  @Test("tmux that draws sixel itself gets it plain, but only if the terminal around it draws it")
  func sixelTmux() {
    var terminal = state(Self.tmux, [.version("tmux 3.5a"), .primaryAttributes([1, 2, 4])])
    _ = terminal.take(facts { $0.clientFeatures = ["256", "sixel"] })
    #expect(PictureChoice(terminal, wish: .auto).reason == .tmuxSixel)
    #expect(PictureChoice(terminal, wish: .auto).delivery == PictureDelivery())
    #expect(PictureChoice(terminal, wish: .sixel).delivery == PictureDelivery())
    _ = terminal.take(facts { $0.clientFeatures = ["256"] })
    #expect(PictureChoice(terminal, wish: .auto).way == .art(colors: 256))
    _ = terminal.take(
      facts {
        $0.clientTermName = "xterm"
        $0.allowsPassthrough = true
      })
    terminal.take(.primaryAttributes([63, 4]))
    let choice = PictureChoice(terminal, wish: .auto)
    #expect(choice.way == .sixel)
    #expect(choice.delivery.paneOrigin == Point(row: 3, column: 40))
    #expect(choice.advice(on: terminal)?.contains("set -as terminal-features ',xterm*:sixel'") == true)
  }

  @Test("tmux on another machine: placeholders find their place, anything else does not")
  func farTmux() {
    var terminal = state(["TERM": "tmux-256color"], [.version("tmux 3.3a"), .primaryAttributes([1, 2])])
    #expect(terminal.isTmux)
    let asksOuter = terminal.take(nil)
    #expect(asksOuter)
    terminal.take(.primaryAttributes([63, 4]))
    #expect(PictureChoice(terminal, wish: .auto).reason == .tmuxElsewhere)
    terminal.take(.version("ghostty 1.1.3"))
    #expect(PictureChoice(terminal, wish: .auto).way == .kittyPlaceholders)
  }

  @Test("Each choice is said in a sentence, and none is without a reason")
  func sentences() {
    let terminal = state([:], [.version("XTerm(379)"), .primaryAttributes([64, 1, 2])])
    let choice = PictureChoice(terminal, wish: .auto)
    #expect(
      choice.sentence(on: terminal)
        == "Pictures are shown as character art in 256 colours: the terminal (xterm) answers that it shows no pictures."
    )
    #expect(choice.advice(on: terminal) == "Started as `xterm -ti vt340`, xterm shows sixel.")
  }

  @Test("tmux's answer is read, with the rows of its status above the pane")
  func tmuxFacts() throws {
    let line = "3.3a|41|2|top|2|xterm-256color|XTerm(379)|256,sixel,title|1|1|0|1|0|500\n"
    let facts = try #require(TmuxFacts(answer: line))
    #expect(facts.paneOrigin == Point(row: 4, column: 41))
    #expect(facts.clientVersion == "XTerm(379)")
    #expect(facts.clientFeatures == ["256", "sixel", "title"])
    #expect(facts.allowsPassthrough && facts.isVisible && !facts.hasFocusEvents)
    #expect(facts.escapeTime == 500)
    let bottom = TmuxFacts(answer: "3.4|0|0|bottom|on|x||||0|1|0|1|10")
    #expect(bottom?.paneOrigin == Point(row: 0, column: 0))
    #expect(bottom?.isVisible == false && bottom?.allowsPassthrough == false)
    #expect(TmuxFacts(answer: "no server running") == nil)
  }

  @Test("The size of a cell: the terminal's word, then the system's, then a division")
  func cells() {
    var terminal = state([:], [.sixelGeometry(width: 480, height: 312)])
    #expect(terminal.cellPixels == PixelSize(width: 6, height: 13))
    terminal.take(.sixelGeometry(width: 1000, height: 1000))
    #expect(terminal.cellPixels == PixelSize(width: 6, height: 13))
    #expect(terminal.showing.largestSixel == PixelSize(width: 1000, height: 1000))
    terminal.measure(Size(columns: 80, rows: 24), cell: PixelSize(width: 8, height: 20))
    #expect(terminal.cellPixels == PixelSize(width: 8, height: 20))
    terminal.take(.cellPixels(width: 10, height: 21))
    #expect(terminal.cellPixels == PixelSize(width: 10, height: 21))
    // The system was wrong before, so it may be again.
    terminal.measure(Size(columns: 90, rows: 24), cell: PixelSize(width: 7, height: 20))
    #expect(terminal.cellPixels == PixelSize(width: 10, height: 21))
    terminal.take(.cellPixels(width: 7, height: 20))
    // It was right before, and the terminal's word is of another font.
    terminal.measure(Size(columns: 120, rows: 40), cell: PixelSize(width: 5, height: 12))
    #expect(terminal.cellPixels == PixelSize(width: 5, height: 12))
    terminal.take(.cellPixels(width: 6, height: 12))
    #expect(terminal.cellPixels == PixelSize(width: 6, height: 12))
    terminal.take(.scaledCell(width: 20, height: 42))
    #expect(terminal.cellPixels == PixelSize(width: 20, height: 42))
  }

  @Test("Only a terminal that names itself iTerm2 is asked for the points of a cell, and once")
  func points() {
    for (version, isAsked) in [("iTerm2 3.5.10", true), ("WezTerm 20240203", false), ("XTerm(379)", false)] {
      var desk = Desk()
      let effects = desk.send(.input(.reply(.version(version))))
      #expect(effects == (isAsked ? [.ask(.cellPoints)] : []))
      let again = desk.send(.input(.reply(.version(version))))
      #expect(again.isEmpty)
    }
    var inside = state(Self.tmux, [.version("tmux 3.5a"), .version("iTerm2 3.5.10")])
    let asks = inside.asksForPoints()
    #expect(!asks)
    // The variables travel to where there is no iTerm2.
    var named = state(["LC_TERMINAL": "iTerm2"], [])
    let asksNamed = named.asksForPoints()
    #expect(!asksNamed)
  }
}
