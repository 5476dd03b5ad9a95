import Core
import Foundation
import Gemini
import TestSupport
import Testing

@testable import App

/// An answer as the plainest possible reader understands it.
private struct PlainReading {
  var text = ""
  var hasError = false
  var isAnswer = false
  var finishReason: String?
  var isBlocked = false

  init(_ file: WireSamples.File, isStream: Bool) {
    let text = String(decoding: file.bytes, as: UTF8.self)
    var objects: [Any] = []
    if isStream {
      for line in text.components(separatedBy: .newlines) where line.hasPrefix("data:") {
        if let object = try? JSONSerialization.jsonObject(with: Data(line.dropFirst(5).utf8)) { objects.append(object) }
      }
      let rest = text.components(separatedBy: .newlines).filter { !$0.hasPrefix("data:") }.joined(separator: "\n")
      hasError = rest.contains("\"error\"")
    } else if let object = try? JSONSerialization.jsonObject(with: Data(file.bytes)) {
      objects = [object]
    }
    for case let object as [String: Any] in objects { read(object) }
  }

  private mutating func read(_ object: [String: Any]) {
    if object["error"] != nil { hasError = true }
    if object["candidates"] != nil || object["promptFeedback"] != nil { isAnswer = true }
    if let feedback = object["promptFeedback"] as? [String: Any] {
      isBlocked = feedback["blockReason"] != nil || feedback["blockReasonMessage"] != nil
    }
    guard let candidate = (object["candidates"] as? [[String: Any]])?.first else { return }
    finishReason = candidate["finishReason"] as? String ?? finishReason
    let parts = (candidate["content"] as? [String: Any])?["parts"] as? [[String: Any]] ?? []
    for part in parts where part["thought"] as? Bool != true { text += part["text"] as? String ?? "" }
  }
}

@Suite("Recorded answers", .enabled(if: ProcessInfo.processInfo.environment["WIRE_SAMPLES"]?.isEmpty == false))
struct WireSampleTests {
  /// Serves the bytes with the status that belongs to them, cut into small pieces.
  private func server(_ file: WireSamples.File) throws -> LoopbackServer {
    let json = try? JSON(parsing: file.bytes)
    let isPage = file.path.hasSuffix(".html")
    let status = isPage ? 404 : json?["error"]?["code"]?.int ?? 200
    return try LoopbackServer { _, connection in
      connection.startChunked(status: status)
      for start in stride(from: 0, to: file.bytes.count, by: 997) {
        connection.writeChunk(Array(file.bytes[start..<min(start + 997, file.bytes.count)]))
      }
      connection.endChunked()
    }
  }

  private func files(_ kind: String) throws -> [WireSamples.File] {
    let samples = try #require(try WireSamples())
    let found = samples.files.filter { ($0.path as NSString).lastPathComponent.hasPrefix(kind) }
    try #require(found.count > 10)
    return found
  }

  private var once: RetryPolicy {
    var policy = RetryPolicy()
    policy.maximumAttempts = 1
    return policy
  }

  private func check(_ run: Run, _ plain: PlainReading, _ path: String) {
    #expect(run.answer?.text(thought: false) ?? "" == plain.text, "\(path)")
    if plain.hasError {
      #expect([1, 4].contains(run.exitCode), "\(path): \(run.exitCode)")
      #expect(run.failure != nil, "\(path)")
    } else if plain.isBlocked || ["SAFETY", "RECITATION"].contains(plain.finishReason) {
      #expect(run.exitCode == 3, "\(path): \(run.exitCode)")
    } else if plain.finishReason == "STOP", !plain.text.isEmpty {
      #expect(run.exitCode == 0, "\(path): \(run.exitCode)")
    }
    let object = RunReport.json(run) { _ in nil }
    #expect(object["text"]?.string == plain.text, "\(path)")
    #expect((try? JSON(parsing: object.encoded)) == object, "\(path)")
  }

  @Test("Every recorded stream reads as its text")
  func streams() async throws {
    for file in try files("streaming-") {
      let (run, _) = await drive(try server(file), policy: once)
      check(run, PlainReading(file, isStream: true), file.path)
    }
  }

  @Test("Every recorded answer in one piece reads as its text")
  func unary() async throws {
    for file in try files("unary-") {
      let plain = PlainReading(file, isStream: false)
      // Answers of other methods are no answers of this one.
      let (run, _) = await drive(try server(file), stream: false, policy: once)
      if plain.isAnswer || plain.hasError { check(run, plain, file.path) }
      #expect(!run.isActive, "\(file.path)")
    }
  }
}
