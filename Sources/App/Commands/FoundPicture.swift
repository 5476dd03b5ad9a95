import Core
import Foundation
import Gemini
import Images
import Store

/// A picture that a command names by a file or by the beginning of its SHA-256, and how it was made.
struct FoundPicture: Sendable {
  /// Where the making was found.
  enum Source: String, Sendable { case sidecar, png, store }

  var making: Provenance
  var source: Source
  /// The file that was named, or where the bytes are kept; `nil` if they are gone.
  var path: String?
  /// The session it was made in; `nil` if that is not in the store.
  var session: Session?
  var facts: PictureFacts?
  /// What a person should know of it.
  var notices: [String] = []

  /// - Throws: exit code 2 for a name of nothing, 1 for a picture of which nothing is known.
  init(_ name: String, in workshop: Workshop) throws(CommandError) {
    let path = Paths.absolute(name)
    let isFile = FileManager.default.fileExists(atPath: path)
    if FileManager.default.isFolder(path) { throw CommandError("\(path) is a folder; name a picture in it.") }
    self = isFile ? try Self(file: path, in: workshop) : try Self(id: name, in: workshop)
    guard session == nil, let store = try? workshop.store.get() else { return }
    var kept = try? store.session(making.session)
    kept?.apply(workshop.settings)
    session = kept?.turns.contains { $0.runs.contains { $0.id == making.run } } == true ? kept : nil
  }

  /// A picture of the store, by any unique beginning of its SHA-256.
  init(id: String, in workshop: Workshop) throws(CommandError) {
    try self.init(stored: try Self.stored(id, in: workshop), in: workshop)
  }

  /// What the sidecar says counts if it speaks of these very bytes, and else only if nobody else knows them.
  private init(file path: String, in workshop: Workshop) throws(CommandError) {
    let bytes = try InputFile.read(path, limit: Self.largest)
    let asset = AssetStore.reference(of: bytes)
    let beside = PictureFile.readSidecar(of: path)
    if let beside, beside.asset == asset {
      self.init(beside, .sidecar)
    } else if let inside = PictureFile.readText(in: bytes) {
      self.init(inside, .png)
    } else if case .one(let stored)? = try? workshop.store.get().picture(prefix: asset.sha256) {
      try self.init(stored: stored, in: workshop)
    } else if let beside {
      self.init(beside, .sidecar)
      notices.append("\(path) has other bytes than its sidecar speaks of: it was changed since it was saved.")
    } else if FileManager.default.fileExists(atPath: PictureFile.sidecar(of: path)) {
      throw CommandError(
        "Nothing says how \(path) was made: \(PictureFile.sidecar(of: path)) is no sidecar this version reads, it "
          + "carries no text of gemstudio, and its bytes are not in the session store.", exitCode: 1)
    } else {
      let kind = ImageType.mimeType(of: bytes) == nil ? "It is no picture, and n" : "N"
      throw CommandError(
        "\(kind)othing says how \(path) was made: it has no sidecar, carries no text of gemstudio, and its bytes are "
          + "not in the session store.", exitCode: 1)
    }
    self.path = path
    facts = PictureFacts(of: bytes)
  }

  private init(stored: StoredPicture, in workshop: Workshop) throws(CommandError) {
    do throws(StoreError) {
      var session = try workshop.store.get().session(stored.session)
      session?.apply(workshop.settings)
      guard let session,
        let making = Provenance(of: stored.asset, in: session, run: stored.run, models: workshop.settings.models)
      else { throw StoreError.missing("The picture's session") }
      self.init(making, .store)
      self.session = session
    } catch {
      throw CommandError(error.sentence)
    }
    path = workshop.assets.path(stored.asset, mimeType: stored.mimeType)
    facts = PictureFacts(of: stored.asset, mimeType: stored.mimeType, in: workshop.assets)
    if path == nil { notices.append("Its bytes are not in the store any more.") }
  }

  private init(_ making: Provenance, _ source: Source) {
    self.making = making
    self.source = source
  }

