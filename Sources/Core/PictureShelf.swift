package import Gemini
package import Screen

/// What the header of a picture says.
package struct PictureFacts: Hashable, Sendable {
  /// Pixels.
  package var width: Int
  package var height: Int
  /// `PNG`, `JPEG` or `WebP`.
  package var kind: String

  package init(width: Int, height: Int, kind: String) {
    self.width = width
    self.height = height
    self.kind = kind
  }

  package var text: String { "\(width)x\(height) \(kind)" }
}

/// A picture made ready for one place on the screen.
package struct PreviewKey: Hashable, Sendable {
  package enum Way: Hashable, Sendable {
    case picture(PictureForm)
    /// Character art; `colors` is 256, 16, 8 or 0.
    case art(colors: Int)
  }

  package var asset: AssetReference
  package var way: Way
  /// The room it has, in cells.
  package var size: Size
  /// One cell in pixels.
  package var cellWidth: Int
  package var cellHeight: Int
  /// The person asked for all of its quality, whatever that costs the line.
  package var isFull = false
  /// The most colours of a sixel picture.
  package var maxColors = 256
  /// What its transparent parts show.
  package var background = BackgroundColor.black
}

/// What came of making it ready.
package enum Preview: Hashable, Sendable {
  case making
  case picture(Picture)
  case art(Grid)
  /// It cannot be shown, and why.
  case failed(String)
}

/// All that is known of the pictures of a session, by SHA-256.
package struct PictureShelf: Hashable, Sendable {
  package var facts: [String: PictureFacts] = [:]
  package internal(set) var previews: [PreviewKey: Preview] = [:]
  /// The bytes that the line was given for a picture, by the picture's id.
  var sentBytes: [String: Int] = [:]
  var thumbnails: [String: [Line]] = [:]
  /// Those that the next request leaves out, as its model takes no more.
  var leftOut: Set<String> = []

  /// Character art of a picture, 20 columns by 6 rows at most; empty until it is made.
  package func thumbnail(of asset: AssetReference) -> [Line] { thumbnails[asset.sha256] ?? [] }

  /// The preview for a key; while that is being made, another one of the same picture that fits its room.
  package func preview(for key: PreviewKey) -> Preview? {
    guard previews[key] == .making || previews[key] == nil else { return previews[key] }
    var best: Picture?
    for case (let other, .picture(let picture)) in previews
    where other.asset == key.asset && other.way == key.way && other.cellWidth == key.cellWidth
      && picture.size.columns <= key.size.columns && picture.size.rows <= key.size.rows
    {
      if let known = best, (known.size.columns, known.id) >= (picture.size.columns, picture.id) { continue }
      best = picture
    }
    return best.map(Preview.picture) ?? previews[key]
  }

  /// So many previews are kept, enough to walk through a session's pictures.
  private static let mostPreviews = 24

  /// Notes that a preview is being made. Those of other sizes go when there are many: a window that is resized asks for
  /// one after another.
  mutating func startPreview(_ key: PreviewKey) {
    if previews.count >= Self.mostPreviews {
      previews = previews.filter { $0.key.size == key.size && $0.key.way == key.way }
      if previews.count >= Self.mostPreviews { previews = [:] }
    }
    previews[key] = .making
  }

  /// So many thumbnails are kept, more than any screen shows.
  private static let mostThumbnails = 400

  /// Notes that thumbnails are being made of those that have none. Others go when there are many.
  /// - Returns: the pictures to be made, each once.
  mutating func startThumbnails(_ assets: [AssetReference]) -> [AssetReference] {
    let missing = assets.filter { thumbnails[$0.sha256] == nil }
    if !missing.isEmpty, thumbnails.count + missing.count > Self.mostThumbnails {
      let wanted = Set(assets.map(\.sha256))
      thumbnails = thumbnails.filter { wanted.contains($0.key) }
    }
    return missing.filter { thumbnails.updateValue([], forKey: $0.sha256) == nil }
  }

  /// The room of a thumbnail beside the line of a picture.
  package static let thumbnailSize = Size(columns: 20, rows: 6)

  /// The lines of a picture in the conversation: what it is, and a small one of itself if there is one.
  func lines(for blob: Blob, number: Int, columns: Int) -> [Line] {
    [label(of: blob, number: number, columns: columns)] + (blob.asset.flatMap { thumbnails[$0.sha256] } ?? [])
  }

  /// `▣ image 1 · 1376x768 JPEG · 1.4 MB`.
  /// - Parameter isDraft: true for one that was made on the way to the final one.
  package func label(of blob: Blob, number: Int, columns: Int, isDraft: Bool = false) -> Line {
    var texts = [blob.isImage ? "\(isDraft ? "draft" : "image") \(number)" : "file \(number)"]
    if let name = blob.other["displayName"]?.string { texts = [VisibleText.make(name)] }
    if let facts = blob.asset.flatMap({ facts[$0.sha256] }) {
      texts.append(facts.text)
    } else {
      texts.append(VisibleText.make(blob.mimeType))
    }
    if let asset = blob.asset { texts.append(byteText(asset.byteCount)) }
    if let asset = blob.asset, leftOut.contains(asset.sha256) { texts.append("stays out of the next request") }
    if blob.data == .unreadable { texts.append("its bytes cannot be read") }
    return Line([
      Span("▣ ", .accent), Span(TextWrap.truncate(texts.joined(separator: " · "), columns: columns - 2), .chip),
    ])
  }

  /// Takes in character art as the thumbnail of a picture.
  mutating func setThumbnail(_ art: Grid, for asset: AssetReference) {
    thumbnails[asset.sha256] = (0..<art.size.rows).map { row in
      Line(
        (0..<art.size.columns).map { column in
          let cell = art[row, column]
          return Span(String(cell.character), cell.style)
        })
    }
  }
}
