import Foundation
import Testing

@testable import Gemini

/// The recorded answers, read a second time by an independent reader: naive splitting and Foundation.
@Suite(.enabled(if: !Sample.all.isEmpty, "WIRE_SAMPLES names no folder of samples"))
struct SampleTests {
  /// The JSON objects of a body, in order; `nil` for a body that is none, such as HTML.
  private func payloads(_ sample: Sample) -> [NSDictionary]? {
    let text = String(decoding: sample.body, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    var texts: [String] = []
    var rest = ""
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("data: ") { texts.append(String(line.dropFirst(6))) } else { rest += line + "\n" }
    }
    if !rest.allSatisfy(\.isWhitespace) { texts.append(rest) }
    let values = texts.map { try? JSONSerialization.jsonObject(with: Data($0.utf8)) }
    let objects = values.flatMap { ($0 as? [NSDictionary]) ?? [$0 as? NSDictionary].compactMap { $0 } }
    return objects.count >= values.count ? objects : nil
  }

  private func isResponse(_ payload: NSDictionary) -> Bool {
    ["candidates", "promptFeedback", "usageMetadata", "modelVersion"].contains { payload[$0] != nil }
  }

  private func candidates(_ payloads: [NSDictionary]) -> [NSDictionary] {
    payloads.compactMap { ($0["candidates"] as? [NSDictionary])?.first }
  }

  /// The parts joined anew: neighbouring plain texts of one kind are one, empty ones go.
  private func parts(_ payloads: [NSDictionary]) -> [NSDictionary] {
    var joined: [[String: Any]] = []
    for candidate in candidates(payloads) {
      let content = candidate["content"] as? NSDictionary
      for part in content?["parts"] as? [[String: Any]] ?? [] {
        if part.isEmpty || part.count == 1 && part["text"] as? String == "" { continue }
        let isPlain = Set(part.keys).isSubset(of: ["text", "thought"]) && part["text"] != nil
        if isPlain, let last = joined.last, Set(last.keys) == Set(part.keys), let before = last["text"] as? String,
          let more = part["text"] as? String
        {
          joined[joined.count - 1]["text"] = before + more
        } else {
          joined.append(part)
        }
      }
    }
    return joined.map { $0 as NSDictionary }
  }

  private func text(_ parts: [NSDictionary], thought: Bool) -> String {
    parts.filter { ($0["thought"] as? Bool ?? false) == thought }.compactMap { $0["text"] as? String }.joined()
  }

  @Test(arguments: Sample.all, [Int.max, 1000, 7])
  func readsAsTheIndependentReaderReads(_ sample: Sample, _ piece: Int) throws {
    let run = Collected(decoded(sample.body, piece: piece))
    guard let payloads = payloads(sample) else {
      #expect(run.responses.isEmpty)
      #expect(run.failures.first?.kind == .malformedResponse)
      return
    }
    let answers = payloads.filter(isResponse)
    let errors = payloads.compactMap { $0["error"] as? NSDictionary }
    #expect(run.responses.count == answers.count)
    #expect(run.failures.count == payloads.count - answers.count)
    #expect(run.failures.compactMap(\.httpStatus) == errors.compactMap { $0["code"] as? Int })
    #expect(run.failures.compactMap(\.status) == errors.compactMap { $0["status"] as? String })

    let expected = parts(answers)
    #expect(run.candidate.text(thought: false) == text(expected, thought: false))
    #expect(run.candidate.text(thought: true) == text(expected, thought: true))
    #expect(Reference.equal(Reference.parse(.array(run.candidate.parts.map(\.json))), expected as NSArray))
    let reasons = candidates(answers).compactMap { $0["finishReason"] as? String }
    #expect(run.candidate.finishReason?.rawValue == reasons.last)
    let messages = candidates(answers).compactMap { $0["finishMessage"] as? String }
    #expect(run.candidate.finishMessage == messages.last)
    let usage = NSMutableDictionary()
    for answer in answers { usage.addEntries(from: answer["usageMetadata"] as? [AnyHashable: Any] ?? [:]) }
    #expect(Reference.equal(Reference.parse(.object(run.usage.json)), usage))
    #expect(run.responses.compactMap(\.modelVersion) == answers.compactMap { $0["modelVersion"] as? String })
    let blocks = answers.compactMap { ($0["promptFeedback"] as? NSDictionary)?["blockReason"] as? String }
    #expect(run.responses.compactMap { $0.promptFeedback?.blockReason } == blocks)
  }

  @Test(arguments: Sample.all)
  func citationsOfAllChunksAreKept(_ sample: Sample) {
    let answers = payloads(sample) ?? []
    let run = Collected(decoded(sample.body))
    for name in ["citations", "citationSources"] {
      let sources = candidates(answers)
        .flatMap { ($0["citationMetadata"] as? NSDictionary)?[name] as? [NSDictionary] ?? [] }
      let own = Reference.parse(.array(run.candidate.citationMetadata?[name]?.array ?? [])) as? [NSDictionary]
      #expect(Set(own ?? []) == Set(sources))
    }
  }

  @Test(arguments: Sample.all.filter { $0.name.hasSuffix(".json") })
  func jsonGoesRoundUnchanged(_ sample: Sample) throws {
    let value = try JSON(parsing: sample.body)
    #expect(try JSON(parsing: value.encoded) == value)
    #expect(Reference.equal(Reference.parse(value), Reference.parse(sample.body)))
  }

  @Test(arguments: Sample.all)
  func theContentsOfAnAnswerCanBeSentBack(_ sample: Sample) {
    for response in Collected(decoded(sample.body)).responses {
      for candidate in response.candidates {
        let content = Content(role: .model, parts: candidate.parts)
        #expect(Content(content.json) == content)
      }
    }
  }

  @Test(arguments: Sample.all.filter { $0.name.contains("failure") })
  func errorBodiesBecomeFailures(_ sample: Sample) {
    guard let error = payloads(sample)?.first?["error"] as? NSDictionary, let code = error["code"] as? Int else {
      return
    }
    let failure = Failure(httpStatus: 500, body: sample.body)
    #expect(failure.httpStatus == code)
    #expect(failure.status == error["status"] as? String)
    #expect(failure.message == error["message"] as? String)
    #expect(!failure.hint.isEmpty)
    let isKey = sample.name.contains("api-key")
    let expected: Failure.Kind? =
      isKey ? .authentication : [400: .invalidRequest, 403: .permission, 404: .notFound, 429: .rateLimited][code]
    #expect(failure.kind == expected)
    #expect(!failure.details.contains { $0["@type"]?.string?.contains("DebugInfo") == true })
    #expect(!String(describing: failure).contains("Invalid API key:"))
  }
}
