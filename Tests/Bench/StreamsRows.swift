import Foundation

/// Fifty answers at once, 50 chunks a second each, in one process.
struct StreamsRows {
  let rig: Rig

  private static let count = 50
  private static let workload = Workload.paced(count: 400, milliseconds: 20)

  func streams() throws -> [Row] {
    var (latencies, single) = (Latencies(), Latencies())
    var (cpu, curls): ([Double], [Double]) = ([], [])
    for _ in 0..<3 {
      curls.append(try rig.curl(Self.workload, count: Self.count).wait().cpuSeconds)
      _ = try rig.records()
      _ = try measure(1, &single)
      cpu.append(try measure(Self.count, &latencies))
    }
    let lost = latencies.lost == 0 ? "none lost" : "\(latencies.lost) lost"
    return [
      Row(
        name: "50 streams of 50 chunks/s: latency p95",
        ours: "\(Table.number(latencies.p95)) ms (p50 \(Table.number(latencies.p50)), "
          + "p99 \(Table.number(latencies.p99))), \(lost)",
        other: "one stream \(Table.number(single.p95)) ms", ratio: latencies.p95 / single.p95,
        goal: "<= 10 ms, none lost", isMet: latencies.p95 <= 10 && latencies.lost == 0),
      Row(
        name: "50 streams: CPU of these 8 s", ours: "\(Table.number(cpu.median)) s",
        other: "curl -Z \(Table.number(curls.median)) s", ratio: cpu.median / curls.median, goal: "<= 3 x",
        isMet: cpu.median <= 3 * curls.median),
    ]
  }

  /// - Returns: CPU seconds.
  private func measure(_ count: Int, _ latencies: inout Latencies) throws -> Double {
    let child = try rig.bench(["--streams", String(count), Self.workload.prompt], .output)
    let bytes = child.readAll().flatMap(\.bytes)
    let cpu = try child.wait().cpuSeconds
    let report = try JSONDecoder().decode(StreamsDriver.Report.self, from: Data(bytes))
    let records = try rig.records()
    guard records.count == count else { throw BenchFailure("Of \(count) requests \(records.count) came.") }
    for record in records {
      let seen = report[record.label ?? ""] ?? []
      latencies.add(Latencies(sent: record.sent, seen: seen.enumerated().map { ($0.offset, $0.element) }))
    }
    return cpu
  }
}
