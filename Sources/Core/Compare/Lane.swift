package import Gemini

/// One column of a comparison: a model and its run settings.
package struct Lane: Hashable, Sendable {
  /// Its number, which no other lane of the session ever had: runs name it.
  package let id: Int
  package var model: String
  /// The run settings, by their names on the wire.
  package var config: GenerationConfig
  /// `nil` shares the session's.
  package var systemInstruction: String?
  /// Each `{category, threshold}`.
  package var safetySettings: [JSON]
  package var tools: [JSON]
  /// The name of the preset that the run settings were taken from.
  package var preset: String?

  package init(
    id: Int, model: String, config: GenerationConfig = GenerationConfig(), systemInstruction: String? = nil,
    safetySettings: [JSON] = [], tools: [JSON] = []
  ) {
    self.id = id
    self.model = model
    self.config = config
    self.systemInstruction = systemInstruction
    self.safetySettings = safetySettings
    self.tools = tools
  }

  /// A lane that asks the session's model as the session is set.
  init(id: Int, _ session: Session) {
    self.init(
      id: id, model: session.model, config: session.config, safetySettings: session.safetySettings,
      tools: session.tools)
    preset = session.preset
  }

  /// How many lanes a comparison has.
  package static let counts = 2...4
}

extension Lane {
  /// What is set otherwise than in the first lane: `model`, fields of generationConfig by their paths,
  /// `systemInstruction`, `safetySettings` and `tools`. A field that only the first lane sets is `null`.
  package func differences(from first: Lane) -> JSONObject {
    var differences = JSONObject()
    if model != first.model { differences["model"] = .string(model) }
    let own = config.leaves
    let others = first.config.leaves
    for member in own.members where others[member.key] != member.value { differences[member.key] = member.value }
    for member in others.members where own[member.key] == nil { differences[member.key] = .null }
    if systemInstruction != first.systemInstruction {
      differences["systemInstruction"] = systemInstruction.map(JSON.string) ?? .null
    }
    if safetySettings != first.safetySettings { differences["safetySettings"] = .array(safetySettings) }
    if tools != first.tools { differences["tools"] = .array(tools) }
    return differences
  }

  /// Reads what `json` wrote; `nil` if it is something else.
  package init?(_ json: JSON) {
    guard let id = json["id"]?.int, let model = json["model"]?.string else { return nil }
    self.init(
      id: id, model: model, config: GenerationConfig(json["config"]?.object ?? JSONObject()),
      systemInstruction: json["systemInstruction"]?.string, safetySettings: json["safetySettings"]?.array ?? [],
      tools: json["tools"]?.array ?? [])
    preset = json["preset"]?.string
  }

  /// As it is kept.
  package var json: JSON {
    var object = JSONObject(["id": .int(id), "model": .string(model)])
    if !config.isEmpty { object["config"] = .object(config.json) }
    object["systemInstruction"] = systemInstruction.map(JSON.string)
    if !safetySettings.isEmpty { object["safetySettings"] = .array(safetySettings) }
    if !tools.isEmpty { object["tools"] = .array(tools) }
    object["preset"] = preset.map(JSON.string)
    return .object(object)
  }
}

extension GenerationConfig {
  /// The fields by their whole paths, such as `thinkingConfig.thinkingLevel`; lists and empty objects are one value.
  package var leaves: JSONObject {
    var leaves = JSONObject()
    Self.collect(json, path: "", into: &leaves)
    return leaves
  }

  private static func collect(_ object: JSONObject, path: String, into leaves: inout JSONObject) {
    for member in object.members {
      if case .object(let inner) = member.value, !inner.isEmpty {
        collect(inner, path: path + member.key + ".", into: &leaves)
      } else {
        leaves[path + member.key] = member.value
      }
    }
  }
}
