import Screen

extension Key {
  /// A control character as the key that sends it.
  init(control byte: UInt8, _ modifiers: Modifiers) {
    switch byte {
    case 0x09: self.init(.tab, modifiers)
    case 0x0d: self.init(.enter, modifiers)
    case 0x1b: self.init(.escape, modifiers)
    case 0x7f: self.init(.backspace, modifiers)
    case 0x00: self.init(" ", modifiers.union(.control))
    case 0x01...0x1a: self.init(Character(Unicode.Scalar(byte + 0x60)), modifiers.union(.control))
    default: self.init(Character(Unicode.Scalar(byte + 0x40)), modifiers.union(.control))
    }
  }

  /// A key of `SS3 byte`: cursor keys, F1 to F4 and the number pad in application mode.
  init?(ss3 byte: UInt8, modifiers: Modifiers) {
    switch byte {
    case 0x4d: self.init(.enter, modifiers)
    case 0x49: self.init(.tab, modifiers)
    case 0x20: self.init(" ", modifiers)
    case 0x58: self.init("=", modifiers)
    case 0x6a...0x79: self.init(Character(Unicode.Scalar(byte - 0x40)), modifiers)
    default:
      guard let code = Key.Code(letter: byte) else { return nil }
      self.init(code, modifiers)
    }
  }

  /// A key sent by its code point (`CSI code ; modifiers u` and `CSI 27 ; modifiers ; code ~`).
  init?(code: Int, shifted: Int? = nil, modifiers: Modifiers) {
    switch code {
    case 0..<0x20, 0x7f: self.init(control: UInt8(code), modifiers)
    // Control characters, and the private range where kitty's protocol puts keys that have no character.
    case 0x80..<0xa0, 0xe000..<0xf900: return nil
    default:
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
      guard modifiers.contains(.shift) else {
        self.init(Character(scalar), modifiers)
        return
      }
      if modifiers.contains(.control) {
        let lower = scalar.properties.lowercaseMapping
        self.init(lower.count == 1 ? Character(lower) : Character(scalar), modifiers)
        return
      }
      // What Shift makes of a character is the character typed; the key says nothing more.
      let upper = scalar.properties.uppercaseMapping
      let typed = shifted.flatMap(UInt32.init(exactly:)).flatMap(Unicode.Scalar.init).map(Character.init)
      self.init(typed ?? (upper.count == 1 ? Character(upper) : Character(scalar)), modifiers.subtracting(.shift))
    }
  }
}

extension Key.Code {
  /// The keys that `CSI` and `SS3` name by a final letter.
  init?(letter: UInt8) {
    switch letter {
    case 0x41: self = .up
    case 0x42: self = .down
    case 0x43: self = .right
    case 0x44: self = .left
    case 0x46: self = .end
    case 0x48: self = .home
    case 0x50...0x53: self = .function(Int(letter) - 0x4f)
    default: return nil
    }
  }

  /// The keys that `CSI number ~` names.
  init?(number: Int) {
    switch number {
    case 1, 7: self = .home
    case 2: self = .insert
    case 3: self = .delete
    case 4, 8: self = .end
    case 5: self = .pageUp
    case 6: self = .pageDown
    case 11...15: self = .function(number - 10)
    case 17...21: self = .function(number - 11)
    case 23...26: self = .function(number - 12)
    case 28, 29: self = .function(number - 13)
    case 31...34: self = .function(number - 14)
    default: return nil
    }
  }
}

extension ControlSequence {
  /// The key this sequence stands for.
  var key: Key? {
    guard prefix == nil, intermediates.isEmpty, !isRelease else { return nil }
    switch final {
    case 0x75:
      guard let code = first else { return nil }
      return Key(code: code, shifted: shiftedCode, modifiers: modifiersOfSecond)
    case 0x7e where first == 27:
      guard let code = value(2) else { return nil }
      return Key(code: code, modifiers: modifiersOfSecond)
    case 0x7e:
      return first.flatMap(Key.Code.init(number:)).map { Key($0, modifiersOfSecond) }
    case 0x5e:
      // rxvt ends a key with `^` where Control is held.
      return first.flatMap(Key.Code.init(number:)).map { Key($0, .control) }
    case 0x5a:
      return Key(.tab, modifiersOfSecond.union(.shift))
    case 0x61...0x64 where isBare:
      // rxvt's cursor keys with Shift are small letters.
      return Key.Code(letter: final - 0x20).map { Key($0, .shift) }
    default:
      return Key.Code(letter: final).map { Key($0, modifiers) }
    }
  }

  /// For sequences whose first parameter names the key.
  private var modifiersOfSecond: Key.Modifiers { Key.Modifiers(parameter: value(1)) }

  /// True when a terminal reports that the key was let go.
  private var isRelease: Bool { parameters.count > 1 && parameters[1].count > 1 && parameters[1][1] == 3 }

  private var shiftedCode: Int? {
    guard parameters[0].count > 1, parameters[0][1] >= 0xa0 || (0x20..<0x7f).contains(parameters[0][1]) else {
      return nil
    }
    return parameters[0][1]
  }
}
