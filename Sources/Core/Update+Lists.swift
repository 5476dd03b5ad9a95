import Screen

/// What all lists with a filter have in common: typing, moving, the wheel, clicks on rows.
extension Studio {
  /// The commands that match a filter, the best first.
  package func palette(filter: String) -> [Command] {
    var commands = Command.table.filter(\.isInPalette)
    // What cannot wait comes first.
    if activeRun != nil, let stop = commands.firstIndex(where: { $0.name == .interrupt }) {
      commands.insert(commands.remove(at: stop), at: 0)
    }
    guard !filter.isEmpty else { return commands }
    return FuzzyMatch.sorted(commands, by: filter) { paletteText(of: $0, filter: filter) }
  }

  /// The commands of an open palette. After a `/` each word has to be one of theirs: what stands there may be a prompt.
  package func palette(_ list: ListState) -> [Command] {
    let commands = palette(filter: list.filter)
    guard list.isSlash else { return commands }
    let words = list.filter.lowercased().split(separator: " ")
    return commands.filter { command in
      let text = paletteText(of: command, filter: list.filter).lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  private func paletteText(of command: Command, filter: String) -> String {
    var text = "\(command.title) \(command.name.rawValue) \(command.hint)"
    if command.name == .help, explainsVi(filter) { text += " \(filter)" }
    // Not by letters from here and there: they would find what nobody means.
    if let words = Self.otherWords[command.name], words.contains(filter.lowercased()) { text += " \(words)" }
    return text
  }

  /// What other programs call it.
  private static let otherWords: [CommandName: String] = [
    .interrupt: "cancel abort", .leave: "quit exit", .newSession: "clear reset chat", .listSessions: "history resume",
  ]

  /// True if the help on the vi set is what a filter asks for.
  private func explainsVi(_ filter: String) -> Bool {
    let help = Command.named(.help)
    let isNamed = "\(help.title) \(help.name.rawValue)".lowercased().contains(filter.lowercased())
    return settings.editing == .vi && !isNamed && HelpText.explainsVi(filter)
  }

  /// Runs the selected command of the palette; the help, found by words of the vi set, shows what they are about.
  mutating func performInPalette(_ list: ListState) -> [Effect] {
    let commands = palette(list)
    overlay = nil
    keepText(of: list)
    guard commands.indices.contains(list.selected) else { return [] }
    let name = commands[list.selected].name
    let effects = perform(name)
    if name == .help, explainsVi(list.filter) { overlay = .help(scroll: 0, filter: list.filter) }
    return effects
  }

  /// What was typed after a `/` and names no command is text of the prompt.
  mutating func keepText(of list: ListState) {
    guard list.isSlash, !list.filter.isEmpty, palette(list).isEmpty else { return }
    prompt.paste("/" + list.filter)
  }

  /// The rows of the list in front.
  private var rowCount: Int {
    let filter = overlay?.list?.filter ?? ""
    switch overlay {
    case .palette(let list): return palette(list).count
    case .sessions: return browser.rows.count
    case .prompts(let search): return search.rows.count
    case .models: return models(filter: filter).count + (offeredModelID(filter: filter) == nil ? 0 : 1)
    case .themes: return themeNames(filter: filter).count
    case .files(let picker): return picker.rows.count
    case .settings(let panel): return settingRows(of: panel).count
    case .presets(let list): return presets(filter: filter).count + (newPresetName(list) == nil ? 0 : 1)
    case .lineUps: return lineUps(filter: filter).count
    case .library: return library(filter: filter).count + libraryOffers(filter: filter).count
    case .studioSettings: return settingItems(filter: filter).count
    case .verdicts: return standings(filter: filter).count
    case .links: return links(filter: filter).count
    case .turns: return turns(filter: filter).count
    default: return 0
    }
  }

  /// True if Enter would do nothing: the list in front has no row.
  package var isListEmpty: Bool {
    // A path may be typed before its folder was read.
    if case .files(let picker) = overlay, picker.entries == nil { return false }
    return overlay?.list != nil && rowCount == 0
  }

  /// Changes filter or selection of the list in front.
  /// - Returns: `nil` if there is none.
  mutating func changeList(_ change: (inout ListState) -> Void) -> [Effect]? {
    guard var list = overlay?.list else { return nil }
    change(&list)
    overlay?.list = list
    if case .files(let picker) = overlay { return show(picker) }
    return []
  }

  /// Selects another row by a key.
  /// - Returns: `nil` for another command, and where there is no list.
  mutating func moveInList(_ name: CommandName) -> [Effect]? {
    guard ListState.moves.contains(name), overlay?.list != nil else { return nil }
    let count = rowCount
    // The long panel of settings goes round.
    let wraps = if case .settings = overlay { true } else { false }
    return changeList { $0.move(name, count: count, wraps: wraps) }
  }

  /// Selects a row so far away, as the wheel and a click do: never round the ends.
  /// - Returns: `nil` where there is no list.
  mutating func moveInList(by distance: Int) -> [Effect]? {
    guard overlay?.list != nil else { return nil }
    let count = rowCount
    return changeList { $0.select($0.selected + distance, count: count) }
  }

  /// Where a text is after a key that scrolls it in its box.
  /// - Parameter others: rows of the box above the text.
  func scrolled(_ scroll: Int, _ name: CommandName, lines: Int, others: Int = 0) -> Int {
    let page = max(1, terminal.size.rows - 4 - others)
    let steps: [CommandName: Int] = [
      .selectNext: 1, .selectPrevious: -1, .selectNextPage: page, .selectPreviousPage: -page, .selectFirst: -lines,
      .selectLast: lines,
    ]
    return max(0, min(lines - page, scroll + (steps[name] ?? 0)))
  }
}

extension Overlay {
  /// Filter and selection of what is a list; `nil` for anything else.
  var list: ListState? {
    get {
      switch self {
      case .palette(let list), .sessions(let list), .models(let list), .themes(let list), .library(let list),
        .studioSettings(let list), .verdicts(let list), .links(let list), .turns(let list):
        list
      case .prompts(let search): search.list
      case .files(let picker): picker.list
      case .settings(let panel): panel.list
      case .presets(let presets): presets.list
      case .lineUps(let lineUps): lineUps.list
      default: nil
      }
    }
    set {
      guard let list = newValue else { return }
      switch self {
      case .palette: self = .palette(list)
      case .sessions: self = .sessions(list)
      case .models: self = .models(list)
      case .themes: self = .themes(list)
      case .library: self = .library(list)
      case .studioSettings: self = .studioSettings(list)
      case .verdicts: self = .verdicts(list)
      case .links: self = .links(list)
      case .turns: self = .turns(list)
      case .prompts(var search):
        search.list = list
        self = .prompts(search)
      case .files(var picker):
        picker.list = list
        self = .files(picker)
      case .settings(var panel):
        panel.list = list
        // What was said was about another row.
        panel.problem = nil
        self = .settings(panel)
      case .presets(var presets):
        presets.list = list
        self = .presets(presets)
      case .lineUps(var lineUps):
        lineUps.list = list
        self = .lineUps(lineUps)
      default: break
      }
    }
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

  private static let page = 10

  /// What selects another row.
  static let moves: Set<CommandName> = [
    .selectNext, .selectPrevious, .selectNextPage, .selectPreviousPage, .selectFirst, .selectLast,
  ]

  /// - Parameter wraps: a step past an end goes to the other one.
  fileprivate mutating func move(_ name: CommandName, count: Int, wraps: Bool) {
    switch name {
    case .selectNext: select(wraps && selected == count - 1 ? 0 : selected + 1, count: count)
    case .selectPrevious: select(wraps && selected == 0 ? count - 1 : selected - 1, count: count)
    case .selectNextPage: select(selected + Self.page, count: count)
    case .selectPreviousPage: select(selected - Self.page, count: count)
    case .selectFirst: select(0, count: count)
    case .selectLast: select(count - 1, count: count)
    default: break
    }
  }

  /// Selects a row, or the one nearest to it that there is.
  fileprivate mutating func select(_ row: Int, count: Int) { selected = max(0, min(count - 1, row)) }
}
