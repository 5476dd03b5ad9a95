package import Screen

/// Which command a key means where: the table's own keys, changed by the settings.
package struct Keymap: Hashable, Sendable {
  package enum Match: Hashable, Sendable {
    case command(CommandName)
    /// The keys begin one or more sequences.
    case prefix
    case none
  }

  private var bindings: [Place: [[Key]: CommandName]] = [:]

  /// One way to reach a command.
  private struct Way: Hashable, Sendable {
    var place: Place
    var keys: [Key]
  }

  /// The ways to each command in the order they are shown: a person's own before the table's, and those in its order.
  private var ways: [CommandName: [Way]] = [:]

  /// The keys of the command table.
  package static let standard: Keymap = {
    var map = Keymap()
    for command in Command.table {
      for binding in command.bindings {
        guard let keys = [Key](sequence: binding.keys) else { continue }
        map.bindings[binding.place, default: [:]][keys] = command.name
        map.ways[command.name, default: []].append(Way(place: binding.place, keys: keys))
      }
    }
    return map
  }()

  /// Binds keys at a place, or frees them (`nil`).
  package mutating func bind(_ keys: [Key], at place: Place, to command: CommandName?) {
    let way = Way(place: place, keys: keys)
    if let old = bindings[place]?[keys] { ways[old]?.removeAll { $0 == way } }
    bindings[place, default: [:]][keys] = command
    if let command { ways[command, default: []].insert(way, at: 0) }
  }

  /// What keys mean at a place and the places around it.
  package func match(_ keys: [Key], at place: Place) -> Match {
    for place in place.lookup {
      if let command = bindings[place]?[keys], command != .menu { return .command(command) }
    }
    // The menu key begins the sequences of the menu; at another key than its first, it stands for that one.
    if begins(keys, at: place) || opensMenu(keys, at: place) { return .prefix }
    if let first = keys.first, opensMenu([first], at: place), keys.count > 1 {
      let stood = [Self.menuKey] + keys.dropFirst()
      if let command = bindings[.everywhere]?[stood] { return .command(command) }
    }
    return .none
  }

  private func begins(_ keys: [Key], at place: Place) -> Bool {
    place.lookup.contains { place in
      bindings[place]?.keys.contains { $0.count > keys.count && $0.starts(with: keys) } == true
    }
  }

  private func opensMenu(_ keys: [Key], at place: Place) -> Bool {
    place.lookup.contains { bindings[$0]?[keys] == .menu }
  }

  /// The key that the sequences of the table and of settings begin with, whatever keys open the menu.
  private static let menuKey = Key("x", .control)

  /// The letters of the menu with their commands, in the order of the table.
  package var menu: [(keys: [Key], command: Command)] {
    Command.table.flatMap { command in
      keys(for: command.name, boundAt: [.everywhere]).filter { $0.count > 1 && $0.first == Self.menuKey }
        .map { (Array($0.dropFirst()), command) }
    }
  }

  /// The keys of a command at a place or around it, those first that it is known by.
  package func keys(for command: CommandName, at place: Place) -> [[Key]] {
    keys(for: command, boundAt: place.lookup)
  }

  private func keys(for command: CommandName, boundAt places: [Place]) -> [[Key]] {
    (ways[command] ?? []).filter { places.contains($0.place) }.map(\.keys)
  }

  /// All keys of a command with their places.
  package func allKeys(for command: CommandName) -> [(place: Place, keys: [Key])] {
    Place.allCases.flatMap { place in keys(for: command, boundAt: [place]).map { (place, $0) } }
  }
}
