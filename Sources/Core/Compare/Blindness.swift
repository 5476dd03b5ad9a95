import Gemini

/// What is said of lanes while nobody is to know which is which.
extension Studio {
  /// A text without the names of the models that are compared, while the comparison is blind.
  func unnamed(_ text: String) -> String {
    guard session.isBlind else { return text }
    let runs = comparedTurn.map { session.turns[$0].runs } ?? []
    let names = Set(session.lanes.map(\.model) + runs.map(\.model) + runs.compactMap(\.modelVersion))
    let hidden = names.map(ModelID.bare).sorted { $0.count > $1.count }.reduce(text) { text, name in
      text.replacing("models/" + name, with: "the model").replacing(name, with: "the model")
    }
    return hidden.hasPrefix("the model") ? "T" + hidden.dropFirst() : hidden
  }

  /// An answer as it may be shown: while the comparison is blind, what the service says of it names no model.
  func unnamed(_ run: Run) -> Run {
    guard session.isBlind else { return run }
    var shown = run
    if let failure = run.failure {
      shown.failure?.message = unnamed(failure.message)
      shown.failure?.hint = unnamed(failure.hint)
      shown.failure?.details = []
    }
    for index in run.candidates.indices {
      shown.candidates[index].finishMessage = run.candidates[index].finishMessage.map(unnamed)
    }
    return shown
  }

  /// Who gave an answer, as it may be told.
  func teller(of run: Run) -> String {
    guard session.isBlind else { return run.speaker }
    let place = comparedAnswers.firstIndex { $0.run?.id == run.id }
    return place.map { "answer \($0 + 1)" } ?? "an answer"
  }
}
