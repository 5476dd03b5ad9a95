import App
import Core
import Gemini
import Store
import TestSupport

/// What depends on the terminal and the line to it.
struct TerminalRows {
  let rig: Rig

  /// xterm with sixel.
  private static let sixel = Terminal.Answering(known: .all[0])
  /// Bytes a second of a slow line.
  private static let slow = 32_000
  private static let remote = ["SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "SSH_TTY": "/dev/pts/0"]

  // MARK: The first frame

  /// From the start of the process to the first whole screen, on each known terminal with answers at once, late, and
  /// after the measurement.
  func first() throws -> [Row] {
    var times: [(milliseconds: Double, name: String)] = []
    for known in KnownTerminal.all {
      for delay in [0, 50, 500, 3_000] {
        let terminal = try Terminal(as: Terminal.Answering(known: known, delayMilliseconds: delay))
        let studio = try rig.gemstudio([], .terminal(terminal.path), variables: known.variables)
        var shown: Int64?
        let end = Int64.after(seconds: 10)
        while shown == nil, now() < end, terminal.read(until: end) {
          shown = Replay.time(of: terminal.arrivals) { $0.isAlternate && $0.lines.last?.isEmpty == false }
        }
        guard let shown else { throw BenchFailure("The studio shows no screen on \(known.name).") }
        times.append((Double(shown - studio.started) / 1e6, "\(known.name), \(delay) ms"))
        _ = try studio.kill()
      }
    }
    let worst = times.max { $0.milliseconds < $1.milliseconds } ?? (0, "")
    return [
      Row(
        name: "studio: first screen on \(KnownTerminal.all.count) terminals, answers up to 3 s late",
        ours: "\(Table.number(worst.milliseconds)) ms at most (\(worst.name)), median "
          + "\(Table.number(times.map(\.milliseconds).median)) ms",
        goal: "<= 150 ms", isMet: worst.milliseconds <= 150)
    ]
  }

  // MARK: A picture

  /// From the last byte of a picture to its preview on the screen.
  func preview() throws -> [Row] {
    var times: [Double] = []
    for number in 0..<5 {
      let opened = try StudioRows.Opened(rig, on: Terminal(as: Self.sixel))
      _ = opened.send(.preview(number))
      opened.readToEnd()
      _ = try opened.studio.kill()
      guard let sent = try rig.record().sent.last,
        let shown = Replay.time(of: opened.terminal.arrivals, isWanted: { !$0.wholePictures.isEmpty })
      else { throw BenchFailure("The studio shows no picture.") }
      times.append(Double(shown - sent) / 1e6)
    }
    return [
      Row(
        name: "studio: last byte of a picture of 1024x1024 to its preview", ours: "\(Table.number(times.median)) ms",
        goal: "<= 150 ms", isMet: times.median <= 150)
    ]
  }

  // MARK: A slow line

  /// A picture and five edits of it, by prompts that follow it, over SSH at 32 KB/s, with keys typed while the first ones come.
  func slowLine() throws -> [Row] {
    let opened = try StudioRows.Opened(rig, on: Terminal(as: Self.sixel, rate: Self.slow), variables: Self.remote)
    let before = opened.terminal.arrivals.count
    var typed: [(text: String, time: Int64)] = []
    for number in 0...5 {
      _ = opened.send(.preview(number))
      if number < 3 { typed += opened.typeAlong() }
      opened.readToEnd()
    }
    _ = try opened.studio.kill()
    _ = try rig.records()
    let arrivals = opened.terminal.arrivals
    let bytes = arrivals[before...].reduce(0) { $0 + $1.bytes.count }
    var echoes: [Double] = []
    var pictures: Set<Int> = []
    var replay = Replay()
    replay.run(arrivals[...]) { screen, time in
      pictures.formUnion(screen.visiblePictures.map(\.id))
      let prompt = screen.lines.last { $0.hasPrefix("› ") } ?? ""
      while echoes.count < typed.count, time > typed[echoes.count].time, prompt.contains(typed[echoes.count].text) {
        echoes.append(Double(time - typed[echoes.count].time) / 1e6)
      }
      return true
    }
    guard echoes.count == typed.count, pictures.count >= 6 else {
      throw BenchFailure("\(echoes.count) of \(typed.count) keys and \(pictures.count) pieces of pictures were shown.")
    }
    return [
      Row(
        name: "studio: key echo while pictures come at 32 KB/s",
        ours: "\(Table.number(echoes.max() ?? 0)) ms at most (p50 \(Table.number(echoes.median)))", goal: "<= 150 ms",
        isMet: echoes.allSatisfy { $0 <= 150 }),
      Row(
        name: "studio: bytes of a picture and five edits at 32 KB/s", ours: "\(bytes / 1_000) KB", goal: "<= 250 KB",
        isMet: bytes <= 250_000),
    ]
  }

  // MARK: A terminal that stands still

  /// An answer of a minute with a picture, of which the terminal reads only the first three seconds.
  func stall() throws -> [Row] {
    let workload = Workload.illustrated(count: 6_000, milliseconds: 10)
    let opened = try StudioRows.Opened(rig, on: Terminal(as: Self.sixel))
    _ = opened.send(workload)
    let start = Int64.after(seconds: 3)
    while now() < start { _ = opened.terminal.read(until: start) }
    let before = opened.studio.residentMegabytes
    sleep(until: .after(seconds: 60))
    let growth = opened.studio.peakMegabytes - before
    opened.readToEnd()
    _ = try opened.studio.kill()
    _ = try rig.records()
    let store = try SessionStore(folder: Paths(environment: rig.environment).data)
    guard let session = try store.latest().flatMap({ try store.session($0.id) }),
      let answer = session.turns.last?.shownRun?.answer
    else { throw BenchFailure("The answer is not stored.") }
    let isWhole =
      answer.text(thought: false) == Workload.illustratedText(6_000)
      && answer.parts.contains { $0.blob?.isImage == true }
    let isShown = Replay.time(of: opened.terminal.arrivals) { $0.text.contains(Workload.endMark) } != nil
    return [
      Row(
        name: "studio: a terminal that reads nothing for 60 s of a stream",
        ours: "\(isWhole ? "all stored" : "not all stored"), \(isShown ? "shown after it" : "never shown"), "
          + "\(Table.number(growth)) MB more memory",
        goal: "all stored, <= 10 MB", isMet: isWhole && isShown && growth <= 10)
    ]
  }
}

extension StudioRows.Opened {
  /// Types a letter every 300 ms for six seconds, and takes the letters back.
  /// - Returns: what the prompt has after each, and when it was typed.
  fileprivate func typeAlong() -> [(text: String, time: Int64)] {
    let letters = "zjxkvqwyzzjkxxvvqqww"
    var due = Int64.after(seconds: 0)
    let typed = letters.indices.map { index in
      while terminal.read(until: due) {}
      due += 300_000_000
      return (String(letters[...index]), terminal.type(String(letters[index])))
    }
    while terminal.read(until: due) {}
    terminal.type("\u{3}")
    return typed
  }
}
