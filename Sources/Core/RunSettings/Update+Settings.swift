import Gemini
import Screen

/// The run settings.
extension Studio {
  /// The fields with their values, what they may be and where they come from, for the model that takes the next turn.
  package var settingRows: [SettingRow] {
    let setup = setup
    let traits = traits(of: setup.model)
    let layers = layers(below: setup)
    let lane = focusedLaneIndex
    return setup.settingRows(traits).map { row in
      if let lane, row.field == .systemInstruction { return instructionRow(row, ofLane: lane) }
      var row = row
      if lane != nil, row.field == .pictureCount { row.whyOff = "Each lane asks for one picture" }
      let value = setup.text(of: row.field, traits)
      if row.isChanged || layers.contains(where: { $0.session.text(of: row.field, traits) != nil }) {
        let first = layers.first { $0.session.text(of: row.field, traits) != nil }
        let isOwn = first?.session.text(of: row.field, traits) != value
        row.source = isOwn ? lane.map { "lane \($0 + 1)" } ?? "session" : first?.name
      }
      return row
    }
  }

  /// A lane that has no system instruction of its own shares the session's.
  private func instructionRow(_ row: SettingRow, ofLane lane: Int) -> SettingRow {
    var row = row
    let isOwn = session.lanes[lane].systemInstruction != nil
    guard isOwn || row.isChanged else { return row }
    row.source = isOwn ? "lane \(lane + 1)" : "from the session"
    if !row.isChanged { row.value = "none" }
    row.isChanged = true
    return row
  }

  /// Those of the rows that a panel shows.
  package func settingRows(of panel: SettingsPanel) -> [SettingRow] {
    let words = panel.list.filter.lowercased().split(separator: " ")
    return words.isEmpty ? settingRows : settingRows.filter { $0.matches(words) }
  }

  /// What counts where the session says nothing, the nearest first.
  private func layers(below setup: Session) -> [(name: String, session: Session)] {
    let preset = settings.presets.items.first { $0.name == setup.preset }
    let layers = [preset.map { ("preset \($0.name)", $0.settings) }, ("config.toml", settings.runSettings)]
    return layers.compactMap { $0 }.map { name, settings in
      var session = setup
      session.runSettings = settings
      return (name, session)
    }
  }

  mutating func openSettings(at field: SettingField, in panel: SettingsPanel = SettingsPanel()) {
    var panel = panel
    panel.problem = nil
    panel.list.selected = settingRows(of: panel).firstIndex { $0.field == field } ?? 0
    overlay = .settings(panel)
  }

  mutating func performInSettings(_ name: CommandName, _ panel: SettingsPanel) -> [Effect] {
    var panel = panel
    panel.problem = nil
    let traits = traits(of: setup.model)
    let rows = settingRows(of: panel)
    let row = rows.indices.contains(panel.list.selected) ? rows[panel.list.selected] : nil
    let before = setup.runSettings
    switch name {
    case .accept:
      guard let row else { break }
      // What is one of a few words is switched; a number may be another than those that are offered.
      let isSwitched = !row.field.isNumber && row.whyOff == nil && setup.choices(of: row.field, traits) != nil
      return isSwitched ? performInSettings(.valueNext, panel) : enterValue(row, panel, first: nil)
    case .valueNext, .valuePrevious:
      guard let row else { break }
      if let why = row.whyOff {
        panel.problem = why.asSentence
      } else if setup.choices(of: row.field, traits) == nil {
        panel.problem = "This one is typed." + way(.accept, "opens it", at: .settings)
      } else {
        changeSetup { $0.step(row.field, by: name == .valueNext ? 1 : -1, traits) }
      }
    case .valueReset: if let row { reset(row.field, traits) }
    case .resetAll:
      let instruction = focusedLane == nil ? settings.runSettings.systemInstruction : session.systemInstruction
      changeSetup { [settings] in
        $0.runSettings = settings.runSettings
        $0.systemInstruction = instruction
      }
      if setup.runSettings != before {
        say(
          "All run settings are as config.toml has them, else at their defaults."
            + way(.valueUndo, "takes that back", at: .settings))
      }
    case .valueUndo:
      if let last = panel.before.popLast() { changeSetup { $0.runSettings = last } }
      estimateHistory()
      overlay = .settings(panel)
      return saved()
    default: break
    }
    if setup.runSettings != before {
      panel.before.append(before)
      estimateHistory()
    }
    overlay = .settings(panel)
    return saved()
  }

