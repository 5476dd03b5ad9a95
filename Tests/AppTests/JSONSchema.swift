import Gemini

/// A JSON Schema, as far as `docs/headless.schema.json` uses its words. A word that is not known here is a mistake.
struct JSONSchema {
  private let root: JSON

  init(_ root: JSON) { self.root = root }

  /// What is wrong with a value, each with the place; nothing if it is as the schema says.
  /// - Parameter definition: the name under `$defs`; `nil` is the schema itself.
  func problems(of value: JSON, as definition: String? = nil) -> [String] {
    guard let definition else { return check(value, root, "$") }
    return check(value, ["$ref": .string("#/$defs/\(definition)")], "$")
  }

  private static let notes: Set<String> = ["$schema", "$id", "$defs", "$comment", "title", "description", "examples"]

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
    case "minItems": return unless(value.array.map { $0.count >= argument.int ?? .max } ?? true)
    case "pattern":
      guard let regex = try? Regex(argument.string ?? "") else { return ["\(place): no pattern \(argument.text)"] }
      return unless(value.string.map { $0.contains(regex) } ?? true)
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
