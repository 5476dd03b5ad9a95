/// A prompt that waits for an answer, and goes out when that has ended well.
package struct QueuedPrompt: Hashable, Sendable {
  package var draft: Draft
  /// The answer it follows, whatever other branch is looked at meanwhile.
  var awaited: RunID

  /// True while that answer may still come.
  func isAwaited(in session: Session) -> Bool {
    session.turns.contains { turn in turn.runs.contains { $0.isActive && turn.awaits(awaited, with: $0) } }
  }
}

/// What was written in a session that was left while one prompt waited there, both apart.
struct LeftPrompt: Hashable, Sendable {
  var queued: QueuedPrompt
  var typed: Draft
}

extension Studio {
  /// The prompt that waits in a session that was left goes out there, as it would on the screen.
  /// - Parameter left: the session as it is now that one of its answers has ended.
  /// - Returns: `nil` if none waits, or another answer is what it waits for.
  mutating func goOn(in left: Session, after run: RunID) -> [Effect]? {
    guard let waiting = leftPrompts[left.id] else { return nil }
    // There it is done with all that belongs to a session on the screen; of that only what is kept comes over.
    var there = self
    there.leftPrompts[left.id] = nil
    _ = there.replaceSession(with: left)
    there.prompt = PromptEditor(waiting.typed)
    there.promptOrigin = waiting.typed.origin
    there.queued = waiting.queued
    there.notice = nil
    let effects = there.runEnded(run)
    guard there.queued == nil else { return nil }
    leftPrompts[left.id] = nil
    identifiers = there.identifiers
    sentFolds = there.sentFolds
    var gone = there.session
    gone.draft = there.unsent
    parked[left.id] = gone.isHeldHere ? gone : nil
    if there.activeRun != nil {
      // Who walks through earlier prompts here goes on with that.
      if !history.isWalked { history.add(waiting.queued.draft.text) }
      if let said = there.notice { say(said.text, said.kind, about: [left.id]) }
    } else {
      let words = ["The prompt that waited in \(sessionName(left.title)) did not go out and is in the editor there."]
      say((words + [there.notice?.text].compactMap(\.self)).joined(separator: " "), .warning, about: [left.id])
    }
    return effects + [.save(gone.withoutTurns)]
  }
}
