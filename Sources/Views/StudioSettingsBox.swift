import Core
import Screen

/// The settings of the studio: what each is, what counts, where that comes from.
enum StudioSettingsBox {
  private static let keyColumns = 28
  private static let footRows = 3

  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let items = studio.settingItems(filter: list.filter)
    let columns = min(92, screen.columns - 2)
    let all = studio.settingItems(filter: "")
    let selected = items.indices.contains(list.selected) ? items[list.selected] : nil
    return ListBox.draw(
      "Settings", list, groups: items.map(\.group), count: items.count,
      most: all.count + Set(all.map(\.group)).count,
      empty: studio.settingList == nil ? "reading the settings" : "No setting has these words.", on: screen,
      columns: 92, footRows: footRows, foot: foot(selected, studio, columns: columns - 4), into: &frame
    ) { index in
      row(items[index], columns: columns - 4)
    }
  }

  private static func row(_ item: SettingItem, columns: Int) -> [Span] {
    let source = item.source == "default" ? "" : VisibleText.make(item.source)
    let key = (item.isSet ? "● " : "  ") + TextWrap.truncate(VisibleText.make(item.key), columns: keyColumns - 1)
    let padding = String(repeating: " ", count: max(1, keyColumns + 2 - TextWidth.columns(of: key)))
    let room = columns - keyColumns - 2 - TextWidth.columns(of: source) - 1
    let value = item.example != nil ? "add one" : item.value.isEmpty ? "not set" : item.value
    let text = TextWrap.truncate(VisibleText.make(value), columns: max(1, room))
    let gap = String(repeating: " ", count: max(1, room + 1 - TextWidth.columns(of: text)))
    return [
      Span(key + padding, item.example == nil ? .popup : .popupFaint),
      Span(text, item.isSet ? .popupTitle : value == item.value ? .popup : .popupFaint),
      Span(gap + source, .popupFaint),
    ]
  }

  private static func foot(_ item: SettingItem?, _ studio: Studio, columns: Int) -> [Line] {
    if let problem = studio.settingList?.problem {
      return TextWrap.wrap(VisibleText.make(problem), columns: columns, role: .popupWarning)
    }
    guard let item else { return [] }
    let text = "\(item.meaning) It is \(item.values). A change counts \(item.change)."
    return Box.fit(
      TextWrap.wrap(VisibleText.make(text), columns: columns, role: .popupFaint), rows: footRows, columns: columns)
  }
}
