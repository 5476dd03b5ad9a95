import Core
import Gemini

/// Gives a run to whoever asked, while it grows and at its end.
protocol RunPrinter: Sendable {
  func take(_ event: RunEvent, at now: Instant)
  /// - Parameter path: where the bytes of a picture are; `nil` if they are in no file.
  func finish(_ run: Run, exitCode: Int32, path: (Blob) -> String?)
}

/// One JSON object at the end.
struct JSONPrinter: RunPrinter {
  let out: Output

  func take(_ event: RunEvent, at now: Instant) {}

  func finish(_ run: Run, exitCode: Int32, path: (Blob) -> String?) {
    out.line(RunReport.json(run, path: path).text)
  }
}
