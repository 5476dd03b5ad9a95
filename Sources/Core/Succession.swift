import Gemini

extension Run {
  /// The model that takes the place of the one that was asked, if the server does not have that any more.
  /// - Source: gemini-api.md section 16.
  package var successor: String? { failure.flatMap { Self.successor(of: model, after: $0) } }

  /// A failure with what is known of the model in its hint: an ended one names its successor.
  func explained(_ failure: Failure) -> Failure {
    guard let successor = Self.successor(of: model, after: failure) else { return failure }
    let id = ModelID.bare(model)
    let today = startTime.day(utcOffsetSeconds: 0)
    let ended = ModelTraits(model).endDate.map { $0 <= today ? "ended on \($0)" : "ends on \($0)" }
    var failure = failure
    failure.hint = "\(id) \(ended ?? "is not offered here any more"); its successor is \(successor)."
    return failure
  }

  private static func successor(of model: String, after failure: Failure) -> String? {
    let id = ModelID.bare(model)
    guard failure.kind == .notFound, failure.status == "NOT_FOUND" || failure.message.contains(id),
      // A file or a cache that is missing is another matter.
      !["files/", "cachedContents/"].contains(where: { failure.message.contains($0) }),
      let successor = ModelTraits(model).successor, successor != id
    else { return nil }
    return successor
  }
}

extension Studio {
  /// The model that one key asks instead, for the current message; `nil` while there is none.
  package var offeredModel: String? { activeRun == nil ? currentRun?.successor : nil }

  var whyNoSuccessor: String? {
    offeredModel == nil ? "No ended model with a successor was asked here." : whyNotSend
  }

  /// Asks the successor of an ended model the same; it takes the next turns as well.
  mutating func takeSuccessor() -> [Effect] {
    guard let model = offeredModel, let turn = currentTurn else { return [] }
    session.take(model)
    historyEstimate = session.historyEstimate()
    // The prompt that came back is on its way again.
    if returnedTurn == session.turns[turn].id, prompt.text == session.turns[turn].content.text {
      prompt.clear()
      returnedTurn = nil
    }
    return answer(turn: turn, isNewTurn: false)
  }
}

extension Session {
  /// Lets a model take the next turns: one that makes pictures in the place of the picture model.
  mutating func take(_ model: String) {
    use = ModelTraits(model).makesImages ? .picture : .text
    self.model = model
  }
}
