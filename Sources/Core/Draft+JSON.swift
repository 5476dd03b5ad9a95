package import Gemini

/// A draft as it is kept.
extension Draft {
  /// `nil` for an empty draft.
  package var json: JSON? {
    guard !isEmpty else { return nil }
    let attachments = attachments.map { attachment in
      var object = JSONObject()
      object["name"] = .string(attachment.name)
      object["mimeType"] = .string(attachment.mimeType)
      object["sha256"] = .string(attachment.asset.sha256)
      object["bytes"] = .int(attachment.asset.byteCount)
      object["width"] = attachment.width.map(JSON.int)
      object["height"] = attachment.height.map(JSON.int)
      return JSON.object(object)
    }
    var draft = JSONObject(["text": .string(text), "attachments": .array(attachments)])
    if !folds.isEmpty { draft["folds"] = .array(folds.map { [.int($0.lowerBound), .int($0.upperBound)] }) }
    switch origin {
    case .version(let turn): draft["versionOf"] = .string(turn.rawValue)
    case .again(let turn): draft["again"] = .string(turn.rawValue)
    case nil: break
    }
    return .object(draft)
  }

  package init(_ json: JSON?) {
    let attachments = (json?["attachments"]?.array ?? []).compactMap { json -> Attachment? in
      guard let sha256 = json["sha256"]?.string, let count = json["bytes"]?.int else { return nil }
      return Attachment(
        name: json["name"]?.string ?? "", mimeType: json["mimeType"]?.string ?? "application/octet-stream",
        asset: AssetReference(sha256: sha256, byteCount: count), width: json["width"]?.int,
        height: json["height"]?.int)
    }
    let folds = (json?["folds"]?.array ?? []).compactMap { json -> Range<Int>? in
      let bounds = (json.array ?? []).compactMap(\.int)
      return bounds.count == 2 && 0 <= bounds[0] && bounds[0] <= bounds[1] ? bounds[0]..<bounds[1] : nil
    }
    func turn(_ name: String) -> TurnID? { (json?[name]?.string).map(TurnID.init(rawValue:)) }
    self.init(
      text: json?["text"]?.string ?? "", attachments: attachments, folds: folds,
      origin: turn("versionOf").map { .version(of: $0) } ?? turn("again").map { .again($0) })
  }

  /// Reads a draft that was kept as text: as JSON, or as the bare text it once was.
  package init(kept text: String) {
    if let json = try? JSON(parsing: text), json["text"]?.string != nil, json["attachments"]?.array != nil {
      self.init(json)
    } else {
      self.init(text: text)
    }
  }
}
