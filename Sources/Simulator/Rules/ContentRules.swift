import Gemini

/// The rules of each content by itself.
/// - Source: gemini-api.md sections 4, 9 and 10.
enum ContentRules {
  /// - Parameter request: the name of the message the contents belong to.
  static func check(_ contents: [JSON], of request: String) throws(Refusal) {
    if contents.isEmpty { throw .invalid("* \(request).contents: contents is not specified\n") }
    for (index, content) in contents.enumerated() {
      // Answers of 2024 came with MODEL in capitals, and went back so.
      let role = content["role"]?.string ?? ""
      if !["", "user", "model", "function"].contains(role.lowercased()) {
        throw .invalid("Please use a valid role: user, model.")
      }
      let path = "\(request).contents[\(index)].parts"
      let parts = content["parts"]?.array ?? []
      if parts.isEmpty { throw .invalid("* \(path): contents.parts must not be empty.\n") }
      for (index, part) in parts.enumerated() { try checkPart(part, at: "\(path)[\(index)]") }
    }
  }

  private static func checkPart(_ part: JSON, at path: String) throws(Refusal) {
    guard let data = part.object?.members.first(where: { Message.partData.contains($0.key) }) else {
      throw .invalid("* \(path).data: required oneof field 'data' must have one initialized field\n")
    }
    switch data.key {
    case "functionCall", "functionResponse":
      if data.value["name"]?.string?.isEmpty != false {
        throw .invalid("* \(path).\(WireKeys.snakeCased(data.key)).name: Name cannot be empty.\n")
      }
    case "fileData":
      guard let uri = data.value["fileUri"]?.string, !uri.isEmpty else {
        throw .invalid("* \(path).file_data.file_uri: file_uri must not be empty.\n")
      }
      // Files of others and files that expired look the same.
      if let range = uri.firstRange(of: "files/") { throw .noFile(String(uri[range.upperBound...])) }
    default: break
    }
  }

  /// Each `inlineData` of the contents, also inside function responses, with the content's role.
  static func blobs(_ contents: [JSON]) -> [JSON] {
    contents.flatMap { $0["parts"]?.array ?? [] }.flatMap { part in
      (part["functionResponse"]?["parts"]?.array ?? []).compactMap { $0["inlineData"] }
        + (part["inlineData"].map { [$0] } ?? [])
    }
  }

  static func isModel(_ content: JSON) -> Bool { content["role"]?.string?.lowercased() == "model" }
}
