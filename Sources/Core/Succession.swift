package import Gemini

/// What takes the place of a model that has ended or is to end.
/// - Source: gemini-api.md section 16.
package struct Succession: Hashable, Sendable {
  package var successor: String
  /// The day of the end, such as `2026-06-01`.
  package var endDate: String?

  /// Such as `ended on 2026-06-01; its successor is gemini-3.5-flash`.
  /// - Parameter today: in UTC.
  func ending(on today: String) -> String {
    let ended = endDate.map { $0 <= today ? "ended on \($0)" : "ends on \($0)" }
    return "\(ended ?? "is not offered here any more"); its successor is \(successor)"
  }
}

extension ModelTraits {
  /// `nil` if nobody knows a successor.
  package var succession: Succession? {
    successor.flatMap { $0 == id ? nil : Succession(successor: $0, endDate: endDate) }
  }
}

extension Failure {
  /// True if the server does not have the model that was asked.
  fileprivate func isMissing(_ model: String) -> Bool {
    guard kind == .notFound else { return false }
    // A file or a cache that is missing is another matter.
    if ["files/", "cachedContents/"].contains(where: { message.contains($0) }) { return false }
    return status == "NOT_FOUND" || message.contains(ModelID.bare(model))
  }

  /// The failure with what is known of the model in its hint: an ended one names its successor.
  /// - Parameters:
  ///   - model: the one that was asked.
  ///   - today: such as `2026-12-01`, in UTC.
  package func explained(by succession: Succession?, of model: String, on today: String) -> Failure {
    guard isMissing(model), let succession else { return self }
    var failure = self
    failure.hint = "\(ModelID.bare(model)) \(succession.ending(on: today))."
    return failure
  }
}

extension Run {
  /// True if the server does not have the model that was asked.
  var isModelMissing: Bool { failure?.isMissing(model) ?? false }

  /// A failure with what is known of the model in its hint.
  package func explained(_ failure: Failure) -> Failure {
    failure.explained(by: succession, of: model, on: startTime.day(utcOffsetSeconds: 0))
  }
}

extension Studio {
  /// The model that one key asks instead, for the current message; `nil` while there is none.
  package var offeredModel: String? {
    guard activeRun == nil, !session.isBlind, let run = currentRun, run.isModelMissing else { return nil }
    return traits(of: run.model).succession?.successor
  }

  /// True if the current answer failed for what another model may not have: no share left, too busy, not there.
  var offersOtherModels: Bool {
    guard activeRun == nil, !session.isBlind, offeredModel == nil, let run = currentRun, let failure = run.failure
    else { return false }
    switch failure.kind {
    case .quotaExhausted, .rateLimited, .server: return true
    default: return run.isModelMissing
    }
  }

  var whyNoSuccessor: String? {
    offeredModel == nil ? "No model with a successor was refused here because it ended." : whyNotSend
  }

  /// Asks the successor of an ended model the same; it takes the next turns as well.
  mutating func takeSuccessor() -> [Effect] {
    guard let model = offeredModel, let turn = currentTurn else { return [] }
    let makesImages = traits(of: model).makesImages
    changeSetup { $0.take(model, makesImages: makesImages) }
    estimateHistory()
    let effects = regenerate()
    // The prompt that came back is on its way again.
    if !effects.isEmpty, promptOrigin == .again(session.turns[turn].id), prompt.text == session.turns[turn].content.text
    {
      prompt.clear()
      promptOrigin = nil
    }
    return effects
  }
}

extension Session {
  /// Lets a model take the next turns: one that makes pictures in the place of the picture model.
  package mutating func take(_ model: String, makesImages: Bool) {
    use = makesImages ? .picture : .text
    self.model = model
  }
}
