import ArgumentParser
import Core
import Gemini
import Screen
import Store

/// `gemstudio verdicts`: who won which comparisons.
struct VerdictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verdicts", abstract: "List and export the verdicts on comparisons, and add one.",
    usage: """
      gemstudio verdicts [--label <label>] [--format <format>]
      gemstudio verdicts add <session> --choice <choice> [--label <label>] [--note <note>]
      """,
    discussion: """
      Statistics are by model and settings: comparisons, wins, ties, losses, the share of comparisons won and where the \
      true share lies with 95 % certainty. If no answer was good, all lost. The offline simulator counts for nothing.
      Exit codes: 0 done, 2 usage or configuration.
      """,
    subcommands: [VerdictsListCommand.self, VerdictsAddCommand.self], defaultSubcommand: VerdictsListCommand.self)
}

/// `gemstudio verdicts [list]`.
struct VerdictsListCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the verdicts and their statistics; the word list may be left out.")

  enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json, csv }

  @Option(help: "Only verdicts with this label, in whatever case.")
  var label: String?

  @Option(help: "What is printed: tables, one object, or a row a verdict.")
  var format = Format.text

  @Flag(help: "The same as --format json.")
  var json = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    for notice in workshop.notices { console.note(notice) }
    let store = try workshop.openStore()
    let verdicts: [JudgedComparison]
    do throws(StoreError) { verdicts = try store.verdicts(label: label).filter { !$0.isDemo } } catch {
      throw CommandError(error.sentence)
    }
    switch json ? .json : format {
    case .json: console.out.line(VerdictReport.json(verdicts).text)
    case .csv: for line in VerdictReport.csv(verdicts) { console.out.line(line) }
    case .text:
      guard !verdicts.isEmpty else {
        console.note(
          label == nil
            ? "There is no verdict yet. `gemstudio verdicts add SESSION --choice 1` gives one on a comparison."
            : "No verdict has that label.")
        break
      }
      for line in VerdictReport.lines(verdicts, console.out) { console.out.line(line) }
    }
    return console.outcome
  }
}

/// `gemstudio verdicts add`.
struct VerdictsAddCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Judge the last comparison of a session; judging again replaces the verdict.")

  @Argument(help: ArgumentHelp("Any unique beginning of the session's id.", valueName: "session"))
  var session: String

  @Option(
    help: "The number of the best lane, tie, or none if no answer is good.",
    completion: .list(["1", "2", "tie", "none"]))
  var choice: String

  @Option(help: "What kind of prompt it was, in a word.")
  var label = ""

  @Option(help: "Why.")
  var note = ""

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    for notice in workshop.notices { console.note(notice) }
    let store = try workshop.openStore()
    let id = try SessionChoice.named(self.session, in: store).id
    let session: Session?
    do throws(StoreError) { session = try store.session(id) } catch { throw CommandError(error.sentence) }
    guard let session, let turn = session.turns.last(where: \.isCompared) else {
      throw CommandError("The session \(id.rawValue) holds no comparison.")
    }
    let answers = ComparedTurn(turn, lanes: session.lanes).answers
    let verdict = Verdict(
      session: id, turn: turn.id, answers: answers.map(\.run.id), choice: try choice(among: answers), note: note,
      label: label, time: workshop.clock.now)
    do throws(StoreError) { try store.judge(verdict) } catch { throw CommandError(error.sentence) }
    return console.outcome
  }

  private func choice(among answers: [ComparedAnswer]) throws(CommandError) -> Verdict.Choice {
    switch choice.lowercased() {
    case "tie": return .tie
    case "none": return .none
    default:
      guard let number = Int(choice), answers.indices.contains(number - 1) else {
        let names = answers.enumerated().map { "\($0 + 1) (\($1.name))" }.joined(separator: ", ")
        throw CommandError("--choice is tie, none, or one of \(names); \"\(choice)\" is none of them.")
      }
      return .answer(answers[number - 1].run.id)
    }
  }
}

