package import Gemini
import Screen

/// What is kept under a name of its own, and chosen from a list: presets and line-ups.
package protocol NamedItem: Hashable, Sendable {
  var name: String { get set }

  /// What a person calls it.
  static var noun: String { get }
  /// Where they are kept beside the sessions.
  static var key: String { get }
  static var kept: WritableKeyPath<Settings, Kept<Self>> { get }
  /// `nil` for what is none.
  init?(json: JSON)
  var json: JSON { get }
  /// Those that a filter of the list leaves.
  static func shown(in studio: Studio, filter: String) -> [Self]
  static func overlay(_ list: KeptList<Self>) -> Overlay
  static func renaming(_ name: String, in list: KeptList<Self>) -> TextEntry.Purpose
}

/// The presets or the line-ups as a list.
package struct KeptList<Item: NamedItem>: Hashable, Sendable {
  package var list = ListState()
  /// The panel it was opened from, and goes back to.
  var panel: SettingsPanel?
}

extension Studio {
  func selected<Item: NamedItem>(in list: KeptList<Item>) -> Item? {
    let shown = Item.shown(in: self, filter: list.list.filter)
    return shown.indices.contains(list.list.selected) ? shown[list.list.selected] : nil
  }

  func remember<Item: NamedItem>(_ kind: Item.Type) -> Effect {
    .remember(Item.key, settings[keyPath: Item.kept].text)
  }

  /// Renames, deletes or brings back an item of a list.
  mutating func changeKept<Item: NamedItem>(_ name: CommandName, _ list: KeptList<Item>) -> [Effect] {
    var list = list
    switch name {
    case .renameKept:
      guard let selected = selected(in: list) else { return [] }
      overlay = .entry(
        TextEntry(
          purpose: Item.renaming(selected.name, in: list), title: "Rename the \(Item.noun)",
          help: "A name to choose it by.", editor: PromptEditor(Draft(text: selected.name))))
      return []
    case .deleteKept:
      guard let selected = selected(in: list) else { return [] }
      settings[keyPath: Item.kept].delete(selected)
      let count = Item.shown(in: self, filter: list.list.filter).count
      list.list.selected = max(0, min(list.list.selected, count - 1))
      overlay = Item.overlay(list)
      say(deleted("The \(Item.noun) \"\(selected.name)\"", undoneBy: .undeleteKept, at: .list) + ".")
    case .undeleteKept:
      guard let name = settings[keyPath: Item.kept].restore() else { return [] }
      notice = nil
      show(name, in: list)
    default: return []
    }
    return [remember(Item.self)]
  }

  /// Says of the item that another one is about to replace how it comes back, as a sentence behind another one.
  func replaced<Item: NamedItem>(by item: Item) -> String {
    guard let old = settings[keyPath: Item.kept].items.first(where: { $0.name == item.name }), old != item,
      let key = spelledKey(for: .undeleteKept, at: .list)
    else { return "" }
    return " \(key) in the list brings back what had that name."
  }

  /// Gives an item the name that was typed. Where that is another one's, the box stays and says so.
  mutating func rename<Item: NamedItem>(_ old: String, by entry: TextEntry, in list: KeptList<Item>) -> [Effect] {
    let name = entry.editor.text.trimmingBlanks
    guard settings[keyPath: Item.kept].rename(old, to: name) else {
      var entry = entry
      entry.problem = "There is a \(Item.noun) named \"\(name)\" already."
      overlay = .entry(entry)
      return []
    }
    show(name.isEmpty ? old : name, in: list)
    return [remember(Item.self)]
  }

  /// Opens a list with one of its items selected.
  private mutating func show<Item: NamedItem>(_ name: String, in list: KeptList<Item>) {
    var list = list
    func place() -> Int? { Item.shown(in: self, filter: list.list.filter).firstIndex { $0.name == name } }
    if place() == nil { list.list.filter = "" }
    list.list.selected = place() ?? 0
    overlay = Item.overlay(list)
  }
}
