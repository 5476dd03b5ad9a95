package import Screen

/// What tmux says of the pane the program runs in and of the terminal around it.
/// - Source: terminal-graphics.md section 5.
package struct TmuxFacts: Hashable, Sendable {
  /// Such as `3.3a`.
  package var version = ""
  /// Where the pane's first cell is on the outer terminal's screen.
  package var paneOrigin = Point(row: 0, column: 0)
  /// Its TERM.
  package var clientTermName = ""
  /// Its own name for itself, such as `XTerm(379)`; empty if it gave none.
  package var clientVersion = ""
  /// What tmux takes it to be able to do, such as `sixel`.
  package var clientFeatures: [String] = []
  package var allowsPassthrough = false
  /// The pane is on the screen: its window is the current one, and no other pane is zoomed over it.
  package var isVisible = true
  package var hasFocusEvents = true
  /// Milliseconds that ESC may be the beginning of a key.
  package var escapeTime = 0

  package init() {}

  /// The question for `tmux display-message -p`.
  package static let format =
    "#{version}|#{pane_left}|#{pane_top}|#{status-position}|#{status}|#{client_termname}|#{client_termtype}|"
    + "#{client_termfeatures}|#{allow-passthrough}|#{window_active}|#{window_zoomed_flag}|#{pane_active}|"
    + "#{focus-events}|#{escape-time}"

  /// Reads tmux's answer to `format`; `nil` if it is none.
  package init?(answer: String) {
    let line = answer.prefix { !$0.isNewline }
    let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 14, let left = Int(fields[1]), let top = Int(fields[2]) else { return nil }
    version = fields[0]
    // The status takes a row, or up to five if a number is set.
    let statusRows = fields[4] == "off" ? 0 : Int(fields[4]) ?? 1
    paneOrigin = Point(row: top + (fields[3] == "top" ? statusRows : 0), column: left)
    clientTermName = fields[5]
    clientVersion = fields[6]
    clientFeatures = fields[7].split(separator: ",").map(String.init)
    allowsPassthrough = ["1", "on", "all", "2"].contains(fields[8])
    isVisible = fields[9] != "0" && (fields[10] != "1" || fields[11] == "1")
    hasFocusEvents = fields[12] == "1" || fields[12] == "on"
    escapeTime = Int(fields[13]) ?? 0
  }

  /// The terminal around tmux.
  var clientBrand: TerminalBrand? {
    TerminalBrand(version: clientVersion) ?? TerminalBrand(termName: clientTermName)
  }

  /// True if another terminal is around tmux than before, or pictures reach it otherwise.
  func isElsewhere(than other: TmuxFacts?) -> Bool {
    guard let other else { return true }
    return clientTermName != other.clientTermName || clientVersion != other.clientVersion
      || allowsPassthrough != other.allowsPassthrough
  }
}
