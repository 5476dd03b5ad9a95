import Testing

@testable import Gemini

@Suite("Response schemas before they are sent")
struct SchemaCheckTests {
  @Test(
    "What no service takes, or no answer could have, is named with its place",
    arguments: [
      ("[]", "The schema is no JSON object."),
      (#"{"type": "text"}"#, "The schema has the type text; there are string, number"),
      (#"{"type": ["string", 3]}"#, "The schema has the type"),
      (#"{"properties": []}"#, "The schema has properties that are no JSON object."),
      (#"{"properties": {"a": {"type": "x"}}}"#, "The property a has the type x;"),
      (
        #"{"properties": {"a": {}}, "required": ["a", "b"]}"#, "The schema requires b, which is none of its properties."
      ),
      (#"{"items": {"enum": []}}"#, "What items of it are has an enum that lists nothing."),
      (#"{"minItems": 3, "maxItems": 2}"#, "The schema has a minItems above its maxItems."),
      (#"{"anyOf": [{}, 1]}"#, "Schema 2 of anyOf is no JSON object."),
      (#"{"anyOf": []}"#, "The schema has no list under anyOf."),
    ])
  func problems(text: String, problem: String) throws {
    #expect(SchemaCheck.problem(try JSON(parsing: text))?.hasPrefix(problem) == true, "\(text)")
  }

  @Test(
    "Both kinds of schema pass, with words that nobody knows here",
    arguments: [
      "{}", #"{"type": "OBJECT", "properties": {"a": {"type": "STRING", "nullable": true}}, "required": ["a"]}"#,
      ##"{"$ref": "#/$defs/a", "$defs": {"a": {}}, "type": ["string", "null"], "new": 1}"##,
    ])
  func fine(text: String) throws {
    #expect(SchemaCheck.problem(try JSON(parsing: text)) == nil)
  }
}
