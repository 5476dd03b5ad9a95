/// What a click on some cells means. Who draws them says it, so that nothing is looked for twice.
package enum ClickMeaning: Hashable, Sendable {
  /// The command of this name, in a pane; without one, in the pane that was clicked.
  case command(String, pane: String? = nil)
  case key(Key)
  /// The row of a list so many below the selected one, or above it; 0 is the selected one.
  case row(Int)
  /// One of several like things, by its place: an attachment.
  case item(Int)
  /// Nothing: something lies over what was there.
  case nothing
}

/// Cells that a click means something on.
package struct ClickArea: Hashable, Sendable {
  package var rect: Rect
  package var meaning: ClickMeaning
}
