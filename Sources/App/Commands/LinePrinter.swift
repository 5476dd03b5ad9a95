import Core
import Gemini
import Synchronization

/// One JSON object a line, as things happen.
final class LinePrinter: RunPrinter {
  private let out: Output
  private let lines: Mutex<EventLines>
  private let path: @Sendable (Blob) -> String?

  /// - Parameter path: where the bytes of a picture are as soon as it came.
  init(
    _ run: Run, out: Output, lane: Int = 0, prompt: Int? = nil, defersImages: Bool,
    path: @escaping @Sendable (Blob) -> String?
  ) {
    self.out = out
    self.path = path
    lines = Mutex(EventLines(run, lane: lane, prompt: prompt, defersImages: defersImages))
  }

  func take(_ event: RunEvent, at now: Instant) {
    for line in lines.withLock({ $0.lines(for: event, at: now, path: path) }) { out.line(line.text) }
  }

  func finish(_ run: Run, exitCode: Int32, path: (Blob) -> String?) {
    let last = lines.withLock { $0 }.lines(forEndOf: run, exitCode: exitCode, path: path)
    for line in last { out.line(line.text) }
  }
}
