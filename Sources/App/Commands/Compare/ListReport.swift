import Core
import Gemini
import Screen

/// What came of a list of prompts, lane by lane.
struct ListReport: Sendable {
  struct Item: Sendable {
    let turn: ComparedTurn
    /// True if the answers were held against something.
    let isChecked: Bool
    let label: String
    /// Why an answer does not pass, for each of them; `nil` for one that does.
    let problems: [String?]

    /// - Parameter expectation: `nil` asks for no more than a whole answer.
    init(turn: ComparedTurn, expectation: Expectation? = nil, label: String = "") {
      self.turn = turn
      self.label = label
      isChecked = expectation != nil
      problems = turn.answers.map { answer in
        if let expectation { return expectation.problem(of: answer.run) }
        return answer.run.exitCode == 0 ? nil : "there is no whole answer"
      }
    }

    /// True if an answer passed its check; `nil` if there was none.
    func passed(_ answer: Int) -> Bool? { isChecked ? problems[answer] == nil : nil }

    /// What `jsonl` says of the checks.
    func checkLines(prompt: Int) -> [JSON] {
      guard isChecked else { return [] }
      return problems.enumerated().map { lane, problem in
        [
          "event": "check", "lane": .int(lane), "candidate": 0,
          "atMs": .int(
            (turn.answers[lane].run.endTime ?? turn.answers[lane].run.startTime)
              - turn.answers[lane].run.startTime),
          "prompt": .int(prompt), "passed": .bool(problem == nil), "problem": RunReport.string(problem),
        ]
      }
    }
  }

  let items: [Item]

  init(_ items: [Item]) { self.items = items }

  /// 0 if every lane answered every prompt.
  var exitCode: Int32 {
    let codes = items.map(\.turn.exitCode).filter { $0 != 0 }
    return codes.contains(130) ? 130 : codes.first ?? 0
  }

  // MARK: Totals

  /// The answers of one lane to all prompts.
  private struct Total {
    let name: String
    let lane: Lane
    var runs: [Run] = []
    var checked = 0
    var passed = 0

    var answered: Int { runs.count { $0.exitCode == 0 } }

    func median(_ value: (Run) -> Double?) -> Double? {
      let values = runs.filter { $0.exitCode == 0 }.compactMap(value).sorted()
      guard !values.isEmpty else { return nil }
      let half = values.count / 2
      return values.count % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2
    }
  }

  private var totals: [Total] {
    var totals: [Total] = []
    for item in items {
      for (index, answer) in item.turn.answers.enumerated() {
        let at = totals.firstIndex { $0.lane.id == answer.lane.id } ?? totals.endIndex
        if at == totals.endIndex { totals.append(Total(name: answer.nameOfLane, lane: answer.lane)) }
        totals[at].runs.append(answer.run)
        guard let passed = item.passed(index) else { continue }
        totals[at].checked += 1
        if passed { totals[at].passed += 1 }
      }
    }
    return totals
  }

  private static let medians: [(key: String, title: String, value: @Sendable (RunFigures) -> Double?)] = [
    ("firstEventMs", "FIRST", { $0.firstEvent.map(Double.init) }),
    ("firstTextMs", "TEXT", { $0.firstText.map(Double.init) }), ("totalMs", "TOTAL", { Double($0.total) }),
    ("tokensPerSecond", "TOK/S", { $0.tokensPerSecond }),
    ("thoughtTokens", "THINK", { $0.thoughtTokens.map(Double.init) }),
    ("answerTokens", "OUT", { $0.answerTokens.map(Double.init) }),
  ]

  private static func text(_ value: Double?, _ key: String) -> String {
    guard let value else { return "-" }
    return key.hasSuffix("Ms") ? FigureTable.time(Int(value.rounded())) : countText(Int(value.rounded()))
  }

  private func cost(_ total: Total, _ models: ModelTable) -> Double? {
    let costs = total.runs.compactMap { $0.cost(by: models) }
    return costs.isEmpty ? nil : costs.reduce(0, +)
  }

