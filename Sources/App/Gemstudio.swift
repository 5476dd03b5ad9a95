import ArgumentParser
import Core
import Glibc
import Images

/// The program from its first line on.
package enum Program {
  /// Opens the studio, runs a command, or is the process that decodes one picture.
  package static func main() -> Never {
    SystemText.fillStandardDescriptors()
    if CommandLine.arguments.isEmpty {
      Console().note(
        "The options cannot be read, as /proc is closed to this user. Mount it, or ask who runs the machine.")
      exit(1)
    }
    let words = Array(CommandLine.arguments.dropFirst())
    // Every picture on the screen starts this process: it has no time to look at options.
    if words == [PictureProcess.subcommand] { exit(PictureWorker.main(input: 0, output: 1)) }
    exit(words.isEmpty ? StudioMain.run(StudioMain.Options()) : run(words))
  }

  /// - Returns: the exit code.
  private static func run(_ words: [String]) -> Int32 {
    do {
      var command = try Gemstudio.parse(subcommand: words) ?? Gemstudio.parseAsRoot(words)
      if let studio = command as? StudioCommand { return StudioMain.run(studio.studioOptions) }
      if let command = command as? any HeadlessCommand { return Headless.run(command) }
      try command.run()
      return 0
    } catch {
      let console = Console()
      if Gemstudio.exitCode(for: error) == .success {
        console.out.write(Gemstudio.fullMessage(for: error) + "\n")
        return 0
      }
      let name = words.first.flatMap { word in Gemstudio.commandNames.contains(word) ? " \(word)" : nil } ?? ""
      console.note("\(sentence(Gemstudio.message(for: error)).asSentence) See `gemstudio\(name) --help`.")
      return 2
    }
  }

  /// What is wrong with the words, in one line: the values that an option takes come as a list.
  static func sentence(_ message: String) -> String {
    let lines = message.split(separator: "\n")
    let values = lines.dropFirst().map { $0.trimmingPrefix(/[ -]+/) }
    return lines.prefix(1).joined() + (values.isEmpty ? "" : " " + values.joined(separator: ", "))
  }
}

/// The command line: without a subcommand it opens the studio.
struct Gemstudio: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gemstudio",
    abstract: "A terminal studio for Google's Gemini models.",
    discussion: """
      Without a subcommand it opens the studio: -c or --continue opens the last session, --session ID one by any \
      unique beginning of its id, --plain is for screen readers. The subcommands work without a screen.
      """,
    version: Version.text,
    subcommands: [
      StudioCommand.self, AskCommand.self, ImageCommand.self, CompareCommand.self, ShowCommand.self, ModelsCommand.self,
      CountCommand.self,
      AttachCommand.self, ImagesCommand.self, VerdictsCommand.self, DoctorCommand.self, ConfigCommand.self,
      KeysCommand.self,
      SimulateCommand.self,
      CompletionsCommand.self,
    ],
    defaultSubcommand: StudioCommand.self)

  /// A subcommand read by itself, without this one's options and rules: that saves a command a tenth of its start.
  /// - Returns: `nil` for words it does not take and for help, where what is said has to name the whole program.
  static func parse(subcommand words: [String]) -> (any ParsableCommand)? {
    let named = configuration.subcommands.first { $0.configuration.commandName == words.first }
    guard let named, named.configuration.subcommands.isEmpty,
      let command = try? named.parseAsRoot(Array(words.dropFirst())), type(of: command) == named
    else { return nil }
    return command
  }

  static var commandNames: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }
}

/// What no subcommand means. Its options are not those of `Gemstudio` itself, which would take them from `ask` too.
struct StudioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "studio", abstract: "Open the studio.", shouldDisplay: false)

  @Flag(name: [.customShort("c"), .customLong("continue")], help: "Open the last session.")
  var continuesLast = false

  @Option(help: ArgumentHelp("Open a session by any unique beginning of its id.", valueName: "id"))
  var session: String?

  @Flag(name: .customLong("plain"), help: "Line by line, for screen readers: nothing is drawn.")
  var isPlain = false

  var studioOptions: StudioMain.Options {
    StudioMain.Options(continuesLast: continuesLast, session: session, isPlain: isPlain)
  }
}
