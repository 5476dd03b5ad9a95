import Gemini
import Testing

@testable import Differences

@Suite("JSON answers field by field")
struct FieldDifferenceTests {
  @Test(
    "Each kind of difference",
    arguments: [
      (#"{"a": 1, "b": [1, 2]}"#, #"{"b": [1, 2], "a": 1.0}"#, []),
      (#"{"a": 1}"#, #"{"a": 2}"#, ["a: 1 -> 2"]),
      (#"{"a": 9007199254740993}"#, #"{"a": 9007199254740992}"#, ["a: 9007199254740993 -> 9007199254740992"]),
      (#"{"a": {"b c": null}}"#, #"{"a": {}}"#, [#"a["b c"]: null only in A"#]),
      (#"{}"#, #"{"a": {"b": [true]}}"#, [#"a: {"b":[true]} only in B"#]),
      (#"[1]"#, #""one""#, [#"$: [1] -> "one""#]),
      (
        #"{"items": [{"price": 1}, {"price": 2}, {"price": 3}]}"#,
        #"{"items": [{"price": 1}, {"price": 2}, {"price": 4}]}"#, ["items[2].price: 3 -> 4"]
      ),
      (
        #"["a", "b", "c", "d"]"#, #"["b", "x", "d", "e"]"#,
        [#"[0]: "a" only in A"#, #"[2]: "c" -> "x""#, #"[3]: "e" only in B"#]
      ),
      (
        #"[{"id": 1, "n": "a"}, {"id": 2, "n": "b"}, {"id": 3, "n": "c"}]"#,
        #"[{"id": 3, "n": "c"}, {"id": 1, "n": "z"}, {"id": 4}]"#,
        ["[0]: moved to 1", #"[0].n: "a" -> "z""#, #"[1]: {"id":2,"n":"b"} only in A"#, #"[2]: {"id":4} only in B"#]
      ),
      (#"{"a": 1, "a": 2}"#, #"{"a": 2}"#, []),
    ] as [(String, String, [String])])
  func differences(a: String, b: String, expected: [String]) throws {
    let found = try FieldDifference.differences(a, b).map { difference in
      switch difference.change {
      case .onlyInA(let value): "\(difference.path): \(value.text) only in A"
      case .onlyInB(let value): "\(difference.path): \(value.text) only in B"
      case .changed(let old, let new): "\(difference.path): \(old.text) -> \(new.text)"
      case .moved(let place): "\(difference.path): moved to \(place)"
      }
    }
    #expect(found == expected)
  }

  @Test("What is no JSON is named in a sentence") func refusal() {
    let first = #expect(throws: FieldDifference.Refusal.self) { try FieldDifference.differences("[1", "{}") }
    #expect(
      first?.sentence == "The first answer is no JSON: it ends too early (byte 2). Compare the answers as text.")
    let second = #expect(throws: FieldDifference.Refusal.self) { try FieldDifference.differences("{}", "Sure!") }
    #expect(second?.sentence.hasPrefix("The second answer is no JSON") == true)
  }
}
