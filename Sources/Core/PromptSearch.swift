import Screen

/// A prompt of earlier times.
package struct PastPrompt: Hashable, Sendable {
  package var text: String
  /// When it was sent; `nil` for one that never was.
  package var time: Instant?
  /// The title of its session.
  package var session: String

  package init(text: String, time: Instant? = nil, session: String = "") {
    self.text = text
    self.time = time
    self.session = session
  }
}

/// Earlier prompts to be found again, while one types what they hold.
package struct PromptSearch: Hashable, Sendable {
  package var list = ListState()
  /// The newest first, each text once.
  package private(set) var prompts: [PastPrompt]
  /// True once those of all sessions are among them.
  package private(set) var isRead = false
  /// The beginnings of the prompts, in small letters.
  private var haystacks: [String]
  /// So much of a prompt is searched, in bytes.
  private static let searchedBytes = 16_000

  init(_ prompts: [PastPrompt]) {
    self.prompts = prompts
    haystacks = prompts.map(Self.haystack)
  }

  private static func haystack(_ prompt: PastPrompt) -> String {
    String(decoding: prompt.text.utf8.prefix(searchedBytes), as: UTF8.self).lowercased()
  }

  /// Takes the prompts of all sessions, the newest first. Those of the history that are in none stand where they were
  /// sent: behind the next newer one whose time is known.
  mutating func take(_ sent: [PastPrompt]) {
    let old = list.selected > 0 ? selected : nil
    var places: [String: Int] = [:]
    for (index, prompt) in sent.enumerated() where places[prompt.text] == nil { places[prompt.text] = index }
    var others: [Int: [PastPrompt]] = [:]
    var place = -1
    for prompt in prompts {
      if let known = places[prompt.text] {
        place = max(place, known)
      } else {
        others[place, default: []].append(prompt)
      }
    }
    let filter = list.filter
    self = PromptSearch((others[-1] ?? []) + sent.enumerated().flatMap { [$1] + (others[$0] ?? []) })
    isRead = true
    list.filter = filter
    list.selected = old.flatMap { old in rows.firstIndex { $0.text == old.text } } ?? 0
  }

  /// Those that hold every word of the filter.
  package var rows: [PastPrompt] {
    let words = list.filter.lowercased().split(separator: " ").map { Array($0.utf8) }
    guard !words.isEmpty else { return prompts }
    return prompts.indices.filter { index in words.allSatisfy(haystacks[index].holds) }.map { prompts[$0] }
  }

  package var selected: PastPrompt? {
    let rows = rows
    return rows.indices.contains(list.selected) ? rows[list.selected] : nil
  }
}

extension Studio {
  mutating func searchHistory() -> [Effect] {
    overlay = .prompts(PromptSearch(history.newest.map { PastPrompt(text: $0) }))
    return [.listPrompts(includesDemo: backend == .simulator)]
  }

  mutating func receive(_ prompts: [PastPrompt]) {
    guard case .prompts(var search) = overlay else { return }
    search.take(prompts)
    overlay = .prompts(search)
  }

  mutating func performInPromptSearch(_ name: CommandName, _ search: PromptSearch) -> [Effect] {
    guard name == .accept, let found = search.selected else { return [] }
    overlay = nil
    bring(back: found.text)
    return []
  }

  /// Puts an earlier prompt into the editor. What was typed stays within reach.
  private mutating func bring(back text: String) {
    let typed = prompt.text
    history.show(text, insteadOf: typed)
    prompt.replace(with: text)
    completion = nil
    focus = .prompt
    if typed != text, !typed.allSatisfy(\.isWhitespace), let key = settings.keymap.keys(for: .undo, at: .prompt).first {
      say("\(key.label) brings back what was typed.")
    }
  }
}
