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

  package init(
    id: Int, model: String, config: GenerationConfig = GenerationConfig(), systemInstruction: String? = nil
  ) {
    self.id = id
    self.model = model
    self.config = config
    self.systemInstruction = systemInstruction
  }

  /// How many lanes a comparison has.
  package static let counts = 2...4
}

extension Lane {
  /// What is set otherwise than in the first lane: `model`, fields of generationConfig by their paths, and
  /// `systemInstruction`. A field that only the first lane sets is `null`.
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
    return differences
  }

  /// Reads what `json` wrote; `nil` if it is something else.
  package init?(_ json: JSON) {
    guard let id = json["id"]?.int, let model = json["model"]?.string else { return nil }
    self.init(
      id: id, model: model, config: GenerationConfig(json["config"]?.object ?? JSONObject()),
      systemInstruction: json["systemInstruction"]?.string)
  }

  /// As it is kept.
  package var json: JSON {
    var object = JSONObject(["id": .int(id), "model": .string(model)])
    if !config.isEmpty { object["config"] = .object(config.json) }
    object["systemInstruction"] = systemInstruction.map(JSON.string)
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
