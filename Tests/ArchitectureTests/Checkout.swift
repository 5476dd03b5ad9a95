import Foundation

/// The checkout that this test was built from, read as text.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every Swift file of `Sources` and `Tests`.
  static let swiftFiles = textFiles.filter { $0.path.hasSuffix(".swift") }

  /// Every text file that belongs to the project.
  static let textFiles = entries.compactMap(TextFile.init(path:))

  /// The names of the folders in `Sources`, C modules among them.
  static let modules = names(in: "Sources").filter { !names(in: "Sources/\($0)").isEmpty }

  /// The names in a folder, sorted, hidden files left out; none in what is no folder.
  static func names(in folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The paths of the files and folders that make up the project, relative to its top level. What a build or a person
  /// leaves beside them is none of it.
  private static let entries: [String] = {
    let files = [
      ".env.example", ".gitignore", ".swift-format", "CONTRIBUTING.md", "Makefile", "Package.swift", "README.md",
    ]
    let folders = [".ci", "Sources", "Tests", "docs", "themes"]
    return files
      + folders.flatMap { folder in
        let below = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (below?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }.sorted()
      }
  }()
}

/// One text file of the project.
struct TextFile: Sendable {
  /// Relative to the top level, such as `Sources/Screen/Grid.swift`.
  let path: String
  let lines: [String]
  /// The lines of a Swift file without comments and without the words inside string literals, so that a search finds
  /// code only. Empty for other files.
  let code: [String]

  /// Nil for a picture, a folder and what is not there.
  init?(path: String) {
    guard let text = try? String(contentsOf: Checkout.root.appending(path: path), encoding: .utf8) else { return nil }
    self.init(path: path, text: text)
  }

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    code = path.hasSuffix(".swift") ? Self.code(of: lines) : []
  }

  private static func code(of lines: [String]) -> [String] {
    var isInsideText = false
    return lines.map { line in
      if !isInsideText && !line.contains("\"") && !line.contains("//") { return line }
      if !isInsideText && line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") { return "" }
      let pieces = line.split(separator: "\"\"\"", omittingEmptySubsequences: false)
      let outside = pieces.indices.filter { $0.isMultiple(of: 2) != isInsideText }.map { pieces[$0] }
      if pieces.count.isMultiple(of: 2) { isInsideText.toggle() }
      return outside.joined(separator: " ").replacing(/"(\\.|[^"\\])*"/, with: "\"\"").replacing(/\/\/.*/, with: "")
    }
  }

  /// The module of a file in `Sources`.
  var module: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  /// Where a pattern stands in `lines` or `code`, each as `path:line: text`.
  func findings(of pattern: some RegexComponent, in lines: [String]) -> [String] {
    lines.indices.filter { lines[$0].contains(pattern) }.map(place)
  }

  /// Names one line, counted from 0, for a message.
  func place(_ index: Int) -> String {
    "\(path):\(index + 1): \(lines[index].trimmingCharacters(in: .whitespaces))"
  }
}
