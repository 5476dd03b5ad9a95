import ArgumentParser
import Core
import Gemini

/// The options that say what is asked, and of whom.
/// - Source: product.md section 8.
@dynamicMemberLookup
struct PromptOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The model: an id, or an alias such as flash, thinking, image.",
    completion: CompletionWords.models)
  var model: String?

  @OptionGroup var asked: AskedOptions

  subscript<Value>(dynamicMember path: KeyPath<AskedOptions, Value>) -> Value { asked[keyPath: path] }
}

/// What is asked, whoever answers.
struct AskedOptions: ParsableArguments {
  @Option(
    name: [.customShort("i"), .customLong("attach")], parsing: .singleValue,
    help: ArgumentHelp("A picture, PDF, text, audio or video to go along. Repeatable.", valueName: "file"),
    completion: .file())
  var attachments: [String] = []

  @Option(
    name: .shortAndLong, parsing: .unconditional, help: ArgumentHelp("The system instruction.", valueName: "text"))
  var system: String?

  @Option(
    name: .customLong("tool"), parsing: .singleValue,
    help: ArgumentHelp(
      "A tool of the service: \(ToolOption.names.joined(separator: ", ")). Repeatable.", valueName: "name"),
    completion: .list(ToolOption.names))
  var tools: [String] = []

  @Option(
    help: ArgumentHelp("A JSON file of functions the model may call; none is run.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var functions: String?

  @Flag(name: .customLong("continue"), help: "Go on with the last session.")
  var continuesLast = false

  @Option(
    help: ArgumentHelp("Go on with a session, by any unique beginning of its id.", valueName: "id"),
    completion: .list([]))
  var session: String?

  @Flag(help: "Leave standard input alone.")
  var noStdin = false

  @Flag(help: "Ask the offline simulator instead of the service.")
  var offline = false

  @Flag(help: "Print the request, the key hidden, and send nothing.")
  var dryRun = false

  /// True if the turn goes to a session that is there.
  var continues: Bool { continuesLast || session != nil }

  func checkSession() throws(CommandError) {
    if continuesLast, session != nil {
      throw CommandError("--continue and --session name two sessions; give one of them.")
    }
  }

  /// The tools of the service and the functions, read and checked.
  func toolOptions() throws(CommandError) -> [ToolOption] {
    var options: [ToolOption] = []
    for name in tools { options.append(try ToolOption(named: name)) }
    if let functions { options.append(try ToolOption(functions: functions)) }
    return options
  }
}

/// The words a shell may complete.
enum CompletionWords {
  /// The aliases, and the models that had not ended when the table was made.
  static let models: CompletionKind = {
    // Every `ask` looks at its options; only who writes a script for a shell needs these words, which take a while.
    let asksForScript = CommandLine.arguments.contains { word in
      word == CompletionsCommand.configuration.commandName || word.hasPrefix("--generate-completion-script")
    }
    guard asksForScript else { return .list([]) }
    let table = ModelTable.builtIn
    let current = table.modelIDs.filter { !table.traits(of: $0).hasEnded(on: table.date) }
    return .list(Settings().aliases.keys.sorted() + current)
  }()
}
