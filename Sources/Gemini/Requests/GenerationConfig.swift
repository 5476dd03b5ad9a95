/// The settings of one request. A field that was not set is absent from the wire; fields nobody knows here are kept.
/// - Source: gemini-api.md section 4.
package struct GenerationConfig: Hashable, Sendable {
  package var json: JSONObject

  package init(_ json: JSONObject = JSONObject()) { self.json = json }

  package var isEmpty: Bool { json.isEmpty }

  /// A field by its camelCase path, such as `thinkingConfig.thinkingLevel`.
  package subscript(path: String) -> JSON? {
    get { json[path: path.split(separator: ".").map(String.init)] }
    set { json[path: path.split(separator: ".").map(String.init)] = newValue }
  }

  package var temperature: Double? {
    get { json["temperature"]?.double }
    set { json["temperature"] = newValue.map(JSON.double) }
  }

  package var topP: Double? {
    get { json["topP"]?.double }
    set { json["topP"] = newValue.map(JSON.double) }
  }

  package var maxOutputTokens: Int? {
    get { json["maxOutputTokens"]?.int }
    set { json["maxOutputTokens"] = newValue.map(JSON.int) }
  }

  package var responseModalities: [String]? {
    get { json["responseModalities"]?.array?.compactMap(\.string) }
    set { json["responseModalities"] = newValue.map { .array($0.map(JSON.string)) } }
  }

  package var includeThoughts: Bool? {
    get { self["thinkingConfig.includeThoughts"]?.bool }
    set { self["thinkingConfig.includeThoughts"] = newValue.map(JSON.bool) }
  }

  /// Tokens; 0 is off and -1 leaves it to the model.
  package var thinkingBudget: Int? {
    get { self["thinkingConfig.thinkingBudget"]?.int }
    set { self["thinkingConfig.thinkingBudget"] = newValue.map(JSON.int) }
  }

  /// `minimal`, `low`, `medium` or `high`.
  package var thinkingLevel: String? {
    get { self["thinkingConfig.thinkingLevel"]?.string }
    set { self["thinkingConfig.thinkingLevel"] = newValue.map(JSON.string) }
  }

  package var aspectRatio: String? {
    get { self["imageConfig.aspectRatio"]?.string }
    set { self["imageConfig.aspectRatio"] = newValue.map(JSON.string) }
  }

  package var imageSize: String? {
    get { self["imageConfig.imageSize"]?.string }
    set { self["imageConfig.imageSize"] = newValue.map(JSON.string) }
  }
}

extension GenerationConfig {
  /// The form an answer is to have: a JSON Schema, or one in the API's own words (`OBJECT`, `STRING`), which goes out
  /// under another name. Setting one asks for JSON, unless the type of the answer is set; taking it away takes that back.
  /// - Source: gemini-api.md section 4.
  package var schema: JSON? {
    get { json["responseJsonSchema"] ?? json["responseSchema"] }
    set {
      let type = newValue?["type"]?.string ?? ""
      let isOwn = !type.isEmpty && type == type.uppercased()
      json["responseSchema"] = isOwn ? newValue : nil
      json["responseJsonSchema"] = isOwn ? nil : newValue
      let isJSON = json["responseMimeType"] == Self.jsonType
      if newValue == nil, isJSON { json["responseMimeType"] = nil }
      if newValue != nil, json["responseMimeType"] == nil { json["responseMimeType"] = Self.jsonType }
    }
  }

  private static let jsonType: JSON = "application/json"

  /// The language that answers are written in, by the type that was asked for: `json`; empty for one without a name of
  /// its own, such as one word of a list. `nil` for Markdown.
  package var codeLanguage: String? {
    guard let type = json["responseMimeType"]?.string, !type.hasPrefix("text/plain"), type != "text/markdown" else {
      return nil
    }
    return ["json", "xml", "yaml"].first(where: type.hasSuffix) ?? ""
  }
}
