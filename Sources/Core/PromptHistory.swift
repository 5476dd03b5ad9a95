/// Earlier prompts, to be walked through from the prompt. What is typed over one of them stays in its place while others
/// are looked at, as in a shell.
struct PromptHistory: Hashable, Sendable {
  private var prompts: [String] = []
  /// Which one is shown; `nil` while the own draft is, behind the last.
  private var position: Int?
  /// What was typed over prompts, by their places, and the own draft.
  private var typed: [Int: String] = [:]

  init() {}

  /// - Parameter prompts: the oldest first.
  init(_ prompts: [String]) { self.prompts = prompts }

  /// All prompts, the newest first.
  var newest: [String] { prompts.reversed() }

  /// Goes on from an earlier prompt that was found; what stands in the editor is kept for the way back.
  mutating func show(_ prompt: String, insteadOf current: String) {
    keep(current)
    if let known = prompts.lastIndex(of: prompt) {
      position = known
      typed[known] = nil
    } else {
      prompts.insert(prompt, at: 0)
      typed = Dictionary(uniqueKeysWithValues: typed.map { ($0.key + 1, $0.value) })
      position = 0
    }
  }

  /// Ends the walk with the prompt that is done with. What was typed over others stands before it.
  mutating func add(_ prompt: String) {
    typed[place] = nil
    let others = typed.sorted { $0.key < $1.key }.map(\.value)
    typed = [:]
    position = nil
    for text in others + [prompt] where !text.isEmpty {
      prompts.removeAll { $0 == text }
      prompts.append(text)
    }
    if prompts.count > 500 { prompts.removeFirst(prompts.count - 500) }
  }

  /// The prompt before the one shown; what stands in the editor is kept for the way back.
  mutating func previous(from current: String) -> String? {
    guard place > 0 else { return nil }
    keep(current)
    position = place - 1
    return shown
  }

  /// The prompt after the one shown, at the end the own draft; what stands in the editor is kept for the way back.
  mutating func next(from current: String) -> String? {
    guard let position else { return nil }
    keep(current)
    self.position = position + 1 < prompts.count ? position + 1 : nil
    return shown
  }

  /// True while an earlier prompt is shown.
  var isWalked: Bool { position != nil }

  private var place: Int { position ?? prompts.count }

  private var shown: String { typed[place] ?? position.map { prompts[$0] } ?? "" }

  private mutating func keep(_ current: String) {
    let isKnown = current == position.map { prompts[$0] }
    typed[place] = isKnown || current.allSatisfy(\.isWhitespace) ? nil : current
  }
}
