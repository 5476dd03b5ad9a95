import Gemini

/// What is kept under names, in their order, and what was deleted of it.
package struct Kept<Item: NamedItem>: Hashable, Sendable {
  package private(set) var items: [Item] = []
  /// What was deleted or replaced, the newest last.
  package private(set) var deleted: [Item] = []

  /// Older ones are forgotten.
  private static var mostDeleted: Int { 100 }

  package init(_ items: [Item] = []) { self.items = items }

  /// Reads what `text` wrote, or a bare list; what cannot be read is left out.
  package init(text: String) {
    let json = try? JSON(parsing: text)
    func read(_ list: JSON?) -> [Item] { list?.array?.compactMap(Item.init(json:)) ?? [] }
    items = read(json?["items"] ?? json)
    deleted = read(json?["deleted"])
  }

  package var text: String {
    JSON.object(
      JSONObject(["items": .array(items.map(\.json)), "deleted": .array(deleted.map(\.json))])
    ).text
  }

  func has(_ name: String) -> Bool { items.contains { $0.name == name } }

  /// Puts an item into its place. One of the same name goes to what was deleted, unless it is the same.
  mutating func keep(_ item: Item) {
    if let old = items.first(where: { $0.name == item.name }), old != item { delete(old) }
    items.removeAll { $0.name == item.name }
    items.append(item)
    sort()
  }

  mutating func delete(_ item: Item) {
    items.removeAll { $0.name == item.name }
    deleted = (deleted + [item]).suffix(Self.mostDeleted)
  }

  /// Brings back what was deleted last; where its name is another one's by now, with a number behind it.
  /// - Returns: the name it has; `nil` if nothing was deleted.
  mutating func restore() -> String? {
    guard var item = deleted.popLast() else { return nil }
    var number = 2
    let name = item.name
    while has(item.name) {
      item.name = "\(name) \(number)"
      number += 1
    }
    keep(item)
    return item.name
  }

  /// - Returns: false if the name is another item's.
  mutating func rename(_ old: String, to name: String) -> Bool {
    guard name == old || !has(name) else { return false }
    if let index = items.firstIndex(where: { $0.name == old }), !name.isEmpty { items[index].name = name }
    sort()
    return true
  }

  private mutating func sort() { items.sort { $0.name.lowercased() < $1.name.lowercased() } }
}
