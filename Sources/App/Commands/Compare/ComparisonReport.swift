import Core
import Gemini
import Screen

/// What `compare` prints of one prompt.
/// - Source: product.md section 8.
struct ComparisonReport {
  let turn: ComparedTurn
  let models: ModelTable
  let now: Instant
  /// Where the bytes of a picture are; `nil` if they are in no file.
  let path: (Blob) -> String?

  var json: JSON { ["prompt": .string(turn.prompt.text), "lanes": .array(lanes())] }

  /// - Parameter more: members for the object of each answer.
  func lanes(adding more: (ComparedAnswer) -> [(String, JSON)] = { _ in [] }) -> [JSON] {
    turn.answers.map { answer in
      var object = RunReport.json(answer.run, path: path).object ?? JSONObject()
      object["settings"] = .object(answer.run.config.json)
      object["differences"] = .object(turn.answers.first.map { answer.lane.differences(from: $0.lane) } ?? JSONObject())
      object["repeat"] = answer.number.map(JSON.int)
      for (key, value) in more(answer) { object[key] = value }
      return .object(object)
    }
  }

  /// A table that fits the terminal, and the answers below headings.
  func text(width: Int) -> String {
    var blocks = [FigureTable(turn.answers, models, at: now).lines(width: width).joined(separator: "\n")]
    for (index, answer) in turn.answers.enumerated() {
      let title = TextWrap.truncate("\(index + 1)  \(answer.name)", columns: width)
      blocks.append("\(title)\n\(String(repeating: "-", count: TextWidth.columns(of: title)))")
      blocks += body(of: answer.run)
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// A document with the prompt, the table and the answers.
  /// - Parameter level: of its highest heading.
  func markdown(title: String = "Comparison", level: Int = 1) -> String {
    let heading = String(repeating: "#", count: level)
    let prompt = turn.prompt.text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
    var blocks = ["\(heading) \(title)", prompt.joined(separator: "\n")]
    blocks.append(FigureTable(turn.answers, models, at: now).markdown.joined(separator: "\n"))
    for (index, answer) in turn.answers.enumerated() {
      blocks.append("\(heading)# \(index + 1). \(answer.name)")
      blocks += body(of: answer.run)
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// The text of an answer, its pictures, and what there is to say of its end.
  private func body(of run: Run) -> [String] {
    let text = run.shownText(thought: false).trimmingBlanks
    let pictures = run.finalPictures.map { path($0) ?? $0.sentence(keptAs: nil) }
    return [text, pictures.joined(separator: "\n"), run.endingSentence ?? ""].filter { !$0.isEmpty }
  }
}

/// The lines that `--format jsonl` prints of an answer that is in the store.
enum StoredLines {
  /// What came of a run, at the times that are known of it.
  static func lines(_ run: Run, lane: Int, prompt: Int? = nil, path: (Blob) -> String?) -> [JSON] {
    var lines = EventLines(run, lane: lane, prompt: prompt, defersImages: false)
    var all: [JSON] = []
    if run.attempts > 0 { all += lines.lines(for: .attempt(run.attempts), at: run.startTime, path: path) }
    var whole = GenerateContentResponse([:])
    whole.candidates = run.candidates
    if !run.usage.json.isEmpty { whole.usageMetadata = run.usage }
    let end = run.lastEventTime ?? run.endTime ?? run.startTime
    if run.hasContent || whole.usageMetadata != nil { all += lines.lines(for: .received([whole]), at: end, path: path) }
    all += lines.lines(for: .ended(run.failure), at: end, path: path)
    return all + lines.lines(forEndOf: run, exitCode: run.exitCode, path: path)
  }
}
