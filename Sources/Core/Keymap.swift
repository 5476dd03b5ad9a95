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

  /// The keys of the command table.
  package static let standard: Keymap = {
    var map = Keymap()
    for command in Command.table {
      for binding in command.bindings {
        if let keys = [Key](sequence: binding.keys) { map.bindings[binding.place, default: [:]][keys] = command.name }
      }
    }
    return map
  }()

  /// Binds keys at a place, or frees them (`nil`).
  package mutating func bind(_ keys: [Key], at place: Place, to command: CommandName?) {
    bindings[place, default: [:]][keys] = command
  }

  /// What keys mean at a place and the places around it.
  package func match(_ keys: [Key], at place: Place) -> Match {
    for place in place.lookup {
      if let command = bindings[place]?[keys], command != .menu { return .command(command) }
    }
    // The menu key begins the sequences of the menu; at another key than its first, it stands for that one.
    if begins(keys, at: place) || opensMenu(keys, at: place) { return .prefix }
    if let first = keys.first, opensMenu([first], at: place), let menu = menuKeys.first, keys.count > 1 {
      let stood = [menu] + keys.dropFirst()
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

  private var menuKeys: [Key] {
    bindings[.everywhere]?.filter { $0.value == .menu && $0.key.count == 1 }.compactMap(\.key.first) ?? []
  }

  /// The letters of the menu with their commands, in the order of the table.
  package var menu: [(keys: [Key], command: Command)] {
    guard let first = menuKeys.first else { return [] }
    let rest = (bindings[.everywhere] ?? [:]).filter { $0.key.count > 1 && $0.key.first == first }
    return Command.table.flatMap { command in
      rest.filter { $0.value == command.name }.keys.sorted { $0.map(\.name).joined() < $1.map(\.name).joined() }
        .map { (Array($0.dropFirst()), command) }
    }
  }

  /// The keys of a command at a place or around it: those of the command table first, in its order.
  package func keys(for command: CommandName, at place: Place) -> [[Key]] {
    let preferred = Command.named(command).bindings.compactMap { [Key](sequence: $0.keys) }
    return place.lookup.flatMap { place in
      (bindings[place] ?? [:]).filter { $0.value == command }.keys
        .sorted { rank($0, preferred) < rank($1, preferred) }
    }
  }

  private func rank(_ keys: [Key], _ preferred: [[Key]]) -> (Int, String) {
    (preferred.firstIndex(of: keys) ?? preferred.count, keys.map(\.name).joined())
  }

  /// All keys of a command with their places.
  package func allKeys(for command: CommandName) -> [(place: Place, keys: [Key])] {
    Place.allCases.flatMap { place in
      (bindings[place] ?? [:]).filter { $0.value == command }.keys
        .sorted { $0.map(\.name).joined() < $1.map(\.name).joined() }.map { (place, $0) }
    }
  }

  /// A line that names a command, its keys and its place, wherever the keys of two commands meet.
  package static func collisions(in table: [Command]) -> [String] {
    var seen: [Place: [String: CommandName]] = [:]
    var found: [String] = []
    for command in table {
      for binding in command.bindings {
        if let other = seen[binding.place]?[binding.keys] {
          found.append(
            "\(binding.keys) at \(binding.place.rawValue): \(other.rawValue) and \(command.name.rawValue)")
        }
        seen[binding.place, default: [:]][binding.keys] = command.name
      }
    }
    return found
  }
}
