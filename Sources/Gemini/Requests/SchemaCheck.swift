/// What is wrong with a response schema, as far as the service would refuse it or no answer could have its form.
///
/// Words nobody knows here pass: the service may know them.
/// - Source: gemini-api.md section 4, `responseSchema`; json-schema.org/draft/2020-12.
package enum SchemaCheck {
  private static let types = ["string", "number", "integer", "boolean", "array", "object", "null"]

  /// - Returns: a sentence that names the place; `nil` if nothing is known against it.
  package static func problem(_ schema: JSON) -> String? { problem(schema, at: "The schema") }

  private static func problem(_ schema: JSON, at place: String) -> String? {
    guard let object = schema.object else { return "\(place) is no JSON object." }
    if let type = object["type"] {
      let names = type.array?.map(\.string) ?? [type.string]
      for name in names {
        guard let name, types.contains(name.lowercased()) else {
          return "\(place) has the type \(name ?? type.text); there are \(types.joined(separator: ", "))."
        }
      }
    }
    if let words = object["enum"], words.array?.isEmpty != false { return "\(place) has an enum that lists nothing." }
    for (least, most) in [("minimum", "maximum"), ("minItems", "maxItems"), ("minLength", "maxLength")] {
      if let low = object[least]?.double, let high = object[most]?.double, low > high {
        return "\(place) has a \(least) above its \(most)."
      }
    }
    return fieldsProblem(object, at: place) ?? partsProblem(object, at: place)
  }

  private static func fieldsProblem(_ object: JSONObject, at place: String) -> String? {
    guard let properties = object["properties"] else { return nil }
    guard let members = properties.object?.members else { return "\(place) has properties that are no JSON object." }
    for member in members {
      if let problem = problem(member.value, at: "The property \(member.key)") { return problem }
    }
    let known = Set(members.map(\.key))
    let missing = object["required"]?.array?.compactMap(\.string).first { !known.contains($0) }
    return missing.map { "\(place) requires \($0), which is none of its properties." }
  }

  private static func partsProblem(_ object: JSONObject, at place: String) -> String? {
    if let items = object["items"], let problem = problem(items, at: "What items of it are") { return problem }
    for word in ["anyOf", "oneOf", "allOf"] {
      guard let choices = object[word] else { continue }
      guard let schemas = choices.array, !schemas.isEmpty else { return "\(place) has no list under \(word)." }
      for (index, schema) in schemas.enumerated() {
        if let problem = problem(schema, at: "Schema \(index + 1) of \(word)") { return problem }
      }
    }
    return nil
  }
}
