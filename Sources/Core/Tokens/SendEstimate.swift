import Gemini

/// How much the next request will carry, and what it will cost. Of the lanes of a comparison it is about the one that
/// fills most of what its model takes.
package struct SendEstimate: Hashable, Sendable {
  /// Who is asked.
  package var model = ""
  /// Turns, the new one included.
  package var turns = 0
  package var pictures = 0
  /// Documents, sounds, texts and other files that are no pictures.
  package var files = 0
  /// Pictures of the conversation that stay out, as the model takes no more.
  package var leftOut = 0
  /// What is set and stays out, as the model does not take it: titles of fields.
  package var settingsLeftOut: [String] = []
  /// Bytes of pictures, files and text.
  package var bytes = 0
  /// A rough count: four bytes of text a token, and what a picture costs by the model's rule.
  /// - Source: gemini-api.md section 9.
  package var tokens = 0
  /// True if the service counted the tokens; else they are the rough count.
  package var isCounted = false
  /// Tokens that the model takes in one request; `nil` if nobody knows.
  package var limit: Int?
  /// True if the turns before stay out.
  package var isAlone = false
  /// Requests of this size that leave together.
  package var requests = 1
  /// The lanes of a comparison it goes to, one request each; 0 outside of one.
  package var lanes = 0
  /// True if other lanes carry less.
  package var isUneven = false
  /// USD of all of them at list price; `nil` if nobody knows it. A text answer comes on top.
  package var cost: Double?
  /// True if the cost holds for the answer too.
  package var isCostWhole = false

  /// The share of what the model takes; where nobody knows its limit, of what most models take.
  fileprivate var share: Double { Double(tokens) / Double(max(1, limit ?? 1_000_000)) }

  /// Tokens that a file is taken for where only the service can count: a document, a sound.
  fileprivate static let unknownTokens = 1000

  fileprivate mutating func add(text: Int) {
    bytes += text
    tokens += (text + 3) / 4
  }

  fileprivate mutating func add(_ file: HistoryEstimate.File) {
    if file.isPicture { pictures += 1 } else { files += 1 }
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

  var tokens: Int { textTokens + files.reduce(0) { $0 + $1.tokens } }

  fileprivate mutating func add(_ parts: [Part], _ tokens: (Attachment) -> Int) {
    for part in parts {
      if let text = part.text {
        textBytes += text.utf8.count
        textTokens += (text.utf8.count + 3) / 4
      }
      guard let blob = part.blob, let asset = blob.asset else { continue }
      let attachment = Attachment(name: "", mimeType: blob.mimeType, asset: asset)
      files.append(File(attachment, tokens: tokens(attachment)))
    }
  }

  /// With a turn more, and its answer as far as it came.
  /// - Parameter tokens: of a picture or file.
  fileprivate func adding(_ turn: Turn, _ run: Run, tokens: (Attachment) -> Int) -> Self {
    var all = self
    all.turns += 1
    all.add(turn.content.parts, tokens)
    all.add(run.answerParts, tokens)
    return all
  }

  /// How many of the oldest pictures stay out, beside those of the prompt.
  func leftOut(beyond most: Int?, beside others: Int) -> Int {
    guard let most else { return 0 }
    let count = files.count(where: \.isPicture)
    return max(0, min(count, count + others - most))
  }
}

extension HistoryEstimate.File {
  fileprivate init(_ attachment: Attachment, tokens: Int) {
    asset = attachment.asset
    isPicture = attachment.isImage
    self.tokens = tokens
  }
}

extension Session {
  /// What the turns of the shown branch add to the next request.
  /// - Parameters:
  ///   - edited: the turn it is another version of; `nil` for one that follows the branch.
  ///   - tokens: of a picture or file.
  fileprivate func historyEstimate(before edited: TurnID?, tokens: (Attachment) -> Int) -> HistoryEstimate {
    var estimate = HistoryEstimate()
    let edited = edited.flatMap { id in turns.lastIndex { $0.id == id } }
    for index in edited.map(branch) ?? path {
      guard let run = turns[index].shownRunIndex, turns[index].runs[run].isSentOn else { continue }
      estimate.turns += 1
      estimate.add(turns[index].content.parts, tokens)
      estimate.add(turns[index].runs[run].answerParts, tokens)
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
    historyEstimate = history(of: nil, before: editedTurn)
    laneHistories = session.lanes.reduce(into: [:]) { $0[$1.id] = history(of: $1, before: editedTurn) }
  }

  /// What the turns before one add to a request, as the session or a lane has them.
  private func history(of lane: Lane?, before turn: TurnID?) -> HistoryEstimate {
    let traits = lane.map { self.traits(of: $0.model) } ?? self.traits
    let asked = lane.map { session.seen(by: $0, traits) } ?? session
    return asked.historyEstimate(before: turn) { sentTokens(of: $0, asked.config, traits) }
  }

  /// Tokens of a picture or file by the model's rule, with the size that is known of a picture.
  private func sentTokens(of attachment: Attachment, _ config: GenerationConfig, _ traits: ModelTraits) -> Int {
    guard attachment.isImage else { return tokens(of: attachment) ?? SendEstimate.unknownTokens }
    let facts = shelf.facts[attachment.asset.sha256]
    return traits.tokens(
      ofPictureWidth: attachment.width ?? facts?.width, height: attachment.height ?? facts?.height,
      mediaResolution: config["mediaResolution"]?.string)
  }

  /// Those who are asked next: the lanes, outside of a comparison the session itself.
  var askers: [Lane?] { session.isComparison ? session.lanes.map(Optional.some) : [nil] }

  /// What would be sent now.
  package var sendEstimate: SendEstimate {
    let askers = askers
    var estimates = draftEstimates(for: askers)
    if comingTurn != nil {
      for index in estimates.indices { estimates[index].tokens = growing(estimates[index].tokens) }
    } else {
      takeCounts(&estimates, of: askers)
    }
    var estimate = together(estimates, askers)
    estimate.settingsLeftOut = titlesLeftOut
    return estimate
  }

  /// A rough count of what would be sent to each.
  func draftEstimates(for askers: [Lane?]) -> [SendEstimate] {
    var attachments = prompt.attachments
    if let picture = pictureToSendAlone(with: attachments) { attachments.append(picture) }
    let coming = comingTurn
    return askers.map { lane in
      var history = lane.map { laneHistories[$0.id] ?? HistoryEstimate() } ?? historyEstimate
      // One that has ended is in the history already.
      let run = lane.map { coming?.run(ofLane: $0.id) } ?? coming?.shownRun
      if let coming, let run, run.isActive {
        let (setup, traits) = (lane.map { self.setup(of: $0) } ?? session, traits(of: lane?.model ?? session.model))
        history = history.adding(coming, run) { sentTokens(of: $0, setup.config, traits) }
      }
      return estimate(typed: prompt.byteCount, attachments, after: history, by: lane)
    }
  }

  /// The turn that is being answered and goes with the prompt that waits for it.
  private var comingTurn: Turn? {
    guard editedTurn == nil, let head = session.head else { return nil }
    guard let turn = session.turns.last(where: { $0.id == head }) else { return nil }
    let runs = session.isComparison ? turn.runs : turn.shownRun.map { [$0] } ?? []
    return runs.contains(where: \.isActive) ? turn : nil
  }

  /// What asking a turn once more would send.
  /// - Parameter lanes: those that are asked, where it is not all.
  func estimate(ofTurn index: Int, lanes: [Lane]? = nil) -> SendEstimate {
    let turn = session.turns[index]
    let attachments = turn.content.blobs.compactMap { attachment(of: $0) }
    let askers = lanes.map { $0.map(Optional.some) } ?? askers
    let estimates = askers.map { lane in
      estimate(
        typed: turn.content.text.utf8.count, attachments, after: history(of: lane, before: turn.id), by: lane)
    }
    return together(estimates, askers)
  }

  /// What one request carries, by a rough count and without its cost.
  private func estimate(
    typed: Int, _ attachments: [Attachment], after history: HistoryEstimate, by lane: Lane?
  ) -> SendEstimate {
    let setup = lane.map { self.setup(of: $0) } ?? session
    let traits = traits(of: setup.model)
    var estimate = SendEstimate()
    estimate.model = setup.model
    estimate.turns = 1
    estimate.isAlone = session.sendsOnlyPicture
    estimate.limit = traits.inputTokenLimit
    estimate.add(text: setup.systemInstruction.utf8.count)
    if !estimate.isAlone {
      estimate.turns += history.turns
      estimate.bytes += history.textBytes
      estimate.tokens += history.textTokens
      estimate.leftOut = history.leftOut(beyond: traits.maxInputImages, beside: attachments.count(where: \.isImage))
      var left = estimate.leftOut
      for file in history.files {
        if file.isPicture, left > 0 { left -= 1 } else { estimate.add(file) }
      }
    }
    estimate.add(text: typed)
    for attachment in attachments {
      estimate.add(HistoryEstimate.File(attachment, tokens: sentTokens(of: attachment, setup.config, traits)))
    }
    return estimate
  }

  /// Requests that leave together, each for its own part of the cost.
  private func together(_ estimates: [SendEstimate], _ askers: [Lane?]) -> SendEstimate {
    guard var estimate = estimates.max(by: { $0.share < $1.share }) else { return SendEstimate() }
    let lanes = askers.compactMap { $0 }
    estimate.lanes = lanes.count
    estimate.requests = lanes.isEmpty ? session.requestCount(traits) : lanes.count
    estimate.isUneven = Set(estimates.map(\.tokens)).count > 1
    guard backend == .developer else { return estimate }
    let costs = zip(estimates, askers).map { estimate, lane -> Double? in
      let setup = lane.map { self.setup(of: $0) } ?? session
      let traits = traits(of: setup.model)
      return traits.leastCost(
        promptTokens: estimate.tokens, on: now.day(utcOffsetSeconds: 0), images: traits.makesImages ? 1 : 0,
        imageSize: setup.imageSize(traits))
    }
    let sum = costs.contains(nil) ? nil : costs.compactMap { $0 }.reduce(0, +)
    estimate.cost = sum.map { lanes.isEmpty ? $0 * Double(estimate.requests) : $0 }
    estimate.isCostWhole = estimates.allSatisfy { traits(of: $0.model).makesImages }
    return estimate
  }

  /// The pictures of the conversation that the next request leaves out, by SHA-256. One that also goes is none of them.
  var leftOutPictures: Set<String> {
    guard !historyEstimate.files.isEmpty, !session.sendsOnlyPicture, let most = traits.maxInputImages else { return [] }
    let pictures = historyEstimate.files.filter(\.isPicture).map(\.asset.sha256)
    let count = historyEstimate.leftOut(beyond: most, beside: prompt.attachments.count(where: \.isImage))
    let sent = pictures.dropFirst(count) + prompt.attachments.map(\.asset.sha256)
    return Set(pictures.prefix(count)).subtracting(sent)
  }
}
