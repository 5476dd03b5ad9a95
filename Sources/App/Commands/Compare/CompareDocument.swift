import Core
import Gemini

/// Prints comparisons in the format and to the place that the options ask for.
struct CompareDocument: Sendable {
  let format: CompareFormat
  /// Where `-o` puts pictures, or what is printed; `nil` for standard output.
  let output: OutputFile?
  /// Where what is printed goes first; held back if a file may get it.
  let out: Output
  private let models: ModelTable
  private let now: Instant
  private let console: Console

  /// - Throws: if nothing can be written to the place.
  init(_ options: CompareResultOptions, models: ModelTable, now: Instant, _ console: Console) throws(CommandError) {
    format = options.format
    let file = try options.output.map { (name) throws(CommandError) in try OutputFile(name) }
    output = file == .standardOutput ? nil : file
    out = output == nil ? console.out : Output()
    self.models = models
    self.now = now
    self.console = console
  }

  /// Columns of the terminal; as many as they usually have for a pipe or a file.
  private var width: Int { out.columns ?? 80 }

  func print(_ turn: ComparedTurn, path: @escaping (Blob) -> String?) {
    let report = ComparisonReport(turn: turn, models: models, now: now, path: path)
    switch format {
    case .text: out.write(report.text(width: width))
    case .json: out.line(report.json.text)
    case .jsonl:
      for (number, answer) in turn.answers.enumerated() {
        for line in StoredLines.lines(answer.run, lane: number, path: path) { out.line(line.text) }
      }
    case .markdown: out.write(report.markdown())
    }
  }

  func print(_ list: ListReport, path: @escaping (Blob) -> String?) {
    switch format {
    case .text: out.write(list.text(models, at: now, width: width))
    case .json: out.line(list.json(models, at: now, path: path).text)
    case .jsonl:
      for number in list.items.indices {
        let item = list.items[number]
        for (lane, answer) in item.turn.answers.enumerated() {
          for line in StoredLines.lines(answer.run, lane: lane, prompt: number, path: path) { out.line(line.text) }
        }
        for line in item.checkLines(prompt: number) { out.line(line.text) }
      }
    case .markdown: out.write(list.markdown(models, at: now, path: path))
    }
  }

  /// Brings what was held back to its place.
  /// - Parameters:
  ///   - code: the exit code so far.
  ///   - hasPictures: true if the file is that of pictures.
  /// - Returns: the exit code.
  func outcome(_ code: Int32, hasPictures: Bool) -> Int32 {
    if output != nil, out.isUsed {
      if hasPictures {
        console.out.write(String(decoding: out.held, as: UTF8.self))
      } else if !write() {
        return code == 0 ? 1 : code
      }
    }
    if console.out.isClosed { return 0 }
    let problem = console.outcome
    return code == 0 ? problem : code
  }

  private func write() -> Bool {
    let ending = [CompareFormat.text: "txt", .markdown: "md"][format] ?? format.rawValue
    guard let target = output?.textFile(ending: ending, name: "comparison-\(now.milliseconds)") else { return true }
    do throws(CommandError) { try FinishedFile.write(out.held, to: target.path) } catch {
      console.note(error.sentence)
      return false
    }
    if let warning = target.warning { console.note(warning) }
    console.out.line(target.path)
    return true
  }
}
