import Gemini
import Screen

/// A prompt of the shown branch, to jump to.
package struct TurnEntry: Hashable, Sendable {
  /// Its turn's place on the branch, from 1.
  package var number: Int
  /// The turn's index in the session.
  package var turn: Int
  package var id: TurnID
  /// Its first words, safe to show.
  package var text: String
  /// How many versions of prompt and answer there are.
  package var versions: Int
}

/// All prompts of the session at a glance.
extension Studio {
  /// Characters of a prompt that its row may show.
  private static let shownCharacters = 200

  /// The prompts that hold every word of a filter.
  package func turns(filter: String) -> [TurnEntry] {
    let words = filter.lowercased().split(separator: " ")
    var versions: [RunID?: Int] = [:]
    for turn in session.turns { versions[turn.parent, default: 0] += max(1, turn.runs.count) }
    return session.path.enumerated().compactMap { place, index in
      let turn = session.turns[index]
      let text = turn.content.text
      if !words.isEmpty {
        let lower = text.lowercased()
        guard words.allSatisfy({ lower.contains($0) }) else { return nil }
      }
      let shown = text.prefix(4 * Self.shownCharacters).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let files = turn.content.blobs.count
      let note = files > 0 ? "[\(files) attached] " : ""
      return TurnEntry(
        number: place + 1, turn: index, id: turn.id,
        text: VisibleText.make(note + String(shown.prefix(Self.shownCharacters))), versions: versions[turn.parent] ?? 1)
    }
  }

  mutating func openTurns() {
    var list = ListState()
    let current = comparedTurn.flatMap { showsComparison ? $0 : nil } ?? currentTurn
    list.selected = session.path.firstIndex { $0 == current } ?? 0
    overlay = .turns(list)
  }

  mutating func performInTurns(_ name: CommandName, _ list: ListState) -> [Effect] {
    let turns = turns(filter: list.filter)
    guard name == .accept, turns.indices.contains(list.selected) else { return [] }
    overlay = nil
    let prompt = turns[list.selected]
    if showsComparison {
      comparison.turn = prompt.id == session.head ? nil : prompt.id
      focus = .compare
      return showFocused()
    }
    guard let message = transcript.index(of: .prompt(prompt.id)) else { return [] }
    focus = .conversation
    markedBlock = nil
    chosenMessage = .prompt(prompt.id)
    chosenPicture = nil
    transcript.show(message, rows: layout.conversation.rows, in: session, shelf: shelf)
    return []
  }
}
