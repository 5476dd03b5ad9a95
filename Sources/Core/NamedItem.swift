/// What is kept under a name of its own.
protocol NamedItem {
  var name: String { get set }
}

extension Preset: NamedItem {}
extension LineUp: NamedItem {}

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
