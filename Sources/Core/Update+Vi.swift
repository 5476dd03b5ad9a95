import Screen

/// The vi set of keys in the prompt.
extension Studio {
  /// The mode and what was begun to be spelled; `nil` where vi's keys are not asked for.
  package var viKeys: ViKeys? { settings.editing == .vi ? vi : nil }

  /// - Returns: `nil` if the key means here what it means without vi.
  mutating func receiveInVi(_ key: Key) -> [Effect]? {
    guard settings.editing == .vi, overlay == nil, focus == .prompt, pendingKeys.isEmpty else { return nil }
    // What lies over the text is closed first.
    if key == Key(.escape), completion != nil { return nil }
    guard let commands = vi.take(key, in: &prompt) else { return nil }
    completion = nil
    return commands.flatMap { perform($0) }
  }

  /// Brings the vi set in line with the text, after each event.
  mutating func settleVi() {
    if settings.editing == .vi { return vi.settle(&prompt) }
    guard vi != ViKeys() else { return }
    vi = ViKeys()
    prompt.endStep()
  }
}
