import Core
import Gemini
import HTTP
import Simulator

/// Whom a command asks: the service, or the offline simulator, which starts when it is first needed.
struct Recipient: Sendable {
  /// As a dry run shows it; the port of the simulator is not known before it runs.
  let server: Server
  /// The server that can be asked.
  let connect: @Sendable () async throws -> Server

  /// - Parameters:
  ///   - needsKey: false if nothing is sent.
  ///   - pace: of the simulator.
  /// - Throws: if there is no key, no base it may be sent to, or another thing asked for that cannot be had.
  init(
    _ workshop: Workshop, offline: Bool, needsKey: Bool = true, pace: SimulatorServer.Pace = .instant
  ) throws(CommandError) {
    if offline {
      server = Server(backend: .simulator, baseURL: "http://127.0.0.1:0", version: "v1beta", key: nil)
      let host = SimulatorHost(pictures: workshop.pictures, pace: pace)
      connect = { try await host.server() }
      return
    }
    if let problem = workshop.environment.vertexProblem ?? workshop.problem { throw CommandError(problem) }
    guard workshop.environment.key != nil || !needsKey else { throw CommandError(Self.noKey) }
    let server = workshop.server()
    self.server = server
    connect = { server }
  }

  static let noKey =
    "There is no API key. Set GEMINI_API_KEY (a key is made at aistudio.google.com/apikey), or ask the simulator with "
    + "--offline."

  /// One call whose answer is one JSON value.
  func answer(to endpoint: Endpoint, over http: HTTPClient) async throws(Failure) -> JSON {
    try await client(over: http).json(endpoint)
  }

  func client(over http: HTTPClient) async throws(Failure) -> APIClient {
    guard let server = try? await connect() else { throw .noSimulator }
    return APIClient(http: http, server: server)
  }
}

extension Failure {
  static let noSimulator = Failure(
    .network, "The offline simulator could not be started.", hint: "Enter an API key, or try again.")
}
