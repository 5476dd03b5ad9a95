/// Earlier prompts, to be walked through from the prompt.
struct PromptHistory: Hashable, Sendable {
  private var prompts: [String] = []
  /// Which one is shown; `nil` while the own draft is.
  private var position: Int?
  private var draft = ""

  init() {}

  /// - Parameter prompts: the oldest first.
  init(_ prompts: [String]) { self.prompts = prompts }

  /// All prompts, the newest first.
  var newest: [String] { prompts.reversed() }

  /// Goes on from an earlier prompt that was found; what stands in the editor is kept for the way back.
  mutating func show(_ prompt: String, insteadOf current: String) {
    if position == nil { draft = current }
    if let known = prompts.lastIndex(of: prompt) {
      position = known
    } else {
      prompts.insert(prompt, at: 0)
      position = 0
    }
  }

  mutating func add(_ prompt: String) {
    position = nil
    guard !prompt.isEmpty else { return }
    prompts.removeAll { $0 == prompt }
    prompts.append(prompt)
    if prompts.count > 500 { prompts.removeFirst() }
  }

  /// The prompt before the one shown; what stands in the editor is kept for the way back.
  mutating func previous(from current: String) -> String? {
    let next = (position ?? prompts.count) - 1
    guard prompts.indices.contains(next) else { return nil }
    if position == nil { draft = current }
    position = next
    return prompts[next]
  }

  /// The prompt after the one shown, at the end the own draft.
  mutating func next() -> String? {
    guard let shown = position else { return nil }
    if shown + 1 < prompts.count {
      position = shown + 1
      return prompts[shown + 1]
    }
    position = nil
    return draft
  }
}
