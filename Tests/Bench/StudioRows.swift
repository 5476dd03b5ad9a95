import App
import Core
import Gemini
import Store
import TestSupport

/// What the studio is measured by, in a terminal of 120 columns and 40 rows.
struct StudioRows {
  let rig: Rig

  /// A studio whose first screen has come.
  struct Opened {
    let terminal: Terminal
    let studio: Child

    init(
      _ rig: Rig, words: [String] = [], on given: Terminal? = nil, variables: [String: String] = [:]
    ) throws {
      terminal = try given ?? Terminal()
      studio = try rig.gemstudio(words, .terminal(terminal.path), variables: variables)
      guard terminal.read(silence: 400, until: .after(seconds: 20)), !terminal.arrivals.isEmpty else {
        throw BenchFailure("The studio shows no screen.")
      }
    }

    /// Types a prompt, waits until it is shown, and sends it.
    /// - Returns: when it was sent.
    func send(_ workload: Workload) -> Int64 {
      terminal.type(workload.prompt)
      terminal.read(silence: 200, until: .after(seconds: 5))
      return terminal.type("\r")
    }

    /// Reads until the end of the answer has come and the screen is quiet.
    func readToEnd() { terminal.read(silence: 1500, until: .after(seconds: 40)) }
  }

  // MARK: Start

  /// From the start of the process to the first whole screen, with 1,000 sessions in the store.
  func start() throws -> [Row] {
    try Self.seed(sessions: 1000, rig.environment)
    var (milliseconds, curls, cpu): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<11 {
      curls.append(try rig.untilRequest(rig.curl(.word)))
      let opened = try Opened(rig)
      let shown = Replay.time(of: opened.terminal.arrivals) { screen in
        screen.isAlternate && screen.lines.last?.isEmpty == false
      }
      guard let shown else { throw BenchFailure("The studio shows no whole screen.") }
      milliseconds.append(Double(shown - opened.studio.started) / 1e6)
      cpu.append(try opened.studio.kill().cpuSeconds * 1e3)
    }
    return [
      Row(
        name: "studio: start to the first screen",
        ours: "\(Table.number(milliseconds.median)) ms, CPU \(Table.number(cpu.median)) ms",
        other: "curl, request sent \(Table.number(curls.median)) ms", ratio: milliseconds.median / curls.median,
        goal: "<= 40 ms, CPU <= 30 ms", isMet: milliseconds.median <= 40 && cpu.median <= 30)
    ]
  }

  /// Fills the store the studio opens.
  static func seed(sessions count: Int, _ environment: [String: String]) throws {
    let store = try SessionStore(folder: Paths(environment: environment).data)
    var identifiers = IdentifierSource(seed: 7)
    for number in 0..<count {
      let time = Instant(milliseconds: 1_700_000_000_000 + number * 60_000)
      var session = Session(
        id: identifiers.session(), title: "Session \(number)", createTime: time, textModel: "bench",
        pictureModel: "bench")
      let turn = Turn(
        id: identifiers.turn(), parent: nil, content: Content(parts: [Part(text: "Prompt \(number)")]),
        createTime: time)
      session.head = turn.id
      try store.save(session)
      try store.insert(turn, in: session.id)
    }
  }

  // MARK: A stream

