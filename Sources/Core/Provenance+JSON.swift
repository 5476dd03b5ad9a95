package import Gemini

extension Provenance {
  /// The shape's version, under the key that tells such an object from any other.
  private static let version = 1
  private static let mark = "gemstudio"

  /// The object that a saved picture carries.
  package var json: JSON {
    [
      Self.mark: .int(Self.version),
      "sha256": .string(asset.sha256),
      "mimeType": .string(mimeType),
      "bytes": .int(asset.byteCount),
      "draft": .bool(isDraft),
      "prompt": .string(prompt),
      "model": .string(model),
      "backend": .string(backend.rawValue),
      "modelVersion": modelVersion.map(JSON.string) ?? .null,
      "responseId": responseId.map(JSON.string) ?? .null,
      "settings": .object(settings.json),
      "request": extras?.json ?? .null,
      "stream": .bool(isStream),
      "createTime": .string(createTime),
      "parents": .array(inputs.map(\.json)),
      "editedFrom": editedFrom.map(JSON.string) ?? .null,
      "session": .string(session.rawValue),
      "turn": .string(turn.rawValue),
      "run": .string(run.rawValue),
      "turnsBefore": .int(turnsBefore),
    ]
  }

  /// Reads what `json` wrote; `nil` for anything else, and for a shape of a newer program.
  package init?(_ json: JSON) {
    guard let version = json[Self.mark]?.int, version <= Self.version, let asset = AssetReference(json),
      let mimeType = json["mimeType"]?.string, let prompt = json["prompt"]?.string,
      let model = json["model"]?.string, ModelID.problem(model) == nil
    else { return nil }
    func text(_ key: String) -> String { json[key]?.string ?? "" }
    self.init(
      asset: asset, mimeType: mimeType, isDraft: json["draft"]?.bool ?? false, prompt: prompt, model: model,
      backend: Backend(rawValue: text("backend")) ?? .developer, modelVersion: json["modelVersion"]?.string,
      responseId: json["responseId"]?.string, settings: GenerationConfig(json["settings"]?.object ?? JSONObject()),
      extras: json["request"].map(RequestExtras.init), isStream: json["stream"]?.bool ?? true,
      createTime: text("createTime"), inputs: json["parents"]?.array?.compactMap(Input.init) ?? [],
      editedFrom: json["editedFrom"]?.string, session: SessionID(rawValue: text("session")),
      turn: TurnID(rawValue: text("turn")), run: RunID(rawValue: text("run")),
      turnsBefore: max(0, json["turnsBefore"]?.int ?? 0))
  }
}

extension Provenance.Input {
  fileprivate var json: JSON {
    [
      "sha256": .string(asset.sha256), "mimeType": .string(mimeType), "bytes": .int(asset.byteCount),
      "name": name.map(JSON.string) ?? .null,
    ]
  }

  fileprivate init?(_ json: JSON) {
    guard let asset = AssetReference(json), let mimeType = json["mimeType"]?.string else { return nil }
    self.init(asset: asset, mimeType: mimeType, name: json["name"]?.string)
  }
}

extension AssetReference {
  fileprivate init?(_ json: JSON) {
    guard let sha256 = json["sha256"]?.string, let count = json["bytes"]?.int, count >= 0 else { return nil }
    self.init(sha256: sha256, byteCount: count)
  }
}
