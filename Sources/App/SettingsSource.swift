import Core
import Foundation

/// The settings file and the theme files: read for the studio, and changed by it.
struct SettingsSource: Sendable {
  /// The settings file; it may be a link.
  let file: String
  /// The last is the user's own.
  let themeFolders: [String]
  /// What the program goes by until its end.
  let network: NetworkSettings

  /// Why a setting was not changed, as a sentence.
  struct Refusal: Error, Equatable { let sentence: String }

  /// The file that is written to, where the settings file is a link, also to a file that is not there yet.
  var target: String {
    var path = file
    for _ in 0..<Self.mostLinks {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { break }
      path = URL(fileURLWithPath: next, relativeTo: URL(fileURLWithPath: path)).standardizedFileURL.path
    }
    return path
  }

  /// A longer chain of links is a circle.
  private static let mostLinks = 16

  func read() -> SettingsReading {
    let contents = SettingsFile.read(file)
    let (themes, themeProblems) = ThemeFile.readAll(in: themeFolders)
    return SettingsReading(
      settings: contents.problems.isEmpty ? contents.settings : nil, themes: themes,
      problems: contents.problems + themeProblems,
      forNextStart: contents.problems.isEmpty ? contents.network.differences(to: network) : [])
  }

  /// Changes one setting in the file and leaves the rest of it as it is, also what another program wrote just now.
  /// - Returns: what was done, as a sentence.
  func change(_ change: SettingChange) throws(Refusal) -> String {
    for _ in 0..<3 {
      let (data, text) = try contents()
      let value = try change.value.map { input throws(Refusal) in try Self.value(input, at: change.path) }
      guard let new = text.setting(change.path, to: value) else {
        throw Refusal(sentence: "\(name) was left as it is: it is not clear where \(key(change)) goes. Write it there.")
      }
      let done = value.map { "\(key(change)) = \($0.text) is kept in \(file)." }
      guard new != text.text else { return done ?? "\(key(change)) is at its default." }
      // What came meanwhile is not written over.
      guard try contents().data == data else { continue }
      try write(new)
      return done ?? "\(key(change)) is taken out of \(file): the default counts."
    }
    throw Refusal(sentence: "\(name) is being changed by another program. Try again.")
  }

  /// The value that was typed, with or without quotes.
  private static func value(_ input: String, at path: [String]) throws(Refusal) -> TOML {
    guard let entry = SettingsEntry.table.first(where: { $0.matches(path) }) else {
      throw Refusal(sentence: "There is no setting named \(SettingsEntry.name(path)).")
    }
    let literal = (try? TOML.parse("value = \(input)"))?["value"]
    var reason = ""
    for value in [literal, .string(input)].compactMap({ $0 }) {
      var trial = SettingsFile(folder: "")
      guard let problem = entry.take(value, path, &trial) else { return value }
      reason = problem
    }
    throw Refusal(sentence: "\(SettingsEntry.name(path)) \(reason).")
  }

  private func contents() throws(Refusal) -> (data: Data, text: SettingsText) {
    guard FileManager.default.fileExists(atPath: target) else { return (Data(), try parsed("")) }
    guard let data = FileManager.default.contents(atPath: target), data.count <= TOMLFile.limit else {
      throw Refusal(sentence: "\(file) cannot be read, so nothing was changed in it. Check its permissions.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Refusal(sentence: "\(file) is no text in UTF-8, so nothing was changed in it. Save it as UTF-8.")
    }
    return (data, try parsed(text))
  }

  private func parsed(_ text: String) throws(Refusal) -> SettingsText {
    do throws(TOML.Problem) {
      return try SettingsText(text)
    } catch {
      throw Refusal(
        sentence: "\(file), line \(error.line): \(error.reason). Nothing was changed: mend that line first.")
    }
  }

  private func write(_ text: String) throws(Refusal) {
    let target = target
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    let isFile = attributes?[.type] as? FileAttributeType == .typeRegular
    let mode = isFile ? attributes?[.posixPermissions] as? Int : nil
    // Its owner says that nobody is to write it; taking its place would not ask.
    if let mode, mode & 0o200 == 0 {
      throw Refusal(sentence: "\(file) is read-only, so nothing was changed in it. chmod u+w lets it be changed.")
    }
    do {
      try PrivateFile.write(Array(text.utf8), to: target, mode: mode.map { $0 & 0o666 } ?? 0o600)
    } catch {
      throw Refusal(sentence: "\(file) cannot be written. \(PrivateFile.wayOut(of: error))")
    }
  }

  private var name: String { (file as NSString).lastPathComponent }
  private func key(_ change: SettingChange) -> String { SettingsEntry.name(change.path) }
}
