package import Gemini

/// What a request says beside its model and the conversation: what a session or lane is set to, and what a person keeps.
package struct RunSettings: Hashable, Sendable {
  package var config = GenerationConfig()
  package var systemInstruction = ""
  /// Each `{category, threshold}`.
  package var safetySettings: [JSON] = []
  package var tools: [JSON] = []
  package var pictureCount = 1
  /// The name of the preset they were taken from.
  package var preset: String?

  package init() {}

  /// Reads what `json` wrote.
  init(_ json: JSON) {
    config = GenerationConfig(json["config"]?.object ?? JSONObject())
    systemInstruction = json["systemInstruction"]?.string ?? ""
    safetySettings = json["safetySettings"]?.array ?? []
    tools = json["tools"]?.array ?? []
    pictureCount = max(1, min(json["pictureCount"]?.int ?? 1, Session.mostPictures))
  }

  /// As it is kept, without the preset.
  var json: JSONObject {
    var object = JSONObject(["config": .object(config.json)])
    if !systemInstruction.isEmpty { object["systemInstruction"] = .string(systemInstruction) }
    if !safetySettings.isEmpty { object["safetySettings"] = .array(safetySettings) }
    if !tools.isEmpty { object["tools"] = .array(tools) }
    if pictureCount != 1 { object["pictureCount"] = .int(pictureCount) }
    return object
  }
}

extension Session {
  package var runSettings: RunSettings {
    get {
      var settings = RunSettings()
      settings.config = config
      settings.systemInstruction = systemInstruction
      settings.safetySettings = safetySettings
      settings.tools = tools
      settings.pictureCount = pictureCount
      settings.preset = preset
      return settings
    }
    set {
      config = newValue.config
      systemInstruction = newValue.systemInstruction
      safetySettings = newValue.safetySettings
      tools = newValue.tools
      pictureCount = newValue.pictureCount
      preset = newValue.preset
    }
  }
}
