import TestSupport
import Testing

@testable import Gemini

@Suite struct JSONParserTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-0", "-1.5e-3", "1E+2", "\"\"", "[]", "{}", " [ 1 , 2 ] ", "\t{\"a\" :\r\n1}\n",
    "[[[]]]", "{\"\":null}", "\"\u{7F}\u{2028}\"", "1.0", "123456789012345678901234567890",
  ])
  func acceptsWhatTheStandardAllows(_ text: String) {
    #expect(throws: Never.self) { try json(text) }
    #expect(Reference.parse(bytes(text)) != nil)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "tru", "01", "-01", "-", "+1", ".5", "1.", "1.e2", "1e", "1e+", "0x10", "1 2",
    "NaN", "Infinity", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1",
    "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{,}", "\"", "\"\\", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
    "\"\\uD83D\\u1\"", "\"a\nb\"", "\"\t\"", "\"\u{0}\"", "'a'", "// x\n1", "[1]x", "{}{}", "<html>",
  ])
  func refusesWhatTheStandardForbids(_ text: String) {
    #expect(throws: JSONError.self) { try json(text) }
    // Foundation alone lets a comma stand before the end.
    if !text.hasSuffix(",]"), !text.hasSuffix(",}") { #expect(Reference.parse(bytes(text)) == nil) }
  }

  @Test func saysWhereItStopped() {
    #expect(throws: JSONError(reason: "a comma is missing", offset: 3)) { try json("[1 2]") }
    #expect(throws: JSONError(reason: "a key is missing", offset: 7)) { try json("{\"a\":1,}") }
    #expect(throws: JSONError(reason: "there is more after the end", offset: 2)) { try json("1 2") }
    #expect(throws: JSONError(reason: "there is something that is no value", offset: 1)) { try json("[-]") }
  }

  @Test(arguments: [
    ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"),
    ("\"\\u0041\\u00e9\\u65E5\"", "Aé日"),
    ("\"\\uD83D\\uDE00\"", "😀"),
    ("\"a\\u0000b\"", "a\0b"),
    ("\"\\u003cb\\u003e\"", "<b>"),
    ("\"日本\u{2028}語\u{85}\"", "日本\u{2028}語\u{85}"),
    (
      "\"plain text that is longer than one word of eight \\\" and goes on\"",
      "plain text that is longer than one word of eight \" and goes on"
    ),
  ])
  func readsEscapes(_ text: String, _ expected: String) throws {
    #expect(try json(text) == .string(expected))
  }

  @Test(arguments: [
    ("\"\\uD83D\"", "\u{FFFD}"), ("\"\\uDE00x\"", "\u{FFFD}x"), ("\"\\uD83Dx\"", "\u{FFFD}x"),
    ("\"\\uD83D\\u0041\"", "\u{FFFD}A"), ("\"\\uD83D\\uD83D\\uDE00\"", "\u{FFFD}😀"), ("\"\\uD83D\\n\"", "\u{FFFD}\n"),
  ])
  func showsHalfAPairAsUnreadable(_ text: String, _ expected: String) throws {
    #expect(try json(text) == .string(expected))
  }

  @Test(
    arguments: [[0xFF], [0xC3], [0xE6, 0x97], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98]] as [[UInt8]])
  func showsInvalidBytesAsUnreadable(_ bad: [UInt8]) throws {
    let value = try JSON(parsing: bytes("\"ab") + bad + bytes("cd\""))
    #expect(value.string == String(decoding: bytes("ab") + bad + bytes("cd"), as: UTF8.self))
    #expect(value.string?.contains("\u{FFFD}") == true)
    let escaped = try JSON(parsing: bytes("\"\\n") + bad + bytes("\""))
    #expect(escaped.string?.contains("\u{FFFD}") == true)
  }

  @Test func passesOverAByteOrderMark() throws {
    #expect(try JSON(parsing: [0xEF, 0xBB, 0xBF] + bytes("{}")) == [:])
    #expect(throws: JSONError.self) { try JSON(parsing: [0xEF, 0xBB] as [UInt8]) }
  }

  @Test func refusesDeepNestingWithoutExhaustingTheStack() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try json(nested(512)) }
    #expect(throws: JSONError(reason: "it is nested too deeply", offset: 512)) { try json(nested(513)) }
    #expect(throws: JSONError.self) { try json(String(repeating: "{\"a\":", count: 200_000)) }
    #expect(throws: JSONError.self) { try json(String(repeating: "[", count: 1_000_000)) }
  }

  @Test(arguments: ["0.70", "9007199254740993", "-0", "1E+2", "3.0e-10", "0.40429688", "1e999"])
  func keepsNumbersToTheDigit(_ literal: String) throws {
    #expect(try json(literal) == .number(literal))
    #expect(try json("[\(literal)]").text == "[\(literal)]")
  }

  @Test func keepsTheOrderOfKeysAndRepeatedOnes() throws {
    let text = #"{"z":1,"a":{"y":2,"b":3},"z":4}"#
    let value = try json(text)
    #expect(value.text == text)
    #expect(value.object?.members.map(\.key) == ["z", "a", "z"])
    #expect(value["z"] == 4)
  }

  @Test func findsTheEndOfAStringAtAnyLength() throws {
    for length in 0..<70 {
      let plain = String(repeating: "x", count: length)
      for (escape, meaning) in [("", ""), ("\\\"", "\""), ("\\\\", "\\"), ("é", "é")] {
        #expect(
          try json("[\"\(plain)\(escape)\",\"\(escape)\(plain)\"]") == [
            .string(plain + meaning), .string(meaning + plain),
          ])
      }
      #expect(throws: JSONError.self) { try json("\"\(plain)\u{1F}\"") }
      #expect(throws: Never.self) { try json("\"\(plain)\u{80}\u{FF}\"") }
    }
  }

  /// Were the text copied at each escape, this would take hours.
  @Test(.timeLimit(.minutes(1)))
  func readsManyEscapesInLinearTime() throws {
    let count = 1_000_000
    let text = bytes("\"" + String(repeating: "ab\\n", count: count) + "\"")
    #expect(try JSON(parsing: text).string?.utf8.count == 3 * count)
  }
}

