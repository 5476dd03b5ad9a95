/// Keys in the two spellings the API takes.
/// - Source: gemini-api.md section 0, rule 4.
enum WireKeys {
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
