import Core
import Foundation
import Gemini
import TestSupport
import Testing

@testable import App

@Suite("Calls that are made again")
struct CallTests {
  private static let busy: LoopbackServer.Handler = { _, connection in
    connection.respond(status: 503, text: errorBody(503, "UNAVAILABLE", "The model is overloaded."))
  }
  private static let good: LoopbackServer.Handler = { _, connection in
    connection.respond(
      text: #"{"totalTokens":3,"models":[{"name":"models/a","supportedGenerationMethods":["generateContent"]}]}"#)
  }
  private static let cut: LoopbackServer.Handler = { _, connection in
    connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".utf8))
    connection.close()
  }
  private static func limited(_ details: String) -> LoopbackServer.Handler {
    { _, connection in
      connection.respond(status: 429, text: errorBody(429, "RESOURCE_EXHAUSTED", "Too many.", details: details))
    }
  }
  private static let soon = limited(#"{"retryDelay":"7s"}"#)
  private static let later = limited(#"{"retryDelay":"250s"}"#)
  private static let daily = limited(#"{"violations":[{"quotaId":"GenerateRequestsPerDayPerProject"}]}"#)

  /// Asks a server as commands do, without any real wait.
  private func call(
    _ server: LoopbackServer, within seconds: Double = 1000
  ) async -> (answer: Result<JSON, Failure>, waits: [Double]) {
    let waits = Watched<[Double]>([])
    var client = APIClient(
      http: sharedClient,
      server: Server(backend: .developer, baseURL: server.baseURL, version: "v1beta", key: APIKey(KeySearch.key)))
    client.policy = .forCommands
    client.timing = .hasty
    client.onRetry = { _, delay in waits.change { $0.append(delay) } }
    do throws(Failure) {
      let answer = try await client.within(seconds) { (client) throws(Failure) in try await client.json(.listModels()) }
      return (.success(answer), waits.value)
    } catch {
      return (.failure(error), waits.value)
    }
  }

  @Test("A busy server and a limit with its delay are waited for, four times in all")
  func again() async throws {
    let server = try scripted(Self.busy, Self.soon, Self.cut, Self.good)
    let (answer, waits) = await call(server)
    #expect(try answer.get()["totalTokens"]?.int == 3)
    #expect(server.requests.count == 4)
    #expect(waits.count == 3 && (1..<2).contains(waits[0]) && waits[1] == 7 && (4..<5).contains(waits[2]), "\(waits)")
    let always = try scripted(Self.busy)
    let failed = await call(always)
    #expect(throws: Failure.self) { try failed.answer.get() }
    #expect(always.requests.count == 4 && failed.waits.count == 3)
  }

  @Test(
    "Neither a day's quota nor another refusal is asked for again, nor what would take too long", arguments: [0, 1, 2])
  func never(number: Int) async throws {
    let refusals: [LoopbackServer.Handler] = [
      Self.daily,
      { _, connection in connection.respond(status: 404, text: errorBody(404, "NOT_FOUND", "models/x is not found")) },
      Self.later,
    ]
    let server = try scripted(refusals[number], Self.good)
    let (answer, waits) = await call(server, within: 240)
    let failure = #expect(throws: Failure.self) { try answer.get() }
    #expect(failure?.kind == [.quotaExhausted, .notFound, .rateLimited][number])
    #expect(waits.isEmpty && server.requests.count == 1)
  }

  @Test("A server that repeats the key is not repeated")
  func echo() async throws {
    let server = try scripted { _, connection in connection.respond(text: #"{"models":["\#(KeySearch.key)"]}"#) }
    #expect(try await call(server).answer.get()["models"]?.text == #"["(hidden)"]"#)
  }

  // MARK: The program

  @Test(
    "Each command says that it tries again, and ends well",
    arguments: [["models"], ["models", "get", "a"], ["count", "hi", "--format", "json"], ["doctor"]])
  func commands(arguments: [String]) async throws {
    let server = try scripted(
      Self.busy,
      { request, connection in
        let isOne = request.path.hasSuffix("/a")
        if isOne { connection.respond(text: #"{"name":"models/a"}"#) } else { Self.good(request, connection) }
      })
    let folder = try TemporaryFolder()
    let program = ProgramProcess(
      folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
    let result = try await program.run(arguments)
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(server.requests.count == 2)
    let line = "gemstudio: The model is overloaded. Trying again in "
    #expect(result.err.hasPrefix(line) && result.err.count { $0 == "\n" } == 1, "\(result.err)")
    #expect(!result.out.isEmpty)
  }

  @Test(
    "An ended model names its successor", arguments: [["count", "hi", "-m"], ["models", "get"]])
  func ended(arguments: [String]) async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(
        status: 404, text: errorBody(404, "NOT_FOUND", "models/gemini-2.0-flash is not found for API version v1beta"))
    }
    let folder = try TemporaryFolder()
    let program = ProgramProcess(
      folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
    let result = try await program.run(arguments + ["gemini-2.0-flash", "--format", "json"])
    #expect(result.exitCode == 1 && server.requests.count == 1)
    let hint = "gemini-2.0-flash ended on 2026-06-01; its successor is gemini-3.5-flash-lite."
    #expect(try JSON(parsing: result.out)["error"]?["hint"]?.string == hint)
    #expect(result.err.contains(hint), "\(result.err)")
  }
}
