/// The statements of a `.env` file, read as python-dotenv 1.2 reads them.
///
/// A statement is `NAME=value`, with or without `export` before it and blanks around the `=`. A value in quotes may hold
/// line ends and escapes; one without ends at the line's end or at a `#` after a blank. A line that is none of this is
/// passed over.
struct DotEnv {
  struct Binding: Hashable {
    var name: String
    /// `nil` for a name that stands alone.
    var value: String?
    /// Where the statement stands in the text, in scalars.
    var place: Range<Int>
  }

  private let text: [Unicode.Scalar]
  private var at = 0

  private init(_ text: String) {
    let isMarked = text.unicodeScalars.first == "\u{FEFF}"
    self.text = Self.withPlainLineEnds(isMarked ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...])
  }

  /// What the file sets, later statements before earlier ones, each `${NAME}` and `${NAME:-default}` replaced: by the
  /// variable of the environment, else by what the file says above it, else by the default.
  ///
  /// - Throws: `TooLong` if that makes them longer than any file may be.
  static func values(_ text: String, environment: [String: String]) throws(TooLong) -> [String: String] {
    // A name that stands alone takes back what was said of it before, and is empty where it is named.
    var values: [String: String?] = [:]
    var room = mostBytes
    for binding in bindings(text) {
      var value = binding.value
      if let written = value {
        value = try resolve(written, &room) { name in environment[name] ?? values[name].map { $0 ?? "" } }
      }
      values.updateValue(value, forKey: binding.name)
    }
    return values.compactMapValues { $0 }
  }

  /// Values that are doubled line by line soon fill any memory.
  struct TooLong: Error {}

  /// Bytes of a file, and of all its values together.
  static let mostBytes = 1 << 20

  /// The text without what it says of some names, and with a new value for one of them at its end.
  static func text(_ text: String, setting name: String, to value: String, removing names: [String]) -> String {
    let file = DotEnv(text)
    var kept: [Unicode.Scalar] = []
    var end = 0
    for binding in bindings(text) where names.contains(binding.name) {
      kept += file.text[end..<binding.place.lowerBound]
      end = binding.place.upperBound
    }
    kept += file.text[end...]
    if let last = kept.last, last != "\n" { kept.append("\n") }
    return String(String.UnicodeScalarView(kept)) + "\(name)=\(quoted(value))\n"
  }

  static func bindings(_ text: String) -> [Binding] {
    var file = DotEnv(text)
    var bindings: [Binding] = []
    while file.at < file.text.count {
      if let binding = file.statement() { bindings.append(binding) }
    }
    return bindings
  }

  // MARK: Statements

  private mutating func statement() -> Binding? {
    skip(Self.isBlank)
    let start = at
    skipExport()
    guard let name = name() else {
      skipLine()
      return nil
    }
    skip(Self.isInlineBlank)
    var value: String?
    if next == "=" {
      at += 1
      value = self.value()
      if value == nil {
        skipLine()
        return nil
      }
    }
    skip(Self.isInlineBlank)
    guard next == nil || next == "\n" || next == "#" else {
      skipLine()
      return nil
    }
    skipLine()
    return Binding(name: name, value: value, place: start..<at)
  }

  /// `export` is a word before the name only if blanks follow; else it is the name.
  private mutating func skipExport() {
    let word = "export".unicodeScalars
    guard text[at...].starts(with: word), let after = text.dropFirst(at + word.count).first, Self.isInlineBlank(after)
    else { return }
    at += word.count
    skip(Self.isInlineBlank)
  }

  /// `nil` where there is none.
  private mutating func name() -> String? {
    let isQuoted = next == "'"
    let name = text[(isQuoted ? at + 1 : at)...].prefix {
      isQuoted ? $0 != "'" : !($0 == "=" || $0 == "#" || Self.isBlank($0))
    }
    guard !name.isEmpty, !isQuoted || name.endIndex < text.count else { return nil }
    at = name.endIndex + (isQuoted ? 1 : 0)
    return Self.string(name)
  }

  /// `nil` if a quote is not closed.
  private mutating func value() -> String? {
    let start = at
    skip(Self.isInlineBlank)
    switch next {
    case nil, "\n": return ""
    // Without a blank before it the sign belongs to the value.
    case "#" where at > start: return ""
    case "'": return quotedValue("'", escapes: ["\\": "\\", "'": "'"])
    case "\"": return quotedValue("\"", escapes: Self.escapes)
    default: return plainValue()
    }
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
    "v": "\u{B}",
  ]

  private mutating func quotedValue(
    _ quote: Unicode.Scalar, escapes: [Unicode.Scalar: Unicode.Scalar]
  ) -> String? {
    var value = String.UnicodeScalarView()
    var index = at + 1
    while index < text.count, text[index] != quote {
      guard text[index] == "\\" else {
        value.append(text[index])
        index += 1
        continue
      }
      guard index + 1 < text.count else { return nil }
      if let meant = escapes[text[index + 1]] {
        value.append(meant)
      } else {
        value.append(contentsOf: text[index...index + 1])
      }
      index += 2
    }
    guard index < text.count else { return nil }
    at = index + 1
    return String(value)
  }

  private mutating func plainValue() -> String {
    let line = text[at...].prefix { $0 != "\n" }
    at = line.endIndex
    let comment = line.indices.dropFirst().first { line[$0] == "#" && Self.isBlank(line[$0 - 1]) }
    var value = line[..<(comment ?? line.endIndex)]
    while let last = value.last, Self.isBlank(last) { value.removeLast() }
    return Self.string(value)
  }

  /// A value as it is written so that it is read back. Keys need no quotes.
  private static func quoted(_ value: String) -> String {
    let isPlain = value.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0)
    }
    if isPlain { return value }
    return "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  // MARK: Variables

  /// - Parameter room: the bytes that values may still take.
  private static func resolve(
    _ value: String, _ room: inout Int, _ variable: (String) -> String?
  ) throws(TooLong) -> String {
    let signs = Array(value.unicodeScalars)
    let last = signs.lastIndex(of: "}") ?? 0
    var resolved = String.UnicodeScalarView()
    var at = 0
    while at < signs.count {
      if at < last, let reference = reference(signs, at) {
        let text = variable(reference.name) ?? reference.fallback
        room -= text.utf8.count
        if room < 0 { throw TooLong() }
        resolved.append(contentsOf: text.unicodeScalars)
        at = reference.end
      } else {
        resolved.append(signs[at])
        at += 1
      }
    }
    return String(resolved)
  }

  /// The `${NAME}` or `${NAME:-default}` at an index, if one begins there. They do not nest.
  private static func reference(
    _ signs: [Unicode.Scalar], _ start: Int
  ) -> (name: String, fallback: String, end: Int)? {
    guard signs[start...].starts(with: "${".unicodeScalars) else { return nil }
    let name = signs[(start + 2)...].prefix { $0 != "}" && $0 != ":" }
    var end = name.endIndex
    var fallback = signs[end..<end]
    if signs[end...].starts(with: ":-".unicodeScalars) {
      fallback = signs[(end + 2)...].prefix { $0 != "}" }
      end = fallback.endIndex
    }
    guard end < signs.count, signs[end] == "}" else { return nil }
    return (string(name), string(fallback), end + 1)
  }

  // MARK: Scalars

  private var next: Unicode.Scalar? { at < text.count ? text[at] : nil }

  private mutating func skip(_ matches: (Unicode.Scalar) -> Bool) {
    while let next, matches(next) { at += 1 }
  }

  /// To the start of the next line.
  private mutating func skipLine() {
    skip { $0 != "\n" }
    if next != nil { at += 1 }
  }

  private static func isInlineBlank(_ scalar: Unicode.Scalar) -> Bool { scalar != "\n" && isBlank(scalar) }

  /// What Python counts as blank: Unicode's white space, and the four separators of ASCII.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  private static func withPlainLineEnds(_ scalars: Substring.UnicodeScalarView) -> [Unicode.Scalar] {
    var plain: [Unicode.Scalar] = []
    plain.reserveCapacity(scalars.count)
    var afterReturn = false
    for scalar in scalars {
      if scalar != "\n" || !afterReturn { plain.append(scalar == "\r" ? "\n" : scalar) }
      afterReturn = scalar == "\r"
    }
    return plain
  }
}
