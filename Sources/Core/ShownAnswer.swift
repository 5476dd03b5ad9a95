package import Gemini

/// What of an answer a person sees where. The parts themselves stay as they were received: they are stored and sent.
extension Run {
  /// A candidate's parts with `thought` as it is shown: reasoning in tags is thought, and where every picture is flagged
  /// as a draft, the last one is the answer.
  /// - Source: gemini-api.md section 9.
  package func shownParts(of candidate: Candidate) -> [Part] {
    var parts = candidate.parts
    if let index = promotedPicture(of: candidate) { parts[index].thought = false }
    parts.removeAll(where: isDeleted)
    return splitsReasoning ? ReasoningSplitter.split(parts) : parts
  }

  /// The first candidate's parts as they are shown.
  package var shownParts: [Part] { answer.map(shownParts) ?? [] }

  /// The first candidate's pictures and files, drafts among them: text takes nothing to look at, as each frame asks.
  var shownBlobs: [Blob] { parts.filter { !isDeleted($0) }.compactMap(\.blob) }

  /// The text of the answer, or of the thinking, as it is shown.
  package func shownText(thought: Bool) -> String {
    Candidate(index: 0, parts: shownParts).text(thought: thought)
  }

  /// True for a picture that a person deleted.
  func isDeleted(_ part: Part) -> Bool {
    guard !deletions.isEmpty, part.isPicture, let asset = part.blob?.asset else { return false }
    return deletions[asset.sha256] != nil
  }

  /// The first candidate's parts that conversations go on with: its thoughts stay out, and deleted pictures. What is only
  /// shown apart, reasoning in tags, goes back as it came.
  var answerParts: [Part] { deletions.isEmpty ? madeParts : madeParts.filter { !isDeleted($0) } }

  /// The parts of the answer as it came, before pictures of it were deleted.
  private var madeParts: [Part] {
    guard let answer else { return [] }
    var parts = answer.parts
    if parts.allSatisfy({ !$0.thought }) { return parts }
    if let index = promotedPicture(of: answer) { parts[index].thought = false }
    return parts.filter { !$0.thought }
  }

  /// The index of a picture that came as a draft and is the answer, as no other one came.
  package func promotedPicture(of candidate: Candidate) -> Int? {
    guard !isActive, failure == nil, promptFeedback?.isBlock != true,
      candidate.finishReason.map({ !$0.isBlocked && !$0.isMissingImage }) ?? true,
      let last = candidate.parts.lastIndex(where: { $0.isPicture }),
      !candidate.parts.contains(where: { $0.isPicture && !$0.thought })
    else { return nil }
    return last
  }

  /// The pictures of the answer; drafts are none.
  package var answerPictures: [Blob] { answerParts.filter(\.isPicture).compactMap(\.blob) }

  /// How many pictures the answer came with, the deleted ones too.
  var madePictureCount: Int { madeParts.count(where: \.isPicture) }

  /// The pictures that were made on the way to the final one.
  package var drafts: [Blob] {
    guard let answer else { return [] }
    let promoted = promotedPicture(of: answer)
    return answer.parts.enumerated().compactMap { index, part in
      part.thought && part.isPicture && index != promoted && !isDeleted(part) ? part.blob : nil
    }
  }

  /// True once there is something for the thinking pane.
  package var hasThoughts: Bool {
    if reasoning.hasReasoningText { return true }
    guard let answer else { return false }
    let promoted = promotedPicture(of: answer)
    return answer.parts.indices.contains { answer.parts[$0].thought && $0 != promoted && !isDeleted(answer.parts[$0]) }
  }

  /// When the first token came that the service counts as answer: reasoning in tags is to it.
  package var firstAnswerTokenTime: Instant? {
    reasoning.hasReasoningText ? firstThoughtTime ?? firstTextTime : firstTextTime
  }

  /// Something that is no thought: text, a picture, code, a call.
  package var hasAnswerContent: Bool {
    answerParts.contains { part in
      guard let text = part.text else { return part.data != .unknown || !part.other.isEmpty }
      return !text.isEmpty && (!reasoning.hasReasoning || reasoning.isInAnswer)
    }
  }
}

extension Run {
  /// Who answers, by name: nothing that the simulator says may be taken for a model's words.
  package var speaker: String { backend == .simulator ? "offline simulator as \(model)" : model }
}

extension Part {
  /// True for a picture, whether its bytes could be read or not.
  package var isPicture: Bool { blob?.isImage == true }
}

extension Session {
  /// Says of all answers what is not kept with them: whether reasoning in tags counts as thinking, and whether the model
  /// answers with pictures.
  package mutating func apply(_ settings: Settings) {
    var makesImages: [String: Bool] = [:]
    for turn in turns.indices {
      for run in turns[turn].runs.indices {
        let model = turns[turn].runs[run].model
        let known = makesImages[model] ?? settings.models.traits(of: model).makesImages
        makesImages[model] = known
        turns[turn].runs[run].makesImages = known
        turns[turn].runs[run].splitsReasoning = settings.splitsReasoning
      }
    }
  }
}
