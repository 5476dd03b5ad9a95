/// A prompt that waits for an answer, and goes out when that has ended well.
package struct QueuedPrompt: Hashable, Sendable {
  package var draft: Draft
  /// The answer it follows, whatever other branch is looked at meanwhile.
  var awaited: RunID
}