  /// The cells of the summary, titles first.
  private func cells(_ models: ModelTable, at now: Instant) -> [[String]] {
    let isChecked = items.contains(where: \.isChecked)
    let titles = ["LANE", "ANSWERED"] + (isChecked ? ["PASSED"] : []) + Self.medians.map(\.title) + ["COST"]
    return [titles]
      + totals.map { total in
        [total.name, "\(total.answered)/\(total.runs.count)"]
          + (isChecked ? ["\(total.passed)/\(total.checked)"] : [])
          + Self.medians.map { median in
            Self.text(total.median { median.value($0.figures(by: models, at: now)) }, median.key)
          } + [cost(total, models).map(priceText) ?? "-"]
      }
  }

  // MARK: Formats

  func json(_ models: ModelTable, at now: Instant, path: @escaping (Blob) -> String?) -> JSON {
    let totals = totals
    let lanes = totals.map { total -> JSON in
      var medians = JSONObject()
      for median in Self.medians {
        medians[median.key] = total.median { median.value($0.figures(by: models, at: now)) }.map(JSON.double) ?? .null
      }
      return [
        "model": .string(total.lane.model), "settings": .object(total.lane.config.json),
        "differences": .object(totals.first.map { total.lane.differences(from: $0.lane) } ?? JSONObject()),
        "answers": .int(total.runs.count), "answered": .int(total.answered), "checked": .int(total.checked),
        "passed": .int(total.passed), "medians": .object(medians),
        "costUsd": cost(total, models).map(JSON.double) ?? .null,
      ]
    }
    let prompts = items.map { item -> JSON in
      let report = ComparisonReport(turn: item.turn, models: models, now: now, path: path)
      let places = Dictionary(uniqueKeysWithValues: item.turn.answers.enumerated().map { ($1.run.id, $0) })
      let lanes = report.lanes { answer in
        let place = places[answer.run.id] ?? 0
        return [
          ("passed", item.passed(place).map(JSON.bool) ?? .null),
          ("problem", RunReport.string(item.isChecked ? item.problems[place] : nil)),
        ]
      }
      return ["prompt": .string(item.turn.prompt.text), "label": .string(item.label), "lanes": .array(lanes)]
    }
    return ["lanes": .array(lanes), "prompts": .array(prompts)]
  }

  /// The summary with what did not pass.
  func text(_ models: ModelTable, at now: Instant, width: Int) -> String {
    let cells = cells(models, at: now)
    let legend = cells.dropFirst().enumerated().map { "\($0 + 1)  \($1[0])" }
    let rows = cells.enumerated().map { index, row in [index == 0 ? "" : String(index)] + row.dropFirst() }
    let widths = rows[0].indices.map { column in rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
    let table = rows.map { row in
      zip(row, widths).map { cell, width in
        String(repeating: " ", count: width - TextWidth.columns(of: cell)) + cell
      }.joined(separator: "  ")
    }
    var lines = legend + [""] + table
    if !failures.isEmpty { lines += [""] + failures }
    return lines.map { TextWrap.truncate($0, columns: width) }.joined(separator: "\n") + "\n"
  }

  /// A line for each answer that did not pass.
  private var failures: [String] {
    items.enumerated().flatMap { number, item in
      zip(item.turn.answers, item.problems).compactMap { answer, problem in
        problem.map { problem in
          "prompt \(number + 1), \(answer.name): " + problem.split(whereSeparator: \.isNewline).joined(separator: " ")
        }
      }
    }
  }

  func markdown(_ models: ModelTable, at now: Instant, path: @escaping (Blob) -> String?) -> String {
    let cells = cells(models, at: now)
    let head = MarkdownTable.row(cells[0].map { $0.lowercased() })
    var blocks = [
      "# \(countText(items.count, of: "prompt"))",
      ([head, MarkdownTable.rule(cells[0].count)] + cells.dropFirst().map(MarkdownTable.row)).joined(separator: "\n"),
    ]
    if !failures.isEmpty { blocks.append(failures.map { "- \($0)" }.joined(separator: "\n")) }
    let reports = items.enumerated().map { number, item in
      ComparisonReport(turn: item.turn, models: models, now: now, path: path)
        .markdown(title: "Prompt \(number + 1)", level: 2)
    }
    return blocks.joined(separator: "\n\n") + "\n\n" + reports.joined(separator: "\n")
  }
}
