import Foundation
import Gemini
import Testing

@testable import App

@Suite("The reader of schemas that tests use")
struct JSONSchemaTests {
  private func problems(_ value: String, _ schema: String) throws -> [String] {
    JSONSchema(try JSON(parsing: schema)).problems(of: try JSON(parsing: value))
  }

  @Test(
    "A value that breaks a word is found, and one that keeps it passes",
    arguments: [
      (#"{"type":"string"}"#, #""a""#, "1"), (#"{"type":["integer","null"]}"#, "null", "1.5"),
      (#"{"type":"integer"}"#, "2.0", #""2""#), (#"{"type":"boolean"}"#, "false", "0"),
      (#"{"type":"array"}"#, "[]", "{}"), (#"{"type":"object"}"#, "{}", "[]"), (#"{"type":"number"}"#, "1e3", "null"),
      (#"{"enum":["a",null]}"#, "null", #""b""#), (#"{"const":true}"#, "true", "false"),
      (#"{"minimum":0,"maximum":2}"#, "2", "3"), (#"{"minimum":0}"#, #""not a number""#, "-1"),
      (#"{"minLength":1}"#, #""a""#, #""""#), (#"{"minItems":1}"#, "[1]", "[]"),
      (#"{"maxLength":1}"#, #""a""#, #""ab""#), (#"{"maxItems":1}"#, "[1]", "[1,2]"),
      (#"{"uniqueItems":true}"#, "[1,2]", "[1,1]"), (#"{"exclusiveMinimum":0}"#, "1", "0"),
      (#"{"exclusiveMaximum":2}"#, "1", "2"), (#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, "2", "3"),
      (#"{"pattern":"^[0-9]{2}$"}"#, #""12""#, #""123""#),
      (#"{"required":["a"]}"#, #"{"a":null}"#, #"{"b":1}"#),
      (#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":"x","b":1}"#, #"{"a":null}"#),
      (#"{"properties":{"a":false}}"#, #"{"b":1}"#, #"{"a":1}"#),
      (#"{"properties":{"a":true},"additionalProperties":false}"#, #"{"a":1}"#, #"{"a":1,"b":2}"#),
      (#"{"additionalProperties":{"type":"number"}}"#, #"{"a":1}"#, #"{"a":"1"}"#),
      (#"{"items":{"type":"string"}}"#, #"["a","b"]"#, #"["a",1]"#),
      (#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, "null", "1"),
      (#"{"oneOf":[{"type":"integer"},{"minimum":5}]}"#, "1", "6"),
      (#"{"oneOf":[{"type":"integer"},{"type":"string"}]}"#, "1", "1.5"),
      (##"{"$ref":"#/$defs/x","$defs":{"x":{"type":"string"}}}"##, #""a""#, "1"),
    ])
  func words(schema: String, good: String, bad: String) throws {
    #expect(try problems(good, schema).isEmpty)
    #expect(try !problems(bad, schema).isEmpty)
  }

  @Test("What it cannot judge is no pass", arguments: [#"{"format":"date"}"#, ##"{"$ref":"#/$defs/none"}"##, "5"])
  func unknown(schema: String) throws {
    #expect(try !problems("1", schema).isEmpty)
  }

  @Test("The words that no value could pass are named, also deep inside")
  func unknownWords() throws {
    let schema = #"{"type":"object","format":"a","properties":{"not":{"items":{"if":true}}},"$defs":{"format":{}}}"#
    #expect(JSONSchema(try JSON(parsing: schema)).unknownWords == ["format", "if"])
    #expect(JSONSchema(try HeadlessSchema.read()).unknownWords == [])
  }

  @Test("A problem names its place")
  func place() throws {
    let schema = #"{"properties":{"a":{"items":{"properties":{"b":{"type":"null"}}}}}}"#
    #expect(try problems(#"{"a":[{},{"b":1}]}"#, schema).first?.hasPrefix("$.a[1].b: ") == true)
  }
}

@Suite("The schema of what commands print")
struct HeadlessSchemaTests {
  /// What the service may add to.
  private let ofTheWire: Set = ["part", "inlineData", "usageMetadata", "model", "count"]

  @Test("Every object of our own names all its keys, and has to have them unless they are named here")
  func strict() throws {
    let schema = try HeadlessSchema.read()
    let run = ["createTime", "modelStatus", "hops"]
    let candidate = ["avgLogprobs", "logprobsResult", "tokenCount", "continuationToken"]
    var optional = [
      "thoughtEvent": ["thoughtSignature"], "textEvent": ["thoughtSignature"], "answer": run, "doneEvent": run,
      "candidate": candidate, "finishEvent": candidate, "attemptEvent": ["hop"], "retryEvent": ["hop"],
      "usageEvent": ["hop"], "laneAnswer": run + ["repeat", "passed", "problem"],
    ]
    let definitions = try #require(schema["$defs"]?.object?.members)
    #expect(definitions.count > 20)
    // In lists, each line has the number of its prompt.
    for key in definitions.map(\.key) where key.hasSuffix("Event") && key != "checkEvent" {
      optional[key, default: []].append("prompt")
    }
    for definition in definitions where definition.value["type"]?.string == "object" {
      let object = definition.value
      if ofTheWire.contains(definition.key) { continue }
      #expect(object["additionalProperties"]?.bool == false, "\(definition.key)")
      let required = object["required"]?.array?.compactMap(\.string) ?? []
      let named = object["properties"]?.object?.members.map(\.key) ?? []
      #expect(Set(named).subtracting(required) == Set(optional[definition.key] ?? []), "\(definition.key)")
    }
  }

  @Test("The examples of the documentation have the shapes it tells of")
  func examples() throws {
    let text = String(decoding: try HeadlessSchema.document("headless.md"), as: UTF8.self)
    let blocks = text.split(separator: "```json\n").dropFirst().compactMap { $0.split(separator: "```").first }
    let examples = try blocks.map { try JSON(parsing: String($0)) }
    try #require(examples.count == 4)
    let schema = JSONSchema(try HeadlessSchema.read())
    #expect(throws: Never.self) { try ToolOption(functions: examples[0], from: "headless.md") }
    #expect(schema.problems(of: examples[1], as: "answer") == [])
    #expect(schema.problems(of: examples[2], as: "error") == [])
    #expect(schema.problems(of: examples[3], as: "provenance") == [])
  }

  @Test("Every definition is used, from the first word on")
  func used() throws {
    let schema = try HeadlessSchema.read()
    let text = schema.text
    for definition in schema["$defs"]?.object?.members ?? [] {
      #expect(text.contains(##""#/$defs/\##(definition.key)""##), "\(definition.key)")
    }
  }

  @Test("An object of another shape fails, also where only one key is too much")
  func bad() throws {
    let schema = JSONSchema(try HeadlessSchema.read())
    let run = try makeRun([#"{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}]}"#])
    var object = try #require(HeadlessSchema.answer(run).object)
    #expect(schema.problems(of: .object(object), as: "answer") == [])
    #expect(schema.problems(of: .object(object)) == [])
    object["more"] = 1
    #expect(schema.problems(of: .object(object), as: "answer").count == 1)
    object["more"] = nil
    object["timing"] = nil
    #expect(schema.problems(of: .object(object), as: "answer") == ["$: no timing"])
  }
}
