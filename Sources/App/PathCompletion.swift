import Foundation

/// What a path after an `@` may become.
enum PathCompletion {
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
      } else if AttachmentType.mayBeAttached(name) {
        files.append(folder + name)
      }
    }
    return Array((files + folders).prefix(50))
  }

  private static let pictures: Set<String> = ["png", "jpg", "jpeg", "webp", "heic", "heif", "gif", "bmp"]

  static func isPicture(_ name: String) -> Bool {
    name.split(separator: ".").last.map { pictures.contains($0.lowercased()) } ?? false
  }
}
