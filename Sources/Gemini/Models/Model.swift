/// A model as `models.list` describes it.
/// - Source: gemini-api.md section 12.
package struct Model: Hashable, Sendable {
  /// With `models/`.
  package var name: String
  package var displayName: String
  package var summary: String
  package var inputTokenLimit: Int?
  package var outputTokenLimit: Int?
  package var supportedGenerationMethods: [String]
  /// The server's word on thinking, if it gives one.
  package var thinking: Bool?
  package var maxTemperature: Double?
  /// STABLE, PREVIEW, DEPRECATED and the like.
  package var stage: String?
  /// All that was said of it.
  package var json: JSON

  package var id: String { ModelID.bare(name) }

  package init?(_ json: JSON) {
    guard let name = json["name"]?.string else { return nil }
    self.name = name
    displayName = json["displayName"]?.string ?? ModelID.bare(name)
    summary = json["description"]?.string ?? ""
    inputTokenLimit = json["inputTokenLimit"]?.int
    outputTokenLimit = json["outputTokenLimit"]?.int
    supportedGenerationMethods = json["supportedGenerationMethods"]?.array?.compactMap(\.string) ?? []
    thinking = json["thinking"]?.bool
    maxTemperature = json["maxTemperature"]?.double
    stage = json["modelStage"]?.string
    self.json = json
  }

  /// True for a model one can talk to.
  package var generatesContent: Bool { supportedGenerationMethods.contains("generateContent") }
}
