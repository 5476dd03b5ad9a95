import Core
import Gemini
import Screen

/// The run settings: a line each, in groups, and what there is to say of the selected one.
enum SettingsBox {
  static func draw(_ studio: Studio, _ panel: SettingsPanel, on screen: Rect, into frame: inout Frame) -> Rect {
    let setup = studio.setup
    let rows = studio.settingRows(of: panel)
    let first = firstRows(studio)
    let columns = min(screen.columns - 2, 100)
    let footRows = screen.rows < 20 ? 3 : 4
    // With their headings, and as they are without a filter.
    let most = SettingField.allCases.count + Set(SettingField.allCases.map(\.group)).count
    let (note, role) = note(panel, rows)
    let lines = TextWrap.wrap(VisibleText.make(note), columns: columns - 4, role: role)
    return ListBox.draw(
      title(studio, setup), panel.list, groups: rows.map(\.field.group.rawValue), count: rows.count, most: most,
      empty: "No setting has these words.",
      on: screen, columns: columns, footRows: footRows,
      foot: Box.fit(lines, rows: footRows, columns: columns - 4), into: &frame
    ) { index in
      spans(rows[index], first.first { $0.field == rows[index].field }, columns: columns - 4)
    }
  }

  /// Title and value at the left; at the right where the value comes from, or that the first lane has another one.
  private static func spans(_ row: SettingRow, _ first: SettingRow?, columns: Int) -> [Span] {
    // Where nothing is set, the value is what the model does, if that is known.
    let standard = row.isChanged ? nil : row.standard
    let role: Role =
      row.misfit != nil
      ? .popupWarning
      : row.isChanged ? .popupTitle : row.whyOff == nil && standard != nil ? .popup : .popupFaint
    let mark = row.misfit != nil ? "! " : row.isChanged ? "● " : row.whyOff != nil ? "– " : "  "
    let title = mark + row.field.title
    let padding = String(repeating: " ", count: max(1, 26 - TextWidth.columns(of: title)))
    let right =
      first.flatMap { $0.value == row.value ? nil : "≠ lane 1: \(brief($0.value))" } ?? row.source.map(brief) ?? ""
    let room = columns - TextWidth.columns(of: title + padding + right) - 1
    let value = TextWrap.truncate(VisibleText.make(standard ?? row.value), columns: max(1, room))
    let left = max(0, room - TextWidth.columns(of: value))
    let word = standard == nil ? "" : TextWrap.truncate("  default", columns: left)
    let gap = String(repeating: " ", count: max(1, room + 1 - TextWidth.columns(of: value + word)))
    return [
      Span(title + padding, row.whyOff == nil ? .popup : .popupFaint), Span(value, role), Span(word, .popupFaint),
      Span(gap + right, .popupFaint),
    ]
  }

  private static func brief(_ text: String) -> String { TextWrap.truncate(VisibleText.make(text), columns: 24) }

  private static func note(_ panel: SettingsPanel, _ rows: [SettingRow]) -> (String, Role) {
    if let problem = panel.problem { return (problem, .popupWarning) }
    guard rows.indices.contains(panel.list.selected) else { return ("", .popupFaint) }
    let row = rows[panel.list.selected]
    if let misfit = row.misfit { return (misfit, .popupWarning) }
    if let why = row.whyOff { return ("\(why.asSentence) \(row.field.meaning)", .popupFaint) }
    return ("\(row.field.meaning) It takes \(row.range.asSentence)", .popup)
  }

  private static func title(_ studio: Studio, _ setup: Session) -> String {
    "Run settings" + (studio.laneName.map { " · \($0)" } ?? "") + " · \(VisibleText.make(setup.model))"
  }

  /// The settings of the first lane, where the panel is about another one.
  private static func firstRows(_ studio: Studio) -> [SettingRow] {
    guard let first = studio.session.lanes.first, first.id != studio.focusedLane?.id else { return [] }
    var session = studio.session
    session.turns = []
    let traits = studio.traits(of: first.model)
    return session.seen(by: first, traits).settingRows(traits)
  }
}

/// The presets, what the selected one sets, and as the last row the name to keep the present settings under.
enum PresetBox {
  static func draw(_ studio: Studio, _ presets: KeptList<Preset>, on screen: Rect, into frame: inout Frame) -> Rect {
    let found = studio.presets(filter: presets.list.filter)
    let name = studio.newPresetName(presets)
    let columns = min(92, screen.columns - 2)
    let selected = found.indices.contains(presets.list.selected) ? found[presets.list.selected] : nil
    let note = selected.map(studio.summary) ?? (name == nil ? "" : "Keeps all run settings as they are now.")
    let lines = TextWrap.wrap(VisibleText.make(note), columns: columns - 4, role: .popup)
    return ListBox.draw(
      "Presets", presets.list, count: found.count + (name == nil ? 0 : 1),
      most: studio.settings.presets.items.count + 1,
      empty: "No preset is kept yet: type a name."
        + studio.way(.accept, "keeps the present run settings under it", at: .list), on: screen,
      columns: 92, footRows: 3, foot: Box.fit(lines, rows: 3, columns: columns - 4), into: &frame
    ) { index in
      guard found.indices.contains(index) else {
        let isThere = found.contains { $0.name == name }
        let verb = isThere ? "replace" : "keep the present settings as"
        return ListBox.spread("\(verb) \"\(VisibleText.make(name ?? ""))\"", "", columns: columns - 4)
      }
      let mark = found[index].name == studio.setup.preset ? "● " : "  "
      return ListBox.spread(mark + VisibleText.make(found[index].name), "", columns: columns - 4)
    }
  }
}
