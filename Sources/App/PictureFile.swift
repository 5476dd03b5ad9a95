import Core
import Foundation
import Gemini
import Images

/// Picture files that say how they were made: in a file beside them, or in a text chunk of their own.
enum PictureFile {
  /// Of the text chunk.
  static let keyword = "gemstudio"

  static func sidecar(of path: String) -> String { path + ".json" }

  /// The bytes to be written for a picture: with its making inside where that is wished and can be had.
  static func bytes(_ bytes: [UInt8], making: Provenance?, in place: Settings.ProvenancePlace) -> [UInt8] {
    guard place == .png, let making else { return bytes }
    return PNGText.adding(making.json.text, keyword: keyword, to: bytes) ?? bytes
  }

  /// Writes what goes beside a picture that was written just now.
  /// - Returns: what a person should know of it, as a sentence.
  static func finish(_ path: String, _ bytes: [UInt8], making: Provenance?, in place: Settings.ProvenancePlace)
    -> String?
  {
    guard let making, place != .none, !FinishedFile.isSpecial(path) else { return nil }
    if place == .png, PNGText.read(keyword, in: bytes) == making.json.text { return nil }
    if let problem = writeSidecar(making, of: path) { return problem }
    guard place == .png else { return nil }
    return "\(path) is no whole PNG and has no room for how it was made, which is in \(sidecar(of: path))."
  }

  /// - Returns: why not, as a sentence.
  private static func writeSidecar(_ making: Provenance, of path: String) -> String? {
    let target = sidecar(of: path)
    let files = FileManager.default
    if files.fileExists(atPath: target), readSidecar(of: path) == nil {
      return "\(target) is some other file and was left alone: how the picture was made is not beside it."
    }
    let failure = "\(target) cannot be written, so how the picture was made is not beside it. The picture is saved."
    // Who may see the picture may see what it was made from, and nobody else.
    let mode = (try? files.attributesOfItem(atPath: path))?[.posixPermissions] ?? 0o600
    let draft = "\(target).\(getpid()).part"
    defer { try? files.removeItem(atPath: draft) }
    let text = Data((making.json.prettyText + "\n").utf8)
    guard files.createFile(atPath: draft, contents: text, attributes: [.posixPermissions: mode]) else { return failure }
    do {
      try PrivateFile.rename(draft, to: target)
      return nil
    } catch {
      return failure
    }
  }

  // MARK: Reading

  /// Bytes of a sidecar at most.
  private static let limit = 16 << 20

  /// What the file beside a picture says; `nil` if there is none, or one of another kind.
  static func readSidecar(of path: String) -> Provenance? {
    let beside = sidecar(of: path)
    // Nobody waits for a pipe that has the name.
    guard !FinishedFile.isSpecial(beside), let file = FileHandle(forReadingAtPath: beside),
      let data = try? file.read(upToCount: limit + 1), data.count <= limit
    else { return nil }
    return (try? JSON(parsing: Array(data))).flatMap(Provenance.init)
  }

  /// What a picture says itself.
  static func readText(in bytes: [UInt8]) -> Provenance? {
    PNGText.read(keyword, in: bytes).flatMap { try? JSON(parsing: $0) }.flatMap(Provenance.init)
  }
}