/// Verdicts as `gemstudio verdicts` prints them.
enum VerdictReport {
  static func json(_ verdicts: [JudgedComparison]) -> JSON {
    let standings = verdicts.standings().map { standing -> JSON in
      [
        "name": .string(standing.contestant.label), "model": .string(standing.contestant.model),
        "settings": .object(standing.contestant.settings),
        "systemInstruction": RunReport.string(standing.contestant.systemInstruction),
        "comparisons": .int(standing.comparisons), "wins": .int(standing.wins), "ties": .int(standing.ties),
        "losses": .int(standing.losses), "winRate": .double(standing.winRate),
        "interval": [.double(standing.interval.lowerBound), .double(standing.interval.upperBound)],
      ]
    }
    let list = verdicts.map { comparison -> JSON in
      let answers = zip(comparison.answers, comparison.contestants).map { answer, contestant -> JSON in
        [
          "run": .string(answer.run.rawValue), "name": .string(contestant.label), "model": .string(answer.model),
          "settings": .object(answer.config.json), "chosen": .bool(comparison.verdict.choice == .answer(answer.run)),
        ]
      }
      let verdict = comparison.verdict
      return [
        "session": .string(verdict.session.rawValue), "turn": .string(verdict.turn.rawValue),
        "prompt": .string(comparison.prompt), "choice": .string(choice(comparison)), "label": .string(verdict.label),
        "note": .string(verdict.note), "blind": .bool(verdict.isBlind), "time": .string(verdict.time.rfc3339),
        "answers": .array(answers),
      ]
    }
    return ["standings": .array(standings), "verdicts": .array(list)]
  }

  /// `answer`, `tie` or `none`.
  private static func choice(_ comparison: JudgedComparison) -> String {
    switch comparison.verdict.choice {
    case .answer: "answer"
    case .tie: "tie"
    case .none: "none"
    }
  }

  /// The name of the best one, or what was chosen in its place.
  private static func winner(_ comparison: JudgedComparison) -> String {
    if let chosen = comparison.chosen { return comparison.contestants[chosen].label }
    return choice(comparison) == "answer" ? "an answer that is gone" : choice(comparison)
  }

  /// - Source: RFC 4180.
  static func csv(_ verdicts: [JudgedComparison]) -> [String] {
    let rows = verdicts.map { comparison in
      let verdict = comparison.verdict
      return [
        verdict.time.rfc3339, verdict.session.rawValue, verdict.label, choice(comparison),
        comparison.chosen == nil ? "" : winner(comparison),
        comparison.contestants.map(\.label).joined(separator: " | "), verdict.isBlind ? "true" : "false",
        comparison.prompt, verdict.note,
      ]
    }
    let titles = ["time", "session", "label", "choice", "winner", "contestants", "blind", "prompt", "note"]
    return ([titles] + rows).map { row in
      row.map { cell in
        cell.contains(where: { ",\"\n\r\r\n".contains($0) }) ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
      }.joined(separator: ",")
    }
  }

  /// Two tables: the statistics, and the verdicts.
  static func lines(_ verdicts: [JudgedComparison], _ out: Output) -> [String] {
    func shown(_ text: String) -> String {
      let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return out.isTerminal ? VisibleText.make(line) : line
    }
    let standings = verdicts.standings()
    var table = TextTable("WON", "95 %", "OF", "WINS", "TIES", "LOSSES", "MODEL")
    for standing in standings {
      let interval = standing.interval
      table.add(
        percent(standing.winRate), "\(percent(interval.lowerBound)) to \(percent(interval.upperBound))",
        countText(standing.comparisons), countText(standing.wins), countText(standing.ties), countText(standing.losses),
        shown(standing.contestant.label))
    }
    var list = TextTable("TIME", "SESSION", "LABEL", "BEST", "PROMPT")
    for comparison in verdicts {
      list.add(
        comparison.verdict.time.rfc3339, String(comparison.verdict.session.rawValue.prefix(8)),
        shown(comparison.verdict.label), shown(winner(comparison)), shown(comparison.prompt))
    }
    let width = out.columns ?? 80
    return (standings.isEmpty ? [] : table.lines(width: width) + [""]) + list.lines(width: width)
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
