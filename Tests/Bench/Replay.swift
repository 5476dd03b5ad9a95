import TestSupport

/// What a terminal showed, worked out from its recording.
struct Replay {
  private var screen = TerminalScreen(columns: Terminal.columns, rows: Terminal.rows)
  private var parser = TerminalParser()

  /// Shows the bytes of each arrival and looks at the screen after it, until `look` has seen enough.
  /// - Parameter look: returns false to stop.
  mutating func run(_ arrivals: ArraySlice<Arrival>, look: (TerminalScreen, Int64) -> Bool) {
    for arrival in arrivals {
      _ = parser.feed(arrival.bytes, to: &screen)
      if !look(screen, arrival.time) { return }
    }
  }

  /// When the screen was first as wanted; `nil` if it never was.
  static func time(of arrivals: [Arrival], isWanted: (TerminalScreen) -> Bool) -> Int64? {
    var found: Int64?
    var replay = Replay()
    replay.run(arrivals[...]) { screen, time in
      if isWanted(screen) { found = time }
      return found == nil
    }
    return found
  }
}
