/// The colour behind the text of a terminal.
package struct BackgroundColor: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  package static let black = BackgroundColor(red: 0, green: 0, blue: 0)
  package static let white = BackgroundColor(red: 255, green: 255, blue: 255)

  /// True if dark text can be read on it better than light text.
  var isLight: Bool { 299 * Int(red) + 587 * Int(green) + 114 * Int(blue) > 127_000 }
}
