import ArgumentParser
import Core

/// How a command gives its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json, jsonl }

/// The options of commands that ask a model for an answer.
/// - Source: product.md section 8.
struct RequestOptions: ParsableArguments {
  @OptionGroup(title: "What is asked") var prompt: PromptOptions

  @OptionGroup(title: "How it is answered") var answer: AnswerOptions

  @OptionGroup(title: "Where it goes") var result: ResultOptions

  @OptionGroup var way: WayOption

  /// The options that change the request, read and checked.
  func turnOptions() throws(CommandError) -> TurnOptions {
    var options = try TurnOptions(prompt.asked, answer, keepsNothing: result.noStore)
    options.model = prompt.model
    return options
  }
}

extension TurnOptions {
  /// What the options of a command ask for, whichever model answers.
  init(_ asked: AskedOptions, _ answer: AnswerOptions, keepsNothing: Bool) throws(CommandError) {
    try asked.checkSession()
    if keepsNothing, asked.continues, !asked.dryRun {
      throw CommandError("--no-store keeps nothing, so it cannot go on with a session. Leave one of them out.")
    }
    self.init()
    system = asked.system
    for text in answer.settings { settings.append(try SetOption(text)) }
    thinking = answer.thinking
    for text in answer.safety { safety.append(try SafetyOption(text)) }
    tools = try asked.toolOptions()
    schema = try answer.schema.map { (path) throws(CommandError) in try JSONFile.object(path, is: "schema") }
    showsThoughts = answer.showThoughts
    streams = !answer.noStream
  }
}

/// The options that change the answer.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "A field of generationConfig, such as temperature=0.2. Repeatable.", valueName: "field=value"))
  var settings: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("off, dynamic, a level of the model, or a number of tokens.", valueName: "how"),
    completion: .list(["off", "dynamic", "minimal", "low", "medium", "high"]))
  var thinking: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A safety setting, such as harassment=none. Repeatable.", valueName: "category=threshold"),
    completion: .list(SafetyOption.examples))
  var safety: [String] = []

  @Option(
    help: ArgumentHelp("A file with the JSON Schema the answer is to have.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var schema: String?

  @Flag(help: "Ask for the model's thoughts; as text they go to standard error.")
  var showThoughts = false

  @Flag(help: "Ask for the answer in one piece.")
  var noStream = false
}

/// The options that say where the answer goes.
struct ResultOptions: ParsableArguments {
  @Option(help: "What is printed: text, one object, or one object a line.")
  var format = OutputFormat.text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file or folder for pictures, or for a text answer; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var provenance: ProvenanceOption

  @Flag(help: "Keep nothing of this in the session store.")
  var noStore = false
}

extension Settings.ProvenancePlace: ExpressibleByArgument {}

/// The option of every command that writes pictures.
struct ProvenanceOption: ParsableArguments {
  @Option(
    name: .customLong("provenance"),
    help: "Where a picture's making goes: FILE.json beside it, a text chunk of a PNG, or nowhere.")
  var place: Settings.ProvenancePlace?
}
