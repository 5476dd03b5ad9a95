import Core
import Gemini
import TestSupport
import Testing

@testable import App

private let good = chunk("Hello", finish: "STOP")

@Suite("Thought signatures on the wire")
struct SignatureTests {
  /// A signature as the service makes them: nothing of it may change.
  private static let signature = "Cs8BAXLI2nxQy+/=Zm9v//++AAAB=="

  private func history(_ model: String) -> GenerateContentRequest {
    GenerateContentRequest(
      model: model,
      contents: [
        Content(parts: [Part(text: "one")]),
        Content(
          role: .model,
          parts: [Part(text: "1"), Part(.text(""), thoughtSignature: Self.signature)]),
        Content(parts: [Part(text: "two")]),
      ])
  }

  private func sent(_ server: LoopbackServer) throws -> [String?] {
    try server.requests.map { try JSON(parsing: $0.body)["contents"]?.array?[1]["parts"]?.text }
  }

  @Test(
    "A signature that is called invalid is taken out, once and for everybody to see",
    arguments: ["Invalid", "Corrupted"])
  func repaired(word: String) async throws {
    let server = try scripted(
      { $1.respond(status: 400, text: errorBody(400, "INVALID_ARGUMENT", "\(word) thought signature.")) },
      { $1.respond(text: good) })
    let (run, events) = await drive(server, history("gemini-3.8-flash"))
    #expect(run.exitCode == 0 && run.attempts == 2)
    #expect(
      try sent(server) == [
        #"[{"text":"1"},{"text":"","thoughtSignature":"\#(Self.signature)"}]"#, #"[{"text":"1"}]"#,
      ])
    guard case .retry(let failure, attempt: 1, delaySeconds: 0) = events[1] else {
      Issue.record("the second event is no retry: \(events)")
      return
    }
    #expect(failure.kind == .invalidRequest)
    #expect(events[2] == .attempt(2))
  }

  @Test("A model that wants signatures gets the word that stands for one")
  func required() async throws {
    let server = try scripted(
      { $1.respond(status: 400, text: errorBody(400, "INVALID_ARGUMENT", "Invalid thought signature.")) },
      { $1.respond(text: good) })
    let (run, _) = await drive(server, history("gemini-3-pro-image"))
    #expect(run.attempts == 2)
    #expect(try sent(server).last??.contains(#""thoughtSignature":"skip_thought_signature_validator""#) == true)
  }

  @Test("A server that goes on complaining is not asked a third time, nor one to which none were sent")
  func neverLoops() async throws {
    let server = try scripted {
      $1.respond(status: 400, text: errorBody(400, "INVALID_ARGUMENT", "Invalid thought signature."))
    }
    let (run, _) = await drive(server, history("gemini-3.8-flash"))
    #expect(server.requests.count == 2)
    #expect(run.failure?.kind == .invalidRequest && run.exitCode == 1)
    _ = await drive(server)
    #expect(server.requests.count == 3)
  }

  @Test("A signature goes from an answer into the next request as it came")
  func unchanged() async throws {
    let parts = #"[{"text":"Hi"},{"text":"","thoughtSignature":"\#(Self.signature)"}]"#
    let server = try scripted {
      $1.respond(text: events(#"{"candidates":[{"content":{"parts":\#(parts)},"finishReason":"STOP"}]}"#))
    }
    let folder = try TemporaryFolder()
    let program = ProgramProcess(
      folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
    #expect(try await program.run(["ask", "one"]).exitCode == 0)
    #expect(try await program.run(["ask", "two", "--continue"]).exitCode == 0)
    let body = try #require(server.requests.last.map { String(decoding: $0.body, as: UTF8.self) })
    #expect(body.contains(#""parts":\#(parts)"#), "\(body)")
  }
}
