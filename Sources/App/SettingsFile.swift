package import Core
import Foundation

/// What `config.toml` says. What cannot be used is named with its line and reason; the rest counts.
package struct SettingsFile: Sendable {
  package var settings = Settings()
  var network = NetworkSettings()
  /// A sentence for each thing in the file that was passed over.
  package var problems: [String] = []
  /// True if the file is no TOML: then nothing of it counts.
  var isBroken = false
  /// Where the file is: paths in it begin here.
  let folder: String

  /// Reads the file; without one there are the defaults.
  package static func read(_ path: String) -> SettingsFile {
    var file = SettingsFile(folder: (path as NSString).deletingLastPathComponent)
    do throws(TOMLFile.Problem) {
      guard let document = try TOMLFile.document(path) else { return file }
      let found = file.take(document.table, under: []).map { problem in
        let names = problem.names
        let line = (1...max(1, names.count)).reversed().lazy.compactMap { document.lines[Array(names.prefix($0))] }
          .first
        return (line: line ?? 0, sentence: "\(path)\(line.map { ", line \($0)" } ?? ""): \(problem.reason).")
      }
      file.problems = found.sorted { $0.line < $1.line }.map(\.sentence)
    } catch {
      let place = error.line.map { ", line \($0)" } ?? ""
      file.problems = ["\(path)\(place): \(error.reason.asSentence)"]
      file.isBroken = true
    }
    return file
  }

  /// What a start says of it.
  var startProblems: [String] { problems + (isBroken ? ["The defaults are used."] : []) }

  /// - Returns: what cannot be used: the names down to it, and why.
  private mutating func take(
    _ table: [String: TOML], under path: [String]
  ) -> [(names: [String], reason: String)] {
    var problems: [(names: [String], reason: String)] = []
    for (name, value) in table.sorted(by: { $0.key < $1.key }) {
      let names = path + [name]
      if let entry = SettingsEntry.table.first(where: { $0.matches(names) }) {
        if let reason = entry.take(value, names, &self) {
          problems.append((names, "\(SettingsEntry.name(names)) \(reason)"))
        }
      } else if !SettingsEntry.table.contains(where: { $0.matches(names, begins: true) }) {
        let hint = names.count > 2 ? "; a name with dots in it needs quotes" : ""
        problems.append((names, "there is no setting named \(SettingsEntry.name(names))\(hint)"))
      } else if let inner = value.table {
        problems += take(inner, under: names)
      } else {
        let key = SettingsEntry.name(names)
        problems.append((names, "\(key) is a table: [\(key)] on a line of its own"))
      }
    }
    return problems
  }
}

// MARK: The written file and its page

extension SettingsFile {
  /// A commented file with every setting at its default; what has none stands in a comment.
  static func template() -> String {
    var text = """
      # The settings of gemstudio. Each is at its default: change what you like, delete the rest.
      # `gemstudio config --check` says what is wrong with this file, and in which line.

      """
    var group: [String] = []
    for entry in SettingsEntry.table {
      let isSet = !entry.standard.isEmpty
      let lines = isSet ? entry.standard : entry.example
      let header = lines.first.map { Array($0.path.dropLast()) } ?? []
      if header != group {
        group = header
        // A commented table has nothing but comments below it.
        text += "\n\(header.count == 1 ? "" : "# ")[\(SettingsEntry.name(header))]\n"
      } else if header.isEmpty {
        text += "\n"
      }
      text += "# \(entry.meaning)\n"
      if !entry.values.hasPrefix("a text") { text += "# It is \(entry.values).\n" }
      for line in lines {
        text += "\(isSet ? "" : "# ")\(SettingsEntry.name([line.path.last ?? ""])) = \(line.value.text)\n"
      }
    }
    return text
  }

  /// The page `docs/settings.md`.
  static func markdown() -> String {
    var text = """
      # Settings

      `config.toml` in the configuration folder (`~/.config/gemstudio/`) holds the settings; without it the defaults count.
      `gemstudio config --write` writes one with every setting at its default, `gemstudio config --check` says what is wrong
      with yours, and in which line. A name in capitals stands for one of yours; one with dots or other signs in it needs
      quotes: `[limits."gemini-2.5-pro"]`.

      A studio that runs takes the file, and themes of yours, as soon as they are saved. While something in the file cannot be
      used, what counted before still does, and a line says what is wrong. What was chosen in the studio stays until the file
      says something else than before. The last column says when a change counts there; a command reads the file when it starts.

      | setting | a value is | default | what it does | counts |
      |---|---|---|---|---|

      """
    for entry in SettingsEntry.table {
      let isTable = entry.path.last?.allSatisfy(\.isUppercase) == true
      let standard = entry.standard.map { line in
        isTable ? "\(line.path.last ?? "") = \(line.value.text)" : line.value.text
      }
      let cells = [
        "`\(entry.key)`", entry.values, standard.map { "`\($0)`" }.joined(separator: ", "), entry.meaning,
        entry.change.rawValue,
      ]
      let escaped = cells.map { $0.replacing("<", with: "\\<") }
      text += "| \(escaped.joined(separator: " | ")) |\n"
    }
    return text
  }
}
