import Gemini

/// A value of a TOML file. Dates and arrays of tables are not read: no file of ours has them.
/// - Source: toml.io/en/v1.0.0
enum TOML: Hashable, Sendable {
  case string(String)
  case int(Int)
  case double(Double)
  case bool(Bool)
  case array([TOML])
  case table([String: TOML])

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var int: Int? { if case .int(let value) = self { value } else { nil } }
  /// A whole number or one with digits behind its point.
  var number: Double? { if case .double(let value) = self { value } else { int.map(Double.init) } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var table: [String: TOML]? { if case .table(let value) = self { value } else { nil } }

  /// The value as a file holds it.
  var text: String {
    switch self {
    case .string(let value): JSON.string(value).text
    case .int(let value): "\(value)"
    case .double(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .array(let values): "[\(values.map(\.text).joined(separator: ", "))]"
    case .table(let table):
      "{ "
        + table.sorted { $0.key < $1.key }.map { "\(SettingsEntry.name([$0.key])) = \($0.value.text)" }
        .joined(separator: ", ") + " }"
    }
  }
}

extension TOML {
  /// Why a text is not TOML, and in which line, counted from 1.
  struct Problem: Error, Hashable {
    var line: Int
    var reason: String
  }

  /// Reads a whole text as a table.
  static func parse(_ text: String) throws(Problem) -> [String: TOML] { try document(text).table }

  /// Reads a whole text as a table, with where everything in it stands.
  static func document(_ text: String) throws(Problem) -> Document {
    var parser = TOMLParser(text)
    let table = try parser.document()
    return Document(table: table, lines: parser.lines, entries: parser.entries)
  }

  /// A text that was read.
  struct Document {
    /// A table's name in brackets, or a name with its value.
    struct Entry {
      /// The names down to it, those of its table first.
      var path: [String]
      /// The names of the table it stands under; those of itself for a table's name.
      var section: [String]
      /// Where it begins, in Unicode scalars of the text.
      var start: Int
      /// Where its value stands; where its last bracket ends, for a table's name.
      var value: Range<Int>
      var isHeader: Bool
    }

    var table: [String: TOML]
    /// The lines, counted from 1, in which tables and values begin, by the names down to them.
    var lines: [[String]: Int]
    /// In the order of the text; what stands in a value is no entry of its own.
    var entries: [Entry]
  }
}

/// Reads a text from its first scalar to its last.
private struct TOMLParser {
  /// Deeper values are refused, so that no file can exhaust the stack.
  private static let mostDepth = 32
  /// Names with dots between them, at most.
  private static let mostNames = 32

  private let scalars: [Unicode.Scalar]
  private var at = 0
  private var line = 1
  private(set) var lines: [[String]: Int] = [:]
  private(set) var entries: [TOML.Document.Entry] = []

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    // Some editors begin a file with this mark.
    if scalars.first == "\u{FEFF}" { at = 1 }
  }

  // MARK: Lines

  mutating func document() throws(TOML.Problem) -> [String: TOML] {
    var root: [String: TOML] = [:]
    var headers: Set<[String]> = []
    var path: [String] = []
    while true {
      skipBlanks(andLines: true)
      guard let next = peek else { return root }
      let start = at
      if next == "[" {
        at += 1
        if peek == "[" { throw problem("arrays of tables are not used here") }
        path = try key()
        guard take("]") else { throw problem("a bracket is missing after the table's name") }
        guard headers.insert(path).inserted else {
          throw problem("the table \(path.joined(separator: ".")) comes twice")
        }
        try add(.table([:]), at: path[...], to: &root)
        lines[path] = line
        entries.append(
          TOML.Document.Entry(path: path, section: path, start: start, value: at..<at, isHeader: true))
      } else {
        let first = line
        let key = try key()
        guard take("=") else { throw problem("an equals sign is missing after \(key.joined(separator: "."))") }
        skipBlanks(andLines: false)
        let begin = at
        try add(try value(depth: 0), at: (path + key)[...], to: &root)
        lines[path + key] = first
        entries.append(
          TOML.Document.Entry(path: path + key, section: path, start: start, value: begin..<at, isHeader: false))
      }
      skipBlanks(andLines: false)
      guard peek == nil || takeLineEnd() else { throw problem("there is more in the line than belongs to it") }
    }
  }

  /// Puts a value into a table and the tables in it. An empty table is only made sure of.
  private func add(_ value: TOML, at path: ArraySlice<String>, to table: inout [String: TOML]) throws(TOML.Problem) {
    guard let name = path.first else { return }
    if path.count == 1 {
      if value == .table([:]), table[name]?.table != nil { return }
      guard table[name] == nil else { throw problem("\(name) is set twice") }
      table[name] = value
      return
    }
    var inner: [String: TOML] = [:]
    if let there = table[name] {
      guard let existing = there.table else { throw problem("\(name) is a value and cannot have names below it") }
      inner = existing
    }
    try add(value, at: path.dropFirst(), to: &inner)
    table[name] = .table(inner)
  }

  /// One name, or several with dots between.
  private mutating func key() throws(TOML.Problem) -> [String] {
    var names: [String] = []
    repeat {
      skipBlanks(andLines: false)
      if let quote = peek, quote == "\"" || quote == "'" {
        names.append(try text(quote))
      } else {
        let name = word { $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_".unicodeScalars.contains($0)) }
        guard !name.isEmpty else { throw problem("a name is missing") }
        names.append(name)
      }
      guard names.count <= Self.mostNames else { throw problem("too many names stand behind each other") }
    } while take(".")
    return names
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(TOML.Problem) -> TOML {
    guard depth < Self.mostDepth else { throw problem("values lie too deep in each other") }
    skipBlanks(andLines: depth > 0)
    switch peek {
    case "\"", "'": return .string(try text(scalars[at]))
    case "[": return .array(try array(depth: depth))
    case "{": return .table(try inlineTable(depth: depth))
    default: return try literal()
    }
  }

  private mutating func literal() throws(TOML.Problem) -> TOML {
    let word = word { !" \t\r\n,]}#".unicodeScalars.contains($0) }
    if let bool = Bool(word) { return .bool(bool) }
    let digits = word.replacing("_", with: "")
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      if let number = Int(digits.dropFirst(2), radix: radix) { return .int(number) }
    }
    if let number = Int(digits) { return .int(number) }
    if let number = Double(digits), digits.allSatisfy({ $0.isNumber || "+-.eE".contains($0) }) {
      return .double(number)
    }
    throw problem(word.isEmpty ? "a value is missing" : "a value is a number, true, false, or a text in quotes")
  }

  private mutating func array(depth: Int) throws(TOML.Problem) -> [TOML] {
    at += 1
    var values: [TOML] = []
    while true {
      skipBlanks(andLines: true)
      if take("]") { return values }
      values.append(try value(depth: depth + 1))
      skipBlanks(andLines: true)
      if take(",") { continue }
      guard take("]") else { throw problem("a list lacks its closing bracket") }
      return values
    }
  }

  private mutating func inlineTable(depth: Int) throws(TOML.Problem) -> [String: TOML] {
    at += 1
    var table: [String: TOML] = [:]
    if take("}") { return table }
    repeat {
      let key = try key()
      guard take("=") else { throw problem("an equals sign is missing after \(key.joined(separator: "."))") }
      try add(try value(depth: depth + 1), at: key[...], to: &table)
    } while take(",")
    guard take("}") else { throw problem("a table lacks its closing brace") }
    return table
  }

  // MARK: Text

  /// A text in quotes; three of them hold several lines.
  private mutating func text(_ quote: Unicode.Scalar) throws(TOML.Problem) -> String {
    let isLong = at + 2 < scalars.count && scalars[at + 1] == quote && scalars[at + 2] == quote
    let closing = isLong ? 3 : 1
    at += closing
    if isLong { _ = takeLineEnd() }
    var text = String.UnicodeScalarView()
    while let scalar = peek {
      if scalar == quote, (0..<closing).allSatisfy({ at + $0 < scalars.count && scalars[at + $0] == quote }) {
        at += closing
        return String(text)
      }
      if scalar == "\n" {
        guard isLong else { break }
        line += 1
      }
      at += 1
      if scalar == "\\", quote == "\"" {
        try escape(into: &text)
      } else {
        text.append(scalar)
      }
    }
    throw problem("a text lacks its closing quote")
  }

  /// What follows a backslash.
  private mutating func escape(into text: inout String.UnicodeScalarView) throws(TOML.Problem) {
    let plain: [Unicode.Scalar: Unicode.Scalar] = [
      "b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{C}", "r": "\r", "\"": "\"", "\\": "\\",
    ]
    guard let sign = peek else { throw problem("a text lacks its closing quote") }
    if let scalar = plain[sign] {
      at += 1
      text.append(scalar)
    } else if sign == "u" || sign == "U" {
      let count = sign == "u" ? 4 : 8
      at += 1
      let digits = String(String.UnicodeScalarView(scalars[at..<min(at + count, scalars.count)]))
      guard digits.count == count, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
        throw problem("\\\(sign) needs \(count) hexadecimal digits of a character")
      }
      at += count
      text.append(scalar)
    } else if sign == "\n" || sign == "\r" || sign == " " || sign == "\t" {
      // A backslash at the end of a line takes the break and the blanks after it away.
      while let scalar = peek, " \t\r\n".unicodeScalars.contains(scalar) {
        if scalar == "\n" { line += 1 }
        at += 1
      }
    } else {
      throw problem("there is no escape \\\(sign)")
    }
  }

  // MARK: Scalars

  private var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipBlanks(andLines: false)
    guard peek == scalar else { return false }
    at += 1
    return true
  }

  private mutating func takeLineEnd() -> Bool {
    if peek == "\r", at + 1 < scalars.count, scalars[at + 1] == "\n" { at += 1 }
    guard peek == "\n" else { return false }
    at += 1
    line += 1
    return true
  }

  private mutating func word(_ belongs: (Unicode.Scalar) -> Bool) -> String {
    let start = at
    while let scalar = peek, belongs(scalar) { at += 1 }
    return String(String.UnicodeScalarView(scalars[start..<at]))
  }

  /// Skips blanks and comments, and line ends too if told so.
  private mutating func skipBlanks(andLines: Bool) {
    while let scalar = peek {
      if scalar == " " || scalar == "\t" {
        at += 1
      } else if scalar == "#" {
        while let next = peek, next != "\n" { _ = next; at += 1 }
      } else if !(andLines && takeLineEnd()) {
        return
      }
    }
  }

  private func problem(_ reason: String) -> TOML.Problem { TOML.Problem(line: line, reason: reason) }
}