  /// Takes a value away, so that what counts below it shows: the preset's, the file's, the model's. The system instruction
  /// of a lane is the session's again.
  private mutating func reset(_ field: SettingField, _ traits: ModelTraits) {
    if field == .systemInstruction, focusedLane != nil {
      changeSetup { [text = session.systemInstruction] in $0.systemInstruction = text }
      return
    }
    let now = setup.text(of: field, traits)
    let below = layers(below: setup).compactMap { $0.session.typedText(of: field, traits) } + [""]
    let present = below.firstIndex(of: setup.typedText(of: field, traits) ?? "")
    let next = below.dropFirst(present.map { $0 + 1 } ?? 0).first ?? ""
    guard now != nil || setup.misfit(of: field, traits) != nil || !next.isEmpty else { return }
    changeSetup { _ = $0.set(field, to: next, traits) }
  }

  /// A key that is text: the first of a number for the selected field, else a letter of the filter.
  mutating func typeIntoSettings(_ key: Key, _ panel: SettingsPanel) -> [Effect] {
    let rows = settingRows(of: panel)
    if let character = key.typed,
      character.isNumber || character == "." || character == "-" && panel.list.filter.isEmpty,
      rows.indices.contains(panel.list.selected), rows[panel.list.selected].field.isNumber
    {
      return enterValue(rows[panel.list.selected], panel, first: character)
    }
    return changeList { $0.type(key) } ?? []
  }

  private mutating func enterValue(_ row: SettingRow, _ panel: SettingsPanel, first: Character?) -> [Effect] {
    if let why = row.whyOff {
      var panel = panel
      panel.problem = why.asSentence
      overlay = .settings(panel)
      return []
    }
    let setup = setup
    var editor = PromptEditor()
    if let first {
      editor.insert(first)
    } else if let text = setup.typedText(of: row.field, traits(of: setup.model)) {
      editor = row.field.isNumber ? .offering(text) : PromptEditor(Draft(text: text))
    }
    let isMultiline = row.field == .systemInstruction || row.field == .schema
    overlay = .entry(
      TextEntry(
        purpose: .setting(row.field, panel), title: row.field.title + (laneName.map { " · \($0)" } ?? ""),
        help: row.field.meaning + " It takes " + row.range.asSentence
          + (isMultiline ? way(.newLine, "starts a new line") : ""),
        editor: editor, isMultiline: isMultiline))
    return []
  }

  /// Takes a value that was typed; the path of a schema's file is read first.
  mutating func accept(_ field: SettingField, _ panel: SettingsPanel, _ entry: TextEntry) -> [Effect] {
    let text = entry.editor.text.trimmingBlanks
    if field == .schema, !text.isEmpty, !text.hasPrefix("{") {
      overlay = .entry(entry)
      return [.readSchema(text)]
    }
    return take(text, for: field, panel, entry)
  }

  private mutating func take(
    _ text: String, for field: SettingField, _ panel: SettingsPanel, _ entry: TextEntry
  ) -> [Effect] {
    let traits = traits(of: setup.model)
    let before = setup.runSettings
    if let problem = changeSetup({ $0.set(field, to: text, traits) }) {
      var entry = entry
      entry.problem = problem
      overlay = .entry(entry)
      return []
    }
    var panel = panel
    if setup.runSettings != before { panel.before.append(before) }
    estimateHistory()
    openSettings(at: field, in: panel)
    return saved()
  }

  /// The file of a response schema was read, or why it could not be.
  mutating func receive(schema: String?, problem: String?) -> [Effect] {
    guard case .entry(var entry) = overlay, case .setting(.schema, let panel) = entry.purpose else { return [] }
    if let schema { return take(schema, for: .schema, panel, entry) }
    entry.problem = problem
    overlay = .entry(entry)
    return []
  }
}

extension SettingField {
  /// True if its value is a number, or may be one.
  fileprivate var isNumber: Bool {
    switch self {
    case .thinking, .pictureCount: return true
    case .config(let path):
      switch RequestField(path: path).kind {
      case .number, .integer: return true
      default: return false
      }
    default: return false
    }
  }
}
