import Core
import Foundation
import Gemini

/// Writes the pictures a person saves in the studio. Nothing there is overwritten.
struct PictureSaver: Sendable {
  /// Why nothing was written, or not all.
  struct Problem: Error, Hashable { var sentence: String }

  let assets: Assets
  let place: Settings.ProvenancePlace

  /// - Parameter name: a file or a folder as it was typed.
  /// - Returns: what was done, as sentences; not fine if a person should look at it.
  func save(_ save: PictureSave, as name: String) throws(Problem) -> (sentence: String, isFine: Bool) {
    let target = try save.isFolder ? folder(name, save.stem) : file(name)
    var pictures: [(item: PictureSave.Item, bytes: [UInt8])] = []
    for item in save.items {
      guard let bytes = try? assets.read(item.asset) else {
        throw Problem(sentence: "The bytes of a picture are missing or not what they were, so nothing was saved.")
      }
      pictures.append((item, bytes))
    }
    let items = pictures.map { picture in
      OutputFile.Item(
        mimeType: picture.item.mimeType, sha256: picture.item.asset.sha256, head: Array(picture.bytes.prefix(64)))
    }
    var sentences: [String] = []
    var paths: [String] = []
    for (target, picture) in zip(target.targets(for: items), pictures) {
      let bytes = PictureFile.bytes(picture.bytes, making: picture.item.making, in: place)
      let path: String
      do throws(Problem) { path = try write(bytes, to: target.path) } catch {
        let saved = paths.isEmpty ? "" : " Saved before it: \(countText(paths.count, of: "picture"))."
        throw Problem(sentence: error.sentence + saved)
      }
      paths.append(path)
      let type = PictureBytes.warning(picture.bytes, mimeType: picture.item.mimeType)
      sentences += [
        target.warning ?? type, PictureFile.finish(path, bytes, making: picture.item.making, in: place),
      ].compactMap { $0 }
    }
    let sentence = ([summary(paths, pictures.map(\.bytes))] + sentences).joined(separator: " ")
    return (sentence, sentences.isEmpty)
  }

  private func summary(_ paths: [String], _ bytes: [[UInt8]]) -> String {
    let size = byteText(bytes.reduce(0) { $0 + $1.count })
    guard let first = paths.first, paths.count > 1 else { return "Saved as \(paths.first ?? "") (\(size))." }
    return "Saved \(paths.count) pictures (\(size)) in \((first as NSString).deletingLastPathComponent)."
  }

  private func file(_ name: String) throws(Problem) -> OutputFile {
    // A dash is a name like any other here.
    let path = Paths.absolute(name)
    if FinishedFile.isSpecial(path) { throw Problem(sentence: "\(path) is no ordinary file. Choose another name.") }
    let lacksSlash = name.hasSuffix("/") && !path.hasSuffix("/")
    do throws(CommandError) { return try OutputFile(lacksSlash ? path + "/" : path) } catch {
      throw Problem(sentence: error.sentence)
    }
  }

  private func folder(_ name: String, _ stem: String) throws(Problem) -> OutputFile {
    var path = Paths.absolute(name)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let files = FileManager.default
    if !files.isFolder(path) {
      guard !files.fileExists(atPath: path) else {
        throw Problem(sentence: "\(path) is a file. Name a folder, or one that is not there yet.")
      }
      guard (try? files.createDirectory(atPath: path, withIntermediateDirectories: false)) != nil else {
        throw Problem(sentence: "The folder \(path) cannot be made: is the one above it there, and yours to write to?")
      }
    }
    return .file("\(path)/\(stem)")
  }

  /// Writes a file under the name, or under one with a number where the name is taken.
  /// - Returns: its path.
  private func write(_ bytes: [UInt8], to path: String) throws(Problem) -> String {
    let name = path as NSString
    let files = FileManager.default
    for number in 1..<10_000 {
      let ending = name.pathExtension
      let path =
        number == 1 ? path : "\(name.deletingPathExtension)-\(number)" + (ending.isEmpty ? "" : ".\(ending)")
      if files.fileExists(atPath: PictureFile.sidecar(of: path)) { continue }
      do {
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        return path
      } catch CocoaError.fileWriteFileExists {
        continue
      } catch {
        // Part of it may be there, and is ours: what was there before is another error.
        try? files.removeItem(atPath: path)
        throw Problem(sentence: "\(path) cannot be written: \(error.localizedDescription).")
      }
    }
    throw Problem(sentence: "Every name like \(path) is taken. Choose another one.")
  }
}
