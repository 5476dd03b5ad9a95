import Core
import Foundation
import Gemini

/// The prompts of a JSONL file.
struct PromptList: Sendable {
  struct Prompt: Sendable {
    let content: Content
    /// `nil` leaves it to the options.
    let system: String?
    let expectation: Expectation?
    let label: String
  }

  private(set) var prompts: [Prompt] = []

  private static let limit = 64 << 20
  private static let keys: Set = ["prompt", "attachments", "system", "expect", "label"]

  /// - Parameter reader: takes in the files that go with prompts.
  /// - Throws: what is wrong with which lines.
  init(_ path: String, reader: AttachmentReader, console: Console) async throws(CommandError) {
    let path = Paths.absolute(path)
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: Self.limit + 1) else {
      throw CommandError("The prompts \(path) cannot be read. Check the name and its permissions.")
    }
    guard data.count <= Self.limit else { throw CommandError("The prompts \(path) are longer than 64 MiB.") }
    let folder = (path as NSString).deletingLastPathComponent
    var problems: [String] = []
    for (index, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { continue }
      do throws(CommandError) {
        prompts.append(try await Self.prompt(Array(line), folder: folder, reader: reader, console: console))
      } catch {
        problems.append("Line \(index + 1): \(error.sentence)")
      }
    }
    guard problems.isEmpty else {
      let more = problems.count > 10 ? " And \(problems.count - 10) lines more." : ""
      throw CommandError("\(path) cannot be used. \(problems.prefix(10).joined(separator: " "))\(more)")
    }
    guard !prompts.isEmpty else {
      throw CommandError("\(path) holds no prompts: it is one JSON object a line, such as {\"prompt\": \"Say hi.\"}.")
    }
  }

  private static func prompt(
    _ line: [UInt8], folder: String, reader: AttachmentReader, console: Console
  ) async throws(CommandError) -> Prompt {
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: line) } catch {
      throw CommandError("It is not JSON: \(error.reason) (byte \(error.offset)).")
    }
    guard let object = json.object else { throw CommandError("It is no JSON object.") }
    if let unknown = object.members.first(where: { !keys.contains($0.key) }) {
      throw CommandError("\"\(unknown.key)\" is none of \(keys.sorted().joined(separator: ", ")).")
    }
    func text(_ key: String) throws(CommandError) -> String? {
      guard let value = object[key] else { return nil }
      guard let text = value.string else { throw CommandError("\"\(key)\" is no text.") }
      return text
    }
    let words = try text("prompt") ?? ""
    let names = object["attachments"] ?? []
    guard let list = names.array, list.allSatisfy({ $0.string != nil }) else {
      throw CommandError("\"attachments\" is no list of paths.")
    }
    guard !words.isEmpty || !list.isEmpty else { throw CommandError("There is no \"prompt\".") }
    let paths = list.compactMap(\.string).map { Paths.absolute($0, in: folder) }
    let attachments = try await Question.read(paths, by: reader, console)
    return Prompt(
      content: Content(parts: attachments.map(\.part) + (words.isEmpty ? [] : [Part(text: words)])),
      system: try text("system"),
      expectation: try object["expect"].map { (json) throws(CommandError) in try Expectation(json, folder: folder) },
      label: try text("label") ?? "")
  }
}
