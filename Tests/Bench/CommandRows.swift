/// What the commands without a screen are measured by, each beside `curl` on the same bytes.
struct CommandRows {
  let rig: Rig

  private func ask(_ workload: Workload, _ streams: Child.Streams = .nothing) throws -> Child {
    try rig.gemstudio(["ask", "--no-store", workload.prompt], streams)
  }

  // MARK: Throughput

  /// 100,000 events to the last byte of text, the whole process.
  func throughput() throws -> [Row] {
    var ours: [Double] = []
    var curls: [Double] = []
    // The first answer is prepared while it is asked for.
    _ = try rig.curl(.flood).wait()
    let megabytes = Double(try rig.record().byteCount) / 1e6
    for _ in 0..<7 {
      curls.append(try rig.curl(.flood).wait().seconds)
      ours.append(try ask(.flood).wait().seconds)
    }
    _ = try rig.records()
    let speed = megabytes / ours.median
    return [
      Row(
        name: "SSE and JSON, \(Table.number(megabytes)) MB in \(Workload.floodCount) events",
        ours: "\(Table.number(ours.median)) s, \(Table.number(speed)) MB/s",
        other: "curl \(Table.number(curls.median)) s",
        ratio: ours.median / curls.median, goal: "<= 7 x, <= 0.5 s, >= 100 MB/s",
        isMet: ours.median <= 7 * curls.median && ours.median <= 0.5 && speed >= 100)
    ]
  }

  // MARK: Latency

  /// 200 chunks a second for ten seconds, written to a pipe.
  func latency() throws -> [Row] {
    let workload = Workload.paced(count: 2000, milliseconds: 5)
    var (ours, curls) = (Latencies(), Latencies())
    var (ourSeconds, curlSeconds): ([Double], [Double]) = ([], [])
    for _ in 0..<3 {
      curlSeconds.append(try follow(rig.curl(workload, .output), &curls))
      ourSeconds.append(try follow(ask(workload, .output), &ours))
    }
    let lost = ours.lost == 0 ? "" : ", \(ours.lost) lost"
    return [
      Row(
        name: "latency p95 at 200 chunks/s",
        ours: "\(Table.number(ours.p95)) ms (p50 \(Table.number(ours.p50)), p99 \(Table.number(ours.p99)))\(lost)",
        other: "curl \(Table.number(curls.p95)) ms", ratio: ours.p95 / curls.p95, goal: "<= 2 x, none lost",
        isMet: ours.p95 <= 2 * curls.p95 && ours.lost == 0),
      Row(
        name: "CPU of these 10 s", ours: "\(Table.number(ourSeconds.median)) s",
        other: "curl \(Table.number(curlSeconds.median)) s", ratio: ourSeconds.median / curlSeconds.median,
        goal: "<= 3.5 x", isMet: ourSeconds.median <= 3.5 * curlSeconds.median),
    ]
  }

  /// Reads a program's output to its end.
  /// - Returns: its CPU seconds.
  private func follow(_ child: Child, _ latencies: inout Latencies) throws -> Double {
    let seen = Rising(child.readAll()).seen
    let usage = try child.wait()
    latencies.add(Latencies(sent: try rig.record().sent, seen: seen))
    return usage.cpuSeconds
  }

  // MARK: Start

  /// From the start of the process until the server has the whole request.
  func request() throws -> [Row] {
    var (ours, curls): ([Double], [Double]) = ([], [])
    for _ in 0..<15 {
      curls.append(try rig.untilRequest(rig.curl(.word)))
      ours.append(try rig.untilRequest(ask(.word)))
    }
    return [
      Row(
        name: "start to request sent", ours: "\(Table.number(ours.median)) ms",
        other: "curl \(Table.number(curls.median)) ms", ratio: ours.median / curls.median, goal: "<= 2 x",
        isMet: ours.median <= 2 * curls.median)
    ]
  }

  // MARK: Memory

  /// The most memory a 10 MB picture takes on its way into a file, over that of an answer of one word.
  func memory() throws -> [Row] {
    var peaks: [Double] = []
    var bases: [Double] = []
    for number in 0..<3 {
      bases.append(try peak(rig.gemstudio(["ask", Workload.word.prompt])))
      let file = "\(rig.folder)/picture\(number).png"
      peaks.append(try peak(rig.gemstudio(["image", Workload.picture.prompt, "-o", file])))
    }
    let picture = Double(Workload.pictureSize) / 1e6
    let own = peaks.median - bases.median
    return [
      Row(
        name: "memory for a 10 MB picture",
        ours: "\(Table.number(own)) MB (peak \(Table.number(peaks.median)))",
        other: "the picture \(Table.number(picture)) MB", ratio: own / picture, goal: "<= 4 x",
        isMet: own <= 4 * picture)
    ]
  }

  private func peak(_ child: Child) throws -> Double {
    let usage = try child.wait()
    // A new process counts from the memory of the one that started it.
    guard usage.peakBytes > ownPeakBytes() else { throw BenchFailure("The peak of the memory cannot be seen.") }
    return Double(usage.peakBytes) / 1e6
  }
}
