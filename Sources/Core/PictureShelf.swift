package import Gemini
package import Screen

/// What the header of a picture says.
package struct PictureFacts: Hashable, Sendable {
  /// Pixels.
  package var width: Int
  package var height: Int
  /// `PNG`, `JPEG` or `WebP`.
  package var kind: String
  /// Where its file is, if that was looked for and found.
  package var path: String?

  package init(width: Int, height: Int, kind: String, path: String? = nil) {
    self.width = width
    self.height = height
    self.kind = kind
    self.path = path
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
  /// The part of it that fills the room; `nil` for the whole picture.
  package var crop: PixelRect?
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
  /// What was ready last of each picture that is looked at closely.
  private var latest: [String: PreviewKey] = [:]
  /// Those that the next request leaves out, as its model takes no more.
  var leftOut: Set<String> = []

  /// Character art of a picture, 20 columns by 6 rows at most; empty until it is made.
  package func thumbnail(of asset: AssetReference) -> [Line] { thumbnails[asset.sha256] ?? [] }

  /// The preview for a key; while that is being made, another one of the same part of the picture that fits its room,
  /// else the part that was shown last.
  package func preview(for key: PreviewKey) -> Preview? {
    guard previews[key] == .making || previews[key] == nil else { return previews[key] }
    var best: Picture?
    for case (let other, .picture(let picture)) in previews
    where other.asset == key.asset && other.way == key.way && other.crop == key.crop && other.cellWidth == key.cellWidth
      && picture.size.columns <= key.size.columns && picture.size.rows <= key.size.rows
    {
      if let known = best, (known.size.columns, known.id) >= (picture.size.columns, picture.id) { continue }
      best = picture
    }
    return best.map(Preview.picture) ?? latestPart(for: key) ?? previews[key]
  }

  private func latestPart(for key: PreviewKey) -> Preview? {
    guard let latest = latest[key.asset.sha256], latest.way == key.way, latest.size.columns <= key.size.columns,
      latest.size.rows <= key.size.rows, let preview = previews[latest], preview != .making
    else { return nil }
    return preview
  }

  /// Notes what is on the screen.
  mutating func note(shown key: PreviewKey) {
    guard let preview = previews[key], preview != .making, latest[key.asset.sha256] != key else { return }
    latest[key.asset.sha256] = key
  }

  /// True while a part of a picture is being made ready.
  var isMakingPart: Bool { previews.contains { $0.key.crop != nil && $0.value == .making } }

  /// So many previews are kept, enough to walk through a session's pictures.
  private static let mostPreviews = 24

  /// Notes that a preview is being made. Those of other sizes go when there are many: a window that is resized asks for
  /// one after another.
  /// - Parameter shown: what is on the screen, which stays.
  mutating func startPreview(_ key: PreviewKey, shown: [PreviewKey]) {
    if previews.count >= Self.mostPreviews {
      let latest = Set(latest.values)
      func isShown(_ other: PreviewKey) -> Bool {
        shown.contains(other) || latest.contains(other) && shown.contains { $0.asset == other.asset }
      }
      previews = previews.filter { ($0.key.size == key.size && $0.key.way == key.way) || isShown($0.key) }
      if previews.count >= Self.mostPreviews { previews = previews.filter { isShown($0.key) } }
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
  /// The same where pictures may have few bytes: each cell takes as many as half a line of text, whenever it moves.
  static let lowThumbnailSize = Size(columns: 14, rows: 4)

  /// The lines of a picture in the conversation or among thoughts: what it is, and a small one of itself if there is one.
  func lines(for blob: Blob, number: Int, columns: Int, isDraft: Bool = false) -> [Line] {
    [label(of: blob, number: number, columns: columns, isDraft: isDraft)] + (blob.asset.map(thumbnail) ?? [])
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
