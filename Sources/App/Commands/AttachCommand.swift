import ArgumentParser
import Core
import Foundation
import Glibc

/// `gemstudio attach`: hands files to a studio that runs on this machine.
struct AttachCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Hand files to the studio that runs on this machine.",
    usage: "gemstudio attach [<options>] [<file> ...]",
    discussion: """
      They go with the studio's next prompt. Without a file, or for -, standard input is one: \
      ssh host gemstudio attach < shot.png. Of several studios it is the one in which a key was pressed last. \
      Exit code 2 means that no studio took them.
      """)

  @Argument(help: "Pictures, PDFs, texts, audio or video; - is standard input.", completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "The session that is open in the studio, by any unique beginning of its id.", valueName: "session"))
  var to: String?

  @Option(help: ArgumentHelp("What standard input is called, with its extension.", valueName: "name"))
  var name = "standard input"

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    var given: [(name: String, bytes: [UInt8])] = []
    var isLacking = false
    for path in files.isEmpty ? ["-"] : files {
      do throws(CommandError) {
        given.append(path == "-" ? (name, try Self.standardInput(isImplied: files.isEmpty)) : try Self.file(path))
      } catch  where files.count > 1 && error.exitCode != Self.interrupted {
        console.note(error.sentence)
        isLacking = true
      }
    }
    if given.isEmpty { return 1 }
    let answer: AttachAnswer
    do throws(AttachClient.Problem) {
      let client = AttachClient(folders: Paths(environment: ProcessInfo.processInfo.environment).sockets)
      answer = try client.hand(given, to: try client.find(session: to))
    } catch {
      throw CommandError(error.sentence)
    }
    for sentence in answer.notices + answer.problems { console.note(sentence) }
    if answer.count == 0 { return 2 }
    console.out.line("\(answer.count == 1 ? "1 file" : "\(answer.count) files") attached to \(answer.session).")
    return answer.problems.isEmpty && !isLacking ? 0 : 1
  }

  private static let interrupted: Int32 = 130

  private static func file(_ path: String) throws(CommandError) -> (name: String, bytes: [UInt8]) {
    let full = Paths.absolute(path)
    let files = FileManager.default
    guard files.fileExists(atPath: full) else { throw refusal(path, "there is no such file") }
    if files.isFolder(full) { throw refusal(path, "it is a folder") }
    let bytes = try InputFile.read(full, limit: AttachmentType.requestLimit)
    if bytes.isEmpty { throw refusal(path, "it is empty") }
    return ((full as NSString).lastPathComponent, bytes)
  }

  private static func refusal(_ path: String, _ reason: String) -> CommandError {
    CommandError("\(path) is not attached: \(reason).", exitCode: 1)
  }

  /// - Parameter isImplied: nobody named standard input: from a terminal nothing is waited for.
  private static func standardInput(isImplied: Bool) throws(CommandError) -> [UInt8] {
    if isImplied, isatty(STDIN_FILENO) == 1 {
      throw CommandError("Name a file, or send one through standard input: gemstudio attach < shot.png.")
    }
    return try InputFile.read(STDIN_FILENO, called: "Standard input", limit: AttachmentType.requestLimit)
  }
}
