package import Screen

/// How pictures are shown, the best way first.
package enum PictureWay: Hashable, Sendable {
  /// Kitty's protocol, with placeholder characters in the cells.
  case kittyPlaceholders
  /// Kitty's protocol, laid over the cells.
  case kittyPlaced
  /// iTerm2's inline sequence.
  case iTerm2
  case sixel
  /// Characters in so many colours: 256, 16, 8 or 0.
  case art(colors: Int)
  /// A box with name and size.
  case box

  /// What is made of a picture, if it is sent as one.
  package var form: PictureForm? {
    switch self {
    case .kittyPlaceholders, .kittyPlaced: .kitty
    case .iTerm2: .iTerm2
    case .sixel: .sixel
    case .art, .box: nil
    }
  }

  package var name: String {
    switch self {
    case .kittyPlaceholders: "Kitty's protocol with placeholders"
    case .kittyPlaced: "Kitty's protocol"
    case .iTerm2: "iTerm2's protocol"
    case .sixel: "sixel"
    case .art(colors: 0): "character art without colours"
    case .art(let colors): "character art in \(colors) colours"
    case .box: "a box with name and size"
    }
  }
}
