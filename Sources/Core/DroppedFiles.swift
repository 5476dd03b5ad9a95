/// Files in a text, as a terminal pastes them when they are dropped on it: paths or `file://` addresses, one or several,
/// apart by blanks or line ends, quoted or with backslashes.
package enum DroppedFiles {
  /// What a text is, if it is nothing but files or one picture's address.
  enum Finding: Hashable {
    case paths([String])
    /// The address of a picture on a server.
    case address(String)
  }

  /// Longer texts are no list of paths that somebody dropped.
  private static let mostBytes = 16_384

  static func find(in text: String) -> Finding? {
    guard text.utf8.count <= mostBytes else { return nil }
    if let address = address(in: text) { return .address(address) }
    var paths: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = String(line).trimmingBlanks
      if line.isEmpty { continue }
      guard let found = self.paths(inLine: line) else { return nil }
      paths += found
    }
    return paths.isEmpty ? nil : .paths(paths)
  }

  /// The path behind a `file://` address of this machine; `nil` for anything else.
  package static func path(ofFileAddress address: String) -> String? {
    guard address.lowercased().hasPrefix("file://") else { return nil }
    let rest = address.dropFirst(7)
    // A host may stand before the path. What another one has cannot be opened here, and is refused as missing.
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    return percentDecoded(rest[slash...])
  }

  /// A path as it is named, typed as for a shell: between quotes, with backslashes, or as a `file://` address.
  static func unquoted(_ text: String) -> String {
    if let path = path(ofFileAddress: text) { return path }
    if let quote = text.first, isQuote(quote) {
      return text.count > 1 && text.last == quote ? String(text.dropFirst().dropLast()) : text
    }
    var path = ""
    for character in text {
      let isEscaped = path.last == "\\" && !character.isLetter && !character.isNumber
      if isEscaped { path.removeLast() }
      path.append(character)
    }
    return path
  }

  /// True while the end of a quoted path, or the path of an address, has not come.
  static func isBegun(_ text: String) -> Bool {
    text.first.map(isQuote) == true || text.lowercased().hasPrefix("file:")
  }

  private static func isQuote(_ character: Character) -> Bool { character == "'" || character == "\"" }

  /// True for an address that is asked for over the network.
  package static func isWebAddress(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return start.hasPrefix("https://") || start.hasPrefix("http://")
  }

  /// The text as the address of a picture, going by its name: other addresses are text.
  private static func address(in text: String) -> String? {
    let address = text.trimmingBlanks
    guard isWebAddress(address), !address.contains(where: \.isWhitespace) else { return nil }
    let path = address.prefix { $0 != "?" && $0 != "#" }
    return ending(of: path).map(pictures.contains) == true ? address : nil
  }

  private static func paths(inLine line: String) -> [String]? {
    let words = words(of: line)
    let all = words.compactMap { path(of: $0) }
    if !words.isEmpty, all.count == words.count { return all }
    // Some terminals quote nothing: then the whole line is one path.
    return path(of: line).map { [$0] }
  }

  private static func path(of word: String) -> String? {
    if let path = path(ofFileAddress: word) { return path }
    guard ["/", "~/", "./", "../"].contains(where: { word.hasPrefix($0) }), let ending = ending(of: word[...]) else {
      return nil
    }
    return [pictures, documents, refused].contains { $0.contains(ending) } ? word : nil
  }

  private static let pictures: Set<String> = ["png", "jpg", "jpeg", "webp", "heic", "heif", "gif", "bmp"]
  private static let documents: Set<String> = [
    "pdf", "wav", "mp3", "aiff", "aac", "ogg", "flac", "mp4", "mpeg", "mpg", "mov", "avi", "flv", "webm", "wmv", "3gp",
  ]

  /// Pictures that are not taken, which a sentence says when they are dropped.
  private static let refused: Set<String> = ["tif", "tiff"]

  private static func ending(of path: Substring) -> String? {
    let name = path.split(separator: "/").last ?? ""
    return name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased()
  }

  /// The words of a line as a shell reads them.
  private static func words(of line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character.isWhitespace {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    // A quote that nobody closed is an apostrophe in a name.
    guard quote == nil else { return [line] }
    return words + [word].compactMap { $0 }
  }

  /// `nil` if what comes out is no text, or could end a path early.
  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.count == 2, let value = UInt8(digits, radix: 16), value != 0
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