  /// A picture of the store, by any unique beginning of its SHA-256.
  ///
  /// - Parameter deletedAt: `nil` looks among those that are there; a moment, among those that can be restored then.
  /// - Throws: exit code 2 if it is the beginning of no SHA-256, or of more than one.
  static func stored(
    _ prefix: String, deletedAt now: Instant? = nil, in workshop: Workshop
  ) throws(CommandError) -> StoredPicture {
    let match: PictureMatch
    let other: PictureMatch
    let store = try workshop.openStore()
    do throws(StoreError) {
      match = try store.picture(prefix: prefix, deletedAt: now)
      other = try store.picture(prefix: prefix, deletedAt: now == nil ? workshop.clock.now : nil)
    } catch {
      throw CommandError(error.sentence)
    }
    switch match {
    case .one(let picture): return picture
    case .several(let hashes):
      let names = hashes.map { String($0.prefix(max(12, prefix.count + 4))) }.joined(separator: ", ")
      throw CommandError("More than one picture begins with \"\(prefix)\": \(names).")
    case .none where other != .none && now == nil:
      throw CommandError("The picture \(prefix) was deleted. `gemstudio images restore \(prefix)` brings it back.")
    case .none where other != .none:
      throw CommandError("The picture \(prefix) was not deleted.")
    case .none where now != nil:
      throw CommandError(
        "No picture whose SHA-256 begins with \"\(prefix)\" was deleted in the last 30 days. "
          + "`gemstudio images list --deleted` has those that were.")
    case .none:
      throw CommandError(
        "There is no file \"\(prefix)\", and no picture in the store whose SHA-256 begins so. "
          + "`gemstudio images list` has them all.")
    }
  }

  /// Bytes of a picture file with its making inside, at most.
  private static let largest = 2 * ImageLimits.bytes
}

extension FoundPicture {
  /// The request that made it, with the bytes that are there.
  /// - Returns: beside it, a sentence for each thing it lacks.
  func request(in workshop: Workshop) throws(CommandError) -> (GenerateContentRequest, missing: [String]) {
    let traits = workshop.settings.models.traits(of: making.model)
    guard let request = (session ?? making.oneTurn).request(of: making.run, traits: traits) else {
      throw CommandError("The request cannot be put together from what is known of the picture.", exitCode: 1)
    }
    var missing: [String] = []
    if session == nil, making.turnsBefore > 0 {
      let turns = making.turnsBefore == 1 ? "The turn before it is" : "\(making.turnsBefore) turns before it are"
      missing.append("\(turns) missing: its session \(making.session.rawValue) is not in the store.")
    }
    if making.extras == nil {
      missing.append(
        "Safety settings and tools are missing if there were any, and the system instruction may be another one: "
          + "the version that made the picture did not keep them.")
    }
    var gone: [AssetReference] = []
    let complete = request.resolved { asset in
      let bytes = try? workshop.assets.read(asset)
      if bytes == nil, !gone.contains(asset) { gone.append(asset) }
      return bytes
    }
    for asset in gone {
      missing.append(
        "The bytes of a picture or file that went in are missing (SHA-256 \(asset.sha256), "
          + "\(byteText(asset.byteCount))); their place in the body names them.")
    }
    return (complete, missing)
  }
}

extension PictureFacts {
  /// What the header says, of a whole file or its beginning; `nil` for another kind of picture or a damaged one.
  init?(of bytes: [UInt8]) {
    guard let header = try? ImageHeader(bytes) else { return nil }
    self.init(width: header.width, height: header.height, kind: header.type.label)
  }

  /// The same of an asset, without reading all of it.
  init?(of asset: AssetReference, mimeType: String, in assets: Assets) {
    guard let path = assets.path(asset, mimeType: mimeType), let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Self.beginning)
    else { return nil }
    self.init(of: Array(data))
  }

  /// A JPEG has its size behind what cameras write before it.
  private static let beginning = 256 << 10
}
