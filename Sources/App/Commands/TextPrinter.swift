import Core
import Gemini
import Synchronization

/// The answer's text as it streams; thoughts, code that was run and notices go to standard error.
final class TextPrinter: RunPrinter {
  private enum Voice { case none, thought, answer }

  private let out: Output
  private let console: Console
  private let waiting: WaitingLine?
  private let voice = Mutex(Voice.none)
  /// What splits reasoning in tags from the answer; `nil` leaves it there.
  private let splitter: Mutex<ReasoningSplitter?>

  /// - Parameters:
  ///   - out: where the answer goes.
  ///   - waiting: says that nothing came yet, where somebody looks.
  init(_ run: Run, out: Output, console: Console, waiting: WaitingLine? = nil) {
    self.out = out
    self.console = console
    self.waiting = waiting
    splitter = Mutex(run.splitsReasoning ? ReasoningSplitter() : nil)
  }

  func take(_ event: RunEvent, at now: Instant) {
    switch event {
    case .received(let responses):
      // One answer is text; other candidates are for formats that can tell them apart.
      waiting?.end()
      let parts = responses.flatMap(\.candidates).filter { $0.index == 0 }.flatMap(\.parts)
      show(parts.flatMap { part in splitter.withLock { $0?.take(part) } ?? [part] })
    case .retry(let failure, _, let delaySeconds):
      waiting?.end()
      console.noteRetry(failure, delaySeconds: delaySeconds)
    case .queued(let seconds?) where seconds >= 1:
      let wait = durationText(milliseconds: Int(seconds * 1000))
      console.note("The limit of requests a minute to this model is reached. Waiting \(wait).")
    case .attempt:
      waiting?.begin()
      splitter.withLock { splitter in splitter = splitter.map { _ in ReasoningSplitter() } }
    case .ended:
      waiting?.end()
      show(splitter.withLock { $0?.finish() } ?? [])
    case .queued, .hop: break
    }
  }

  private func show(_ parts: [Part]) {
    var text = ""
    for (index, part) in parts.enumerated() {
      switch part.data {
      case .text(let more):
        text += more
        // What comes at once in one voice is written at once: a flood brings thousands of pieces.
        let goesOn = index + 1 < parts.count && parts[index + 1].text != nil && parts[index + 1].thought == part.thought
        guard !goesOn, !text.isEmpty else { continue }
        speak(part.thought ? .thought : .answer)
        (part.thought ? console.err : out).write(text)
        text = ""
      case .executableCode(_, let code, _): aside(code)
      case .codeExecutionResult(let outcome, let output, _): aside(output.isEmpty ? outcome : output)
      case .functionCall(let call): aside("\(call["name"]?.string ?? "")(\((call["args"] ?? [:]).text))")
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
    // What began like reasoning in tags turned out to be the answer.
    if !run.splitsReasoning, splitter.withLock({ $0?.hasReasoning == true }) {
      out.write(run.answer?.text(thought: false) ?? "")
    }
    endAnswerLine()
  }
}
