extension Key {
  /// Reads a name as people write it in settings: `ctrl+x`, `alt+enter`, `G`, `pageup`, `f1`, `space`. Modifiers and
  /// words in any case; a single character stands for itself, so `g` and `G` differ.
  ///
  /// What a terminal cannot tell apart becomes one key: `shift+g` is `G`, `ctrl+X` is `ctrl+x`.
  /// - Returns: `nil` if there is no such key.
  package init?(name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    while let (modifier, after) = Self.modifier(at: rest) {
      guard modifiers.insert(modifier).inserted else { return nil }
      rest = after
    }
    guard var code = Self.code(named: rest) else { return nil }
    if case .character(let character) = code, character.isLetter {
      if modifiers.contains(.control) {
        code = Self.character(character.lowercased()) ?? code
      } else if modifiers.contains(.shift) {
        code = Self.character(character.uppercased()) ?? code
        modifiers.remove(.shift)
      }
    }
    self.init(code, modifiers)
  }

  /// The name that `init(name:)` reads back as this key.
  package var name: String { prefix("ctrl+", "alt+", "shift+") + codeName }

  /// How a hint line shows the key: `^X`, `Alt+T`, `Enter`, `F1`, `Space`, `PgUp`.
  package var label: String {
    guard case .character(let character) = code, character != " ", !modifiers.isEmpty else {
      return prefix("Ctrl+", "Alt+", "Shift+") + codeLabel
    }
    if modifiers == .control { return "^" + character.uppercased() }
    let shift = character.isUppercase && !modifiers.contains(.shift) ? "Shift+" : ""
    return prefix("Ctrl+", "Alt+", "Shift+") + shift + character.uppercased()
  }

  /// How a sentence spells the key: `Ctrl+X`, `Alt+T`, `Enter`.
  package var spelled: String {
    let label = label
    return label.count == 2 && label.first == "^" ? "Ctrl+\(label.dropFirst())" : label
  }

  private static let modifierNames: [(name: String, modifier: Modifiers)] = [
    ("ctrl+", .control), ("alt+", .alt), ("shift+", .shift),
  ]

  /// Keys with a word for a name, and their label. The first name of a code is the one `name` gives.
  private static let words: [(name: String, label: String, code: Code)] = [
    ("space", "Space", .character(" ")),
    ("enter", "Enter", .enter), ("return", "Enter", .enter),
    ("tab", "Tab", .tab),
    ("escape", "Esc", .escape), ("esc", "Esc", .escape),
    ("backspace", "Backspace", .backspace),
    ("delete", "Del", .delete), ("del", "Del", .delete),
    ("insert", "Ins", .insert), ("ins", "Ins", .insert),
    ("up", "Up", .up), ("down", "Down", .down), ("left", "Left", .left), ("right", "Right", .right),
    ("home", "Home", .home), ("end", "End", .end),
    ("pageup", "PgUp", .pageUp), ("pgup", "PgUp", .pageUp),
    ("pagedown", "PgDn", .pageDown), ("pgdn", "PgDn", .pageDown),
  ]

  /// The highest function key that terminals know.
  private static let lastFunctionKey = 63

  private static func modifier(at text: Substring) -> (Modifiers, Substring)? {
    for (name, modifier) in modifierNames where text.utf8.count > name.utf8.count {
      let start = text.prefix(name.count)
      if start.lowercased() == name { return (modifier, text.dropFirst(name.count)) }
    }
    return nil
  }

  private static func code(named name: Substring) -> Code? {
    if name.count == 1, let character = name.first {
      return character.isWhitespace || character.unicodeScalars.contains { TextWidth.columns(of: $0.value) == 0 }
        ? nil : .character(character)
    }
    let lowered = name.lowercased()
    if lowered.first == "f", let number = Int(lowered.dropFirst()), (1...lastFunctionKey).contains(number) {
      return .function(number)
    }
    return words.first { $0.name == lowered }?.code
  }

  private static func character(_ text: String) -> Code? {
    text.count == 1 ? text.first.map { .character($0) } : nil
  }

  private func prefix(_ control: String, _ alt: String, _ shift: String) -> String {
    (modifiers.contains(.control) ? control : "") + (modifiers.contains(.alt) ? alt : "")
      + (modifiers.contains(.shift) ? shift : "")
  }

  private var codeName: String {
    if case .function(let number) = code { return "f\(number)" }
    if let word = Self.words.first(where: { $0.code == code }) { return word.name }
    if case .character(let character) = code { return String(character) }
    return ""
  }

  private var codeLabel: String {
    if case .function(let number) = code { return "F\(number)" }
    if let word = Self.words.first(where: { $0.code == code }) { return word.label }
    if case .character(let character) = code { return String(character) }
    return ""
  }
}

extension [Key] {
  /// Reads keys pressed one after the other, names apart by blanks: `ctrl+x c`.
  /// - Returns: `nil` if a name is unknown or there is none.
  package init?(sequence: String) {
    self.init()
    for name in sequence.split(whereSeparator: \.isWhitespace) {
      guard let key = Key(name: String(name)) else { return nil }
      append(key)
    }
    if isEmpty { return nil }
  }

  /// The names apart by blanks; `init(sequence:)` reads them back.
  package var sequence: String { map(\.name).joined(separator: " ") }

  /// The labels apart by blanks: `^X c`.
  package var label: String { map(\.label).joined(separator: " ") }

  /// As a sentence spells them: `Ctrl+X c`.
  package var spelled: String { map(\.spelled).joined(separator: " ") }
}
