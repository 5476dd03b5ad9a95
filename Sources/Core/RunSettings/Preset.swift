package import Gemini
import Screen

/// Run settings under a name, to be used again.
package struct Preset: Hashable, Sendable {
  package var name: String
  package var settings: RunSettings

  /// Where they are kept beside the sessions.
  package static let key = "settings.presets"
}

extension Preset: NamedItem {
  package static let noun = "preset"
  package static var kept: WritableKeyPath<Settings, Kept<Preset>> { \.presets }
  package static func shown(in studio: Studio, filter: String) -> [Preset] { studio.presets(filter: filter) }
  package static func overlay(_ list: KeptList<Preset>) -> Overlay { .presets(list) }
  package static func renaming(_ name: String, in list: KeptList<Preset>) -> TextEntry.Purpose {
    .renamePreset(name, list)
  }

  package init?(json: JSON) {
    guard let name = json["name"]?.string else { return nil }
    self.init(name: name, settings: RunSettings(json))
  }

  package var json: JSON {
    var object = settings.json
    object["name"] = .string(name)
    return .object(object)
  }
}

extension Studio {
  package func presets(filter: String) -> [Preset] {
    let words = filter.lowercased().split(separator: " ")
    return settings.presets.items.filter { preset in words.allSatisfy(preset.name.lowercased().contains) }
  }

  /// What is typed into the list filters it, and is the name that its last row keeps the present settings under; `nil`
  /// while none is typed.
  package func newPresetName(_ list: KeptList<Preset>) -> String? {
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
    var list = KeptList<Preset>()
    if case .settings(let panel) = overlay { list.panel = panel }
    overlay = .presets(list)
    return [.readKeptLists]
  }

  mutating func closePresets(_ list: KeptList<Preset>) { overlay = list.panel.map { .settings($0) } }

  mutating func performInPresets(_ name: CommandName, _ list: KeptList<Preset>) -> [Effect] {
    guard name == .accept else { return changeKept(name, list) }
    if let selected = selected(in: list) { return take(selected, from: list) }
    return newPresetName(list).map { keepPreset($0, from: list) } ?? []
  }

  /// Sets all run settings as a preset has them. The panel then shows them, and takes them back.
  private mutating func take(_ preset: Preset, from list: KeptList<Preset>) -> [Effect] {
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

  private mutating func keepPreset(_ name: String, from list: KeptList<Preset>) -> [Effect] {
    changeSetup { $0.runSettings.preset = name }
    var preset = Preset(name: name, settings: setup.runSettings)
    // Of what it was made is no setting; nor is it when it is read.
    preset.settings.preset = nil
    say(
      (settings.presets.has(name)
        ? "\"\(name)\" is now these run settings." : "The run settings are kept as \"\(name)\".")
        + replaced(by: preset))
    settings.presets.keep(preset)
    closePresets(list)
    return saved() + [remember(Preset.self)]
  }

  mutating func renamePreset(_ old: String, by entry: TextEntry, in list: KeptList<Preset>) -> [Effect] {
    let effects = rename(old, by: entry, in: list)
    let name = entry.editor.text.trimmingBlanks
    guard !effects.isEmpty, !name.isEmpty else { return effects }
    if session.runSettings.preset == old { session.runSettings.preset = name }
    for index in session.lanes.indices where session.lanes[index].preset == old { session.lanes[index].preset = name }
    return saved() + effects
  }
}
