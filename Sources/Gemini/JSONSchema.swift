/// A JSON Schema, with the words that describe the shape of answers. A value never passes a word that is not known here.
/// - Source: json-schema.org/draft/2020-12, core and validation vocabularies.
package struct JSONSchema: Hashable, Sendable {
  private let root: JSON

  package init(_ root: JSON) { self.root = root }

  /// What is wrong with a value, each with the place; nothing if it is as the schema says.
  /// - Parameter definition: the name under `$defs`; `nil` is the schema itself.
  package func problems(of value: JSON, as definition: String? = nil) -> [String] {
    guard let definition else { return check(value, root, "$") }
    return check(value, ["$ref": .string("#/$defs/\(definition)")], "$")
  }

  private static let notes: Set<String> = [
    "$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "propertyOrdering",
  ]

  private func check(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
    if let verdict = schema.bool { return verdict ? [] : ["\(place): may not be there"] }
    guard let schema = schema.object else { return ["\(place): its schema is no schema"] }
    return schema.members.flatMap { word in
      Self.notes.contains(word.key) ? [] : check(value, word.key, word.value, schema, place)
    }
  }

  private func check(
    _ value: JSON, _ word: String, _ argument: JSON, _ schema: JSONObject, _ place: String
  ) -> [String] {
    func unless(_ isFine: Bool) -> [String] {
      isFine ? [] : ["\(place): \(value.text.prefix(80)) fails \(word) \(argument.text)"]
    }
    switch word {
    case "$ref":
      guard let name = argument.string?.split(separator: "/").last, argument.string == "#/$defs/\(name)",
        let target = root["$defs"]?.object?.members.first(where: { $0.key == name })?.value
      else { return ["\(place): no \(argument.text)"] }
      return check(value, target, place)
    case "type":
      let types = argument.array?.compactMap(\.string) ?? [argument.string ?? ""]
      return unless(types.contains { Self.isType($0, value) })
    case "const": return unless(value == argument)
    case "enum": return unless(argument.array?.contains(value) == true)
    case "minimum": return unless(value.double.map { $0 >= argument.double ?? .infinity } ?? true)
    case "maximum": return unless(value.double.map { $0 <= argument.double ?? -.infinity } ?? true)
    case "minLength": return unless(value.string.map { $0.unicodeScalars.count >= argument.int ?? .max } ?? true)
    case "maxLength": return unless(value.string.map { $0.unicodeScalars.count <= argument.int ?? -1 } ?? true)
    case "exclusiveMinimum": return unless(value.double.map { $0 > argument.double ?? .infinity } ?? true)
    case "exclusiveMaximum": return unless(value.double.map { $0 < argument.double ?? -.infinity } ?? true)
    case "minItems": return unless(value.array.map { $0.count >= argument.int ?? .max } ?? true)
    case "maxItems": return unless(value.array.map { $0.count <= argument.int ?? -1 } ?? true)
    case "uniqueItems": return unless(value.array.map { argument != true || Set($0).count == $0.count } ?? true)
    case "pattern":
      guard let regex = try? Regex(argument.string ?? "") else { return ["\(place): no pattern \(argument.text)"] }
      return unless(value.string.map { $0.contains(regex) } ?? true)
    case "allOf": return (argument.array ?? []).flatMap { check(value, $0, place) }
    case "anyOf": return unless((argument.array ?? []).contains { check(value, $0, place).isEmpty })
    case "oneOf":
      let all = (argument.array ?? []).map { check(value, $0, place) }
      if all.count(where: \.isEmpty) == 1 { return [] }
      return unless(false) + (all.min { $0.count < $1.count } ?? [])
    case "items":
      return (value.array ?? []).enumerated().flatMap { check($1, argument, "\(place)[\($0)]") }
    case "required":
      let keys = Set(value.object?.members.map(\.key) ?? [])
      guard value.object != nil else { return [] }
      return (argument.array ?? []).compactMap(\.string).filter { !keys.contains($0) }.map { "\(place): no \($0)" }
    case "properties":
      return (value.object?.members ?? []).flatMap { member in
        guard let schema = argument.object?.members.first(where: { $0.key == member.key }) else { return [String]() }
        return check(member.value, schema.value, "\(place).\(member.key)")
      }
    case "additionalProperties":
      let named = Set(schema["properties"]?.object?.members.map(\.key) ?? [])
      return (value.object?.members ?? []).filter { !named.contains($0.key) }
        .flatMap { check($0.value, argument, "\(place).\($0.key)") }
    default: return ["\(place): the word \(word) is not known"]
    }
  }

  /// The words of the schema that are not known here, so that no value could pass them.
  package var unknownWords: [String] { Self.unknownWords(of: root) }

  private static func unknownWords(of schema: JSON) -> [String] {
    (schema.object?.members ?? []).flatMap { word -> [String] in
      switch word.key {
      case "properties", "$defs": word.value.object?.members.flatMap { unknownWords(of: $0.value) } ?? []
      case "anyOf", "oneOf", "allOf": word.value.array?.flatMap(unknownWords) ?? []
      case "items", "additionalProperties": unknownWords(of: word.value)
      default: notes.contains(word.key) || words.contains(word.key) ? [] : [word.key]
      }
    }
  }

  /// The words that hold no other schemas.
  private static let words: Set<String> = [
    "$ref", "type", "const", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
    "maxLength", "minItems", "maxItems", "uniqueItems", "pattern", "required",
  ]

  private static func isType(_ name: String, _ value: JSON) -> Bool {
    switch (name, value) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
      ("number", .number):
      true
    case ("integer", .number): value.double.map { $0 == $0.rounded() } ?? false
    default: false
    }
  }
}
