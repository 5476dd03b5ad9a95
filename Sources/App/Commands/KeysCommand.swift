import ArgumentParser
import Core
import Screen

/// `gemstudio keys`: what keys do, from the command table.
struct KeysCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(commandName: "keys", abstract: "List the commands and their keys.")

  @Flag(help: "The command table as text, which is also what comes without options.")
  var list = false

  @Flag(help: "The keys as Markdown, as in docs/keys.md.")
  var markdown = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    if list, markdown { throw CommandError("--list and --markdown are two forms of the same; give one of them.") }
    if markdown {
      console.out.write(HelpText.markdown())
    } else {
      let settings = Workshop(stores: false).settings
      console.out.write(Self.table(settings.keymap))
    }
    return 0
  }

  /// One line a command: name, keys with the place where they work, what it does.
  static func table(_ keymap: Keymap) -> String {
    let rows = Command.table.map { command in
      let keys = keymap.allKeys(for: command.name).map { "\($0.keys.label) (\($0.place.title))" }
      return (name: command.name.rawValue, title: command.title, keys: keys.joined(separator: ", "))
    }
    let nameWidth = rows.map(\.name.count).max() ?? 0
    let titleWidth = rows.map(\.title.count).max() ?? 0
    return rows.map { row in
      let line = row.name.padded(to: nameWidth) + "  " + row.title.padded(to: titleWidth) + "  " + row.keys
      return line.trimmingBlanks + "\n"
    }.joined()
  }
}

extension String {
  /// The text with blanks after it, `width` characters in all if it is not longer.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
