import Gemini

/// What the model made has to come back with the thought signatures it had.
/// - Source: gemini-api.md section 8.
enum SignatureRules {
  static func check(_ contents: [JSON], model: String, traits: ModelTraits) throws(Refusal) {
    if traits.requiresSignatures { try checkPictures(contents) }
    if signs(model, traits) { try checkCalls(contents) }
  }

  /// True for a model that marks its parts with signatures.
  static func signs(_ model: String, _ traits: ModelTraits) -> Bool {
    if case .levels = traits.thinking { return !model.hasPrefix("gemma") && !model.hasPrefix("sim-") }
    return false
  }

  private static func isSigned(_ part: JSON) -> Bool { part["thoughtSignature"]?.string?.isEmpty == false }

  /// Each picture of the model is signed, and of a turn in words alone some part is. Drafts never are.
  private static func checkPictures(_ contents: [JSON]) throws(Refusal) {
    for turn in HistoryRules.turns(contents) where turn.isModel {
      var position = turn.position
      for content in turn.contents {
        for (index, part) in (content["parts"]?.array ?? []).enumerated() where part["thought"]?.bool != true {
          let isPicture = part["inlineData"]?["mimeType"]?.string?.hasPrefix("image/") == true
          if isPicture, !isSigned(part) {
            throw .invalid(
              "Image part is missing a thought_signature in content position \(position), part position \(index).")
          }
        }
        position += 1
      }
      let first = turn.parts.firstIndex { $0["thought"]?.bool != true && $0["text"] != nil }
      if let first, !turn.parts.contains(where: isSigned) {
        throw .invalid(
          "Text part is missing a thought_signature in content position \(turn.position), part position \(first).")
      }
    }
  }

  /// Since the last message of the person, the first call of each step is signed.
  private static func checkCalls(_ contents: [JSON]) throws(Refusal) {
    let turns = HistoryRules.turns(contents)
    let asked = turns.lastIndex { !$0.isModel && $0.count("functionResponse") == 0 } ?? turns.startIndex
    for turn in turns[asked...] where turn.isModel {
      guard let call = turn.parts.first(where: { $0["functionCall"] != nil }), !isSigned(call) else { continue }
      let name = call["functionCall"]?["name"]?.string ?? ""
      throw .invalid(
        "Function call `\(name)` in the `\(turn.position + 1).` content block is missing a `thought_signature`")
    }
  }
}
