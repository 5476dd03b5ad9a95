import Screen

/// What is kept to be put elsewhere, or to be pressed again.
extension ViKeys {
  struct Register: Hashable, Sendable {
    /// How its text goes into another.
    enum Shape: Hashable, Sendable {
      case characters
      /// Each ends with a line break.
      case lines
      /// The same columns of several lines.
      case block
    }

    var text: [Character]
    var shape = Shape.characters
    /// The keys that were recorded to it, some of which may have no place in the text.
    var keys: [Key]?

    /// What is added to lines is lines, and lines make lines of what they are added to.
    func followed(by added: Register) -> Register {
      guard shape == .lines || added.shape == .lines else { return Register(text: text + added.text) }
      return Register(text: [text, added.text].flatMap { $0.last == "\n" ? $0 : $0 + ["\n"] }, shape: .lines)
    }

    /// Folded pastes become their text.
    mutating func unfold(by editor: PromptEditor) { text = Array(editor.text(of: text[...])) }
  }

  /// How text came to be kept, which says where it is kept by itself.
  enum Taken { case copied, deleted, deletedMuch }

  /// Takes in what was deleted or copied: by default for the next `p`, to `_` not at all, to a capital letter behind what
  /// its register has.
  mutating func keep(
    _ cut: [Character], in register: Character?, as kind: Taken, shape: Register.Shape = .characters,
    of editor: inout PromptEditor
  ) {
    guard !cut.isEmpty, register != "_" else { return }
    let taken = Register(text: cut, shape: shape)
    var cut = taken
    if let register, register != "\"" {
      let name = Character(register.lowercased())
      if register.isUppercase, let old = registers[name] { cut = old.followed(by: taken) }
      registers[name] = cut
      if "+*".contains(register) { copied = editor.text(of: cut.text[...]) }
    } else if kind == .copied {
      registers["0"] = cut
    } else if !taken.text.contains("\n") {
      registers["-"] = cut
    }
    if kind == .deletedMuch {
      for number in (1..<9).reversed() { registers[Self.name(number + 1)] = registers[Self.name(number)] }
      registers[Self.name(1)] = taken
    }
    registers["\""] = cut
    editor.killRing.add(cut.text)
  }

  /// Of a numbered register.
  static func name(_ number: Int) -> Character { Character("\(number)") }

  /// What a register has; without one, what was deleted or copied last.
  func kept(in register: Character?, of editor: PromptEditor) -> Register {
    let text = editor.killRing.newest
    let newest = Register(text: text, shape: text.last == "\n" ? .lines : .characters)
    guard let register, register != "\"" else {
      // What was cut without vi since then is newer.
      return registers["\""].flatMap { $0.text == newest.text || newest.text.isEmpty ? $0 : nil } ?? newest
    }
    return registers[Character(register.lowercased())] ?? ("+*".contains(register) ? newest : Register(text: []))
  }
}
