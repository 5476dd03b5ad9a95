import Screen

/// What is kept under a name of its own, and chosen from a list: presets and line-ups.
package protocol NamedItem: Hashable, Sendable {
  var name: String { get set }

  /// What a person calls it.
  static var noun: String { get }
  /// Where they are kept beside the sessions.
  static var key: String { get }
  static func text(_ items: [Self]) -> String
  static var items: WritableKeyPath<Settings, [Self]> { get }
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
  /// What was deleted since it was opened, the newest last.
  var deleted: [Item] = []
}

extension Studio {
  func selected<Item: NamedItem>(in list: KeptList<Item>) -> Item? {
    let shown = Item.shown(in: self, filter: list.list.filter)
    return shown.indices.contains(list.list.selected) ? shown[list.list.selected] : nil
  }

  func remember<Item: NamedItem>(_ kind: Item.Type) -> Effect {
    .remember(Item.key, Item.text(settings[keyPath: Item.items]))
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
      settings[keyPath: Item.items].removeAll { $0.name == selected.name }
      let count = Item.shown(in: self, filter: list.list.filter).count
      list.list.selected = max(0, min(list.list.selected, count - 1))
      list.deleted.append(selected)
      overlay = Item.overlay(list)
      say(deleted("The \(Item.noun) \"\(selected.name)\"", undoneBy: .undeleteKept, at: .list) + ".")
    case .undeleteKept:
      guard let last = list.deleted.popLast() else { return [] }
      notice = nil
      show(settings[keyPath: Item.items].restore(last), in: list)
    default: return []
    }
    return [remember(Item.self)]
  }

  /// Gives an item the name that was typed. Where that is another one's, the box stays and says so.
  mutating func rename<Item: NamedItem>(_ old: String, by entry: TextEntry, in list: KeptList<Item>) -> [Effect] {
    let name = entry.editor.text.trimmingBlanks
    guard settings[keyPath: Item.items].rename(old, to: name) else {
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

/// Items in the order of their names.
extension Array where Element: NamedItem {
  /// Puts an item into its place; one of the same name goes.
  mutating func keep(_ item: Element) {
    removeAll { $0.name == item.name }
    append(item)
    sortByName()
  }

  /// Brings back an item that was deleted; where its name is another one's by now, with a number behind it.
  /// - Returns: the name it has.
  mutating func restore(_ item: Element) -> String {
    var item = item
    var number = 2
    let name = item.name
    while contains(where: { $0.name == item.name }) {
      item.name = "\(name) \(number)"
      number += 1
    }
    keep(item)
    return item.name
  }

  /// - Returns: false if the name is another item's.
  mutating func rename(_ old: String, to name: String) -> Bool {
    guard name == old || !contains(where: { $0.name == name }) else { return false }
    if let index = firstIndex(where: { $0.name == old }), !name.isEmpty { self[index].name = name }
    sortByName()
    return true
  }

  private mutating func sortByName() { sort { $0.name.lowercased() < $1.name.lowercased() } }
}
