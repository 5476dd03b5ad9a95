import Foundation

/// `make bench`: measures the built program and prints one table.
@main
enum Bench {
  /// Arguments: the path of gemstudio, and the names of single measurements if not all are wanted.
  static func main() async {
    do {
      let words = Array(CommandLine.arguments.dropFirst())
      switch words.first {
      case "--serve": try BenchServer.run()
      case "--streams":
        guard words.count == 3, let count = Int(words[1]), let workload = Workload(in: Array(words[2].utf8)) else {
          throw BenchFailure("--streams takes a number and a workload.")
        }
        try await StreamsDriver.run(count: count, workload)
      case let program?: try await measure(program, Set(words.dropFirst()))
      case nil: throw BenchFailure("The path of gemstudio is missing.")
      }
    } catch {
      FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
      exit(1)
    }
  }

  /// Says something beside the table.
  static func note(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

  private static func measure(_ program: String, _ wanted: Set<String>) async throws {
    let rig = try Rig(program: program)
    let commands = CommandRows(rig: rig)
    let studio = StudioRows(rig: rig)
    let history = HistoryRows(rig: rig)
    let terminals = TerminalRows(rig: rig)
    // Memory comes first: what it finds cannot be less than what this process has used by then.
    let measurements: [(name: String, measure: () async throws -> [Row])] = [
      ("memory", commands.memory), ("throughput", commands.throughput), ("latency", commands.latency),
      ("request", commands.request), ("streams", StreamsRows(rig: rig).streams),
      ("compare", CompareRows(rig: rig).compare), ("start", studio.start),
      ("stream", studio.stream), ("flood", studio.flood), ("idle", studio.idle),
      ("gentle", studio.gentle), ("history", history.history), ("resize", history.resize),
      ("pictures", PictureRows(rig: rig, program: program).pictures), ("diff", DifferenceRows.differences),
      ("terminals", terminals.first), ("preview", terminals.preview), ("slow", terminals.slowLine),
      ("stall", terminals.stall),
    ]
    let names = measurements.map(\.name)
    guard wanted.isSubset(of: names) else {
      throw BenchFailure("The measurements are \(names.joined(separator: ", ")).")
    }
    var rows: [Row] = []
    for measurement in measurements where wanted.isEmpty || wanted.contains(measurement.name) {
      note("measuring: \(measurement.name)")
      _ = try rig.records()
      rows += try await measurement.measure()
    }
    print(Table.text(rows))
  }
}
