import Foundation
import TestSupport
import Testing

/// One answer asked for by `gemstudio ask`, and held against what a reader of the tests' own finds in it.
struct AnswerCheck {
  let name: String
  let body: [UInt8]
  let isStream: Bool
  let reading: SampleReading

  init(_ name: String, _ body: [UInt8], isStream: Bool) {
    self.name = name
    self.body = body
    self.isStream = isStream
    reading = SampleReading(body, isStream: isStream)
  }

  /// Asks with `--format json` and compares everything the object has to say.
  /// - Returns: the object.
  @discardableResult
  func json() async throws -> [String: Any] {
    let folder = try TemporaryFolder()
    let result = try await run(format: "json", in: folder)
    #expect(result.exitCode == reading.exitCode, "\(name): \(result.exitCode), \(result.err)")
    let any = try JSONSerialization.jsonObject(with: Data(result.out))
    let object = try #require(any as? [String: Any], "\(name)")
    check(object)
    return object
  }

  /// Asks with `--format jsonl`: joining the texts gives the text, and the last line the exit code.
  func lines() async throws {
    let result = try await run(format: "jsonl", in: TemporaryFolder())
    let lines = try result.text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    func joined(_ event: String) -> String {
      lines.filter { $0["event"] as? String == event && $0["candidate"] as? Int == 0 }
        .compactMap { $0["text"] as? String }.joined()
    }
    #expect(joined("text") == reading.answer.text, "\(name)")
    #expect(joined("thought") == reading.answer.thoughts, "\(name)")
    #expect(lines.last?["event"] as? String == "done", "\(name)")
    #expect(lines.last?["exitCode"] as? Int == Int(reading.exitCode), "\(name)")
    #expect(result.exitCode == reading.exitCode, "\(name)")
  }

  /// Serves the body with the status that belongs to it, cut into small pieces.
  private func run(format: String, in folder: TemporaryFolder) async throws -> ProgramProcess.Result {
    let type = reading.httpStatus == 200 && isStream ? "text/event-stream" : "application/json; charset=UTF-8"
    let server = try LoopbackServer { [body, status = reading.httpStatus] _, connection in
      connection.startChunked(status: status, headers: [("Content-Type", type)])
      for start in stride(from: 0, to: body.count, by: 997) {
        connection.writeChunk(Array(body[start..<min(start + 997, body.count)]))
      }
      connection.endChunked()
    }
    let program = ProgramProcess(
      folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
    return try await program.run(
      ["ask", "Say it", "--format", format, "--no-stdin"] + (isStream ? [] : ["--no-stream"]))
  }

  // MARK: Comparing

  private func check(_ object: [String: Any]) {
    #expect(object["text"] as? String == reading.answer.text, "\(name)")
    #expect(object["modelVersion"] as? String == reading.modelVersion, "\(name)")
    #expect(object["responseId"] as? String == reading.responseId, "\(name)")
    expectEqual(object["promptFeedback"], reading.promptFeedback, "promptFeedback")
    expectEqual(object["usageMetadata"], reading.usage.isEmpty ? nil : reading.usage as NSDictionary, "usageMetadata")
    let candidates = object["candidates"] as? [[String: Any]] ?? []
    #expect(candidates.map { $0["index"] as? Int } == reading.candidates.keys.sorted(), "\(name)")
    for candidate in candidates {
      check(candidate, reading.candidates[candidate["index"] as? Int ?? 0] ?? SampleReading.Candidate())
    }
    let timing = object["timing"] as? [String: Any] ?? [:]
    #expect((timing["firstTextMs"] is NSNumber) || reading.answer.text.isEmpty, "\(name)")
    #expect((timing["firstThoughtMs"] is NSNumber) == !reading.answer.thoughts.isEmpty, "\(name)")
    check(error: object["error"] as? [String: Any], attempts: timing["attempts"] as? Int)
  }

  private func check(_ candidate: [String: Any], _ expected: SampleReading.Candidate) {
    #expect(candidate["text"] as? String == expected.text, "\(name)")
    #expect(candidate["thoughts"] as? String == expected.thoughts, "\(name)")
    #expect(candidate["finishReason"] as? String == expected.finishReason, "\(name)")
    #expect(candidate["finishMessage"] as? String == expected.finishMessage, "\(name)")
    expectEqual(candidate["safetyRatings"], expected.safetyRatings, "safetyRatings")
    expectEqual(candidate["citationMetadata"], expected.citationMetadata, "citationMetadata")
    expectEqual(candidate["groundingMetadata"], expected.groundingMetadata, "groundingMetadata")
    expectEqual(candidate["urlContextMetadata"], expected.urlContextMetadata, "urlContextMetadata")
    let images = candidate["images"] as? [[String: Any]] ?? []
    var pictures = images.makeIterator()
    let parts = expected.parts.map { part -> NSDictionary in
      guard let blob = part["inlineData"] as? [String: Any], let data = blob["data"] as? String else { return part }
      let bytes = Data(base64Encoded: data)
      let image = pictures.next()
      #expect(image?["mimeType"] as? String == blob["mimeType"] as? String, "\(name)")
      #expect(image?["bytes"] as? Int == bytes?.count, "\(name)")
      #expect((image?["path"] as? String).map(FileManager.default.contents) == bytes, "\(name)")
      let reference: [String: Any] = ["sha256": image?["sha256"] ?? "", "bytes": bytes?.count ?? -1]
      var changed = part as? [String: Any] ?? [:]
      changed["inlineData"] = blob.merging(["data": reference]) { $1 }
      return changed as NSDictionary
    }
    #expect(pictures.next() == nil, "\(name)")
    expectEqual(candidate["parts"], parts as NSArray, "parts")
  }

  private func check(error: [String: Any]?, attempts: Int?) {
    #expect((error == nil) == (reading.failure == nil), "\(name): \(error ?? [:])")
    guard let failure = reading.failure, let error else {
      #expect(attempts == 1, "\(name)")
      return
    }
    #expect(error["kind"] as? String == failure.kind, "\(name)")
    #expect(error["status"] as? String == failure.status, "\(name)")
    if let code = failure.code { #expect(error["httpStatus"] as? Int == code, "\(name)") }
    if let message = failure.message { #expect(error["message"] as? String == message, "\(name)") }
    #expect((error["hint"] as? String)?.isEmpty == false, "\(name)")
    if ["authentication", "permission", "notFound", "invalidRequest"].contains(failure.kind) {
      #expect(attempts == 1, "\(name)")
    }
  }

  private func expectEqual(_ value: Any?, _ expected: NSObject?, _ what: String) {
    let found = value is NSNull ? nil : value as? NSObject
    #expect(found == expected, "\(name): \(what)")
  }
}