@Suite struct JSONPropertyTests {
  /// A random value: all kinds, all planes of Unicode, nested a few levels.
  private func value(_ random: inout Seeded, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .int(Int.random(in: Int.min...Int.max, using: &random))
    case 3: .double(Double.random(in: -1e6...1e6, using: &random))
    case 4: .string(string(&random))
    case 5: .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in value(&random, depth: depth + 1) })
    default:
      .object(
        JSONObject(
          members: (0..<Int.random(in: 0..<6, using: &random)).map { number in
            JSONObject.Member(key: string(&random) + "\(number)", value: value(&random, depth: depth + 1))
          }))
    }
  }

  private func string(_ random: inout Seeded) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<40, using: &random) {
      let limit: UInt32 = [0x80, 0x80, 0x80, 0x800, 0x10000, 0x110000].randomElement(using: &random) ?? 0x80
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  @Test func whatIsWrittenIsReadBack() throws {
    for seed in 0..<2000 {
      var random = Seeded(seed)
      let original = value(&random, depth: 0)
      let compact = try JSON(parsing: original.encoded)
      let pretty = try JSON(parsing: original.prettyText)
      try #require(compact == original && pretty == original, "seed \(seed): \(original.text)")
      let reference = try #require(Reference.parse(original), "seed \(seed): \(original.text)")
      try #require(Reference.equal(reference, Reference.parse(bytes(original.prettyText))), "seed \(seed)")
    }
  }

  @Test func randomBytesNeverCrash() {
    let alphabet = bytes("{}[]\",:\\ud83Ee0-+.1tfn \n\t/b") + [0x00, 0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
    var accepted = 0
    for seed in 0..<20_000 {
      var random = Seeded(seed)
      let text = (0..<Int.random(in: 0..<48, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      if let value = try? JSON(parsing: text) {
        accepted += 1
        #expect(value == (try? JSON(parsing: value.encoded)), "seed \(seed)")
      }
    }
    #expect(accepted > 0)
  }

  @Test func damagedTextIsJudgedAsFoundationJudgesIt() {
    let original = bytes(#"{"a": [1, -2.5e3, true, null, "x\n\"\\"], "b": {"c": "", "d": [ ]}, "e": 0}"#)
    let replacements = bytes("{}[]\",:\\0123456789-+.eE tfnul\nx")
    var accepted = 0
    for seed in 0..<5000 {
      var random = Seeded(seed)
      var text = original
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: 0..<text.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.remove(at: place)
        case 1: text[place] = replacements.randomElement(using: &random) ?? 0
        default: text.insert(replacements.randomElement(using: &random) ?? 0, at: place)
        }
      }
      let reference = Reference.parse(text)
      let own = try? JSON(parsing: text)
      let shown = String(decoding: text, as: UTF8.self)
      #expect((own == nil) == (reference == nil), "seed \(seed): \(shown)")
      if let own, let reference {
        accepted += 1
        #expect(Reference.equal(Reference.parse(own), reference), "seed \(seed): \(shown)")
      }
    }
    #expect(accepted > 100)
  }
}
