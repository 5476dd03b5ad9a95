import Foundation

extension FileManager {
  /// True for a folder, also through a symbolic link.
  func isFolder(_ path: String) -> Bool {
    let file = (path as NSString).resolvingSymlinksInPath
    return (try? attributesOfItem(atPath: file))?[.type] as? FileAttributeType == .typeDirectory
  }
}
