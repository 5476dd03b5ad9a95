import Testing

@testable import Screen

struct KeyNamesTests {
  @Test(arguments: [
    ("ctrl+x", Key("x", .control)), ("Ctrl+X", Key("x", .control)), ("alt+enter", Key(.enter, .alt)), ("g", Key("g")),
    ("G", Key("G")), ("shift+g", Key("G")), ("alt+T", Key("T", .alt)), ("pageup", Key(.pageUp)),
    ("PgDn", Key(.pageDown)),
    ("f1", Key(.function(1))), ("F12", Key(.function(12))), ("f", Key("f")), ("space", Key(" ")), ("esc", Key(.escape)),
    ("+", Key("+")), ("ctrl++", Key("+", .control)), ("shift+tab", Key(.tab, .shift)), ("?", Key("?")), ("ü", Key("ü")),
    ("ctrl+alt+shift+left", Key(.left, [.control, .alt, .shift])), ("ctrl+space", Key(" ", .control)),
  ])
  func reads(name: String, key: Key) {
    #expect(Key(name: name) == key)
  }

  @Test(arguments: [
    "", "ctrl+", "hyper+x", "ctrl+ctrl+x", "f0", "f64", "fx", "word", " ", "\u{1B}", "ctrl+x c", "shift+",
  ])
  func refuses(name: String) {
    #expect(Key(name: name) == nil)
  }

  @Test func namesAreReadBack() {
    let codes: [Key.Code] =
      [.enter, .tab, .escape, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown]
      + (1...63).map { .function($0) } + "az09+-/ ?ü你".map { .character($0) }
    for code in codes {
      for modifiers in 0..<UInt8(8) {
        let key = Key(code, Key.Modifiers(rawValue: modifiers))
        // Shift with a letter is the capital letter, so such a key has no name of its own.
        if case .character(let letter) = code, letter.isCased, modifiers & 4 != 0 { continue }
        if case .character("你") = code, modifiers & 4 != 0 { continue }
        #expect(Key(name: key.name) == key, "\(key.name)")
      }
    }
    #expect(Key(name: Key("G").name) == Key("G"))
    #expect(Key(name: Key("T", .alt).name) == Key("T", .alt))
  }

  @Test(arguments: [
    ("ctrl+x", "^X"), ("alt+t", "Alt+T"), ("alt+T", "Alt+Shift+T"), ("enter", "Enter"), ("f1", "F1"),
    ("space", "Space"),
    ("pageup", "PgUp"), ("ctrl+space", "Ctrl+Space"), ("ctrl+enter", "Ctrl+Enter"), ("g", "g"), ("G", "G"),
    ("ctrl+alt+x", "Ctrl+Alt+X"), ("shift+tab", "Shift+Tab"), ("ctrl+/", "^/"), ("esc", "Esc"),
  ])
  func labels(name: String, label: String) {
    #expect(Key(name: name)?.label == label)
  }

  @Test func sequences() {
    let keys = [Key](sequence: "ctrl+x c")
    #expect(keys == [Key("x", .control), Key("c")])
    #expect(keys?.sequence == "ctrl+x c")
    #expect(keys?.label == "^X c")
    #expect([Key](sequence: "ctrl+x nothing") == nil)
    #expect([Key](sequence: "  ") == nil)
  }
}
