import Screen

/// Macros: what a register has, pressed by itself.
extension ViKeys {
  /// Keys as they are pressed, and the letter of the register they go to once that ends.
  struct Recording: Hashable, Sendable {
    var letter: Character
    var keys: [Key] = []
  }

  /// The letter of the register that keys are recorded to.
  package var recorded: Character? { recording?.letter }

  mutating func record(_ letter: Character, in editor: PromptEditor) {
    let name = Character(letter.lowercased())
    recording = Recording(letter: name, keys: letter == name ? [] : keys(of: name, in: editor))
  }

  mutating func endRecording() {
    guard let ended = recording else { return }
    recording = nil
    // Without the key that ends it.
    let keys = Array(ended.keys.dropLast())
    registers[ended.letter] = Register(text: keys.compactMap(\.inText), keys: keys)
  }

  /// What a register has as keys: those that were recorded, or what presses its text. The break of its last line is none.
  private func keys(of name: Character, in editor: PromptEditor) -> [Key] {
    guard let register = registers[name] else { return [] }
    let text = Array(editor.text(of: register.text[...]))
    return register.keys ?? (register.shape == .lines ? text.dropLast() : text[...]).map(Key.init(pressing:))
  }

  mutating func play(_ letter: Character, _ count: Int, in editor: PromptEditor) {
    let name = letter == "@" ? lastPlayed : Character(letter.lowercased())
    let keys = name.map { self.keys(of: $0, in: editor) } ?? []
    guard !keys.isEmpty else {
      hasFailed = true
      return
    }
    lastPlayed = name
    let times = max(1, min(count, Self.mostPlayed / keys.count))
    wanted = Array(repeatElement(keys, count: times).joined())
  }

  /// The keys of a macro that the last key asked for.
  mutating func takeWanted() -> [Key] {
    defer { wanted = [] }
    return wanted
  }

  /// So many keys are no person's wish, but a macro that calls itself.
  static let mostPlayed = 10_000

  /// Presses keys, and those of macros that they ask for, until one of them cannot do what it says. It is undone at once.
  /// - Parameters:
  ///   - columns: of the pane, for keys that go from row to row.
  ///   - command: what a key means that vi leaves free; what is none of the text does nothing.
  /// - Returns: false if they come to no end.
  mutating func press(
    _ keys: [Key], in editor: inout PromptEditor, columns: Int, command: (Key) -> CommandName?
  ) -> Bool {
    guard !keys.isEmpty else { return true }
    editor.holdStep()
    defer {
      editor.releaseStep()
      if insertion != nil { editor.beginStep() }
    }
    var left = Array(keys.reversed())
    var room = Self.mostPlayed
    while let key = left.popLast() {
      // In a long text each key takes longer.
      room -= 1 + editor.characters.count / 10_000
      guard room > 0, left.count <= 2 * Self.mostPlayed else {
        giveUp(in: &editor)
        return false
      }
      if let names = take(key, in: &editor, isPlayed: true) {
        // Each move from row to row looks through the whole text.
        for name in names where !hasFailed && room > 0 {
          room -= 1 + editor.characters.count / 1000
          move(by: name, in: &editor, columns: columns)
        }
      } else if mode == .insert, let character = key.typed {
        editor.insert(character)
      } else if let name = command(key) {
        switch name {
        case .newLine: editor.insert("\n")
        case .moveUp, .moveDown: move(by: name, in: &editor, columns: columns)
        default: editor.perform(name)
        }
      }
      settle(&editor)
      if hasFailed { break }
      left += takeWanted().reversed()
    }
    return true
  }

  /// Past the first and last row there is no way, nor out of the text.
  private mutating func move(by name: CommandName, in editor: inout PromptEditor, columns: Int) {
    let rows = name == .moveUp ? -1 : name == .moveDown ? 1 : nil
    if let position = rows.flatMap({ PromptRows(editor, columns: columns).position(rowsDown: $0, in: editor) }) {
      editor.move(to: position)
    } else {
      hasFailed = true
    }
  }
}

extension Key {
  /// The key that a character of a text presses.
  fileprivate init(pressing character: Character) {
    switch character {
    case "\u{1B}": self.init(.escape)
    case "\u{7F}": self.init(.backspace)
    case "\t": self.init(character)
    case "\r": self.init(.enter)
    default:
      let value = character.unicodeScalars.first?.value ?? 0
      let letter = Unicode.Scalar(value + 0x60).map(Character.init) ?? character
      if (1...26).contains(value) { self.init(letter, .control) } else { self.init(character) }
    }
  }

  /// The character that presses it; `nil` for a key that no text has.
  fileprivate var inText: Character? {
    switch code {
    case .escape: "\u{1B}"
    case .backspace: "\u{7F}"
    case .tab: "\t"
    case .enter: "\r"
    case .character(let character) where modifiers == .control && character.isASCII && character.isLetter:
      character.asciiValue.map { Character(Unicode.Scalar($0 & 0x1F)) }
    default: typed
    }
  }
}
