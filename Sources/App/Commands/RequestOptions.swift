import ArgumentParser
import Core
import Foundation
import Gemini

/// How a command gives its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json, jsonl }

/// The options that commands asking a model share.
/// - Source: product.md section 8.
struct RequestOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The model, by its id or an alias of the settings (flash, thinking, image).")
  var model: String?

  @Option(
    name: [.customShort("i"), .customLong("attach")], parsing: .singleValue,
    help: ArgumentHelp("A picture to go with the prompt; may be given again, the order is kept.", valueName: "file"))
  var attachments: [String] = []

  @Option(
    name: .shortAndLong, parsing: .unconditional, help: ArgumentHelp("The system instruction.", valueName: "text"))
  var system: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "A field of generationConfig by its path: temperature=0.2, imageConfig.aspectRatio=16:9.",
      valueName: "field=value"))
  var settings: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("off, dynamic, a level of the model, or a number of tokens.", valueName: "how"))
  var thinking: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A safety setting, such as harassment=none.", valueName: "category=threshold"))
  var safety: [String] = []

  @Option(
    name: .customLong("tool"), parsing: .singleValue,
    help: ArgumentHelp("A tool of the service: googleSearch, codeExecution, urlContext.", valueName: "name"))
  var tools: [String] = []

  @Option(help: ArgumentHelp("A file with the JSON Schema the answer is to have.", valueName: "file"))
  var schema: String?

  @Flag(help: "Ask for the answer in one piece.")
  var noStream = false

  @Option(help: "How the result is given: text, json or jsonl.")
  var format = OutputFormat.text

  @Flag(help: "Ask for the model's thoughts; in text they go to standard error.")
  var showThoughts = false

  @Flag(name: .customLong("continue"), help: "Go on with the last session.")
  var continuesLast = false

  @Option(help: ArgumentHelp("Go on with a session, by any unique beginning of its id.", valueName: "id"))
  var session: String?

  @Flag(help: "Keep nothing of this in the session store.")
  var noStore = false

  @Flag(help: "Ask the offline simulator instead of the service.")
  var offline = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file for pictures, or for the answer of a text model; - is standard output.", valueName: "file"))
  var output: String?

  @Flag(help: "Print the request, the key hidden, and send nothing.")
  var dryRun = false

  @Flag(help: "Leave standard input alone.")
  var noStdin = false

  /// The options that change the request, read and checked.
  func turnOptions() throws(CommandError) -> TurnOptions {
    if continuesLast, session != nil {
      throw CommandError("--continue and --session name two sessions; give one of them.")
    }
    if noStore, continuesLast || session != nil, !dryRun {
      throw CommandError("--no-store keeps nothing, so it cannot go on with a session. Leave one of them out.")
    }
    var options = TurnOptions()
    options.model = model
    options.system = system
    for text in settings { options.settings.append(try SetOption(text)) }
    options.thinking = thinking
    for text in safety { options.safety.append(try SafetyOption(text)) }
    for name in tools { options.tools.append(try ToolOption(named: name)) }
    options.schema = try schema.map { (path) throws(CommandError) in try Self.schema(path) }
    options.showsThoughts = showThoughts
    options.streams = !noStream
    return options
  }

  private static func schema(_ path: String) throws(CommandError) -> JSON {
    guard let data = FileManager.default.contents(atPath: Paths.absolute(path)) else {
      throw CommandError("The schema \(path) cannot be read.")
    }
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: Array(data)) } catch {
      throw CommandError("The schema \(path) is not JSON: \(error.reason) (byte \(error.offset)).")
    }
    guard json.object != nil else { throw CommandError("The schema \(path) is no JSON Schema: it is not an object.") }
    return json
  }
}
