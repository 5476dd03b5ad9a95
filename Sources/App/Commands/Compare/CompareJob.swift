import Core
import Gemini
import Store

/// What `compare` asks, from options to what is printed.
struct CompareJob: Sendable {
  let workshop: Workshop
  let console: Console
  let recipient: Recipient
  let command: CompareCommand

  private var format: CompareFormat { command.result.format }

  /// The settings with what the service says of the models of all lanes.
  private func settings(for lanes: AskedLanes) async -> Settings {
    var settings = workshop.settings
    for options in lanes.options {
      await recipient.tell(
        &settings, of: options, in: lanes.session, workshop: workshop, mayAsk: !command.asked.dryRun)
    }
    return settings
  }

  private func comparing(_ document: CompareDocument, defersImages: Bool = false) -> Comparing {
    Comparing(
      workshop: workshop, console: console, connect: recipient.connect, isStored: !command.result.noStore,
      format: format, live: LiveLanes(on: console.err, clock: workshop.clock), out: document.out,
      defersImages: defersImages)
  }

  // MARK: One prompt

  /// - Returns: the exit code.
  func ask(_ words: String?, _ lanes: [LaneOption], _ shared: TurnOptions) async throws(CommandError) -> Int32 {
    let dryRun = command.asked.dryRun
    let document = try CompareDocument(
      command.result, models: workshop.settings.models, now: workshop.clock.now, console)
    var question = try await Question(words, command.asked, in: workshop, keepsFiles: !dryRun, console: console)
    let asked = try AskedLanes(lanes, shared, in: question.session, workshop.settings)
    let settings = await settings(for: asked)
    let comparison = try asked.prepare(
      question.content, in: question.session, settings: settings, backend: recipient.server.backend,
      now: workshop.clock.now, counts: asked.options.map { _ in command.repeats }, identifiers: &question.identifiers)
    for notice in comparison.notices { console.note(notice) }
    if dryRun { return try show(comparison) }
    try check(comparison)
    console.sayCost(of: comparison.requests.map(\.prepared), workshop)
    let (session, printers) = await comparing(document, defersImages: document.output != nil).run(comparison)
    return await finish(session, printers, document)
  }

  private func check(_ comparison: PreparedComparison) throws(CommandError) {
    if !comparison.problems.isEmpty { throw CommandError(comparison.problems.joined(separator: " ")) }
    if command.result.output == "-", comparison.requests.contains(where: \.prepared.makesImages) {
      throw CommandError("-o - takes one picture, and each lane makes one. Name a file or a folder.")
    }
  }

  /// Prints the request of each lane.
  private func show(_ comparison: PreparedComparison) throws(CommandError) -> Int32 {
    for problem in comparison.problems { console.note(problem) }
    let requests = comparison.requests.filter { $0.number == 0 }
    var runs: [DryRun] = []
    for request in requests {
      runs.append(
        try DryRun(request.prepared.request, workshop.assets, isStream: !request.prepared.run.isUnary))
    }
    switch format {
    case .text, .markdown:
      console.out.line(runs.map { $0.text(to: recipient.server) }.joined(separator: "\n\n"))
    case .json:
      let object: JSON = [
        "prompt": .string(comparison.turn.content.text), "lanes": .array(runs.map { $0.json(to: recipient.server) }),
      ]
      console.out.line(object.text)
    case .jsonl: for run in runs { console.out.line(run.json(to: recipient.server).text) }
    }
    return console.outcome
  }

  /// Writes the pictures, and prints all.
  private func finish(
    _ session: Session, _ printers: [RunID: LinePrinter], _ document: CompareDocument
  ) async -> Int32 {
    let turn = ComparedTurn(session.turns[session.turns.count - 1], lanes: session.lanes, count: command.repeats)
    var code = turn.exitCode
    var paths: [AssetReference: String] = [:]
    var pictures: [Blob] = []
    for (number, answer) in turn.answers.enumerated() {
      let found = answer.run.finalPictures
      pictures += found
      let saved = SavedPictures(
        found, in: document.output?.numbered(number + 1), workshop: workshop, console: console,
        place: command.result.provenance.place ?? workshop.settings.provenance
      ) { blob in
        blob.asset.flatMap {
          Provenance(of: $0, in: session, run: answer.run.id, models: workshop.settings.models)
        }
      }
      if code == 0 { code = saved.exitCode ?? 0 }
      for blob in found { if let reference = blob.asset { paths[reference] = saved.path(blob) } }
      printers[answer.run.id]?.finish(answer.run, exitCode: answer.run.exitCode) { blob in
        saved.path(blob) ?? workshop.kept(blob)
      }
      if format == .json || format == .jsonl, let sentence = answer.run.endingSentence {
        console.note("\(answer.name): \(sentence)")
      }
      if format == .text { showThoughts(of: answer) }
    }
    if format != .jsonl {
      document.print(turn) { blob in blob.asset.flatMap { paths[$0] } ?? workshop.kept(blob) }
    }
    if format == .text, document.out === console.out, console.out.isTerminal {
      await PictureShow(console, workshop, wish: command.way.wish).print(pictures, from: workshop.assets)
    }
    return document.outcome(code, hasPictures: !pictures.isEmpty)
  }

  private func showThoughts(of answer: ComparedAnswer) {
    let thoughts = answer.run.shownText(thought: true).trimmingBlanks
    guard command.answer.showThoughts, !thoughts.isEmpty else { return }
    console.err.line("\(answer.name) thought:\n\(thoughts)\n")
  }

  // MARK: A list

  /// - Returns: the exit code.
  func ask(list path: String, _ lanes: [LaneOption], _ shared: TurnOptions) async throws(CommandError) -> Int32 {
    let dryRun = command.asked.dryRun
    let document = try CompareDocument(
      command.result, models: workshop.settings.models, now: workshop.clock.now, console)
    let assets = dryRun ? Assets(nil) : workshop.assets
    let list = try await PromptList(
      path, reader: AttachmentReader(assets: assets, pictures: workshop.pictures), console: console)
    var identifiers = IdentifierSource(seed: Workshop.seed())
    let session = try SessionChoice(command.asked).session(
      in: workshop, now: workshop.clock.now, identifiers: &identifiers)
    let asked = try AskedLanes(lanes, shared, in: session, workshop.settings)
    let settings = await settings(for: asked)
    var run = ListRun(
      list: list, lanes: asked, repeats: command.repeats, settings: settings,
      backend: recipient.server.backend, session: session, identifiers: identifiers)
    // What a model cannot do is found in all prompts before the first is sent.
    let first = try run.rehearse(at: workshop.clock.now, console)
    if dryRun { return try show(first) }
    try check(first)
    console.sayCost(of: first.requests.map(\.prepared), times: run.missingPrompts, workshop)
    await run.run(comparing(document), clock: workshop.clock)
    let report = ListReport(run.items)
    if format != .jsonl { document.print(report) { workshop.kept($0) } }
    if report.exitCode != 0 || report.items.count < list.prompts.count, !command.result.noStore {
      console.note(
        "Not every lane has a whole answer to all \(list.prompts.count) prompts. The same command with "
          + "--session \(session.id.rawValue) asks for those alone.")
    }
    let isStopped = Task.isCancelled
    return document.outcome(isStopped ? 130 : report.exitCode, hasPictures: false)
  }
}
