package import Core
import Foundation
import Images

/// Reads files that go with a prompt: what the API takes beside its text.
package enum AttachmentFile {
  package struct Problem: Error, Hashable, Sendable {
    package let sentence: String
  }

  /// - Parameter path: as typed; `~/` is the home folder.
  package static func read(_ path: String, into assets: Assets) -> Result<Attachment, Problem> {
    let full = URL(fileURLWithPath: Paths.absolute(path)).resolvingSymlinksInPath().path
    let files = FileManager.default
    guard let attributes = try? files.attributesOfItem(atPath: full) else {
      return failure(path, "there is no such file")
    }
    let type = attributes[.type] as? FileAttributeType
    if type == .typeDirectory { return failure(path, "it is a folder") }
    guard type == .typeRegular else { return failure(path, "it is no ordinary file") }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    if size == 0 { return failure(path, "it is empty") }
    if size > AttachmentType.requestLimit { return failure(path, tooLarge(size, AttachmentType.requestLimit)) }
    guard let data = files.contents(atPath: full) else { return failure(path, "it cannot be read") }
    return make(Array(data), name: (full as NSString).lastPathComponent, into: assets)
  }

  /// True for a path that exists, or is named like a picture.
  static func isMeant(_ path: String) -> Bool {
    PathCompletion.isPicture(path) || FileManager.default.fileExists(atPath: Paths.absolute(path))
  }

  /// - Parameter name: how the file is called on screen.
  package static func make(_ bytes: [UInt8], name: String, into assets: Assets) -> Result<Attachment, Problem> {
    let mimeType: String
    do throws(AttachmentType.Refusal) {
      mimeType = try AttachmentType.mimeType(of: bytes, name: name)
    } catch {
      return failure(name, error.reason)
    }
    let limit = AttachmentType.limit(mimeType)
    if bytes.count > limit { return failure(name, tooLarge(bytes.count, limit)) }
    var attachment = Attachment(name: name, mimeType: mimeType, asset: assets.write(bytes, mimeType: mimeType))
    // All else is passed through: only its kind is known here.
    guard ImageType.sniff(bytes) != nil else { return .success(attachment) }
    do throws(ImageError) {
      let header = try ImageHeader(bytes)
      attachment.width = header.width
      attachment.height = header.height
      return .success(attachment)
    } catch {
      return .failure(Problem(sentence: "\(name) is not attached. \(error.sentence)"))
    }
  }

  private static func tooLarge(_ size: Int, _ limit: Int) -> String {
    "it has \(byteText(size)); \(byteText(limit)) is the most"
  }

  private static func failure(_ name: String, _ reason: String) -> Result<Attachment, Problem> {
    .failure(Problem(sentence: "\(name) is not attached: \(reason)."))
  }
}

/// What a path after an `@` may become.
enum PathCompletion {
  private static let endings: Set<String> = ["png", "jpg", "jpeg", "webp", "heic", "heif"]

  static func items(for token: String) -> [String] {
    let slash = token.lastIndex(of: "/").map { token.index(after: $0) } ?? token.startIndex
    let folder = String(token[..<slash])
    let beginning = token[slash...].lowercased()
    let path = folder.isEmpty ? FileManager.default.currentDirectoryPath : Paths.absolute(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    var folders: [String] = []
    var files: [String] = []
    for name in names.sorted()
    where name.lowercased().hasPrefix(beginning) && (!name.hasPrefix(".") || beginning.hasPrefix(".")) {
      let url = URL(fileURLWithPath: path + "/" + name).resolvingSymlinksInPath()
      if url.hasDirectoryPath || (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
        folders.append(folder + name + "/")
      } else if isPicture(name) {
        files.append(folder + name)
      }
    }
    return Array((files + folders).prefix(50))
  }

  static func isPicture(_ name: String) -> Bool {
    name.split(separator: ".").last.map { endings.contains($0.lowercased()) } ?? false
  }
}
