import Screen

/// The lists with a filter: commands, sessions.
extension Studio {
  /// The commands that match a filter, the best first.
  package func palette(filter: String) -> [Command] {
    let commands = Command.table.filter(\.isInPalette)
    guard !filter.isEmpty else { return commands }
    return FuzzyMatch.sorted(commands, by: filter) { $0.title + " " + $0.name.rawValue }
  }

  /// What was typed after a `/` and names no command is text of the prompt.
  mutating func keepText(of list: ListState) {
    guard list.isSlash, !list.filter.isEmpty, palette(filter: list.filter).isEmpty else { return }
    prompt.paste("/" + list.filter)
  }
}

extension ListState {
  mutating func type(_ key: Key) {
    if key == Key(.backspace) {
      _ = filter.popLast()
    } else if key == Key("u", .control) || key == Key("w", .control) {
      filter = ""
    } else if let character = key.typed {
      filter.append(character)
    } else {
      return
    }
    selected = 0
  }

  mutating func move(_ name: CommandName, count: Int) {
    let delta = [.selectNext: 1, .selectPrevious: -1, .selectNextPage: 10, .selectPreviousPage: -10][name] ?? 0
    selected = max(0, min(count - 1, selected + delta))
  }
}