  /// 200 chunks of Markdown a second for ten seconds, while somebody types.
  func stream() throws -> [Row] {
    let workload = Workload.paced(count: 2000, milliseconds: 5)
    var latencies = Latencies()
    var curls = Latencies()
    var echoes: [Double] = []
    var (cpu, curlCPU, memory, bytes): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for _ in 0..<3 {
      let terminal = try Terminal()
      let curl = try rig.curl(workload, .terminal(terminal.path))
      terminal.read(silence: 500, until: .after(seconds: 40))
      curlCPU.append(try curl.wait().cpuSeconds)
      curls.add(Latencies(sent: try rig.record().sent, seen: Rising(terminal.arrivals).seen))

      let run = try StreamRun(rig, workload)
      latencies.add(run.latencies)
      echoes += run.echoes
      cpu.append(run.cpuSeconds)
      memory.append(run.megabytes)
      bytes.append(run.kilobytesPerSecond)
    }
    let lost = latencies.lost == 0 ? "" : ", \(latencies.lost) lost"
    return [
      Row(
        name: "studio: latency p95 at 200 chunks/s",
        ours: "\(Table.number(latencies.p95)) ms (p50 \(Table.number(latencies.p50)), "
          + "p99 \(Table.number(latencies.p99)))\(lost)",
        other: "curl \(Table.number(curls.p95)) ms", ratio: latencies.p95 / curls.p95,
        goal: "<= 5 ms, p99 <= 10 ms, none lost",
        isMet: latencies.p95 <= 5 && latencies.p99 <= 10 && latencies.lost == 0),
      Row(
        name: "studio: CPU of these 10 s", ours: "\(Table.number(cpu.median)) s",
        other: "curl \(Table.number(curlCPU.median)) s", ratio: cpu.median / curlCPU.median, goal: "<= 0.9 s",
        isMet: cpu.median <= 0.9),
      Row(
        name: "studio: key echo p99 meanwhile",
        ours: "\(Table.number(echoes.quantile(0.99))) ms (p50 \(Table.number(echoes.median)))", goal: "<= 5 ms",
        isMet: echoes.quantile(0.99) <= 5),
      Row(
        name: "studio: bytes to the terminal", ours: "\(Table.number(bytes.median)) KB/s", goal: "<= 15 KB/s",
        isMet: bytes.median <= 15),
      Row(
        name: "studio: memory after it", ours: "\(Table.number(memory.median)) MB", goal: "<= 40 MB",
        isMet: memory.median <= 40),
    ]
  }

  /// One answer streamed into a studio.
  private struct StreamRun {
    private(set) var latencies = Latencies()
    private(set) var echoes: [Double] = []
    let cpuSeconds: Double
    let megabytes: Double
    let kilobytesPerSecond: Double

    init(_ rig: Rig, _ workload: Workload) throws {
      let opened = try Opened(rig)
      let cpuBefore = opened.studio.cpuSeconds
      let first = opened.terminal.arrivals.count
      _ = opened.send(workload)
      let typed = Self.typeAlong(opened.terminal)
      opened.readToEnd()
      cpuSeconds = opened.studio.cpuSeconds - cpuBefore
      megabytes = opened.studio.residentMegabytes
      let arrivals = opened.terminal.arrivals
      kilobytesPerSecond = Double(arrivals[first...].reduce(0) { $0 + $1.bytes.count }) / 1e3 / 10
      let record = try rig.record()
      _ = try opened.studio.kill()

      var seen = Rising()
      var echoed = 0
      var replay = Replay()
      replay.run(arrivals[...]) { screen, time in
        let text = screen.text
        var finder = Token.Finder()
        finder.feed(text.utf8) { seen.add($0, at: time) }
        while echoed < typed.count, time > typed[echoed].time, text.contains(typed[echoed].text) {
          echoes.append(Double(time - typed[echoed].time) / 1e6)
          echoed += 1
        }
        return true
      }
      guard echoed == typed.count else { throw BenchFailure("The studio did not show the keys that were typed.") }
      latencies = Latencies(sent: record.sent, seen: seen.seen)
    }

    /// Types a letter every 150 ms for six seconds.
    /// - Returns: what the prompt is after each, and when it was typed.
    private static func typeAlong(_ terminal: Terminal) -> [(text: String, time: Int64)] {
      let letters = "zjxkvqwyzzjkxxvvqqwwyyjzkzvzqzwzyzjjkjvj"
      var due = Int64.after(seconds: 1)
      return letters.indices.map { index in
        while terminal.read(until: due) {}
        due += 150_000_000
        return (String(letters[...index]), terminal.type(String(letters[index])))
      }
    }
  }

