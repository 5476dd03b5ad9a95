/// What the data of a picture for the terminal is.
package enum PictureForm: UInt8, Hashable, CaseIterable, Sendable {
  /// Sixel data from `ESC P` to `ESC \`.
  case sixel
  /// A JPEG or PNG file, for iTerm2's inline sequence.
  case iTerm2
  /// A PNG file, for Kitty's graphics protocol.
  case kitty
}

/// A picture encoded for the terminal, ready to be placed.
package struct Picture: Hashable, Sendable {
  /// A part that is sent on its own.
  package struct Piece: Hashable, Sendable {
    /// The rows of cells it covers, counted from the picture's top. A file is shown as large as these rows.
    package let rows: Range<Int>
    /// How many columns right of the picture's left side it begins; it reaches to the right side or less far.
    package let column: Int
    /// Already checked data of the picture's form.
    package let bytes: [UInt8]

    package init(rows: Range<Int>, column: Int = 0, bytes: [UInt8]) {
      self.rows = rows
      self.column = column
      self.bytes = bytes
    }
  }

  /// Names the bytes: two pictures with the same id are the same picture at the same size.
  package let id: String
  /// The cells it covers.
  package let size: Size
  package let form: PictureForm
  /// In the order they are sent: on a slow line first a coarse or small one, then finer ones that cover all.
  package let pieces: [Piece]

  package init(id: String, size: Size, form: PictureForm, pieces: [Piece]) {
    self.id = id
    self.size = size
    self.form = form
    self.pieces = pieces
  }

  /// A picture in one piece.
  package init(id: String, size: Size, form: PictureForm, bytes: [UInt8]) {
    self.init(id: id, size: size, form: form, pieces: [Piece(rows: 0..<size.rows, bytes: bytes)])
  }

  /// The bytes of all pieces.
  package var byteCount: Int { pieces.reduce(0) { $0 + $1.bytes.count } }

  package static func == (a: Picture, b: Picture) -> Bool { a.id == b.id && a.size == b.size && a.form == b.form }
  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(size)
    hasher.combine(form)
  }
}

/// A picture and the cell of its top left corner. The cells under it are blank in the frame's grid.
package struct PlacedPicture: Hashable, Sendable {
  package let picture: Picture
  package let origin: Point

  package init(_ picture: Picture, at origin: Point) {
    self.picture = picture
    self.origin = origin
  }

  package var rect: Rect {
    Rect(row: origin.row, column: origin.column, rows: picture.size.rows, columns: picture.size.columns)
  }
}

/// How pictures travel to the terminal that shows them.
package struct PictureDelivery: Hashable, Sendable {
  /// Kitty's pictures are shown by placeholder characters in the cells instead of being placed over them.
  package var usesPlaceholders: Bool
  /// Inside tmux, when pictures are passed through to the terminal around it: where the pane's first cell is there.
  package var paneOrigin: Point?

  package init(usesPlaceholders: Bool = false, paneOrigin: Point? = nil) {
    self.usesPlaceholders = usesPlaceholders
    self.paneOrigin = paneOrigin
  }
}
