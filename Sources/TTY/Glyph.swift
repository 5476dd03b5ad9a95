import CNcurses

/// What curses can hold of a grapheme cluster in one or two cells.
struct Glyph: Equatable {
  var base: UInt32
  /// Up to four combining marks; zero where there is none.
  var marks = SIMD4<UInt32>()

  static let space = Glyph(base: 0x20)
  /// Stands for what has no picture of its own, above all control characters.
  private static let replacement = Glyph(base: 0xfffd)

  /// The glyphs for a cluster that takes one cell, or two when `isWide`.
  /// - Returns: the glyph for the first cell, and one for the second unless the first one covers both.
  static func glyphs(for character: Character, isWide: Bool) -> (first: Glyph, second: Glyph?) {
    if !isWide, character.utf8.count == 1, let ascii = character.utf8.first {
      return (ascii >= 0x20 && ascii < 0x7f ? Glyph(base: UInt32(ascii)) : replacement, nil)
    }
    let scalars = character.unicodeScalars
    guard let base = scalars.first else { return (space, isWide ? space : nil) }
    // Text that happens to hold the character that stands for a picture shows none.
    if base == PlaceholderMarks.placeholder { return (replacement, isWide ? space : nil) }
    let rest = scalars.dropFirst()
    switch (columns(base), isWide) {
    case (2, true): return (Glyph(base, marks: rest), nil)
    // Half a wide character cannot be shown: something else covers its other half.
    case (2, false): return (space, nil)
    case (1, false): return (Glyph(base, marks: rest), nil)
    case (1, true):
      // Two letters that make one sign, as in flags, take a cell each; a terminal that joins them shows the sign.
      let second = rest.first { columns($0) == 1 }
      return (Glyph(base, marks: rest), second.map { Glyph(base: $0.value) } ?? space)
    default: return (replacement, isWide ? space : nil)
    }
  }

  private init(base: UInt32) {
    self.base = base
  }

  /// A cell that shows a part of a picture.
  init(placeholder: Character) {
    base = PlaceholderMarks.placeholder.value
    for (index, mark) in placeholder.unicodeScalars.dropFirst().prefix(marks.scalarCount).enumerated() {
      marks[index] = mark.value
    }
  }

  /// Joiners and direction marks are left out: they act on neighbours, which curses writes at another time.
  private init(_ base: Unicode.Scalar, marks rest: some Sequence<Unicode.Scalar>) {
    self.base = base.value
    let kept = rest.lazy.filter { $0.isMark && Self.columns($0) == 0 }.prefix(marks.scalarCount)
    for (index, mark) in kept.enumerated() { marks[index] = mark.value }
  }

  /// Columns of a scalar as curses counts them; less than 1 for a first character that it cannot show.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    scalar.properties.generalCategory == .format ? -1 : Int(tty_columns(scalar.value))
  }
}

extension Unicode.Scalar {
  fileprivate var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}
