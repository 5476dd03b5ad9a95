import Screen

/// What stands beside the prompt's own words.
package enum PromptChip: Hashable, Sendable {
  /// The prompt that waits for the running answer.
  case waiting
  /// An attachment, by its place.
  case attachment(Int)
  /// A folded paste, by its place in the text.
  case paste(Int)
}

/// A folded paste that is looked at.
package struct PastedText: Hashable, Sendable {
  /// Its place in the prompt.
  var index: Int
  /// What its chip says.
  package var label: String
  package var lines: [String]
  package var scroll = 0
}

/// The chips, one after the other.
extension Studio {
  package var chips: [PromptChip] {
    let all = prompt.chipCount > 0 ? prompt.characters.indices : 0..<0
    let pastes = all.filter { prompt.paste(at: prompt.characters[$0]) != nil }
    return (queued == nil ? [] : [.waiting]) + prompt.attachments.indices.map { .attachment($0) }
      + pastes.map { .paste($0) }
  }

  /// The one that keys are about.
  package var selectedChip: PromptChip? {
    guard case .chips(let index) = overlay, chips.indices.contains(index) else { return nil }
    return chips[index]
  }

  var whyNoChips: String? {
    queued != nil || !prompt.attachments.isEmpty || prompt.chipCount > 0
      ? nil : "Nothing is attached, folded or waiting."
  }

  /// Goes to the chip the cursor stands before, else to the last one.
  mutating func walkChips() {
    let chips = chips
    selectChip(chips.firstIndex(of: .paste(prompt.cursor)) ?? chips.count - 1)
  }

  /// Goes to a chip, or back to the text where there is none.
  private mutating func selectChip(_ index: Int) {
    _ = prompt.dropSelection()
    completion = nil
    let chips = chips
    guard !chips.isEmpty else {
      overlay = nil
      return
    }
    let index = max(0, min(chips.count - 1, index))
    overlay = .chips(index)
    if case .paste(let place) = chips[index] { prompt.select(place..<place + 1) }
  }

  mutating func performOnChip(_ name: CommandName, at index: Int) -> [Effect] {
    let chips = chips
    guard chips.indices.contains(index) else {
      overlay = nil
      return []
    }
    switch (name, chips[index]) {
    case (.selectLeft, _): selectChip((index + chips.count - 1) % chips.count)
    case (.selectRight, _): selectChip((index + 1) % chips.count)
    case (.openChip, .attachment(let place)):
      chipBehind = index
      overlay = .attachment(place)
    case (.openChip, .paste(let place)):
      chipBehind = index
      overlay = pastedText(at: place).map { .pasted($0) }
    case (.openChip, .waiting), (.dropChip, .waiting):
      overlay = nil
      return perform(.takeBack)
    case (.dropChip, .attachment(let place)):
      prompt.detach(at: place)
      selectChip(index)
    case (.dropChip, .paste(let place)):
      prompt.replace(place..<place + 1, with: "")
      selectChip(index)
    case (.unfoldChip, .paste(let place)):
      overlay = nil
      if !prompt.unfold(at: place) { say("This text holds characters that the prompt itself cannot show.") }
    case (.chipBackward, .attachment(let place)):
      if prompt.moveAttachment(at: place, by: -1) { selectChip(index - 1) }
    case (.chipForward, .attachment(let place)):
      if prompt.moveAttachment(at: place, by: 1) { selectChip(index + 1) }
    default: break
    }
    return []
  }

  /// Back to the chips, from where one of them was looked at.
  mutating func returnToChips() {
    guard let index = chipBehind else { return }
    chipBehind = nil
    selectChip(index)
  }

  private func pastedText(at place: Int) -> PastedText? {
    guard let text = prompt.paste(at: prompt.characters[place]), let label = prompt.label(at: prompt.characters[place])
    else { return nil }
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    return PastedText(index: place, label: label, lines: lines)
  }
}
