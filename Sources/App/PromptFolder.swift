import Core
import Foundation

/// The folder of the prompt library.
struct PromptFolder: Sendable {
  let path: String

  /// Bytes of a file at most; longer ones are no prompts.
  private static let mostBytes = 1 << 20
  private static let mostFiles = 2000

  /// Reads all prompts, by their titles. A folder that is not there has none.
  func read() -> LibraryReading {
    let names = files
    var reading = LibraryReading(folder: path, deleted: setAside(among: names).map(\.name))
    var unread: [String] = []
    for file in names.sorted().prefix(Self.mostFiles) where file.hasSuffix(".md") && !file.hasPrefix(".") {
      guard let handle = FileHandle(forReadingAtPath: "\(path)/\(file)"),
        let data = try? handle.read(upToCount: Self.mostBytes + 1), data.count <= Self.mostBytes,
        let text = String(bytes: data, encoding: .utf8)
      else {
        unread.append(file)
        continue
      }
      reading.prompts.append(LibraryPrompt(name: String(file.dropLast(3)), contents: text))
    }
    reading.prompts.sort { ($0.title.lowercased(), $0.name) < ($1.title.lowercased(), $1.name) }
    if let first = unread.first {
      let others = unread.count > 1 ? " and \(unread.count - 1) more" : ""
      reading.problem =
        "\(path)/\(first)\(others) cannot be read as text of at most 1 MB, and stays out of the library."
    }
    return reading
  }

  /// Keeps a text under a title. What had that title is set aside, as if it had been deleted.
  /// - Returns: what was done, as a sentence.
  func save(title: String, text: String) throws -> String {
    let old = read().prompts.first { $0.title == title }
    let name = old?.name ?? freeName(LibraryPrompt.fileName(for: title))
    let contents = Array(LibraryPrompt.contents(title: title, text: text).utf8)
    let replaces = old != nil && FileManager.default.contents(atPath: file(name)).map(Array.init) != contents
    if replaces { try delete(name) }
    do {
      try PrivateFile.write(contents, to: file(name))
    } catch {
      if replaces { _ = try restore(name) }
      throw error
    }
    return "Kept in the library as \(file(name))." + (replaces ? " The library can bring back what had that name." : "")
  }

  // MARK: Changing

  struct Problem: Error { var sentence: String }

  private func file(_ name: String) -> String { "\(path)/\(name).md" }

  private func isThere(_ file: String) -> Bool { FileManager.default.fileExists(atPath: file) }

  /// A name that no file has, with a number behind it where others have it: titles may differ in what no name can hold.
  private func freeName(_ name: String) -> String {
    var free = name
    var number = 2
    while isThere(file(free)) {
      free = "\(name) \(number)"
      number += 1
    }
    return free
  }

  /// Gives a prompt another title, and its file the name that goes with it.
  /// - Returns: its name then.
  func rename(_ name: String, title: String) throws -> String {
    if let other = read().prompts.first(where: { $0.name != name && $0.title.lowercased() == title.lowercased() }) {
      throw Problem(sentence: "\(file(other.name)) has this name already: choose another.")
    }
    guard let contents = try? String(contentsOfFile: file(name), encoding: .utf8) else {
      throw Problem(sentence: "\(file(name)) cannot be read.")
    }
    let wanted = LibraryPrompt.fileName(for: title)
    let next = wanted.lowercased() == name.lowercased() ? wanted : freeName(wanted)
    // First the name: where letters differ in case alone, both may be one file.
    if next != name { try PrivateFile.rename(file(name), to: file(next)) }
    try PrivateFile.write(Array(LibraryPrompt.retitled(contents, title).utf8), to: file(next))
    return next
  }

  // MARK: Setting aside

  /// A file that stands beside its prompt's name while that is deleted, under a name that is none of the library.
  private struct SetAside {
    var file: String
    var name: String
    var number: Int
    var time: Date
  }

  /// So many stay; the oldest are removed for good.
  static let mostSetAside = 50

  /// What is set aside, the newest last.
  private func setAside(among files: [String]) -> [SetAside] {
    files.compactMap { file -> SetAside? in
      guard let match = file.wholeMatch(of: /(.+)\.md\.deleted(\d*)/) else { return nil }
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")
      return SetAside(
        file: "\(path)/\(file)", name: String(match.1), number: Int(match.2) ?? 1,
        time: attributes?[.modificationDate] as? Date ?? .distantPast)
    }
    .sorted { ($0.time, $0.number, $0.name) < ($1.time, $1.number, $1.name) }
  }

  private var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

  /// Sets the file of a prompt aside. What was set aside before it stays, the oldest files of too many excepted.
  func delete(_ name: String) throws {
    guard isThere(file(name)) else { throw Problem(sentence: "\(file(name)) is gone already.") }
    let others = setAside(among: files)
    let last = others.filter { $0.name == name }.map(\.number).max() ?? 0
    let aside = "\(file(name)).deleted" + (last > 0 ? "\(last + 1)" : "")
    try PrivateFile.rename(file(name), to: aside)
    // When that was tells which comes back first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: aside)
    for old in others.dropLast(Self.mostSetAside - 1) { try? FileManager.default.removeItem(atPath: old.file) }
  }

  /// Brings back what was set aside last of a name; where another prompt has it by now, with a number behind it.
  /// - Returns: the name it has.
  func restore(_ name: String) throws -> String {
    guard let aside = setAside(among: files).last(where: { $0.name == name }) else {
      throw Problem(sentence: "\(file(name)).deleted is gone.")
    }
    let free = freeName(name)
    try PrivateFile.rename(aside.file, to: file(free))
    let contents = (try? String(contentsOfFile: file(free), encoding: .utf8)) ?? ""
    let title = LibraryPrompt(name: name, contents: contents).title
    if let other = freeTitle(title, besides: free) {
      try PrivateFile.write(Array(LibraryPrompt.retitled(contents, other).utf8), to: file(free))
    }
    return free
  }

  /// A title with a number behind it, where another prompt has it; `nil` where none has.
  private func freeTitle(_ title: String, besides name: String) -> String? {
    let titles = Set(read().prompts.filter { $0.name != name }.map(\.title))
    guard titles.contains(title) else { return nil }
    return (2...).lazy.map { "\(title) \($0)" }.first { !titles.contains($0) }
  }
}
