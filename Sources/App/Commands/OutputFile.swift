import Foundation
import Gemini
import Images

/// Where `-o` puts what comes.
/// - Source: product.md section 8.
enum OutputFile: Hashable, Sendable {
  case standardOutput
  /// A file, by its absolute path as it was named.
  case file(String)
  /// A folder that is there, or a name with a slash at its end.
  case folder(String)

  /// - Throws: if nothing can be written there; better said before a request is paid for.
  init(_ name: String) throws(CommandError) {
    if name == "-" {
      self = .standardOutput
      return
    }
    if name.isEmpty { throw CommandError("-o needs a name: a file, a folder, or - for standard output.") }
    let path = Paths.absolute(name)
    let isFolder = FileManager.default.isFolder(path)
    let folder = isFolder ? path : (path as NSString).deletingLastPathComponent
    guard isFolder || !name.hasSuffix("/"), FileManager.default.isFolder(folder) else {
      throw CommandError("There is no folder \(isFolder || name.hasSuffix("/") ? path : folder). Make it first.")
    }
    guard FinishedFile.isSpecial(path) || FileManager.default.isWritableFile(atPath: folder) else {
      throw CommandError("Nothing may be written to \(folder). Check its permissions, or choose another folder.")
    }
    self = isFolder ? .folder(path) : .file(path)
  }

  /// The file of one of several pictures; a folder names them itself.
  func numbered(_ number: Int) -> OutputFile {
    guard case .file(let path) = self, !FinishedFile.isSpecial(path) else { return self }
    let name = path as NSString
    let ending = name.pathExtension
    return .file(ending.isEmpty ? "\(path)-\(number)" : "\(name.deletingPathExtension)-\(number).\(ending)")
  }

  /// A picture that is to be written, and what is known of it.
  struct Item: Hashable, Sendable {
    var mimeType: String
    var sha256: String
    /// The first bytes, which know the type better than the server's word does.
    var head: [UInt8]

    /// Without the dot.
    var fileExtension: String {
      let type = ImageType.mimeType(of: head) ?? mimeType
      if let known = ImageType.allCases.first(where: { $0.mimeType == type }) { return known.fileExtension }
      let word = type.split(separator: "/").last.map(String.init) ?? ""
      return !word.isEmpty && word.allSatisfy { $0.isLetter && $0.isASCII } ? word : "bin"
    }
  }

  struct Target: Hashable, Sendable {
    var path: String
    /// What a person should know of the name.
    var warning: String?
  }

  /// The file of each picture, in order; none for standard output.
  func targets(for items: [Item]) -> [Target] {
    switch self {
    case .standardOutput: return []
    case .folder(let folder):
      return items.map { item in
        Target(path: "\(folder)/image-\(item.sha256.prefix(8)).\(item.fileExtension)".replacing("//", with: "/"))
      }
    case .file(let path):
      return items.enumerated().map { index, item in
        Self.target(path, number: items.count > 1 ? index + 1 : nil, item)
      }
    }
  }

  private static func target(_ path: String, number: Int?, _ item: Item) -> Target {
    if FinishedFile.isSpecial(path) { return Target(path: path) }
    let name = path as NSString
    let suffix = number.map { "-\($0)" } ?? ""
    let given = name.pathExtension
    if given.isEmpty { return Target(path: "\(path)\(suffix).\(item.fileExtension)") }
    let file = "\(name.deletingPathExtension)\(suffix).\(given)"
    let same = ["jpeg": "jpg", "tif": "tiff"]
    let plain = same[given.lowercased()] ?? given.lowercased()
    guard plain != item.fileExtension else { return Target(path: file) }
    let warning =
      "\(file) holds the exact bytes of a picture of another type (\(item.fileExtension)); its name says \(given)."
    return Target(path: file, warning: warning)
  }
}
