import Foundation
import TestSupport
import Testing

@Suite(
  "Recorded answers, asked for by the program",
  .enabled(
    if: ProcessInfo.processInfo.environment["WIRE_SAMPLES"]?.isEmpty == false,
    "WIRE_SAMPLES names no folder of recorded answers"), .serialized)
struct WireSampleTests {
  private static let kinds = ["streaming-", "unary-"]

  /// The files of both services whose names begin so.
  private func checks(_ kind: String) throws -> [AnswerCheck] {
    let samples = try #require(try WireSamples())
    let files = samples.files.filter { ($0.path as NSString).lastPathComponent.hasPrefix(kind) }
    try #require(files.count > 10)
    return files.map { AnswerCheck($0.path, $0.bytes, isStream: kind == "streaming-") }
  }

  /// A few at a time, as each is a process of its own.
  private func forEach(_ kind: String, _ body: @escaping @Sendable (AnswerCheck) async throws -> Void) async throws {
    let count = try checks(kind).count
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<3 {
        group.addTask {
          let checks = try checks(kind)
          for index in stride(from: worker, to: count, by: 3) { try await body(checks[index]) }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("The object of --format json says what the file says: parts, reasons, usage, sources, errors", arguments: kinds)
  func objects(kind: String) async throws {
    try await forEach(kind) { try await $0.json() }
  }

  @Test("The lines of --format jsonl join to the file's text", arguments: kinds)
  func lines(kind: String) async throws {
    try await forEach(kind) { try await $0.lines() }
  }
}
