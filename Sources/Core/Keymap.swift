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
  /// Keys that mean nothing at a place, whatever they mean in the places around it.
  private var freed: [Place: Set<[Key]>] = [:]

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

  /// Binds keys at a place, or frees them (`nil`): then they mean nothing there, whatever they mean around it.
  package mutating func bind(_ keys: [Key], at place: Place, to command: CommandName?) {
    let way = Way(place: place, keys: keys)
    if let old = bindings[place]?[keys] { ways[old]?.removeAll { $0 == way } }
    bindings[place, default: [:]][keys] = command
    if command == nil { freed[place, default: []].insert(keys) } else { freed[place]?.remove(keys) }
    if let command { ways[command, default: []].insert(way, at: 0) }
  }

  /// What keys mean at a place and the places around it.
  package func match(_ keys: [Key], at place: Place) -> Match {
    if let command = meaning(of: keys, at: place), command != .menu { return .command(command) }
    // The menu key begins the sequences of the menu; at another key than its first, it stands for that one.
    if begins(keys, at: place) || opensMenu(keys, at: place) { return .prefix }
    if let first = keys.first, opensMenu([first], at: place), keys.count > 1 {
      let stood = [Self.menuKey] + keys.dropFirst()
      if let command = meaning(of: stood, at: place) { return .command(command) }
    }
    return .none
  }

  /// What exactly these keys mean at a place: what the nearest place says that says anything of them.
  private func meaning(of keys: [Key], at place: Place) -> CommandName? {
    for place in place.lookup {
      if let command = bindings[place]?[keys] { return command }
      if freed[place]?.contains(keys) == true { return nil }
    }
    return nil
  }

  private func begins(_ keys: [Key], at place: Place) -> Bool {
    place.lookup.contains { around in
      bindings[around]?.keys.contains {
        $0.count > keys.count && $0.starts(with: keys) && meaning(of: $0, at: place) != nil
      } == true
    }
  }

  private func opensMenu(_ keys: [Key], at place: Place) -> Bool { meaning(of: keys, at: place) == .menu }

  /// The key that the sequences of the table and of settings begin with, whatever keys open the menu.
  private static let menuKey = Key("x", .control)

  /// The letters of the menu at a place with their commands, in the order of the table.
  package func menu(at place: Place) -> [(keys: [Key], command: Command)] {
    Command.table.flatMap { command in
      keys(for: command.name, at: place).filter { $0.count > 1 && $0.first == Self.menuKey }
        .map { (Array($0.dropFirst()), command) }
    }
  }

  /// The keys that lead to a command at a place, also those bound around it: those first that it is known by.
  package func keys(for command: CommandName, at place: Place) -> [[Key]] {
    let places = place.lookup
    let all = (ways[command] ?? []).filter { places.contains($0.place) }.map(\.keys)
    return all.indices.filter { !all[..<$0].contains(all[$0]) && lead(all[$0], to: command, at: place) }.map { all[$0] }
  }

  /// True if nothing nearer has these keys, and no shorter command takes their beginning.
  private func lead(_ keys: [Key], to command: CommandName, at place: Place) -> Bool {
    meaning(of: keys, at: place) == command
      && (1..<keys.count).allSatisfy { count in
        let begun = meaning(of: Array(keys.prefix(count)), at: place)
        return begun == nil || begun == .menu
      }
  }

  /// All keys of a command with their places.
  package func allKeys(for command: CommandName) -> [(place: Place, keys: [Key])] {
    Place.allCases.flatMap { place in (ways[command] ?? []).filter { $0.place == place }.map { (place, $0.keys) } }
  }
}
