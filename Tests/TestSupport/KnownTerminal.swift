/// A terminal by what it answers: raw bytes as they came from real ones, or as their makers say.
/// - Source: terminal-graphics.md sections 1 and 6.
package struct KnownTerminal: Sendable, CustomStringConvertible {
  package let name: String
  /// What it sets for the programs in it, beside what every test sets.
  package var variables: [String: String] = [:]
  /// The answer to each question; the questions are named as `TerminalParser` does.
  package var answers: [String: String]
  /// The way a picture takes to it: `placeholders`, `kitty`, `iterm2`, `sixel` or `art`.
  package let way: String

  package var description: String { name }

  /// - Parameters:
  ///   - attributes: the parameters of DA1; nil for none.
  ///   - version: the answer to XTVERSION.
  ///   - isKitty: answers the question of Kitty's protocol.
  ///   - others: further questions and answers, without ESC.
  private init(
    _ name: String, variables: [String: String] = [:], attributes: String?, version: String? = nil,
    isKitty: Bool = false, others: [String: String] = [:], way: String
  ) {
    self.name = name
    self.variables = variables
    self.way = way
    answers = others.mapValues { "\u{1b}\($0)" }
    if let attributes { answers["[c"] = "\u{1b}[?\(attributes)c" }
    if let version { answers["[>0q"] = "\u{1b}P>|\(version)\u{1b}\\" }
    if isKitty { answers["_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA"] = "\u{1b}_Gi=31;OK\u{1b}\\" }
  }

  /// The answer to all the questions of a start, in the order they are asked.
  package var allAnswers: String {
    [
      "[>0q", "[14t", "[16t", "[?2;4;0S", "[?1;1;0S", "[?2026$p", "]11;?", "_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA", "[c",
    ].compactMap { answers[$0] }.joined()
  }

  private static let cells = ["[16t": "[6;20;10t", "[14t": "[4;480;800t"]
  private static let registers = ["[?1;1;0S": "[?1;0;1024S"]

  package static let all: [KnownTerminal] = [
    KnownTerminal(
      "xterm -ti vt340", attributes: "63;1;2;4;6;9;15;16;22;28", version: "XTerm(379)",
      others: registers.merging(["[?2;4;0S": "[?2;0;1000;1000S", "[?2026$p": "[?2026;0$y"]) { $1 }, way: "sixel"),
    KnownTerminal(
      "xterm", attributes: "64;1;2;6;9;15;16;17;18;21;22;28", version: "XTerm(379)",
      others: ["[?2;4;0S": "[?2;3S", "[?1;1;0S": "[?1;3S"], way: "art"),
    KnownTerminal(
      "foot", attributes: "62;4;22", version: "foot(1.13.1)",
      others: cells.merging(registers) { $1 }.merging(["[?2;4;0S": "[?2;0;10000;10000S", "[?2026$p": "[?2026;2$y"]) {
        $1
      },
      way: "sixel"),
    KnownTerminal(
      "mlterm", attributes: "63;1;2;3;4;6;7;15;18;22;29", others: cells.merging(["[?2;4;0S": "[?1;3;0S"]) { $1 },
      way: "sixel"),
    KnownTerminal(
      "kitty", variables: ["KITTY_WINDOW_ID": "1"], attributes: "62;", version: "kitty(0.35.2)", isKitty: true,
      others: cells, way: "placeholders"),
    KnownTerminal(
      "Ghostty", variables: ["TERM_PROGRAM": "ghostty"], attributes: "62;22", version: "ghostty 1.1.3", isKitty: true,
      others: cells, way: "placeholders"),
    KnownTerminal(
      "WezTerm", variables: ["TERM_PROGRAM": "WezTerm"], attributes: "65;4;6;18;22",
      version: "WezTerm 20240203-110809-5046fc22", isKitty: true, others: cells, way: "iterm2"),
    KnownTerminal(
      "Konsole", variables: ["KONSOLE_VERSION": "221203"], attributes: "62;1;4", version: "Konsole 22.12.3",
      isKitty: true, way: "sixel"),
    KnownTerminal(
      "iTerm2", variables: ["LC_TERMINAL": "iTerm2"], attributes: "62;4", version: "iTerm2 3.4.23",
      others: cells.merging(["]1337;ReportCellSize": "]1337;ReportCellSize=20.0;10.0;2.0\u{1b}\\"]) { $1 },
      way: "iterm2"),
    KnownTerminal(
      "mintty", variables: ["TERM_PROGRAM": "mintty"], attributes: "64;1;2;4;6;9;15;21;22;28;29",
      version: "mintty 3.6.1", others: cells, way: "iterm2"),
    KnownTerminal("VS Code", variables: ["TERM_PROGRAM": "vscode"], attributes: "62;4;9;22", way: "iterm2"),
    KnownTerminal(
      "VS Code without pictures", variables: ["TERM_PROGRAM": "vscode"], attributes: "1;2", way: "art"),
    KnownTerminal("Rio", attributes: "62;4;6;22", version: "rio 0.1.1", isKitty: true, way: "kitty"),
    KnownTerminal("contour", attributes: "62;4;22", version: "contour 0.4.0", others: cells, way: "sixel"),
    KnownTerminal(
      "Windows Terminal", variables: ["WT_SESSION": "1"], attributes: "61;4;6;7;14;21;22;23;24;28;32;42",
      others: cells, way: "sixel"),
    KnownTerminal("VTE", variables: ["VTE_VERSION": "7006"], attributes: "65;1;9", version: "VTE(7006)", way: "art"),
    KnownTerminal("Terminal.app", variables: ["TERM_PROGRAM": "Apple_Terminal"], attributes: "1;2", way: "art"),
    KnownTerminal("Alacritty", attributes: "6", way: "art"),
    KnownTerminal("tmux 3.3a", attributes: "1;2", version: "tmux 3.3a", way: "art"),
    KnownTerminal(
      "tmux 3.5a with sixel", attributes: "1;2;4", version: "tmux 3.5a", others: cells.merging(registers) { $1 },
      way: "sixel"),
    KnownTerminal(
      "GNU screen", variables: ["TERM": "screen-256color", "STY": "1.pts"], attributes: "1;2", way: "art"),
    KnownTerminal(
      "mosh in kitty",
      variables: ["SSH_CONNECTION": "1 2 3 4", "KITTY_WINDOW_ID": "1", "LC_TERMINAL": "iTerm2"], attributes: "62",
      way: "art"),
    KnownTerminal("one that never answers", attributes: nil, way: "art"),
  ]
}
