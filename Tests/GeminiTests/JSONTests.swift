import Foundation
import TestSupport
import Testing

@testable import Gemini

@Suite struct JSONWriterTests {
  @Test func writesCompactAndOverSeveralLines() {
    let value: JSON = ["a": [1, "x", []], "b": [:], "c": ["d": true]]
    #expect(value.text == #"{"a":[1,"x",[]],"b":{},"c":{"d":true}}"#)
    #expect(
      value.prettyText == """
        {
          "a": [
            1,
            "x",
            []
          ],
          "b": {},
          "c": {
            "d": true
          }
        }
        """)
  }

  @Test func escapesWhatHasToBeAndNothingElse() {
    let text = "\"\\\n\r\t\u{1}\u{1F}/<é😀\u{2028}"
    #expect(JSON.string(text).text == #""\"\\\n\r\t\u0001\u001f/<é😀"# + "\u{2028}\"")
    #expect(JSON(dictionaryLiteral: ("a\"b", .null)).text == #"{"a\"b":null}"#)
  }

  @Test func writesNumbersThatAreNumbers() {
    #expect(JSON.double(0.2).text == "0.2")
    #expect(JSON.double(1).text == "1")
    #expect(JSON.double(-0.0).text == "0")
    #expect(JSON.int(Int.min).text == "-9223372036854775808")
    for value in [Double.nan, .infinity, -.infinity] { #expect(JSON.double(value) == .null) }
    for value in [1e300, 5e-300, 1e16, 123456.789] {
      #expect((try? json(JSON.double(value).text))?.double == value)
    }
  }
}

@Suite struct JSONObjectTests {
  @Test func nullIsAbsent() throws {
    let value = try json(#"{"a":null,"b":{"c":null}}"#)
    #expect(value["a"] == nil)
    #expect(value["b"]?["c"] == nil)
    #expect(value["b"]?["c"]?["d"] == nil)
    #expect(JSON.array([])["a"] == nil)
  }

  @Test func keysAreSetInPlaceAndTakenOut() throws {
    var object = try #require(try json(#"{"a":1,"b":2,"a":3}"#).object)
    object["a"] = 4
    object["c"] = 5
    #expect(JSON.object(object).text == #"{"a":1,"b":2,"a":4,"c":5}"#)
    object["a"] = nil
    #expect(JSON.object(object).text == #"{"b":2,"c":5}"#)
  }

  @Test func pathsMakeAndTakeOutTheObjectsOnTheWay() {
    var object = JSONObject()
    object[path: ["a", "b", "c"]] = 1
    #expect(JSON.object(object) == ["a": ["b": ["c": 1]]])
    #expect(object[path: ["a", "b", "c"]] == 1)
    #expect(object[path: ["a", "x", "c"]] == nil)
    object[path: ["a", "d"]] = 2
    object[path: ["a", "b", "c"]] = nil
    #expect(JSON.object(object) == ["a": ["d": 2]])
    object[path: ["a", "d"]] = nil
    #expect(object.isEmpty)
  }

  @Test func takingOutWhatIsNotThereTouchesNothing() {
    var object = JSONObject(["a": 1])
    object[path: ["a", "b"]] = nil
    object[path: ["x", "y"]] = nil
    #expect(JSON.object(object) == ["a": 1])
  }

  @Test func wholeNumbersMayBeStrings() throws {
    #expect(try json("\"9007199254740993\"").int == 9_007_199_254_740_993)
    #expect(try json("12").int == 12)
    #expect(try json("12.0").int == 12)
    #expect(try json("12.5").int == nil)
    #expect(try json("1e999").int == nil)
    #expect(try json("\"x\"").int == nil)
    #expect(try json("true").int == nil)
  }
}

@Suite struct Base64Tests {
  @Test func agreesWithFoundation() {
    for seed in 0..<600 {
      var random = Seeded(seed)
      let original = (0..<seed % 200).map { _ in UInt8.random(in: 0...255, using: &random) }
      let text = Data(original).base64EncodedString()
      #expect(Base64.encode(original) == text)
      #expect(Base64.decode(text) == original)
    }
  }

  @Test func forgivesLineEndsUrlLettersAndMissingPadding() {
    let original: [UInt8] = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0x01, 0x02]
    let text = Base64.encode(original)
    #expect(text == "++++//8BAg==")
    #expect(Base64.decode("++++\r\n//8B\nAg= =\n") == original)
    #expect(Base64.decode("----__8BAg==") == original)
    #expect(Base64.decode("++++//8BAg") == original)
    #expect(Base64.decode("") == [])
  }

  @Test(arguments: ["A", "AAAAA", "AA=A", "AAA=AAAA", "A*AA", "AAAA!", "äAAA", "AAA\u{0}"])
  func refusesWhatIsNone(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func randomTextNeverCrashes() {
    let alphabet = Array("AZaz09+/-_=\n *é")
    for seed in 0..<20_000 {
      var random = Seeded(seed)
      let text = String(
        (0..<Int.random(in: 0..<24, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
      let decoded = Base64.decode(text)
      // Foundation reads on after padding; nobody else does.
      if let strict = Data(base64Encoded: text), text.drop(while: { $0 != "=" }).allSatisfy({ $0 == "=" }) {
        #expect(decoded == [UInt8](strict), "seed \(seed): \(text)")
      }
    }
  }
}
