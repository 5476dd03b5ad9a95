import Testing

@testable import App

@Suite("TOML as people write it")
struct TOMLTests {
  @Test("Values of every kind are read")
  func values() throws {
    let table = try TOML.parse(
      """
      \u{FEFF}# a comment
      text = "a\\tb\\u00e4 # no comment" # a comment
      literal = 'C:\\x'
      long = \"\"\"
      one \\
         and two
      three\"\"\"
      whole = -1_000\t
      hex = 0xFF
      half = 0.5
      yes = true
      list = [1, "two",
        # between
        [3], ]
      inline = { fg = 7, "b c" = { d = false }, e.f = 1 }
      a.b = 1
      [a.c]
      "quoted key" = ''
      [d . 'e']
      """)
    #expect(table["text"] == .string("a\tbä # no comment"))
    #expect(table["literal"]?.string == "C:\\x")
    #expect(table["long"]?.string == "one and two\nthree")
    #expect(table["whole"]?.int == -1000)
    #expect(table["hex"]?.int == 255)
    #expect(table["half"] == .double(0.5))
    #expect(table["yes"]?.bool == true)
    #expect(table["list"] == .array([.int(1), .string("two"), .array([.int(3)])]))
    #expect(
      table["inline"]
        == .table(["fg": .int(7), "b c": .table(["d": .bool(false)]), "e": .table(["f": .int(1)])]))
    #expect(table["a"] == .table(["b": .int(1), "c": .table(["quoted key": .string("")])]))
    #expect(table["d"] == .table(["e": .table([:])]))
  }

  @Test(
    "What is wrong is named with its line",
    arguments: [
      ("a", 1), ("a =", 1), ("\n\na = b", 3), ("a = \"open\nb = 1", 1), ("a = 1 b = 2", 1), ("a = 1\r\na = 2", 2),
      ("[a]\n[a]", 2), ("[a\nb = 1", 1), ("[[a]]", 1), ("[[[", 1), ("[]", 1), ("[=", 1), ("[ä]", 1), ("a = ]", 1),
      ("a = ,", 1), ("a = [1", 1), ("a = [1 2]", 1), ("a = {b = 1", 1), ("a = {b}", 1), ("a = \"\\x\"", 1),
      ("a = \"\\ud800\"", 1), ("a = 1\na.b = 2", 2), ("a.b = 1\na = 2", 2), ("a = 2020-01-01", 1), (".a = 1", 1),
      ("a = nan", 1), ("a\r= 1", 1), ("a = \"\"\"\n\n", 3),
    ])
  func problems(text: String, line: Int) {
    let problem = #expect(throws: TOML.Problem.self) { try TOML.parse(text) }
    #expect(problem?.line == line, "\(problem?.reason ?? "")")
    #expect(problem?.reason.isEmpty == false)
  }

  @Test("Depth is limited")
  func depth() {
    #expect(throws: TOML.Problem.self) { try TOML.parse("a = " + String(repeating: "[", count: 100_000)) }
    #expect(throws: TOML.Problem.self) { try TOML.parse("a = " + String(repeating: "{a=", count: 100_000)) }
  }

  @Test("Nothing in a file can stop the reader")
  func anything() {
    let bits = [
      "[", "[[", "]", "a", "b.c", ".", "=", "\"", "'", "\"\"\"", "\n", "\r\n", "\r", " ", "{", "}", ",", "1", "-", "0x",
      "e", "#", "ä", "\u{FEFF}", "\\", "\\u00", "'''", "\0",
    ]
    var state: UInt64 = 7
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Int(state >> 33) % count
    }
    var good = 0
    for _ in 0..<5_000 {
      let text = (0..<next(12)).map { _ in bits[next(bits.count)] }.joined()
      if (try? TOML.parse(text)) != nil { good += 1 }
    }
    #expect(good > 0 && good < 5_000)
  }
}
