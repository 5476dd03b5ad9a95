import Screen

/// Macros: keys that are pressed by themselves.
extension ViKeys {
  /// So many keys are no person's wish, but a macro that calls itself.
  static let mostPlayed = 10_000

  /// Presses keys, and those of macros that they ask for, until one of them cannot do what it says.
  /// - Parameters:
  ///   - columns: of the pane, for keys that go from row to row.
  ///   - command: what a key means that vi leaves free; what is none of the text does nothing.
  /// - Returns: false if they come to no end.
  mutating func press(
    _ keys: [Key], in editor: inout PromptEditor, columns: Int, command: (Key) -> CommandName?
  ) -> Bool {
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
