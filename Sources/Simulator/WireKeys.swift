import Gemini

/// Keys in the two spellings the API takes.
/// - Source: gemini-api.md section 0, rule 4.
enum WireKeys {
  /// Values under these keys are the caller's own: their keys are not spellings of the API's.
  private static let opaque: Set<String> = [
    "args", "response", "responseSchema", "responseJsonSchema", "functionDeclarations", "labels", "partMetadata",
  ]

  /// The value with all keys of the API in camelCase.
  static func camelCased(_ json: JSON) -> JSON {
    switch json {
    case .array(let elements): return .array(elements.map(camelCased))
    case .object(let object):
      var result = JSONObject()
      for member in object.members {
        let key = camelCased(member.key)
        result[key] = opaque.contains(key) ? member.value : camelCased(member.value)
      }
      return .object(result)
    default: return json
    }
  }

  static func camelCased(_ key: String) -> String {
    let words = key.split(separator: "_")
    guard words.count > 1, let first = words.first else { return key }
    return words.dropFirst().reduce(String(first)) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
  }

  /// The spelling of the API's own messages.
  static func snakeCased(_ key: String) -> String {
    key.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}
