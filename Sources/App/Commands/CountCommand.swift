import ArgumentParser
import Core
import Gemini
import HTTP

/// `gemstudio count`: how many tokens a prompt has.
struct CountCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "Count the tokens of a prompt, by the service's own count.",
    usage: "gemstudio count [<options>] [<prompt>]",
    discussion: """
      Counts what `ask` would send: the prompt, its files, the system instruction, tools, and the session so far.
      Exit codes: 0 counted, 1 an error, 2 usage or configuration, 130 interrupted.
      """)

  static let sendsRequests = true

  @Argument(help: "What to count; standard input as with `ask`.")
  var prompt: String?

  @OptionGroup var options: PromptOptions

  @Option(help: "The number as text, or the service's answer as json.")
  var format = ListFormat.text

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    var turnOptions = TurnOptions()
    turnOptions.model = options.model
    turnOptions.system = options.system
    turnOptions.tools = try options.asked.toolOptions()
    try options.asked.checkSession()
    let workshop = Workshop(stores: options.continues)
    for notice in workshop.notices { console.note(notice) }
    let recipient = try Recipient(workshop, offline: options.offline, needsKey: !options.dryRun)
    var question = try await Question(prompt, options.asked, in: workshop, keepsFiles: false, console: console)
    let prepared = try turnOptions.prepare(
      question.content, in: question.session, use: question.session.use, settings: workshop.settings,
      backend: recipient.server.backend, now: workshop.clock.now, identifiers: &question.identifiers)
    for notice in prepared.notices { console.note(notice) }
    let endpoint = Endpoint.countTokens(try prepared.request.complete(workshop.assets))
    if options.dryRun { return DryRun(endpoint).print(to: recipient.server, format.outputFormat, console.out) }
    defer { workshop.http.close() }
    do throws(Failure) {
      let answer = try await recipient.client(workshop, console).json(endpoint)
      switch format {
      case .json: console.out.line(answer.text)
      // The server leaves out a count of zero.
      case .text: console.out.line(String(answer["totalTokens"]?.int ?? 0))
      }
      return console.outcome
    } catch {
      return console.report(prepared.run.explained(error), as: format)
    }
  }
}

/// How a command gives what it found.
enum ListFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json

  var outputFormat: OutputFormat { self == .text ? .text : .json }
}

extension Console {
  /// Says why there is no answer: to the person, and for scripts as an object with nothing but the error.
  /// - Returns: the exit code.
  func report(_ failure: Failure, as format: ListFormat) -> Int32 {
    if format == .json { out.line((["error": RunReport.error(failure)] as JSON).text) }
    note(failure.sentence)
    return failure.kind == .cancelled && failure.httpStatus == nil ? 130 : 1
  }

  /// The exit code of a command that has written all it has to say: 1, with the reason, if that could not be written.
  var outcome: Int32 {
    guard let problem = out.problem else { return 0 }
    note(problem)
    return 1
  }
}
