import App
import Core
import Foundation
import Gemini
import HTTP
import Synchronization

/// Many answers at once through the same code as studio and commands, in a process of its own.
enum StreamsDriver {
  /// When each token of each stream was there, by the stream's label.
  typealias Report = [String: [Int64]]

  /// Asks so many times at once and prints a `Report`.
  static func run(count: Int, _ workload: Workload) async throws {
    let workshop = Workshop(stores: false)
    var report = Report()
    await withTaskGroup(of: (String, [Int64]).self) { group in
      for number in 0..<count {
        group.addTask { await (String(number), stream(labelled: String(number), workload, workshop)) }
      }
      for await (label, times) in group { report[label] = times }
    }
    workshop.http.close()
    FileHandle.standardOutput.write(try JSONEncoder().encode(report))
  }

  /// - Returns: when each token came; shorter than expected if the answer broke off.
  private static func stream(labelled label: String, _ workload: Workload, _ workshop: Workshop) async -> [Int64] {
    let server = workshop.server()
    let driver = RunDriver(
      http: workshop.http, assets: workshop.assets, models: workshop.settings.models, limiter: workshop.limiter
    ) { server }
    let prompt = Content(parts: [Part(text: "\(workload.prompt)#\(label)")])
    let run = Run(
      id: RunID(rawValue: label), model: "bench", backend: .developer, config: GenerationConfig(),
      startTime: workshop.clock.now)
    let state = Mutex((run: run, times: [Int64]()))
    await driver.run(GenerateContentRequest(model: "bench", contents: [prompt])) { event in
      let time = now()
      state.withLock { state in
        state.run.apply(event, at: workshop.clock.now)
        guard case .received(let responses) = event else { return }
        var finder = Token.Finder()
        for part in responses.flatMap(\.candidates).flatMap(\.parts) {
          finder.feed((part.text ?? "").utf8) { _ in state.times.append(time) }
        }
      }
    }
    return state.withLock { $0.times }
  }
}
