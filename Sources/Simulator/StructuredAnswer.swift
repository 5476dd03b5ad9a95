import Gemini

/// An answer in JSON, or one value of an enum, as `responseMimeType` asks for.
/// - Source: gemini-api.md section 4.
struct StructuredAnswer {
  let text: String

  /// `nil` if plain text is asked for.
  init?(_ request: GenerateRequest) {
    let schema = request.config["responseSchema"] ?? request.config["responseJsonSchema"]
    switch request.config["responseMimeType"]?.string {
    case "application/json":
      let value =
        schema.map { Self.value($0, depth: 0) } ?? [
          "simulator": true, "note": "This is the offline simulator, not a model.", "prompt": .string(request.prompt),
          "turn": .int(request.turn), "words": .int(request.words.count),
        ]
      text = value.prettyText
    case "text/x.enum":
      text = schema?["enum"]?.array?.first?.string ?? "offline simulator"
    default: return nil
    }
  }

  /// A value that keeps a schema. Schemas nested deeper than people write them end in `null`.
  static func value(_ schema: JSON, depth: Int) -> JSON {
    if depth > 32 { return .null }
    if let first = schema["enum"]?.array?.first { return first }
    if let choice = (schema["anyOf"] ?? schema["oneOf"])?.array?.first { return value(choice, depth: depth + 1) }
    let type =
      schema["type"]?.string ?? schema["type"]?.array?.first?.string ?? (schema["properties"] == nil ? "" : "object")
    switch type.lowercased() {
    case "object":
      var object = JSONObject()
      for property in schema["properties"]?.object?.members ?? [] {
        object[property.key] = value(property.value, depth: depth + 1)
      }
      return .object(object)
    case "array":
      let items = schema["items"].map { value($0, depth: depth + 1) } ?? "offline simulator"
      // Lists in lists in lists multiply: deep ones hold one element.
      let most = min(depth < 3 ? 20 : 1, schema["maxItems"]?.int ?? 20)
      return .array(Array(repeating: items, count: max(min(schema["minItems"]?.int ?? 2, most), 0)))
    case "integer": return .int(schema["minimum"]?.int ?? 1)
    case "number": return .double(schema["minimum"]?.double ?? 1.5)
    case "boolean": return true
    case "null": return .null
    default: return "offline simulator"
    }
  }
}
