import Screen

/// One setting of the settings file, as the screen of settings shows it.
package struct SettingItem: Hashable, Sendable {
  /// The names down to it; one in capitals stands for any.
  package var path: [String]
  /// As the file names it.
  package var key: String
  /// What counts, without quotes.
  package var value: String
  /// Where that comes from: `default`, a line of the file, a variable.
  package var source: String
  /// True if the file sets it.
  package var isSet: Bool
  /// The values to step through; empty for a setting that is typed.
  package var choices: [String]
  /// What a value is.
  package var values: String
  package var meaning: String
  /// When a change counts.
  package var change: String
  /// For a setting with names of one's own that is not there yet: a line that would set it.
  package var example: String?

  package init(
    path: [String], key: String, value: String, source: String, isSet: Bool, choices: [String], values: String,
    meaning: String, change: String, example: String? = nil
  ) {
    self.path = path
    self.key = key
    self.value = value
    self.source = source
    self.isSet = isSet
    self.choices = choices
    self.values = values
    self.meaning = meaning
    self.change = change
    self.example = example
  }

  /// The part of the file it belongs to.
  package var group: String { path.count == 1 ? "General" : path[0].prefix(1).uppercased() + path[0].dropFirst() }
}

/// What the settings file says, item by item.
package struct SettingList: Hashable, Sendable {
  package var file: String
  package var items: [SettingItem]
  /// Why the file cannot be read, as a sentence: then everything is at its default, and nothing can be changed.
  package var problem: String?

  package init(file: String, items: [SettingItem], problem: String? = nil) {
    self.file = file
    self.items = items
    self.problem = problem
  }
}

extension Studio {
  /// The settings whose names or meanings have every word of a filter, in the order of the file.
  package func settingItems(filter: String) -> [SettingItem] {
    let words = filter.lowercased().split(separator: " ")
    return (settingList?.items ?? []).map(live).filter { item in
      let text = "\(item.key) \(item.meaning)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  /// A setting that a key of the studio has changed since the file was read counts as it was changed.
  private func live(_ item: SettingItem) -> SettingItem {
    let now: (value: String, command: CommandName)? =
      switch item.path {
      case ["thinking", "pane"]: (settings.thinkingPane.rawValue, .foldThinking)
      case ["thinking", "split_tags"]: (String(settings.splitsReasoning), .splitTags)
      default: nil
      }
    guard let now, now.value != item.value else { return item }
    var item = item
    item.value = now.value
    item.source = settings.keymap.keys(for: now.command, at: .prompt).first?.label ?? "here"
    return item
  }

  mutating func openStudioSettings() -> [Effect] {
    overlay = .studioSettings(ListState())
    return [.listSettings]
  }

  mutating func performInStudioSettings(_ name: CommandName, _ list: ListState) -> [Effect] {
    let items = settingItems(filter: list.filter)
    guard items.indices.contains(list.selected) else { return [] }
    let item = items[list.selected]
    switch name {
    case .accept where item.path == ["theme"]: openThemes()
    case .accept where item.choices.isEmpty:
      askForValue(of: item, in: list, typed: item.example ?? (item.value.contains("(hidden)") ? "" : item.value))
    case .accept, .valueNext: return step(item, by: 1)
    case .valuePrevious: return step(item, by: -1)
    case .valueReset where item.isSet: return [.changeSetting(SettingChange(item.path, to: nil))]
    default: break
    }
    return []
  }

  /// True if the selected row of a settings box has values that follow each other.
  package var stepsSetting: Bool {
    switch overlay {
    case .settings(let panel):
      let rows = settingRows(of: panel)
      guard rows.indices.contains(panel.list.selected) else { return false }
      let row = rows[panel.list.selected]
      return row.whyOff == nil && setup.choices(of: row.field, traits(of: setup.model)) != nil
    case .studioSettings(let list):
      let items = settingItems(filter: list.filter)
      return items.indices.contains(list.selected) && items[list.selected].choices.count > 1
    default: return false
    }
  }

  private func step(_ item: SettingItem, by delta: Int) -> [Effect] {
    guard let index = item.choices.firstIndex(of: item.value) else { return [] }
    let count = item.choices.count
    return [.changeSetting(SettingChange(item.path, to: item.choices[(index + delta + count) % count]))]
  }

  private mutating func askForValue(of item: SettingItem, in list: ListState, typed: String, problem: String? = nil) {
    let isOffered = problem == nil && item.example == nil
    let editor = isOffered ? PromptEditor.offering(typed) : PromptEditor(Draft(text: typed))
    let help = item.example == nil ? "\(item.meaning) It is \(item.values)." : "\(item.meaning) A line as in the file."
    var entry = TextEntry(
      purpose: .studioSetting(item, list), title: item.key, help: help, editor: editor)
    entry.problem = problem
    overlay = .entry(entry)
  }

  /// What was typed for a setting.
  mutating func accept(_ text: String, for item: SettingItem, in list: ListState) -> [Effect] {
    overlay = .studioSettings(list)
    let value = text.trimmingBlanks
    if item.example != nil {
      guard !value.isEmpty else { return [] }
      // What is added is to be seen among its like, whatever the list was filtered by.
      var all = ListState()
      all.filter = item.path[0]
      overlay = .studioSettings(all)
      return [.addSetting(line: value, to: item.path)]
    }
    guard value != item.value else { return [] }
    return [.changeSetting(SettingChange(item.path, to: value))]
  }

  /// What was refused can be typed again.
  mutating func refuse(_ typed: String?, at path: [String], because sentence: String) {
    guard case .studioSettings(let list) = overlay, let typed,
      let item = settingItems(filter: list.filter).first(where: { $0.path == path }), item.choices.isEmpty
    else {
      say(sentence, .error)
      return
    }
    askForValue(of: item, in: list, typed: typed, problem: sentence)
  }
}
