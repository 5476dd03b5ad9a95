import Screen

/// The keys that sentences name, as they are in the keymap of the person who reads them.
extension Studio {
  /// The key of a command as a sentence spells it; `nil` if none leads to it.
  /// - Parameter place: where it is to be pressed; the prompt if not given.
  package func spelledKey(for name: CommandName, at place: Place? = nil) -> String? {
    let places = place.map { [$0] } ?? [.prompt, .emptyPrompt]
    return places.lazy.compactMap { settings.keymap.keys(for: name, at: $0).first?.spelled }.first
  }

  /// What keys do, as a sentence behind another one, such as ` Ctrl+X m changes its model, r asks it now.` What no key
  /// leads to is left out.
  package func ways(_ all: [(name: CommandName, does: String)], at place: Place? = nil) -> String {
    let ways = all.compactMap { name, does in spelledKey(for: name, at: place).map { "\($0) \(does)" } }
    return ways.isEmpty ? "" : " \(ways.joined(separator: ", "))."
  }

  package func way(_ name: CommandName, _ does: String, at place: Place? = nil) -> String {
    ways([(name, does)], at: place)
  }

  /// How a sentence spells the key that leaves what the prompt is about: where vi's keys are in another mode than normal,
  /// the first one only ends that.
  var spelledEscape: String { viKeys.map { $0.mode == .normal } ?? true ? "Esc" : "Esc twice" }

  /// What was deleted and how it comes back, such as `The turn is deleted; u brings it back`. The full stop is the
  /// caller's.
  /// - Parameter term: for how long it can be brought back.
  func deleted(_ what: String, undoneBy name: CommandName, at place: Place, for term: String = "") -> String {
    let way = spelledKey(for: name, at: place).map { "; \($0) brings it back" + (term.isEmpty ? "" : ", for \(term)") }
    return "\(what) is deleted" + (way ?? "")
  }
}
