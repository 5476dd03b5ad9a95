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

  /// Tokens that a file is taken for where only the service can count: a document, a sound.
  static let unknownTokens = 1000

  mutating func add(_ attachment: Attachment, tokens count: Int) {
    if attachment.isImage { pictures += 1 }
    bytes += attachment.asset.byteCount
    tokens += count
  }

  mutating func add(_ content: [Part], for traits: ModelTraits) {
    for part in content {
      if let text = part.text { add(text: text.utf8.count) }
      guard let blob = part.blob, let asset = blob.asset else { continue }
      if blob.isImage { pictures += 1 }
      bytes += asset.byteCount
      tokens += blob.isImage ? traits.tokens(ofPictureWidth: nil, height: nil) : Self.unknownTokens
    }
  }
}

extension Session {
  /// What the turns so far add to the next request.
  func historyEstimate() -> SendEstimate {
    let traits = ModelTraits(model)
    var estimate = SendEstimate()
    estimate.add(text: systemInstruction.utf8.count)
    for index in path {
      guard let run = turns[index].shownRun, run.isSentOn else { continue }
      estimate.turns += 1
      estimate.add(turns[index].content.parts, for: traits)
      estimate.add(run.answerParts, for: traits)
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
    for attachment in prompt.attachments {
      estimate.add(attachment, tokens: tokens(of: attachment) ?? SendEstimate.unknownTokens)
    }
    return estimate
  }
}
