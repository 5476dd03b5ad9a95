import Core
import Crypto
package import Gemini

/// The exact bytes of pictures and files, each kept once, in files named by their SHA-256.
package struct AssetStore: Sendable {
  private let folder: String

  /// - Parameter folder: such as `$XDG_DATA_HOME/gemstudio/assets`. It is made when the first asset comes.
  package init(folder: String) { self.folder = folder }

  /// Keeps the bytes. When this returns they are on the disk, whole.
  package func write(_ bytes: [UInt8], mimeType: String) throws(StoreError) -> AssetReference {
    let reference = Self.reference(of: bytes)
    let name = try Self.name(reference)
    let path = "\(folder)/\(name).\(Self.fileExtension(mimeType))"
    // Whoever stores bytes that are there has a use for them, of which nobody else knows yet.
    if SystemFile.size(path) == bytes.count, SystemFile.renewTime(path) { return reference }
    // A name nobody else uses, in the same folder: there the file takes its own name in one step.
    let draft = "\(folder)/\(name).\(ProcessMark.current.process).\(UInt64.random(in: 0 ... .max)).tmp"
    do {
      try SystemFile.makeFolder("\(folder)/\(name.prefix(2))")
      try SystemFile.writeNew(draft, bytes)
      try SystemFile.rename(draft, to: path)
    } catch {
      SystemFile.remove(draft)
      throw StoreError(error, path: path)
    }
    return reference
  }

  /// What names the bytes, whether they are kept or not.
  package static func reference(of bytes: [UInt8]) -> AssetReference {
    AssetReference(sha256: sha256(bytes), byteCount: bytes.count)
  }

  /// The bytes of an asset.
  /// - Throws: `StoreError`, `missing` if there is no file, `io` if the file holds other bytes.
  package func read(_ reference: AssetReference) throws(StoreError) -> [UInt8] {
    guard let path = try path(reference, mimeType: nil) else {
      throw .missing("The picture or file \(reference.sha256.prefix(12))…")
    }
    let bytes: [UInt8]
    do { bytes = try SystemFile.read(path) } catch { throw StoreError(error, path: path) }
    guard bytes.count == reference.byteCount, Self.sha256(bytes) == reference.sha256 else {
      throw .io("\(path) does not hold the bytes that were stored")
    }
    return bytes
  }

  /// Removes the files of an asset, unless one was written or asked for after `time`.
  /// - Returns: true if there is none any more.
  func remove(_ reference: AssetReference, unusedSince time: Instant) -> Bool {
    guard let name = try? Self.name(reference) else { return false }
    let paths = Self.extensions.map { "\(folder)/\(name).\($0)" }.filter { SystemFile.size($0) != nil }
    guard paths.allSatisfy({ SystemFile.time($0).map { $0 <= time } ?? true }) else { return false }
    for path in paths {
      // Under another name nobody can take it for kept while it is looked at once more.
      let aside = "\(path).\(ProcessMark.current.process).tmp"
      guard (try? SystemFile.rename(path, to: aside)) != nil else { continue }
      guard SystemFile.time(aside).map({ $0 <= time }) ?? true else {
        try? SystemFile.rename(aside, to: path)
        return false
      }
      SystemFile.remove(aside)
    }
    return true
  }

  /// Where the file of an asset is; `nil` if there is none.
  ///
  /// - Parameter mimeType: what the file should be, if the same bytes were stored as several types.
  package func path(_ reference: AssetReference, mimeType: String) -> String? {
    try? path(reference, mimeType: .some(mimeType))
  }

  private func path(_ reference: AssetReference, mimeType: String?) throws(StoreError) -> String? {
    let name = try Self.name(reference)
    let wished = mimeType.map(Self.fileExtension)
    return ([wished].compactMap { $0 } + Self.extensions)
      .map { "\(folder)/\(name).\($0)" }.first { SystemFile.size($0) != nil }
  }

  /// The name without extension. References come from files and imports too, so they are looked at first.
  private static func name(_ reference: AssetReference) throws(StoreError) -> String {
    let digits = reference.sha256.utf8
    guard digits.count == 64, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
      throw .missing("The picture or file")
    }
    return "\(reference.sha256.prefix(2))/\(reference.sha256)"
  }

  private static func sha256(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private static let types: KeyValuePairs<String, String> = [
    "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif", "image/heic": "heic",
    "image/heif": "heif", "image/avif": "avif", "image/bmp": "bmp", "image/tiff": "tiff", "image/svg+xml": "svg",
    "application/pdf": "pdf", "application/json": "json", "text/plain": "txt", "text/markdown": "md",
    "text/html": "html", "text/csv": "csv", "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/wav": "wav",
    "audio/ogg": "ogg", "audio/flac": "flac", "audio/aac": "aac", "video/mp4": "mp4", "video/webm": "webm",
  ]

  private static let extensions = types.map(\.value) + ["bin"]

  private static func fileExtension(_ mimeType: String) -> String {
    let essence = mimeType.prefix { $0 != ";" }.lowercased()
    return types.first { $0.key == essence }?.value ?? "bin"
  }
}
