import Foundation
import Gemini

/// Four lanes of 200 chunks a second each through `gemstudio compare`, beside one such answer alone.
struct CompareRows {
  let rig: Rig

  private static let count = 4
  private static let workload = Workload.paced(count: 2000, milliseconds: 5)

  func compare() throws -> [Row] {
    var (four, one) = (Latencies(), Latencies())
    var (fourCPU, oneCPU): ([Double], [Double]) = ([], [])
    for _ in 0..<3 {
      oneCPU.append(try measure(1, &one))
      fourCPU.append(try measure(Self.count, &four))
    }
    let lost = four.lost == 0 ? "none lost" : "\(four.lost) lost"
    let ratio = fourCPU.median / oneCPU.median
    return [
      Row(
        name: "compare, 4 x 200 chunks/s: latency p95",
        ours: "\(Table.number(four.p95)) ms (p50 \(Table.number(four.p50)), p99 \(Table.number(four.p99))), \(lost)",
        other: "one answer \(Table.number(one.p95)) ms", ratio: four.p95 / one.p95, goal: "<= 10 ms, none lost",
        isMet: four.p95 <= 10 && four.lost == 0),
      Row(
        name: "compare, 4 x 200 chunks/s: CPU of 10 s", ours: "\(Table.number(fourCPU.median)) s",
        other: "one answer \(Table.number(oneCPU.median)) s", ratio: ratio, goal: "<= 4.5 x", isMet: ratio <= 4.5),
    ]
  }

  /// - Returns: CPU seconds.
  private func measure(_ count: Int, _ latencies: inout Latencies) throws -> Double {
    // The system instruction tells the requests apart, and the prompt is the same for all.
    let label = "systemInstruction=\(Self.workload.prompt)#"
    let words =
      count == 1
      ? ["ask", "\(Self.workload.prompt)#0", "-m", "bench"]
      : ["compare", Self.workload.prompt] + (0..<count).flatMap { ["-m", "bench,\(label)\($0)"] }
    let child = try rig.gemstudio(words + ["--format", "jsonl"], .output)
    let seen = Self.seen(child.readAll())
    let cpu = try child.wait().cpuSeconds
    let records = try rig.records()
    guard records.count == count else { throw BenchFailure("Of \(count) requests \(records.count) came.") }
    for record in records {
      latencies.add(Latencies(sent: record.sent, seen: seen[record.label ?? ""] ?? []))
    }
    return cpu
  }

  /// When the token of each chunk was printed, by its lane.
  private static func seen(_ arrivals: [Arrival]) -> [String: [(number: Int, time: Int64)]] {
    var seen: [String: Rising] = [:]
    var rest: [UInt8] = []
    for arrival in arrivals {
      var lines = (rest + arrival.bytes).split(separator: 0x0A, omittingEmptySubsequences: false)
      rest = Array(lines.popLast() ?? [])
      for line in lines {
        guard let json = try? JSON(parsing: Array(line)), json["event"] == "text", let text = json["text"]?.string,
          let lane = json["lane"]?.int
        else { continue }
        var finder = Token.Finder()
        finder.feed(text.utf8) { seen[String(lane), default: Rising()].add($0, at: arrival.time) }
      }
    }
    return seen.mapValues(\.seen)
  }
}
