import Gemini

/// How much the next request will carry, and what it will cost.
package struct SendEstimate: Hashable, Sendable {
  /// Turns, the new one included.
  package var turns = 0
  package var pictures = 0
  /// Pictures of the conversation that stay out, as the model takes no more.
  package var leftOut = 0
  /// Bytes of pictures and text.
  package var bytes = 0
  /// A rough count: four bytes of text a token, and what a picture costs by the model's rule.
  /// - Source: gemini-api.md section 9.
  package var tokens = 0
  /// True if the turns before stay out.
  package var isAlone = false
  /// Requests of this size that leave together.
  package var requests = 1
  /// USD of all of them at list price; `nil` if nobody knows it. A text answer comes on top.
  package var cost: Double?
  /// True if the cost holds for the answer too.
  package var isCostWhole = false

  /// Tokens that a file is taken for where only the service can count: a document, a sound.
  fileprivate static let unknownTokens = 1000

  fileprivate mutating func add(text: Int) {
    bytes += text
    tokens += (text + 3) / 4
  }

  fileprivate mutating func add(_ file: HistoryEstimate.File) {
    if file.isPicture { pictures += 1 }
    bytes += file.bytes
    tokens += file.tokens
  }
}

/// What the turns so far add to a request.
struct HistoryEstimate: Hashable, Sendable {
  struct File: Hashable, Sendable {
    var asset: AssetReference
    var isPicture: Bool
    var tokens: Int
    var bytes: Int { asset.byteCount }
  }

  var turns = 0
  /// UTF-8 bytes of all text, and its tokens.
  var textBytes = 0
  var textTokens = 0
  /// The oldest first.
  var files: [File] = []

  fileprivate mutating func add(_ parts: [Part], for traits: ModelTraits, _ facts: [String: PictureFacts]) {
    for part in parts {
      if let text = part.text {
        textBytes += text.utf8.count
        textTokens += (text.utf8.count + 3) / 4
      }
      guard let blob = part.blob, let asset = blob.asset else { continue }
      let size = facts[asset.sha256].map { ($0.width, $0.height) }
      files.append(File(asset, blob.mimeType, size, for: traits))
    }
  }

  /// How many of the oldest pictures stay out, beside those of the prompt.
  func leftOut(beyond most: Int?, beside others: Int) -> Int {
    guard let most else { return 0 }
    let count = files.count(where: \.isPicture)
    return max(0, min(count, count + others - most))
  }
}

extension HistoryEstimate.File {
  fileprivate init(_ asset: AssetReference, _ mimeType: String, _ size: (Int, Int)?, for traits: ModelTraits) {
    self.asset = asset
    isPicture = mimeType.hasPrefix("image/")
    if isPicture {
      tokens = traits.tokens(ofPictureWidth: size?.0, height: size?.1)
    } else {
      tokens = mimeType.hasPrefix("text/") ? (asset.byteCount + 3) / 4 : SendEstimate.unknownTokens
    }
  }
}

extension Session {
  /// What the turns of the shown branch add to the next request.
  /// - Parameters:
  ///   - edited: the turn it is another version of; `nil` for one that follows the branch.
  ///   - facts: what is known of pictures, by SHA-256.
  fileprivate func historyEstimate(
    before edited: TurnID?, traits: ModelTraits, facts: [String: PictureFacts]
  ) -> HistoryEstimate {
    var estimate = HistoryEstimate()
    let edited = edited.flatMap { id in turns.lastIndex { $0.id == id } }
    for index in edited.map(branch) ?? path {
      guard let run = turns[index].shownRun, run.isSentOn else { continue }
      estimate.turns += 1
      estimate.add(turns[index].content.parts, for: traits, facts)
      estimate.add(run.answerParts, for: traits, facts)
    }
    return estimate
  }

  /// The size that pictures are asked for in; `nil` is the model's own.
  fileprivate func imageSize(_ traits: ModelTraits) -> String? {
    config.imageSize.flatMap { traits.imageSizes.contains($0) ? $0 : nil }
  }
}

extension Studio {
  /// Counts the turns before the next one anew: they are others, or go to another model.
  mutating func estimateHistory() {
    historyEstimate = session.historyEstimate(before: editedTurn, traits: traits, facts: shelf.facts)
  }

  /// What would be sent now.
  package var sendEstimate: SendEstimate {
    var attachments = prompt.attachments
    if let picture = pictureToSendAlone(with: attachments) { attachments.append(picture) }
    var typed = 0
    for character in prompt.characters {
      typed += prompt.paste(at: character)?.utf8.count ?? character.utf8.count
    }
    return estimate(typed: typed, attachments, after: historyEstimate)
  }

  /// What asking a turn once more would send.
  func estimate(ofTurn index: Int) -> SendEstimate {
    let content = session.turns[index].content
    let attachments = content.blobs.compactMap { attachment(of: $0) }
    let history = session.historyEstimate(before: session.turns[index].id, traits: traits, facts: shelf.facts)
    return estimate(typed: content.text.utf8.count, attachments, after: history)
  }

  private func estimate(typed: Int, _ attachments: [Attachment], after history: HistoryEstimate) -> SendEstimate {
    let traits = traits
    var estimate = SendEstimate()
    estimate.turns = 1
    estimate.isAlone = session.sendsOnlyPicture
    estimate.requests = session.requestCount(traits)
    estimate.add(text: session.systemInstruction.utf8.count)
    if !estimate.isAlone {
      estimate.turns += history.turns
      estimate.bytes += history.textBytes
      estimate.tokens += history.textTokens
      estimate.leftOut = history.leftOut(beyond: traits.maxInputImages, beside: attachments.count(where: \.isPicture))
      var left = estimate.leftOut
      for file in history.files {
        if file.isPicture, left > 0 { left -= 1 } else { estimate.add(file) }
      }
    }
    estimate.add(text: typed)
    for attachment in attachments {
      let size = attachment.width.flatMap { width in attachment.height.map { (width, $0) } }
      estimate.add(HistoryEstimate.File(attachment.asset, attachment.mimeType, size, for: traits))
    }
    guard backend == .developer else { return estimate }
    let cost = traits.leastCost(
      promptTokens: estimate.tokens, on: now.day(utcOffsetSeconds: 0), images: traits.makesImages ? 1 : 0,
      imageSize: session.imageSize(traits))
    estimate.cost = cost.map { $0 * Double(estimate.requests) }
    estimate.isCostWhole = traits.makesImages
    return estimate
  }

  /// The pictures of the conversation that the next request leaves out, by SHA-256. One that also goes is none of them.
  var leftOutPictures: Set<String> {
    guard !historyEstimate.files.isEmpty, !session.sendsOnlyPicture, let most = traits.maxInputImages else { return [] }
    let pictures = historyEstimate.files.filter(\.isPicture).map(\.asset.sha256)
    let count = historyEstimate.leftOut(beyond: most, beside: prompt.attachments.count(where: \.isPicture))
    let sent = pictures.dropFirst(count) + prompt.attachments.map(\.asset.sha256)
    return Set(pictures.prefix(count)).subtracting(sent)
  }
}

extension Attachment {
  var isPicture: Bool { mimeType.hasPrefix("image/") }
}
