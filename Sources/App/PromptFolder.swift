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
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    var reading = LibraryReading(folder: path, deleted: deleted(among: names))
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

  /// Keeps a text under a title. A file of that name is set aside, as if it had been deleted.
  /// - Returns: what was done, as a sentence.
  func save(title: String, text: String) throws -> String {
    let name = LibraryPrompt.fileName(for: title)
    let file = "\(path)/\(name).md"
    let contents = Array(LibraryPrompt.contents(title: title, text: text).utf8)
    let old = FileManager.default.contents(atPath: file).map(Array.init)
    let replaces = isThere(file) && old != contents
    if replaces { try delete(name) }
    do {
      try PrivateFile.write(contents, to: file)
    } catch {
      if replaces { _ = try restore(name) }
      throw error
    }
    return "Kept in the library as \(file)." + (replaces ? " The library can bring back what had that name." : "")
  }

  // MARK: Changing

  struct Problem: Error { var sentence: String }

  private func file(_ name: String) -> String { "\(path)/\(name).md" }

  private func isThere(_ file: String) -> Bool { FileManager.default.fileExists(atPath: file) }

  /// Gives a prompt another title, and its file the name that goes with it.
  /// - Returns: its name then.
  func rename(_ name: String, title: String) throws -> String {
    let next = LibraryPrompt.fileName(for: title)
    let isOther = next.lowercased() != name.lowercased()
    if isOther, isThere(file(next)) { throw Problem(sentence: "\(file(next)) is there already: choose another name.") }
    guard let contents = try? String(contentsOfFile: file(name), encoding: .utf8) else {
      throw Problem(sentence: "\(file(name)) cannot be read.")
    }
    // First the name: where letters differ in case alone, both may be one file.
    if next != name { try PrivateFile.rename(file(name), to: file(next)) }
    try PrivateFile.write(Array(LibraryPrompt.retitled(contents, title).utf8), to: file(next))
    return next
  }

  /// Where the file of a prompt stands while it is deleted: beside it, under a name that is none of the library.
  private func setAside(_ name: String, _ number: Int) -> String {
    "\(file(name)).deleted" + (number > 1 ? "\(number)" : "")
  }

  /// Sets the file of a prompt aside. What was set aside before it stays.
  func delete(_ name: String) throws {
    var number = 1
    while isThere(setAside(name, number)) { number += 1 }
    guard isThere(file(name)) else { throw Problem(sentence: "\(file(name)) is gone already.") }
    try PrivateFile.rename(file(name), to: setAside(name, number))
    // When that was tells which comes back first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: setAside(name, number))
  }

  /// The names of what is set aside, the newest last.
  private func deleted(among files: [String]) -> [String] {
    files.compactMap { file -> (name: String, time: Date)? in
      guard let name = file.wholeMatch(of: /(.+)\.md\.deleted\d*/)?.1 else { return nil }
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")
      return (String(name), attributes?[.modificationDate] as? Date ?? .distantPast)
    }
    .sorted { ($0.time, $0.name) < ($1.time, $1.name) }.map(\.name)
  }

  /// Brings back what was set aside last of a name; where another prompt has it by now, with a number behind it.
  /// - Returns: the name it has.
  func restore(_ name: String) throws -> String {
    var number = 1
    while isThere(setAside(name, number + 1)) { number += 1 }
    guard isThere(setAside(name, number)) else { throw Problem(sentence: "\(setAside(name, 1)) is gone.") }
    var free = name
    var count = 2
    while isThere(file(free)) {
      free = "\(name) \(count)"
      count += 1
    }
    try PrivateFile.rename(setAside(name, number), to: file(free))
    if free != name, let contents = try? String(contentsOfFile: file(free), encoding: .utf8) {
      let title = "\(LibraryPrompt(name: name, contents: contents).title) \(count - 1)"
      try PrivateFile.write(Array(LibraryPrompt.retitled(contents, title).utf8), to: file(free))
    }
    return free
  }
}
