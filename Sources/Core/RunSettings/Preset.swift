import Gemini
import Screen

/// Run settings under a name, to be used again.
package struct Preset: Hashable, Sendable {
  package var name: String
  package var settings: RunSettings

  /// Where they are kept beside the sessions.
  package static let key = "settings.presets"

  /// Reads what `text` wrote; what cannot be read is left out.
  package static func read(_ text: String) -> [Preset] {
    (try? JSON(parsing: text))?.array?.compactMap { json in
      json["name"]?.string.map { Preset(name: $0, settings: RunSettings(json)) }
    } ?? []
  }

  package static func text(_ presets: [Preset]) -> String {
    JSON.array(
      presets.map { preset in
        var object = preset.settings.json
        object["name"] = .string(preset.name)
        return .object(object)
      }
    ).text
  }
}

/// The presets as a list. What is typed filters it, and is the name to keep the present settings under.
package struct PresetList: Hashable, Sendable {
  package var list = ListState()
  /// The panel it was opened from, and goes back to.
  var panel: SettingsPanel?
  /// What was deleted since it was opened, the newest last.
  var deleted: [Preset] = []
}

extension Studio {
  package func presets(filter: String) -> [Preset] {
    let words = filter.lowercased().split(separator: " ")
    return settings.presets.filter { preset in words.allSatisfy(preset.name.lowercased().contains) }
  }

  /// The name that the last row of the list keeps the present settings under; `nil` while none is typed.
  package func newPresetName(_ list: PresetList) -> String? {
    let name = list.list.filter.trimmingBlanks
    return name.isEmpty ? nil : name
  }

  /// What a preset sets, in words.
  package func summary(of preset: Preset) -> String {
    var setup = setup
    setup.runSettings = preset.settings
    let rows = setup.settingRows(traits(of: setup.model)).filter { $0.isChanged }
    return rows.isEmpty
      ? "all at their defaults" : rows.map { "\($0.field.title) \($0.value)" }.joined(separator: " · ")
  }

  mutating func openPresets() -> [Effect] {
    var list = PresetList()
    if case .settings(let panel) = overlay { list.panel = panel }
    overlay = .presets(list)
    return [.readKeptLists]
  }

  mutating func closePresets(_ list: PresetList) { overlay = list.panel.map { .settings($0) } }

  mutating func performInPresets(_ name: CommandName, _ list: PresetList) -> [Effect] {
    var list = list
    let presets = presets(filter: list.list.filter)
    let selected = presets.indices.contains(list.list.selected) ? presets[list.list.selected] : nil
    switch name {
    case .accept:
      if let selected { return take(selected, from: list) }
      return newPresetName(list).map { keepPreset($0, from: list) } ?? []
    case .renameKept:
      guard let selected else { return [] }
      overlay = .entry(
        TextEntry(
          purpose: .presetName(selected.name, list), title: "Rename the preset", help: "A name to choose it by.",
          editor: PromptEditor(Draft(text: selected.name))))
    case .deleteKept:
      guard let selected else { return [] }
      settings.presets.removeAll { $0.name == selected.name }
      list.list.selected = max(0, min(list.list.selected, presets.count - 2))
      list.deleted.append(selected)
      overlay = .presets(list)
      say("The preset \"\(selected.name)\" is deleted\(wayToUndelete)")
      return [rememberPresets]
    case .undeleteKept:
      guard let last = list.deleted.popLast() else { return [] }
      select(settings.presets.restore(last), in: &list)
      overlay = .presets(list)
      return [rememberPresets]
    default: break
    }
    return []
  }

  /// The end of a sentence on something that was deleted in a list.
  var wayToUndelete: String {
    settings.keymap.keys(for: .undeleteKept, at: .list).first.map { "; \($0.label) brings it back." } ?? "."
  }

  private var rememberPresets: Effect { .remember(Preset.key, Preset.text(settings.presets)) }

  private func select(_ name: String, in list: inout PresetList) {
    if !presets(filter: list.list.filter).contains(where: { $0.name == name }) { list.list.filter = "" }
    list.list.selected = presets(filter: list.list.filter).firstIndex { $0.name == name } ?? 0
  }

  /// Sets all run settings as a preset has them. The panel then shows them, and takes them back.
  private mutating func take(_ preset: Preset, from list: PresetList) -> [Effect] {
    var panel = list.panel ?? SettingsPanel()
    panel.before.append(setup.runSettings)
    var next = preset.settings
    next.preset = preset.name
    changeSetup { $0.runSettings = next }
    estimateHistory()
    overlay = .settings(panel)
    say("The run settings are those of \"\(preset.name)\".")
    return saved()
  }

  private mutating func keepPreset(_ name: String, from list: PresetList) -> [Effect] {
    let isNew = !settings.presets.contains { $0.name == name }
    changeSetup { $0.runSettings.preset = name }
    settings.presets.keep(Preset(name: name, settings: setup.runSettings))
    closePresets(list)
    say(isNew ? "The run settings are kept as \"\(name)\"." : "\"\(name)\" is now these run settings.")
    return saved() + [rememberPresets]
  }

  /// - Returns: why not, as a sentence, beside what is to be done.
  mutating func renamePreset(_ old: String, to name: String, in list: PresetList) -> (problem: String?, [Effect]) {
    guard settings.presets.rename(old, to: name) else {
      return ("There is a preset named \"\(name)\" already.", [])
    }
    guard !name.isEmpty else { return (nil, []) }
    if session.runSettings.preset == old { session.runSettings.preset = name }
    for index in session.lanes.indices where session.lanes[index].preset == old { session.lanes[index].preset = name }
    var list = list
    select(name, in: &list)
    overlay = .presets(list)
    return (nil, saved() + [rememberPresets])
  }
}
