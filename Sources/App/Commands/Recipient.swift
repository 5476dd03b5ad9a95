import Core
import Gemini
import HTTP
import Simulator

/// Whom a command asks: the service, or the offline simulator, which starts when it is first needed.
struct Recipient: Sendable {
  /// As a dry run shows it. A simulator that runs has another port each time; the one that is shown is what
  /// `gemstudio simulate --port 8080` listens at.
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
      server = Server(backend: .simulator, baseURL: "http://127.0.0.1:8080", version: "v1beta", key: nil)
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

  /// What asks it, again where that helps, which the person is told.
  func client(_ workshop: Workshop, _ console: Console) async throws(Failure) -> APIClient {
    guard let server = try? await connect() else { throw .noSimulator }
    var client = APIClient(http: workshop.http, server: server)
    client.policy = .forCommands
    client.onRetry = console.noteRetry
    return client
  }
}

extension Recipient {
  /// Seconds the service may take to speak of one model.
  private static let patience = 2.0

  /// Adds the word of the service on its models: what is kept of it, and what it says of a turn's model where nothing is
  /// kept and the request depends on it. A plain prompt never waits for that.
  /// - Parameter mayAsk: false leaves it at what is kept.
  func tell(
    _ settings: inout Settings, of turn: TurnOptions, in session: Session, workshop: Workshop, mayAsk: Bool
  ) async {
    let now = workshop.clock.now
    var listed = ListedModels(of: server, in: workshop.paths)
    settings.models.take(listed.models)
    let model = turn.model.map(settings.model) ?? session.model
    guard server.backend != .simulator, mayAsk, !listed.isFresh(model, at: now), ModelID.problem(model) == nil,
      turn.setsWhatModelsTell(in: session, settings.models.traits(of: model))
    else { return }
    let client = APIClient(http: workshop.http, server: server)
    // Without an answer the request is judged by what is known, and at last by the service itself.
    let answer = try? await client.within(Self.patience) { (client) throws(Failure) in try await client.model(model) }
    if let answer, answer.id == ModelID.bare(model) {
      listed.keep(answer, at: now)
      settings.models.take(listed.models)
    }
  }
}

extension RetryPolicy {
  /// Somebody waits at a command, so it gives up a little sooner than the studio.
  static let forCommands: RetryPolicy = {
    var policy = RetryPolicy()
    policy.maximumAttempts = 4
    return policy
  }()
}

extension Console {
  /// Says that a request failed and is made again.
  func noteRetry(_ failure: Failure, delaySeconds: Double) {
    let wait = delaySeconds == 0 ? "" : " in \(durationText(milliseconds: Int(delaySeconds * 1000)))"
    note("\(failure.message.asSentence) Trying again\(wait).")
  }
}

extension Failure {
  static let noSimulator = Failure(
    .network, "The offline simulator could not be started.", hint: "Enter an API key, or try again.")
}
