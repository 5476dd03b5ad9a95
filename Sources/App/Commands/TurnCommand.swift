import Core
import Gemini
import HTTP
import Simulator

/// What `ask` and `image` have in common: from options to a turn that is sent.
struct TurnCommand: Sendable {
  enum Purpose: Sendable { case answer, picture }

  let purpose: Purpose
  let options: RequestOptions
  let console: Console
  /// Requests that leave together, each for a picture.
  var count = 1

  /// - Parameter words: the prompt of the command line.
  /// - Returns: the exit code.
  func perform(_ words: String?) async throws(CommandError) -> Int32 {
    guard (1...Session.mostPictures).contains(count) else {
      throw CommandError("--count is a number from 1 to \(Session.mostPictures), not \(count).")
    }
    let turnOptions = try options.turnOptions()
    let prompt = options.prompt
    let workshop = Workshop(stores: prompt.dryRun ? prompt.continues : !options.result.noStore)
    for notice in workshop.notices { console.note(notice) }
    let recipient = try Recipient(
      workshop, offline: prompt.offline, needsKey: !prompt.dryRun, pace: console.out.isTerminal ? .human : .instant)
    var question: Question
    do {
      question = try await Question(words, prompt.asked, in: workshop, keepsFiles: !prompt.dryRun, console: console)
    } catch  where error.exitCode == Self.interrupted {
      reportStopped(workshop, recipient.server.backend)
      throw error
    }
    question.session.use = purpose == .picture ? .picture : question.session.use
    var settings = workshop.settings
    await recipient.tell(
      &settings, of: turnOptions, in: question.session, workshop: workshop, mayAsk: !options.prompt.dryRun)
    let prepared = try turnOptions.prepare(
      question.content, in: question.session, use: question.session.use, settings: settings,
      backend: recipient.server.backend, now: workshop.clock.now,
      identifiers: &question.identifiers)
    let output = try options.result.output.map { (name) throws(CommandError) in try OutputFile(name) }
    try check(output, prepared)
    for notice in prepared.notices { console.note(notice) }
    if prompt.dryRun {
      // Nothing is sent that could be refused, so it is shown whole, and what the model would refuse is said beside.
      for problem in prepared.problems { console.note(problem) }
      return try DryRun(prepared.request, workshop.assets, isStream: !prepared.run.isUnary)
        .print(to: recipient.server, format, console.out)
    }
    guard prepared.problems.isEmpty else { throw CommandError(prepared.problems.joined(separator: " ")) }
    let asking = asking(prepared, workshop, recipient, output)
    let code: Int32
    if count == 1 {
      code = await asking.run()
    } else {
      code = await PictureBatch(asking, count: count, identifiers: &question.identifiers).run()
    }
    workshop.http.close()
    return code
  }

  private static let interrupted: Int32 = 130

  private var format: OutputFormat { options.result.format }

  /// Gives scripts their object also for a command that was stopped while it read its prompt.
  private func reportStopped(_ workshop: Workshop, _ backend: Backend) {
    guard format != .text else { return }
    let settings = workshop.settings
    let model = options.prompt.model ?? (purpose == .picture ? settings.pictureModel : settings.textModel)
    let now = workshop.clock.now
    var run = Run(
      id: RunID(rawValue: ""), model: settings.model(model), backend: backend, config: GenerationConfig(),
      startTime: now)
    run.apply(.ended(.cancelled), at: now)
    switch format {
    case .text: break
    case .json: console.out.line(RunReport.json(run) { _ in nil }.text)
    case .jsonl:
      let lines = EventLines(run, defersImages: false).lines(forEndOf: run, exitCode: Self.interrupted) { _ in nil }
      for line in lines { console.out.line(line.text) }
    }
  }

  private func check(_ output: OutputFile?, _ prepared: PreparedTurn) throws(CommandError) {
    if options.prompt.dryRun { return }
    if purpose == .picture, output == nil {
      throw CommandError("-o FILE says where the picture goes; - is standard output.")
    }
    guard output == .standardOutput, makesPictures(prepared) else { return }
    if count > 1 { throw CommandError("-o - takes one picture. Name a file or a folder for \(count) of them.") }
    if console.out.isTerminal {
      throw CommandError(
        "-o - writes the bytes of a picture, and standard output is a terminal. Redirect it, or name a file.")
    }
    if format != .text {
      throw CommandError("-o - and --format \(format.rawValue) both want standard output. Name a file with -o.")
    }
  }

  private func makesPictures(_ prepared: PreparedTurn) -> Bool {
    purpose == .picture || prepared.makesImages
  }

  private func asking(
    _ prepared: PreparedTurn, _ workshop: Workshop, _ recipient: Recipient, _ output: OutputFile?
  ) -> Asking {
    var asking = Asking(
      workshop: workshop, console: console, connect: recipient.connect, prepared: prepared,
      isStored: !options.result.noStore, format: format, out: console.out, needsPicture: purpose == .picture)
    asking.way = options.way.wish
    asking.output = output
    asking.provenance = options.result.provenance.place ?? workshop.settings.provenance
    if makesPictures(prepared) {
      // The picture is the result, and what the model says beside it is not.
      if format == .text, purpose == .picture || output == .standardOutput { asking.out = console.err }
    } else if let file = output?.answerFile(format, prepared.run.id) {
      asking.out = Output()
      asking.answerFile = file
    }
    return asking
  }
}

extension OutputFile {
  /// The file for an answer that is a text; `nil` for standard output.
  func answerFile(_ format: OutputFormat, _ run: RunID) -> Target? {
    textFile(ending: format == .text ? "txt" : format.rawValue, name: "answer-\(run.rawValue.prefix(8))")
  }

  /// The file for a text; `nil` for standard output.
  /// - Parameter name: without its ending, for a file in a folder.
  func textFile(ending: String, name: String) -> Target? {
    switch self {
    case .standardOutput: return nil
    case .folder(let folder):
      return Target(path: "\(folder)/\(name).\(ending)".replacing("//", with: "/"))
    case .file(let path) where FinishedFile.isSpecial(path): return Target(path: path)
    case .file(let path):
      let name = path.split(separator: "/").last ?? ""
      guard let given = name.dropFirst().split(separator: ".", omittingEmptySubsequences: false).dropFirst().last else {
        return Target(path: "\(path).\(ending)")
      }
      let isPicture = PathCompletion.isPicture(path)
      return Target(path: path, warning: isPicture ? "\(path) holds a text; its name says \(given)." : nil)
    }
  }
}
