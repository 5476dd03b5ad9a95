import Core
import Foundation
import Images

/// A picture file read for a prompt: its exact bytes and what its header says.
package struct AttachmentFile: Hashable, Sendable {
  package let name: String
  package let mimeType: String
  package let bytes: [UInt8]
  /// Pixels; `nil` for types whose header is not read here (HEIC, HEIF).
  package let width: Int?
  package let height: Int?

  /// Why a file cannot go with a prompt, as a sentence.
  package struct Problem: Error, Hashable { package let sentence: String }

  /// Bytes of all files of one request at most: base64 makes a third more of them.
  /// - Source: gemini-api.md section 9.
  package static let totalLimit = 72_000_000

  /// - Parameter path: as a person types it.
  package init(_ path: String) throws(Problem) {
    let path = Paths.absolute(path)
    name = (path as NSString).lastPathComponent
    bytes = try Self.read(path)
    guard let type = ImageType.mimeType(of: bytes.prefix(64)) else {
      throw Problem(sentence: "\(path) is no picture the models take: they take PNG, JPEG, WebP, HEIC and HEIF.")
    }
    mimeType = type
    guard ImageType.sniff(bytes.prefix(64)) != nil else {
      (width, height) = (nil, nil)
      return
    }
    do throws(ImageError) {
      let header = try ImageHeader(bytes)
      (width, height) = (header.width, header.height)
      if header.type == .gif { throw .unsupported("GIF") }
    } catch {
      throw Problem(sentence: "\(path): \(error.sentence)")
    }
  }

  private static func read(_ path: String) throws(Problem) -> [UInt8] {
    let file = (path as NSString).resolvingSymlinksInPath
    guard let facts = try? FileManager.default.attributesOfItem(atPath: file) else {
      throw Problem(sentence: "There is no file \(path).")
    }
    if facts[.type] as? FileAttributeType == .typeDirectory {
      throw Problem(sentence: "\(path) is a folder; name a picture in it.")
    }
    // A pipe or a device could keep the program waiting for ever.
    guard facts[.type] as? FileAttributeType == .typeRegular else {
      throw Problem(sentence: "\(path) is not a file.")
    }
    let size = (facts[.size] as? NSNumber)?.intValue ?? 0
    guard size <= ImageLimits.bytes else {
      throw Problem(
        sentence: "\(path) has \(byteText(size)), more than the \(byteText(ImageLimits.bytes)) a picture may have.")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Problem(sentence: "\(path) cannot be read. Check its permissions.")
    }
    if data.isEmpty { throw Problem(sentence: "\(path) is empty.") }
    return Array(data)
  }
}
