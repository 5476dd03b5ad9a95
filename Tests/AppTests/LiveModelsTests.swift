import Foundation
import Gemini
import TestSupport
import Testing

@Suite("The service's word on its models, as the program takes it")
struct LiveModelsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let flash =
    #"{"name":"models/gemini-flash-latest","outputTokenLimit":100,"maxTemperature":1,"thinking":true,"#
    + #""description":"\#(KeySearch.key)","supportedGenerationMethods":["generateContent"]}"#
  private static let old =
    #"{"name":"models/gemini-2.0-flash","thinking":true,"supportedGenerationMethods":["generateContent"]}"#

  /// Says other limits than the table, and repeats the key beside them.
  private func makeServer() throws -> LoopbackServer {
    try LoopbackServer { request, connection in
      if request.method == "POST" {
        connection.respond(text: chunk("Yes", finish: "STOP"))
      } else if request.path.contains("/models?") {
        connection.respond(text: #"{"models":[\#(Self.flash),\#(Self.old)]}"#)
      } else if let model = [Self.flash, Self.old].first(where: { $0.contains(#""\#(request.path.dropFirst(8))""#) }) {
        connection.respond(text: model)
      } else {
        connection.respond(status: 404, text: errorBody(404, "NOT_FOUND", "models/x is not found"))
      }
    }
  }

  private func program(_ server: LoopbackServer) -> ProgramProcess {
    ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
  }

  /// What was asked for, such as `GET /v1beta/models/a` and `POST …:streamGenerateContent`.
  private func asked(_ server: LoopbackServer) -> [String] {
    server.requests.map { request in
      request.method == "GET" ? "GET \(request.path)" : "POST \(request.path.split(separator: ":").last ?? "")"
    }
  }

  private static let sent = "POST streamGenerateContent?alt=sse"

  @Test("What `models` was told, `ask` judges by, without asking again")
  func kept() async throws {
    let server = try makeServer()
    let program = program(server)
    #expect(try await program.run(["models"]).exitCode == 0)
    let refused = [
      (["--set", "maxOutputTokens=500"], "at most 100 output tokens"), (["--set", "temperature=1.5"], "from 0 to 1,"),
    ]
    for (options, part) in refused {
      let result = try await program.run(["ask", "hi"] + options)
      #expect(result.exitCode == 2 && result.err.contains(part), "\(result.err)")
      let dry = try await program.run(["ask", "hi", "--dry-run"] + options)
      #expect(dry.exitCode == 0 && dry.err.contains(part), "\(dry.err)")
    }
    // The table says that this one does not think; how it is set only the service knows.
    let thinks = try await program.run(["ask", "hi", "-m", "gemini-2.0-flash", "--thinking", "512"])
    #expect(thinks.exitCode == 0, "\(thinks.err)")
    #expect(asked(server) == ["GET /v1beta/models?pageSize=1000", Self.sent])
    let config = try JSON(parsing: try #require(server.requests.last).body)["generationConfig"]
    #expect(config?["thinkingConfig"]?["thinkingBudget"]?.int == 512)

    // Neither another server nor the simulator is judged by it.
    let other = try makeServer()
    #expect(try await self.program(other).run(["ask", "hi", "--set", "maxOutputTokens=100"]).exitCode == 0)
    #expect(other.requests.count == 2)
    let offline = try await program.run(["ask", "hi", "--offline", "--set", "maxOutputTokens=500"])
    #expect(offline.exitCode == 0, "\(offline.err)")
  }

  @Test("Where nothing is kept, one model is asked about if the request depends on it, once a day")
  func asks() async throws {
    let server = try makeServer()
    let program = program(server)
    for plain in [["ask", "hi"], ["ask", "hi", "--set", "temperature=0.2", "--set", "topP=0.5", "-s", "Be brief."]] {
      #expect(try await program.run(plain).exitCode == 0)
    }
    #expect(try await program.run(["ask", "hi", "--set", "maxOutputTokens=500", "--dry-run"]).exitCode == 0)
    #expect(asked(server) == [Self.sent, Self.sent], "a plain prompt pays nothing, a dry run sends nothing")
    let refused = try await program.run(["ask", "hi", "--set", "maxOutputTokens=500"])
    #expect(refused.exitCode == 2 && refused.err.contains("at most 100 output tokens"), "\(refused.err)")
    #expect(try await program.run(["ask", "hi", "--set", "maxOutputTokens=50"]).exitCode == 0)
    #expect(asked(server).dropFirst(2) == ["GET /v1beta/models/gemini-flash-latest", Self.sent])
  }

  @Test("A service that does not say is no hindrance", arguments: [true, false])
  func silent(answers: Bool) async throws {
    let server = try LoopbackServer { request, connection in
      if request.method == "POST" {
        connection.respond(text: chunk("Yes", finish: "STOP"))
      } else if answers {
        connection.respond(status: 503, text: "busy")
      } else {
        _ = connection.waitForPeerClose()
      }
    }
    let result = try await program(server).run(["ask", "hi", "--set", "maxOutputTokens=50"])
    #expect(result.text == "Yes" && result.exitCode == 0 && result.err.isEmpty, "\(result.err)")
    #expect(server.requests.map(\.method) == ["GET", "POST"])
  }
}
