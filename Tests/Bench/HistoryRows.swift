import App
import Core
import Foundation
import Gemini
import Store
import TestSupport

/// Long histories: a session of 5,000 turns, and the list of 1,000 sessions that leads there.
struct HistoryRows {
  let rig: Rig

  private static let turns = 5_000
  private static let title = "A long one"
  private static let sessions = 1_000

  /// A store of its own.
  private var home: [String: String] { ["GEMSTUDIO_HOME": rig.folder + "/history"] }

  /// The long session opened from the shell and from the browser, and scrolled to its first turn.
  func history() throws -> [Row] {
    let id = try seed()
    var (opening, peaks, top, browsing, switching): ([Double], [Double], [Double], [Double], [Double]) =
      ([], [], [], [], [])
    for _ in 0..<5 {
      let opened = try StudioRows.Opened(rig, words: ["--session", id.rawValue], variables: home)
      let end = Replay.time(of: opened.terminal.arrivals, isWanted: Self.showsEnd)
      guard let end else { throw BenchFailure("The studio does not show the end of the long session.") }
      opening.append(Double(end - opened.studio.started) / 1e6)
      peaks.append(opened.studio.peakMegabytes)
      _ = opened.press("\u{1b}") { _ in true }
      top.append(try opened.measure("g", "the first turn") { $0.text.contains("Prompt 0 ") })
      _ = try opened.studio.kill()

      let empty = try StudioRows.Opened(rig, variables: home)
      empty.terminal.type("\u{18}")
      empty.terminal.read(silence: 100, until: .after(seconds: 2))
      browsing.append(try empty.measure("s", "the list of sessions") { $0.text.contains("Session 999") })
      empty.terminal.type(Self.title)
      empty.terminal.read(silence: 300, until: .after(seconds: 5))
      switching.append(try empty.measure("\r", "the end of the long session", isWanted: Self.showsEnd))
      _ = try empty.studio.kill()
    }
    return [
      Row(
        name: "studio: \(Self.turns) turns, start to the last one on the screen",
        ours: "\(Table.number(opening.median)) ms, \(Table.number(peaks.median)) MB", goal: "<= 80 ms, <= 60 MB",
        isMet: opening.median <= 80 && peaks.median <= 60),
      Row(
        name: "studio: from there to the first one", ours: "\(Table.number(top.median)) ms", goal: "<= 50 ms",
        isMet: top.median <= 50),
      Row(
        name: "studio: the list of \(Self.sessions) sessions", ours: "\(Table.number(browsing.median)) ms",
        goal: "<= 50 ms", isMet: browsing.median <= 50),
      Row(
        name: "studio: from the list to \(Self.turns) turns", ours: "\(Table.number(switching.median)) ms",
        goal: "<= 80 ms", isMet: switching.median <= 80),
    ]
  }

  private static func showsEnd(_ screen: TerminalScreen) -> Bool { screen.text.contains("Answer \(turns - 1) ") }

  /// 2 MB in 5,000 turns, in a session that is older than all the others.
  private func seed() throws -> SessionID {
    let environment = rig.environment.merging(home) { $1 }
    try StudioRows.seed(sessions: Self.sessions, environment)
    let store = try SessionStore(folder: Paths(environment: environment).data)
    var identifiers = IdentifierSource(seed: 8)
    let time = Instant(milliseconds: 1_600_000_000_000)
    var session = Session(
      id: identifiers.session(), title: Self.title, createTime: time, textModel: "bench", pictureModel: "bench")
    try store.save(session)
    let words = String(repeating: "some more words ", count: 22)
    var parent: RunID?
    for number in 0..<Self.turns {
      var run = Run(
        id: identifiers.run(), model: "bench", backend: .developer, config: GenerationConfig(), startTime: time)
      let text = JSON.string("Answer \(number) and **\(words)**").text
      let response = try JSON(
        parsing: #"{"candidates":[{"content":{"parts":[{"text":\#(text)}]},"finishReason":"STOP"}]}"#)
      run.apply(.received([GenerateContentResponse(response)]), at: time + 900)
      run.apply(.ended(nil), at: time + 1000)
      let turn = Turn(
        id: identifiers.turn(), parent: parent, content: Content(parts: [Part(text: "Prompt \(number) of many")]),
        createTime: time, runs: [run])
      try store.insert(turn, in: session.id)
      parent = run.id
      session.head = turn.id
    }
    try store.save(session)
    return session.id
  }

  // MARK: Another size

  /// A window of 200x60 instead of 120x40 while an answer of 20 MB is open.
  func resize() throws -> [Row] {
    let opened = try StudioRows.Opened(rig)
    _ = opened.send(.flood)
    opened.readToEnd()
    _ = try rig.records()
    var times: [Double] = []
    for size in [(200, 60), (180, 50), (200, 60), (170, 55), (200, 60)] {
      let first = opened.terminal.arrivals.count
      let resized = opened.terminal.resize(columns: size.0, rows: size.1)
      opened.terminal.read(silence: 400, until: .after(seconds: 10))
      guard let last = opened.terminal.arrivals[first...].last else {
        throw BenchFailure("The studio does not follow the size of its window.")
      }
      if size == (200, 60) { times.append(Double(last.time - resized) / 1e6) }
    }
    _ = try opened.studio.kill()
    return [
      Row(
        name: "studio: 20 MB open, resized to 200x60 and painted", ours: "\(Table.number(times.median)) ms",
        goal: "<= 20 ms", isMet: times.median <= 20)
    ]
  }
}

extension StudioRows.Opened {
  /// Milliseconds from keys to a screen as it is wanted.
  fileprivate func measure(
    _ keys: String, _ what: String, isWanted: (TerminalScreen) -> Bool
  ) throws -> Double {
    guard let time = press(keys, isWanted: isWanted) else { throw BenchFailure("The studio does not show \(what).") }
    return time
  }

  fileprivate func press(_ keys: String, isWanted: (TerminalScreen) -> Bool) -> Double? {
    let typed = terminal.type(keys)
    terminal.read(silence: 400, until: .after(seconds: 20))
    var found: Int64?
    var replay = Replay()
    replay.run(terminal.arrivals[...]) { screen, time in
      if time > typed, isWanted(screen) { found = time }
      return found == nil
    }
    return found.map { Double($0 - typed) / 1e6 }
  }
}
