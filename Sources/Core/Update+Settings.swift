import Gemini
import Screen

/// The run settings.
extension Studio {
  mutating func openSettings(at field: SettingField) {
    var panel = SettingsPanel()
    panel.selected = SettingField.allCases.firstIndex(of: field) ?? 0
    overlay = .settings(panel)
  }

  mutating func performInSettings(_ name: CommandName, _ panel: SettingsPanel) -> [Effect] {
    var panel = panel
    panel.problem = nil
    let setup = setup
    let traits = traits(of: setup.model)
    let rows = setup.settingRows(traits)
    let row = rows[panel.selected]
    switch name {
    case .selectNext: panel.selected = (panel.selected + 1) % rows.count
    case .selectPrevious: panel.selected = (panel.selected + rows.count - 1) % rows.count
    case .valueNext, .valuePrevious:
      if let why = row.whyOff { panel.problem = why.asSentence }
      changeSetup { $0.step(row.field, by: name == .valueNext ? 1 : -1, traits) }
    case .valueReset: changeSetup { $0.reset(row.field) }
    case .accept: return enterValue(panel, first: nil)
    default: break
    }
    overlay = .settings(panel)
    return saved()
  }

  mutating func enterValue(_ panel: SettingsPanel, first: Character?) -> [Effect] {
    let setup = setup
    let traits = traits(of: setup.model)
    let row = setup.settingRows(traits)[panel.selected]
    if row.field == .systemInstruction, !session.isComparison {
      askForSystemInstruction()
      return []
    }
    if let why = row.whyOff {
      var panel = panel
      panel.problem = why.asSentence
      overlay = .settings(panel)
      return []
    }
    var editor = PromptEditor()
    if let first {
      editor.insert(first)
    } else if let text = setup.typedText(of: row.field, traits) {
      editor.replace(with: text)
    }
    overlay = .entry(
      TextEntry(purpose: .setting(row.field), title: row.field.title, help: row.range, editor: editor))
    return []
  }
}
