import Foundation

/// Edits text in the person's own editor.
enum ExternalEditor {
  struct Problem: Error { let sentence: String }

  /// Runs an editor on a private file, which is removed afterwards.
  static func edit(_ text: String, folder: String) -> Result<String, Problem> {
    let path = "\(folder)/prompt-\(UUID().uuidString.prefix(8)).md"
    let files = FileManager.default
    defer { try? files.removeItem(atPath: path) }
    do {
      try files.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      return .failure(Problem(sentence: "The folder \(folder) cannot be made, so there is no file to edit."))
    }
    guard files.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
      return .failure(Problem(sentence: "The file \(path) cannot be written, so there is nothing to edit."))
    }
    if let problem = open(path) { return .failure(problem) }
    guard let data = files.contents(atPath: path) else {
      return .failure(Problem(sentence: "The edited file is gone; the text is as it was."))
    }
    var edited = String(decoding: data, as: UTF8.self)
    // Editors end a file with a line break nobody typed.
    if edited.hasSuffix("\n"), !text.hasSuffix("\n") { edited.removeLast() }
    return .success(edited)
  }

  /// The command that edits: `$VISUAL`, `$EDITOR`, or what the system has where neither is set.
  static func command(_ environment: [String: String]) -> String? {
    [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty }
      ?? ["editor", "nano", "vi"].lazy.compactMap { ShellCommand.find($0, in: environment) }.first
      .map(ShellCommand.quoted)
  }

  /// Runs an editor on a file, and waits for its end.
  /// - Returns: why it could not be edited.
  static func open(_ path: String) -> Problem? {
    guard let editor = command(ProcessInfo.processInfo.environment) else {
      return Problem(sentence: "No editor is set and none is here: put one into EDITOR, such as EDITOR=nano.")
    }
    // The shell splits the variable, as editors are often set with options: EDITOR="code --wait". It must not stay
    // around: it would count a Ctrl+C that the editor took as its own end.
    switch ShellCommand.run("exec \(editor) \(ShellCommand.quoted(path))") {
    case .exited(0): return nil
    case .exited(126), .exited(127), .notStarted:
      return Problem(sentence: "The editor \(editor) could not be started; the text is as it was.")
    case .exited, .killed:
      return Problem(sentence: "The editor \(editor) ended with an error; the text is as it was.")
    }
  }
}
