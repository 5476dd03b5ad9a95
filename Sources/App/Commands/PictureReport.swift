import Core
import Gemini
import Store

/// Pictures and their making as `gemstudio images` prints them.
enum PictureReport {
  /// A row of `list --json`.
  static func row(_ picture: StoredPicture, in workshop: Workshop) -> JSON {
    let facts = PictureFacts(of: picture.asset, mimeType: picture.mimeType, in: workshop.assets)
    return [
      "sha256": .string(picture.asset.sha256),
      "mimeType": .string(picture.mimeType),
      "bytes": .int(picture.asset.byteCount),
      "width": number(facts?.width),
      "height": number(facts?.height),
      "draft": .bool(picture.isDraft),
      "demo": .bool(picture.isDemo),
      "prompt": .string(picture.prompt),
      "model": .string(picture.model),
      "modelVersion": RunReport.string(picture.modelVersion),
      "session": .string(picture.session.rawValue),
      "sessionTitle": .string(picture.sessionTitle),
      "turn": .string(picture.turn.rawValue),
      "run": .string(picture.run.rawValue),
      "createTime": .string(picture.createTime.rfc3339),
      "deleteTime": RunReport.string(picture.deleteTime?.rfc3339),
      "path": RunReport.string(workshop.assets.path(picture.asset, mimeType: picture.mimeType)),
    ]
  }

  /// What `info --json` prints: what a saved picture carries, and where it was found.
  static func json(_ found: FoundPicture) -> JSON {
    var object = found.making.json.object ?? JSONObject()
    object["width"] = number(found.facts?.width)
    object["height"] = number(found.facts?.height)
    object["path"] = RunReport.string(found.path)
    object["source"] = .string(found.source.rawValue)
    object["inStore"] = .bool(found.session != nil)
    return .object(object)
  }

  /// The same for people, the prompt as it was at the end.
  static func lines(_ found: FoundPicture) -> [String] {
    let making = found.making
    let source =
      switch found.source {
      case .sidecar: "its sidecar"
      case .png: "the text it carries"
      case .store: "the session store"
      }
    let rows: [(String, String)] =
      [
        ("file", found.path ?? ""),
        ("picture", [found.facts?.text ?? making.mimeType, byteText(making.asset.byteCount)].joined(separator: ", ")),
        ("note", making.isDraft ? "a draft, made on the way to the final picture" : ""),
        ("sha256", making.asset.sha256),
        ("time", making.createTime),
        ("model", making.model + (making.modelVersion.map { ", version \($0)" } ?? "")),
        ("backend", making.backend == .simulator ? "the offline simulator: no model made it" : making.backend.rawValue),
        ("response", making.responseId ?? ""),
        ("settings", making.settings.isEmpty ? "" : JSON.object(making.settings.json).text),
        ("request", making.extras.flatMap { $0.json.object?.isEmpty == true ? nil : $0.json.text } ?? ""),
      ]
      + making.inputs.map { ("parent", "\($0.asset.sha256)" + ($0.name.map { " (\($0))" } ?? "")) } + [
        ("edited", making.editedFrom.map { "from \($0)" } ?? ""),
        ("session", making.session.rawValue + (found.session == nil ? ", not in the store" : "")),
        ("turn", making.turn.rawValue),
        ("found in", source),
      ]
    let facts = rows.filter { !$0.1.isEmpty }.map { "\($0.0.padded(to: 8))  \($0.1)" }
    return making.prompt.isEmpty ? facts : facts + ["", making.prompt]
  }

  private static func number(_ value: Int?) -> JSON { value.map(JSON.int) ?? .null }
}
