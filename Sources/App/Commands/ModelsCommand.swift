import ArgumentParser
import Core
import Gemini
import HTTP
import Screen

/// `gemstudio models`: what models there are, and what is known of them.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models, with limits, thinking, prices and ends.",
    usage: """
      gemstudio models [<filter>] [--all] [--format <format>] [--offline]
      gemstudio models get <model> [--format <format>] [--offline]
      """,
    discussion: """
      The list is the service's own; limits, prices and ends that it does not tell come from the program's table \
      (`gemstudio doctor` has its date). Prices are USD per million tokens in and out.
      Exit codes: 0 listed, 1 an error, 2 usage or configuration, 130 interrupted.
      """,
    subcommands: [ModelsListCommand.self, ModelsGetCommand.self], defaultSubcommand: ModelsListCommand.self)
}

/// What both commands take.
struct ModelsOptions: ParsableArguments {
  @Option(help: "What is printed.")
  var format = ListFormat.text

  @Flag(help: "The models of the offline simulator instead of the service's.")
  var offline = false
}

/// `gemstudio models [FILTER]`.
struct ModelsListCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the models; the word list may be left out.")

  static let sendsRequests = true

  @Argument(help: "Only models with this in their id or name.")
  var filter: String?

  @Flag(help: "Also models that answer no prompts, such as those for embeddings.")
  var all = false

  @OptionGroup var options: ModelsOptions

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop(stores: false)
    for notice in workshop.notices { console.note(notice) }
    let recipient = try Recipient(workshop, offline: options.offline)
    defer { workshop.http.close() }
    do throws(Failure) {
      let client = try await recipient.client(workshop, console)
      let listed = try await client.listModels()
      var kept = ListedModels(of: client.server, in: workshop.paths)
      kept.keep(all: listed, at: workshop.clock.now)
      let models = listed.filter(isWanted)
      let table = workshop.models(with: models)
      switch options.format {
      case .json:
        console.out.line((Self.json(models, table, at: workshop.clock.now)).text)
      case .text: print(models, table, at: workshop.clock.now, console)
      }
      return console.outcome
    } catch {
      return console.report(error, as: options.format)
    }
  }

  private func isWanted(_ model: Model) -> Bool {
    guard all || model.generatesContent else { return false }
    guard let words = filter?.lowercased() else { return true }
    return model.id.lowercased().contains(words) || model.displayName.lowercased().contains(words)
  }

  private static func json(_ models: [Model], _ table: ModelTable, at now: Instant) -> JSON {
    ["models": .array(models.map { $0.json(with: table, at: now) }), "tableDate": .string(table.date)]
  }

  private func print(_ models: [Model], _ table: ModelTable, at now: Instant, _ console: Console) {
    guard !models.isEmpty else {
      return console.note(filter.map { "No model has \"\($0)\" in its id or name." } ?? "The service lists no models.")
    }
    var rows = TextTable("MODEL", "TOKENS", "THINKING", "USD", "NOTES")
    for model in models {
      let report = ModelReport(table.traits(of: model.id), at: now)
      let notes = report.notes + (model.generatesContent ? [] : model.supportedGenerationMethods)
      rows.add(
        VisibleText.make(model.id), report.limitsText, model.generatesContent ? report.thinkingText : "",
        report.priceText, VisibleText.make(notes.joined(separator: ", ")))
    }
    for line in rows.lines(width: console.out.columns) { console.out.line(line) }
  }
}

/// `gemstudio models get ID`.
struct ModelsGetCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(commandName: "get", abstract: "Show all that is known of one model.")

  static let sendsRequests = true

  @Argument(help: "Its id, or an alias of the settings.", completion: CompletionWords.models)
  var model: String

  @OptionGroup var options: ModelsOptions

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop(stores: false)
    for notice in workshop.notices { console.note(notice) }
    let id = workshop.settings.model(model)
    if let problem = ModelID.problem(id) { throw CommandError(problem) }
    let recipient = try Recipient(workshop, offline: options.offline)
    defer { workshop.http.close() }
    do throws(Failure) {
      let client = try await recipient.client(workshop, console)
      let model = try await client.model(id)
      var kept = ListedModels(of: client.server, in: workshop.paths)
      kept.keep(model, at: workshop.clock.now)
      let table = workshop.models(with: [model])
      switch options.format {
      case .json: console.out.line(model.json(with: table, at: workshop.clock.now).text)
      case .text: print(model, ModelReport(table.traits(of: model.id), at: workshop.clock.now), console)
      }
      return console.outcome
    } catch {
      let succession = workshop.settings.models.traits(of: id).succession
      let today = workshop.clock.now.day(utcOffsetSeconds: 0)
      return console.report(error.explained(by: succession, of: id, on: today), as: options.format)
    }
  }

  private func print(_ model: Model, _ report: ModelReport, _ console: Console) {
    let rows = [
      ("model", model.id), ("name", model.displayName), ("about", model.summary), ("tokens", report.limitsText),
      ("thinking", report.thinkingText), ("USD", report.priceText), ("notes", report.notes.joined(separator: ", ")),
      ("methods", model.supportedGenerationMethods.joined(separator: ", ")),
    ]
    for (name, value) in rows where !value.isEmpty {
      console.out.line("\(name.padded(to: 8))  \(VisibleText.make(value))")
    }
  }
}

extension Model {
  /// The service's own object, with what the table knows beside it.
  fileprivate func json(with table: ModelTable, at now: Instant) -> JSON {
    var object = json.object ?? JSONObject()
    object["table"] = ModelReport(table.traits(of: id), at: now).json
    return .object(object)
  }
}

extension Workshop {
  /// The table with what the service says of its models.
  fileprivate func models(with live: [Model]) -> ModelTable {
    var table = settings.models
    table.take(live)
    return table
  }
}
