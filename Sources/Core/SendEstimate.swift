import Gemini

/// How much the next request will carry.
package struct SendEstimate: Hashable, Sendable {
  /// Turns, the new one included.
  package var turns = 0
  package var pictures = 0
  /// Bytes of pictures and text.
  package var bytes = 0
  /// A rough count: four bytes of text a token, and what a picture costs.
  /// - Source: gemini-api.md section 9.
  package var tokens = 0

  mutating func add(text: Int) {
    bytes += text
    tokens += (text + 3) / 4
  }

  mutating func add(picture bytes: Int, for model: String) {
    pictures += 1
    self.bytes += bytes
    tokens += model.hasPrefix("gemini-2") ? 258 : 1120
  }

  mutating func add(_ content: [Part], for model: String) {
    for part in content {
      if let text = part.text { add(text: text.utf8.count) }
      if let asset = part.blob?.asset { add(picture: asset.byteCount, for: model) }
    }
  }
}

extension Session {
  /// What the turns so far add to the next request.
  func historyEstimate() -> SendEstimate {
    var estimate = SendEstimate()
    estimate.add(text: systemInstruction.utf8.count)
    for index in path {
      guard let run = turns[index].shownRun, run.isSentOn else { continue }
      estimate.turns += 1
      estimate.add(turns[index].content.parts, for: model)
      estimate.add(run.answerParts, for: model)
    }
    return estimate
  }
}

extension Studio {
  /// What would be sent now.
  package var sendEstimate: SendEstimate {
    var estimate = historyEstimate
    estimate.turns += 1
    for character in prompt.characters {
      estimate.bytes += prompt.paste(at: character)?.utf8.count ?? character.utf8.count
    }
    let typed = estimate.bytes - historyEstimate.bytes
    estimate.tokens += (typed + 3) / 4
    for attachment in prompt.attachments { estimate.add(picture: attachment.asset.byteCount, for: session.model) }
    return estimate
  }
}
