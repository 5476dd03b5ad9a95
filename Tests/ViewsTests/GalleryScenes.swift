import Core
import Gemini
import Screen

/// The pictures of all sessions.
extension Scene {
  func gallery(_ size: Size) -> Desk {
    var desk = Desk(size, hasSixel: self != .galleryNoColor, wantsNoColor: self == .galleryNoColor)
    desk.press("ctrl+x p")
    var pictures = Self.stored
    switch self {
    case .galleryEmpty:
      desk.type("a word that is nowhere")
      pictures = []
    case .galleryDeleted:
      desk.press("ctrl+t")
      pictures = pictures.prefix(2).enumerated().map { index, picture in
        var picture = picture
        picture.deleteTime = Desk.start + -(index * 12 * 86_400_000 + 3_600_000)
        return picture
      }
    default: break
    }
    desk.send(.picturesListed(number: desk.studio.gallery.number, pictures, next: nil))
    for (index, picture) in pictures.enumerated() where index != 4 && self != .galleryNoColor {
      desk.send(.thumbnailMade(picture.asset, .sample(Size(columns: index == 2 ? 8 : 20, rows: 6))))
      desk.send(.pictureFacts([picture.asset.sha256: PictureFacts(width: 1376, height: 768, kind: "JPEG")]))
    }
    if self == .gallery || self == .galleryFull { desk.press("right") }
    if self == .galleryFull { desk.press("ctrl+o") }
    return desk
  }

  private static let stored: [StoredPicture] =
    [
      picture(1, "A neon skyline at night, seen from the harbour", minutes: 0),
      picture(
        2,
        "Put a ferry in front of it, with its lights mirrored in the water, and let the rain of the evening fall "
          + "on the quay where two people wait under one umbrella", minutes: 12),
      picture(3, "朝の光で、もっと明るく", minutes: 200, isDemo: true),
      picture(4, "draft", minutes: 60 * 30, isDraft: true),
      picture(5, "", minutes: 60 * 24 * 3),
    ] + (6...40).map { picture($0, "Study number \($0)", minutes: 60 * 24 * $0) }

  private static func picture(
    _ number: Int, _ prompt: String, minutes: Int, isDraft: Bool = false, isDemo: Bool = false
  ) -> StoredPicture {
    StoredPicture(
      asset: .sample(number, bytes: 1_400_000), mimeType: "image/jpeg", isDraft: isDraft, prompt: prompt,
      model: "gemini-2.5-flash-image", session: SessionID(rawValue: "s\(number)"), sessionTitle: "Neon skyline",
      isDemo: isDemo, turn: TurnID(rawValue: "t"), run: RunID(rawValue: "r\(number)"),
      createTime: Desk.start + -minutes * 60_000, cursor: PictureCursor(createTime: -number, key: 1))
  }
}
