package import Gemini

/// Pictures that a person wants in files.
package struct PictureSave: Hashable, Sendable {
  package struct Item: Hashable, Sendable {
    package var asset: AssetReference
    package var mimeType: String
    /// `nil` for a picture that no run brought.
    package var making: Provenance?
    /// Where the store has its making, if nobody read that yet.
    package var stored: PictureMark?

    package init(
      asset: AssetReference, mimeType: String, making: Provenance? = nil, stored: PictureMark? = nil
    ) {
      self.asset = asset
      self.mimeType = mimeType
      self.making = making
      self.stored = stored
    }
  }

  package var items: [Item]
  /// What files without a name of their own are called, without extension.
  package var stem: String
  /// True if they go into a folder, which is made if it is not there.
  package var isFolder: Bool
  /// True if the full-screen picture comes back afterwards.
  var isOverPicture: Bool
  /// True if the gallery comes back afterwards.
  var isOverGallery: Bool

  package init(
    items: [Item], stem: String, isFolder: Bool, isOverPicture: Bool = false, isOverGallery: Bool = false
  ) {
    self.items = items
    self.stem = stem
    self.isFolder = isFolder
    self.isOverPicture = isOverPicture
    self.isOverGallery = isOverGallery
  }

  /// What comes back in front afterwards.
  var overlay: Overlay? { isOverPicture ? .picture : isOverGallery ? .gallery : nil }

  /// A title as the name of a file: its first words, of letters and digits.
  static func stem(of title: String) -> String {
    let letters = title.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let words = String(letters).split(separator: "-").prefix(6).joined(separator: "-")
    return words.isEmpty ? "picture" : words
  }
}
