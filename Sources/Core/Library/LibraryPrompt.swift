import Screen

/// A prompt or system instruction of the library: a Markdown file whose first line may be `# Title`.
package struct LibraryPrompt: Hashable, Sendable {
  /// The file's name without its ending.
  package var name: String
  /// The title, or the name where the file gives none.
  package var title: String
  package var text: String

  /// Reads what a file holds.
  package init(name: String, contents: String) {
    self.name = name
    var lines = contents.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)[...]
    title = name
    if let first = lines.first, first.hasPrefix("# ") {
      title = String(first.dropFirst(2)).trimmingBlanks
      lines = lines.dropFirst()
    }
    if title.isEmpty { title = name }
    lines = lines.drop { $0.allSatisfy(\.isWhitespace) }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    text = lines.joined(separator: "\n")
  }

  /// What a file of this title and text holds.
  package static func contents(title: String, text: String) -> String { "# \(title)\n\n\(text.trimmingBlanks)\n" }

  /// What a file holds once it has another title; all else stays as it is.
  package static func retitled(_ contents: String, _ title: String) -> String {
    guard contents.hasPrefix("# ") else { return "# \(title)\n\n\(contents)" }
    return "# \(title)" + contents.drop { !$0.isNewline }
  }

  /// The name of the file for a title: letters, digits and a few signs, so that it can stand in any folder. Of titles that
  /// differ in other signs, or far behind, it may be the same.
  package static func fileName(for title: String) -> String {
    let plain = title.trimmingBlanks.map { character in
      character.isLetter || character.isNumber || " -_.,()".contains(character) ? character : "-"
    }
    // A name that begins with a dot is hidden, and the file system takes 255 bytes.
    var name = String(plain.drop { $0 == "." || $0 == " " })
    while name.utf8.count > 200 { name.removeLast() }
    return name.trimmingBlanks
  }
}

/// The words in double braces of a text, which are asked for before it is used.
package struct Template: Hashable, Sendable {
  package let text: String
  /// Each once, in the order they come.
  package let variables: [String]
  /// The text in pieces: as it is, or the name of a variable.
  private let pieces: [Piece]

  private enum Piece: Hashable, Sendable {
    case text(String)
    case variable(String)
  }

  package init(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "{{") {
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else { break }
      let name = String(rest[start.upperBound..<end.lowerBound]).trimmingBlanks
      guard Self.isName(name) else {
        // These braces belong to something else.
        pieces.append(.text(String(rest[..<start.upperBound])))
        rest = rest[start.upperBound...]
        continue
      }
      pieces += [.text(String(rest[..<start.lowerBound])), .variable(name)]
      rest = rest[end.upperBound...]
    }
    pieces.append(.text(String(rest)))
    self.pieces = pieces
    variables = pieces.reduce(into: []) { names, piece in
      if case .variable(let name) = piece, !names.contains(name) { names.append(name) }
    }
  }

  private static func isName(_ text: String) -> Bool {
    (1...40).contains(text.count) && text.allSatisfy { $0.isLetter || $0.isNumber || " _-".contains($0) }
  }

  /// The text with values in the places of variables; those without one stay as they are.
  package func filled(with values: [String: String]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .variable(let name): values[name] ?? "{{\(name)}}"
      }
    }.joined()
  }
}

/// A template whose variables are being asked for, one after another.
package struct TemplateFilling: Hashable, Sendable {
  package enum Target: Hashable, Sendable { case prompt, systemInstruction }

  package var title: String
  package var template: Template
  package var target: Target
  package var values: [String: String] = [:]
  /// The library it was chosen in, and goes back to.
  var list: ListState

  /// The variable that is asked for; `nil` once all have a value.
  package var variable: String? { template.variables.first { values[$0] == nil } }

  /// The text as far as it is filled.
  /// - Parameter typed: what stands in the field of the variable that is asked for.
  package func preview(typed: String) -> String {
    var values = values
    if let variable, !typed.isEmpty { values[variable] = typed }
    return template.filled(with: values)
  }
}

/// What the folder of the library has.
package struct LibraryReading: Hashable, Sendable {
  /// By their titles.
  package var prompts: [LibraryPrompt]
  package var folder: String
  /// Names of prompts that were deleted or replaced and can be brought back, the newest last.
  package var deleted: [String]
  /// Names the files that could not be read, as a sentence.
  package var problem: String?

  package init(_ prompts: [LibraryPrompt] = [], folder: String = "", deleted: [String] = [], problem: String? = nil) {
    self.prompts = prompts
    self.folder = folder
    self.deleted = deleted
    self.problem = problem
  }
}
