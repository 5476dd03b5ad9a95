/// A person's judgement of a comparison: of one turn and the answers its lanes gave.
package struct Verdict: Hashable, Sendable {
  package enum Choice: Hashable, Sendable {
    /// The answer that is better than all others.
    case answer(RunID)
    case tie
    /// No answer is good.
    case none
  }

  package var session: SessionID
  package var turn: TurnID
  /// The answers that were judged, in the order of their lanes.
  package var answers: [RunID]
  package var choice: Choice
  package var note: String
  /// What kind of prompt it was, in a word of the person's; empty for none.
  package var label: String
  /// True if names and figures were hidden until it was given.
  package var isBlind: Bool
  package var time: Instant

  package init(
    session: SessionID, turn: TurnID, answers: [RunID], choice: Choice, note: String = "", label: String = "",
    isBlind: Bool = false, time: Instant
  ) {
    self.session = session
    self.turn = turn
    self.answers = answers
    self.choice = choice
    self.note = note
    self.label = label
    self.isBlind = isBlind
    self.time = time
  }
}
