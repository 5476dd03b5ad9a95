import Core
import Gemini
import Synchronization

/// The answer's text as it streams; thoughts, code that was run and notices go to standard error.
final class TextPrinter: RunPrinter {
  private enum Voice { case none, thought, answer }

  private let out: Output
  private let console: Console
  private let voice = Mutex(Voice.none)
  /// What splits reasoning in tags from the answer; `nil` leaves it there.
  private let splitter: Mutex<ReasoningSplitter?>

  /// - Parameter out: where the answer goes.
  init(_ run: Run, out: Output, console: Console) {
    self.out = out
    self.console = console
    splitter = Mutex(run.splitsReasoning ? ReasoningSplitter() : nil)
  }

  func take(_ event: RunEvent, at now: Instant) {
    switch event {
    case .received(let responses):
      // One answer is text; other candidates are for formats that can tell them apart.
      for response in responses {
        for candidate in response.candidates where candidate.index == 0 {
          for part in candidate.parts { show(splitter.withLock { $0?.take(part) } ?? [part]) }
        }
      }
    case .retry(let failure, _, let delaySeconds):
      let seconds = durationText(milliseconds: Int(delaySeconds * 1000))
      console.note("\(failure.message.asSentence) Trying again in \(seconds).")
    case .attempt: splitter.withLock { splitter in splitter = splitter.map { _ in ReasoningSplitter() } }
    case .ended: show(splitter.withLock { $0?.finish() } ?? [])
    }
  }

  private func show(_ parts: [Part]) {
    for part in parts {
      switch part.data {
      case .text(let text) where !text.isEmpty:
        speak(part.thought ? .thought : .answer)
        (part.thought ? console.err : out).write(text)
      case .executableCode(_, let code, _): aside(code)
      case .codeExecutionResult(let outcome, let output, _): aside(output.isEmpty ? outcome : output)
      default: break
      }
    }
  }

  private func speak(_ next: Voice) {
    let before = voice.withLock { voice in
      defer { voice = next }
      return voice
    }
    guard before != next else { return }
    if before == .thought { console.err.endLine() }
    if before == .answer { endAnswerLine() }
  }

  /// Code and what came of it, which are not part of the answer's text.
  private func aside(_ text: String) {
    endAnswerLine()
    console.err.endLine()
    console.err.line(text)
  }

  /// In pipes and files the answer stays exact; elsewhere nothing is to stand right behind it.
  private func endAnswerLine() {
    if out.isTerminal || out === console.err { out.endLine() }
  }

  func finish(_ run: Run, exitCode: Int32, path: (Blob) -> String?) {
    if voice.withLock({ $0 }) == .thought { console.err.endLine() }
    endAnswerLine()
  }
}
