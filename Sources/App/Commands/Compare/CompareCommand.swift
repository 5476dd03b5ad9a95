import ArgumentParser
import Core
import Gemini
import HTTP
import Simulator
import Store

extension CompareFormat: ExpressibleByArgument {}

/// `gemstudio compare`: one prompt, or a list of them, to two to four lanes.
struct CompareCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Ask two to four lanes the same thing, and measure the answers.",
    usage: """
      gemstudio compare <prompt> -m <lane> -m <lane> [<options>]
      gemstudio compare --prompts <file> -m <lane> -m <lane> [<options>]
      gemstudio compare --session <id> [--format <format>]
      """,
    discussion: """
      A lane is a model with settings of its own, such as -m flash -m flash,thinkingConfig.thinkingLevel=high. All \
      requests leave together. Times are counted from then on.
      --prompts FILE asks a list: a JSON object a line, {"prompt": ..., "attachments": [...], "system": ..., \
      "expect": {"contains" | "regex" | "equals" | "schema": ...}, "label": ...}; paths are those of the file's folder. \
      After an interrupt the same command with --continue, or with --session ID, asks only for what has no whole answer.
      With --session ID or --continue alone, a comparison that is stored is printed again.
      Exit codes are those of ask: 0 only if every lane answered, else that of the first that did not.
      """)

  static let sendsRequests = true

  @Argument(help: "What to ask.")
  var prompt: String?

  @Option(
    name: [.customShort("m"), .customLong("model")], parsing: .singleValue,
    help: ArgumentHelp(
      "A lane: an id or alias, with settings behind commas. Two to four.", valueName: "model[,field=value...]"),
    completion: CompletionWords.models)
  var lanes: [String] = []

  @Option(name: .customLong("repeat"), help: ArgumentHelp("How often each lane is asked.", valueName: "n"))
  var repeats = 1

  @Option(
    help: ArgumentHelp("Ask the prompts of a JSONL file, one after the other.", valueName: "file"), completion: .file())
  var prompts: String?

  @OptionGroup(title: "What is asked") var asked: AskedOptions

  @OptionGroup(title: "How it is answered") var answer: AnswerOptions

  @OptionGroup(title: "Where it goes") var result: CompareResultOptions

  @OptionGroup var way: WayOption

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let lanes = try self.lanes.map { (text) throws(CommandError) in try LaneOption(text) }
    let shared = try TurnOptions(asked, answer, keepsNothing: result.noStore)
    guard AskedLanes.repeats.contains(repeats) else {
      throw CommandError("--repeat is a number from 1 to \(AskedLanes.repeats.upperBound), not \(repeats).")
    }
    guard lanes.isEmpty ? asked.continues : Lane.counts.contains(lanes.count) else {
      throw AskedLanes.wrongCount(lanes.count)
    }
    if prompts != nil, prompt != nil || !asked.attachments.isEmpty {
      throw CommandError("--prompts FILE says all that is asked: leave the prompt and -i out. A line has attachments.")
    }
    let workshop = Workshop(stores: asked.dryRun ? asked.continues : !result.noStore)
    for notice in workshop.notices { console.note(notice) }
    if lanes.isEmpty, prompt == nil, prompts == nil { return try reopen(workshop, console) }
    let recipient = try Recipient(
      workshop, offline: asked.offline, needsKey: !asked.dryRun, pace: console.out.isTerminal ? .human : .instant)
    let job = CompareJob(workshop: workshop, console: console, recipient: recipient, command: self)
    defer { workshop.http.close() }
    if let prompts { return try await job.ask(list: prompts, lanes, shared) }
    return try await job.ask(prompt, lanes, shared)
  }

  /// Prints a comparison of the store again.
  private func reopen(_ workshop: Workshop, _ console: Console) throws(CommandError) -> Int32 {
    let session = try SessionChoice(asked).stored(in: workshop)
    let turns = session.turns.filter(\.isCompared).map { ComparedTurn($0, lanes: session.lanes) }
    guard let last = turns.last else {
      throw CommandError("The session \(session.id.rawValue) holds no comparison. -m and a prompt make one of it.")
    }
    let document = try CompareDocument(result, models: workshop.settings.models, now: workshop.clock.now, console)
    if turns.count == 1 {
      document.print(last) { workshop.kept($0) }
      return document.outcome(last.exitCode, hasPictures: false)
    }
    let list = ListReport(turns.map { ListReport.Item(turn: $0) })
    document.print(list) { workshop.kept($0) }
    return document.outcome(list.exitCode, hasPictures: false)
  }
}

/// The options that say where a comparison goes.
struct CompareResultOptions: ParsableArguments {
  @Option(help: "What is printed: a table and the answers, one object, one object a line, or a document.")
  var format = CompareFormat.text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file or folder for pictures, numbered by their lanes; without pictures, the file for what is printed.",
      valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var provenance: ProvenanceOption

  @Flag(help: "Keep nothing of this in the session store.")
  var noStore = false
}
