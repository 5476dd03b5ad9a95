package import Core
import Dispatch
import Foundation
import Images

/// Takes in what goes with a prompt: files and bytes become assets. A picture of a type the API refuses becomes PNG.
package struct AttachmentReader: Sendable {
  package struct Problem: Error, Hashable, Sendable {
    package let sentence: String
  }

  /// A file that was taken in.
  package struct Taken: Hashable, Sendable {
    package var attachment: Attachment
    /// What a person should know of the way it was taken, as a sentence.
    package var notice: String?
  }

  private let assets: Assets
  let pictures: PictureProcess
  /// Reading may wait for a disk or a network, which tasks must not.
  private static let queue = DispatchQueue(label: "attachments")

  package init(assets: Assets, pictures: PictureProcess) {
    self.assets = assets
    self.pictures = pictures
  }

  /// - Parameter path: as typed; `~/` is the home folder, and a `file://` address is a path as well.
  package func read(_ path: String) async -> Result<Taken, Problem> {
    let path = DroppedFiles.path(ofFileAddress: path) ?? path
    let loaded = await withCheckedContinuation { continuation in
      Self.queue.async { continuation.resume(returning: Self.load(path)) }
    }
    switch loaded {
    case .success(let file): return await take(file.bytes, name: file.name)
    case .failure(let problem): return .failure(problem)
    }
  }

  /// True for a path that exists, or is named like a picture.
  static func isMeant(_ path: String) -> Bool {
    PathCompletion.isPicture(path) || FileManager.default.fileExists(atPath: Paths.absolute(path))
  }

  /// - Parameter name: how the file is called on screen, with its extension.
  package func take(_ bytes: [UInt8], name: String) async -> Result<Taken, Problem> {
    if bytes.isEmpty { return Self.failure(name, "it is empty") }
    if let type = ImageType.sniff(bytes), AttachmentType.isConverted(type) {
      return await convert(bytes, type, name: name)
    }
    let mimeType: String
    do throws(AttachmentType.Refusal) {
      mimeType = try AttachmentType.mimeType(of: bytes, name: name)
    } catch {
      return Self.failure(name, error.reason)
    }
    let limit = AttachmentType.limit(mimeType)
    if bytes.count > limit { return Self.failure(name, Self.tooLarge(bytes.count, limit)) }
    // All else is passed through: only its kind is known here.
    guard ImageType.sniff(bytes) != nil else {
      return .success(
        Taken(attachment: Attachment(name: name, mimeType: mimeType, asset: assets.write(bytes, mimeType: mimeType))))
    }
    return picture(bytes, mimeType: mimeType, name: name)
  }

  private func picture(_ bytes: [UInt8], mimeType: String, name: String) -> Result<Taken, Problem> {
    do throws(ImageError) {
      let header = try ImageHeader(bytes)
      let asset = assets.write(bytes, mimeType: mimeType)
      return .success(
        Taken(
          attachment: Attachment(
            name: name, mimeType: mimeType, asset: asset, width: header.width, height: header.height)))
    } catch {
      return .failure(Problem(sentence: "\(name) is not attached. \(error.sentence)"))
    }
  }

  /// Makes a PNG of a picture, in the process for strangers' bytes.
  private func convert(_ bytes: [UInt8], _ type: ImageType, name: String) async -> Result<Taken, Problem> {
    let request = PictureRequest(key: "convert", operation: .png, background: .white, picture: bytes)
    switch await pictures.run(request) {
    case .png(let file):
      let stem = name.lowercased().hasSuffix(".\(type.fileExtension)") ? String(name.dropLast(4)) : name
      return picture(file, mimeType: ImageType.png.mimeType, name: "\(stem).png").map { taken in
        let rest = type == .gif ? "; of a film, that is its first picture" : ""
        return Taken(
          attachment: taken.attachment,
          notice: "\(name) goes as PNG, as the API takes no \(type.label)\(rest).")
      }
    case .failure(let error):
      return .failure(
        Problem(
          sentence: "\(name) is not attached: the API takes no \(type.label), and it could not be made a PNG. "
            + error.sentence))
    default:
      return Self.failure(name, "the process for pictures answered something else than was asked")
    }
  }

  // MARK: Files

  private static func load(_ path: String) -> Result<(bytes: [UInt8], name: String), Problem> {
    let full = URL(fileURLWithPath: Paths.absolute(path)).resolvingSymlinksInPath().path
    let files = FileManager.default
    guard let attributes = try? files.attributesOfItem(atPath: full) else {
      return failure(path, "there is no such file")
    }
    let type = attributes[.type] as? FileAttributeType
    if type == .typeDirectory { return failure(path, "it is a folder") }
    guard type == .typeRegular else { return failure(path, "it is no ordinary file") }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    if size > AttachmentType.requestLimit { return failure(path, tooLarge(size, AttachmentType.requestLimit)) }
    guard let data = files.contents(atPath: full) else {
      let isClosed = !files.isReadableFile(atPath: full)
      return failure(path, isClosed ? "its permissions do not let you read it" : "it cannot be read")
    }
    return .success((Array(data), (full as NSString).lastPathComponent))
  }

  private static func tooLarge(_ size: Int, _ limit: Int) -> String {
    "it has \(byteText(size)); \(byteText(limit)) is the most"
  }

  private static func failure<Success>(_ name: String, _ reason: String) -> Result<Success, Problem> {
    .failure(Problem(sentence: "\(name) is not attached: \(reason)."))
  }
}
