/// The text of a settings file, in which one setting is changed and every other letter stays.
struct SettingsText {
  let text: String
  private let document: TOML.Document
  private let scalars: [Unicode.Scalar]

  init(_ text: String) throws(TOML.Problem) {
    self.text = text
    document = try TOML.document(text)
    scalars = Array(text.unicodeScalars)
  }

  /// The value that stands in the text.
  func value(at path: [String]) -> TOML? { Self.value(in: document.table, at: path[...]) }

  /// The text with another value.
  /// - Parameter value: `nil` takes the setting out.
  /// - Returns: `nil` where it cannot be told how, so that the text would say something else as well.
  func setting(_ path: [String], to value: TOML?) -> String? {
    let above = (1..<max(1, path.count)).lazy.compactMap { self.value(at: Array(path.prefix($0))) }
    guard above.allSatisfy({ $0.table != nil }) else { return nil }
    var result = String.UnicodeScalarView()
    let (range, new) = edit(path, to: value)
    result.append(contentsOf: scalars[..<range.lowerBound])
    result.append(contentsOf: new.unicodeScalars)
    result.append(contentsOf: scalars[range.upperBound...])
    let wanted = Self.change(document.table, at: path[...], to: value)
    guard let table = try? TOML.parse(String(result)), Self.pruned(table) == Self.pruned(wanted) else { return nil }
    return String(result)
  }

  // MARK: Where it goes

  private func edit(_ path: [String], to value: TOML?) -> (range: Range<Int>, new: String) {
    if let there = document.entries.last(where: { !$0.isHeader && path.starts(with: $0.path) }) {
      if there.path == path {
        guard let value else { return (lineStart(there.start)..<lineEnd(there.value.upperBound), "") }
        return (there.value, value.text)
      }
      // A table that stands in one line is written anew.
      let inner = Self.value(in: document.table, at: there.path[...])?.table ?? [:]
      return (there.value, TOML.table(Self.change(inner, at: path.dropFirst(there.path.count), to: value)).text)
    }
    guard let value else { return (0..<0, "") }
    let table = Array(path.dropLast())
    let belongs = { (entry: TOML.Document.Entry) in !entry.isHeader && entry.path.starts(with: table) }
    if let last = document.entries.last(where: { belongs($0) && $0.section.count < table.count }) {
      // The table is made of names with dots: it must not have a name in brackets as well.
      return insert(path.dropFirst(last.section.count), value, after: last)
    }
    if let last = document.entries.last(where: { $0.section == table }) {
      return insert(path.suffix(1), value, after: last)
    }
    return table.isEmpty ? insertAtTop(path, value) : append(path, value)
  }

  private func insert(
    _ names: ArraySlice<String>, _ value: TOML, after entry: TOML.Document.Entry
  ) -> (range: Range<Int>, new: String) {
    let end = lineEnd(entry.value.upperBound)
    let isWhole = end > 0 && scalars[end - 1] == "\n"
    return (end..<end, (isWhole ? "" : lineBreak) + line(names, value))
  }

  /// Before the first table, and before what is said of it.
  private func insertAtTop(_ path: [String], _ value: TOML) -> (range: Range<Int>, new: String) {
    guard let table = document.entries.first else { return append(path, value) }
    var start = lineStart(table.start)
    while start > 0, scalars[lineStart(start - 1)] == "#" { start = lineStart(start - 1) }
    return (start..<start, line(path[...], value) + lineBreak)
  }

  private func append(_ path: [String], _ value: TOML) -> (range: Range<Int>, new: String) {
    let end = scalars.count
    var new = end == 0 || scalars[end - 1] == "\n" ? "" : lineBreak
    let table = path.dropLast()
    if !table.isEmpty { new += (end == 0 ? "" : lineBreak) + "[\(SettingsEntry.name(Array(table)))]" + lineBreak }
    return (end..<end, new + line(path.suffix(1), value))
  }

  private func line(_ names: ArraySlice<String>, _ value: TOML) -> String {
    "\(SettingsEntry.name(Array(names))) = \(value.text)" + lineBreak
  }

  private var lineBreak: String { text.unicodeScalars.contains("\r") ? "\r\n" : "\n" }

  private func lineStart(_ position: Int) -> Int {
    let start = scalars[..<position].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return start == 0 && scalars.first == "\u{FEFF}" ? min(1, position) : start
  }

  /// Where the line after this place begins.
  private func lineEnd(_ position: Int) -> Int {
    scalars[position...].firstIndex(of: "\n").map { $0 + 1 } ?? scalars.count
  }

  // MARK: Tables

  private static func value(in table: [String: TOML], at path: ArraySlice<String>) -> TOML? {
    guard let name = path.first, let value = table[name] else { return nil }
    return path.count == 1 ? value : value.table.flatMap { Self.value(in: $0, at: path.dropFirst()) }
  }

  private static func change(
    _ table: [String: TOML], at path: ArraySlice<String>, to value: TOML?
  ) -> [String: TOML] {
    guard let name = path.first else { return table }
    var table = table
    if path.count == 1 {
      table[name] = value
    } else {
      table[name] = .table(change(table[name]?.table ?? [:], at: path.dropFirst(), to: value))
    }
    return table
  }

  /// Without tables that hold nothing, which say nothing.
  private static func pruned(_ table: [String: TOML]) -> [String: TOML] {
    table.compactMapValues { value in
      guard let inner = value.table else { return value }
      let pruned = pruned(inner)
      return pruned.isEmpty ? nil : .table(pruned)
    }
  }
}
