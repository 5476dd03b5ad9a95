import Core
import Foundation

extension SettingsSource {
  /// The settings for the studio's screen of them.
  /// - Parameter variables: of the process, which stand in for some settings.
  func list(variables: [String: String]) -> SettingList {
    do throws(TOMLFile.Problem) {
      let document = try TOMLFile.document(file)
      return SettingList(file: file, items: SettingsEntry.table.flatMap { items(of: $0, document, variables) })
    } catch {
      let place = error.line.map { ", line \($0)" } ?? ""
      return SettingList(
        file: file, items: SettingsEntry.table.flatMap { items(of: $0, nil, variables) },
        problem:
          "\(file)\(place): \(error.reason). Nothing of it counts, and nothing in it is changed until that is mended."
      )
    }
  }

  /// A setting with names of one's own is an item for each that is set, and one to set another.
  private func items(
    of entry: SettingsEntry, _ document: TOML.Document?, _ variables: [String: String]
  ) -> [SettingItem] {
    var items: [SettingItem] = []
    let there = Self.values(of: entry, in: document?.table ?? [:], under: [])
    let standard = entry.standard.map(\.path)
    let paths = standard + there.map(\.path).filter { !standard.contains($0) }
    for path in paths {
      let set = there.first { $0.path == path }?.value
      let standard = entry.standard.first { $0.path == path }?.value
      var trial = SettingsFile(folder: "")
      let refusal = set.flatMap { entry.take($0, path, &trial) }
      let counts = (refusal == nil ? set : nil) ?? standard
      let line = document?.lines[path] ?? document?.lines[Array(path.prefix(1))]
      let place = (line.map { "line \($0)" } ?? "the file") + (refusal == nil ? "" : ", unusable")
      let source = set == nil ? "default" : place
      items.append(
        item(entry, path, value: counts.map { Self.shown($0, of: entry) } ?? "", source: source, isSet: set != nil))
    }
    let isOne = entry.path.allSatisfy { !$0.allSatisfy(\.isUppercase) }
    if isOne, items.isEmpty {
      let variable = Self.variables[entry.key]?.first { variables[$0]?.isEmpty == false }
      // What the file leaves open a variable says.
      let value = variable.flatMap { variables[$0] }.map { Self.shown(.string($0), of: entry) }
      items.append(item(entry, entry.path, value: value ?? "", source: variable ?? "default", isSet: false))
    } else if !isOne {
      var open = item(entry, entry.path, value: "", source: "", isSet: false)
      let example = entry.example.first.map { "\(SettingsEntry.name($0.path)) = \($0.value.text)" }
      open.example = example ?? "aliases.fast = \"gemini-flash-latest\""
      items.append(open)
    }
    return items
  }

  private func item(
    _ entry: SettingsEntry, _ path: [String], value: String, source: String, isSet: Bool
  ) -> SettingItem {
    SettingItem(
      path: path, key: SettingsEntry.name(path), value: value, source: source, isSet: isSet, choices: entry.choices,
      values: entry.values, meaning: entry.meaning, change: entry.change.rawValue)
  }

  /// The values of the file that are this setting's.
  private static func values(
    of entry: SettingsEntry, in table: [String: TOML], under path: [String]
  ) -> [(path: [String], value: TOML)] {
    table.sorted { $0.key < $1.key }.flatMap { name, value -> [(path: [String], value: TOML)] in
      let names = path + [name]
      if entry.matches(names) { return [(names, value)] }
      guard entry.matches(names, begins: true), let inner = value.table else { return [] }
      return values(of: entry, in: inner, under: names)
    }
  }

  /// A value as it may stand on a screen: headers and what is before a proxy's `@` are secrets.
  private static func shown(_ value: TOML, of entry: SettingsEntry) -> String {
    let text = value.string ?? value.text
    switch entry.path.first {
    case "headers": return "(hidden)"
    case "proxy":
      guard let at = text.lastIndex(of: "@") else { return text }
      return (text.firstRange(of: "://").map { text[..<$0.upperBound] } ?? "") + "(hidden)" + text[at...]
    default: return text
    }
  }

  /// What else says how a setting is, the first that is set before the others.
  private static let variables = [
    "proxy": Proxy.variables, "ca_file": ["SSL_CERT_FILE"],
  ]

  /// The setting that a line sets, as the file has it.
  func parse(line: String, for pattern: [String]) throws(Refusal) -> SettingChange {
    guard let document = try? TOML.document(line), let entry = document.entries.first, document.entries.count == 1,
      let wanted = SettingsEntry.table.first(where: { $0.path == pattern }), wanted.matches(entry.path),
      let value = try? SettingsText(line).value(at: entry.path)
    else { throw Refusal(sentence: "This is no line such as \(SettingsEntry.name(pattern)) = value.") }
    return SettingChange(entry.path, to: value.text)
  }
}