  /// 20 chunks a second, as a model writes.
  func gentle() throws -> [Row] {
    let workload = Workload.paced(count: 200, milliseconds: 50)
    var latencies = Latencies()
    for _ in 0..<3 { latencies.add(try StreamRun(rig, workload).latencies) }
    return [
      Row(
        name: "studio: latency p95 at 20 chunks/s",
        ours: "\(Table.number(latencies.p95)) ms (p50 \(Table.number(latencies.p50)))"
          + (latencies.lost == 0 ? "" : ", \(latencies.lost) lost"),
        goal: "<= 2 ms, none lost", isMet: latencies.p95 <= 2 && latencies.lost == 0)
    ]
  }

  // MARK: A flood

  /// 20 MB of text as fast as they come, until their end is on the screen, while somebody types.
  func flood() throws -> [Row] {
    var seconds: [Double] = []
    var peaks: [Double] = []
    var echoes: [Double] = []
    for _ in 0..<3 {
      let opened = try Opened(rig)
      let sent = opened.send(.flood)
      var typed: [(text: String, time: Int64)] = []
      var due = Int64.after(seconds: 0)
      for count in 1...8 {
        due += 60_000_000
        while opened.terminal.read(until: due) {}
        typed.append((String(repeating: "z", count: count), opened.terminal.type("z")))
      }
      opened.readToEnd()
      var shown = 0
      var replay = Replay()
      replay.run(opened.terminal.arrivals[...]) { screen, time in
        while shown < typed.count, time > typed[shown].time, screen.text.contains("› " + typed[shown].text) {
          echoes.append(Double(time - typed[shown].time) / 1e6)
          shown += 1
        }
        return shown < typed.count
      }
      guard shown == typed.count else { throw BenchFailure("The studio did not show the keys that were typed.") }
      peaks.append(opened.studio.peakMegabytes)
      _ = try opened.studio.kill()
      _ = try rig.records()
      let end = Replay.time(of: opened.terminal.arrivals) { $0.text.contains(Workload.endMark) }
      guard let end else { throw BenchFailure("The studio never showed the end of the flood.") }
      seconds.append(Double(end - sent) / 1e9)
    }
    return [
      Row(
        name: "studio: 20 MB of text to its end on screen",
        ours: "\(Table.number(seconds.median)) s, \(Table.number(peaks.median)) MB", goal: "<= 0.5 s, <= 100 MB",
        isMet: seconds.median <= 0.5 && peaks.median <= 100),
      Row(
        name: "studio: key echo p99 meanwhile",
        ours: "\(Table.number(echoes.quantile(0.99))) ms (p50 \(Table.number(echoes.median)))", goal: "<= 20 ms",
        isMet: echoes.quantile(0.99) <= 20),
    ]
  }

  // MARK: Idle

  /// Ten seconds untouched with a finished answer on the screen.
  func idle() throws -> [Row] {
    let opened = try Opened(rig)
    _ = opened.send(.word)
    opened.terminal.read(silence: 3000, until: .after(seconds: 15))
    let before = (opened.terminal.arrivals.count, opened.studio.cpuSeconds, opened.studio.wakeups)
    let end = Int64.after(seconds: 10)
    while now() < end { _ = opened.terminal.read(until: end) }
    let bytes = opened.terminal.arrivals[before.0...].reduce(0) { $0 + $1.bytes.count }
    let cpu = (opened.studio.cpuSeconds - before.1) * 10
    let wakeups = Double(opened.studio.wakeups(since: before.2)) / 10
    _ = try opened.studio.kill()
    _ = try rig.records()
    return [
      Row(
        name: "studio: 10 s untouched",
        ours: "\(bytes) bytes, CPU \(Table.number(cpu)) %, \(Table.number(wakeups)) wakeups/s",
        goal: "0 bytes, CPU <= 0.02 %, <= 0.2 wakeups/s", isMet: bytes == 0 && cpu <= 0.02 && wakeups <= 0.2)
    ]
  }
}

extension Int64 {
  static func after(seconds: Int) -> Int64 { now() + Int64(seconds) * 1_000_000_000 }
}
