package import Core
package import Gemini
package import HTTP
import Store
import Synchronization

/// Makes one run: sends the request, sends it again where that helps, follows a long answer over several requests, and
/// reports what comes.
///
/// Screen and commands use the same one. What it reports is all there is to know: a `Run` that applies the events in
/// order is the whole truth.
package final class RunDriver: Sendable {
  private let http: HTTPClient
  private let server: @Sendable () async throws -> Server
  private let assets: Assets
  private let policy: RetryPolicy
  private let models: ModelTable
  private let limiter: Limiter
  private let timing: Timing
  /// The wait before the next attempt, while there is one.
  private let wait = Mutex<Task<Void, Never>?>(nil)

  /// - Parameters:
  ///   - models: what is known of models.
  ///   - limiter: the one of this process.
  ///   - server: whom to ask; called once a run, as the simulator has to be started first.
  package init(
    http: HTTPClient, assets: Assets, models: ModelTable, limiter: Limiter, policy: RetryPolicy = RetryPolicy(),
    timing: Timing = .real, server: @escaping @Sendable () async throws -> Server
  ) {
    self.http = http
    self.assets = assets
    self.models = models
    self.limiter = limiter
    self.policy = policy
    self.timing = timing
    self.server = server
  }

  /// Ends the wait before the next attempt.
  package func retryNow() {
    wait.withLock { $0?.cancel() }
  }

  /// Runs to the end; the last event is always `.ended`. Cancelling the task ends the run as stopped.
  package func run(
    _ request: GenerateContentRequest, stream: Bool = true, report: @escaping @Sendable (RunEvent) async -> Void
  ) async {
    guard let server = try? await server() else {
      await report(
        .ended(
          Failure(.network, "The offline simulator could not be started.", hint: "Enter an API key, or try again.")))
      return
    }
    let report: @Sendable (RunEvent) async -> Void = { await report(server.presentable($0)) }
    let wire = Wire(
      request, stream: stream, server: server, assets: assets,
      stallSeconds: models.traits(of: request.model).stallSeconds)
    do throws(Failure) {
      try await run(wire, report: report)
      await report(.ended(nil))
    } catch {
      await report(.ended(Task.isCancelled ? .cancelled : error))
    }
  }

  /// - Throws: why there is no whole answer.
  private func run(_ wire: Wire, report: @Sendable (RunEvent) async -> Void) async throws(Failure) {
    var wire = wire
    var request = try wire.encoded()
    var course = RunCourse(policy, isUnary: !wire.stream, hasSignatures: wire.request.hasSignatures)
    var attempt = 1
    var announcement = RunEvent.attempt(attempt)
    while true {
      let model = ModelID.bare(wire.request.model)
      guard await limiter.enter(model, onWait: { await report(.queued(seconds: $0)) }) else { throw .cancelled }
      await report(announcement)
      let exchange = await exchange(request, wire, report: report)
      limiter.leave(model)
      if Task.isCancelled, exchange.failure != nil { throw .cancelled }
      switch course.next(after: exchange, jitter: .random(in: 0..<1)) {
      case .end(let failure):
        if let failure { throw failure }
        return
      case .attempt(let number, let failure, let delay):
        await report(.retry(failure, attempt: attempt, delaySeconds: delay))
        await pause(delay)
        attempt = number
        announcement = .attempt(number)
      case .attemptWithoutSignatures(let number, let failure):
        await report(.retry(failure, attempt: attempt, delaySeconds: 0))
        attempt = number
        announcement = .attempt(number)
        let isRequired = models.traits(of: wire.request.model).requiresSignatures
        wire.request = wire.request.withoutSignatures(isRequired: isRequired)
        request = try wire.encoded()
      case .hop(let number, let token, let failure, let delay):
        announcement = .hop(number)
        if let failure {
          await report(.retry(failure, attempt: attempt, delaySeconds: delay))
          await pause(delay)
        }
        wire.request.other["continuationToken"] = .string(token)
        request = try wire.encoded()
      }
      if Task.isCancelled { throw .cancelled }
    }
  }

  private func pause(_ seconds: Double) async {
    let task = Task(executorPreference: TaskQueue()) { [timing] in await timing.sleep(.seconds(seconds)) }
    wait.withLock { $0 = task }
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    wait.withLock { $0 = nil }
  }

  // MARK: One request

  private func exchange(
    _ request: HTTPRequest, _ wire: Wire, report: @Sendable (RunEvent) async -> Void
  ) async -> Exchange {
    var exchange = Exchange()
    do throws(HTTPError) {
      let response = try await http.send(request)
      guard response.status == 200 else {
        let body = await response.body.beginning(limit: APIClient.errorLimit)
        exchange.failure = wire.server.failure(response, body)
        return exchange
      }
      var decoder = StreamDecoder()
      for try await bytes in response.body {
        await take(decoder.feed(bytes), into: &exchange, report: report)
        if exchange.failure != nil { break }
      }
      if exchange.failure == nil { await take(decoder.finish(), into: &exchange, report: report) }
      if exchange.failure == nil, !exchange.hasBegun {
        exchange.failure = wire.stream ? .incompleteStream : .malformed("an empty body")
      }
    } catch {
      exchange.failure = Failure(error, hasAnswer: exchange.hasAnswer)
    }
    return exchange
  }

  /// Reports the responses up to the first failure, their pictures kept as assets.
  private func take(
    _ items: [StreamDecoder.Item], into exchange: inout Exchange, report: @Sendable (RunEvent) async -> Void
  ) async {
    var responses: [GenerateContentResponse] = []
    for item in items where exchange.failure == nil {
      switch item {
      case .response(let response):
        exchange.take(response)
        responses.append(assets.keep(response))
      case .failure(var failure):
        // What breaks off inside of an answer came with the status of that answer.
        failure.httpStatus = failure.httpStatus ?? 200
        exchange.failure = failure
      }
    }
    if !responses.isEmpty { await report(.received(responses)) }
  }
}

/// A request, and whom it goes to.
private struct Wire {
  var request: GenerateContentRequest
  let stream: Bool
  let server: Server
  private let assets: Assets
  private let stallSeconds: Int?

  init(_ request: GenerateContentRequest, stream: Bool, server: Server, assets: Assets, stallSeconds: Int?) {
    self.request = request
    self.stream = stream
    self.server = server
    self.assets = assets
    self.stallSeconds = stallSeconds
  }

  /// The request with the bytes of its assets.
  /// - Throws: which of them cannot be read.
  func encoded() throws(Failure) -> HTTPRequest {
    let resolved: GenerateContentRequest
    do {
      resolved = try request.resolved { try assets.read($0) }
    } catch {
      let sentence = (error as? StoreError)?.sentence ?? "A picture of this conversation cannot be read."
      throw Failure(.invalidRequest, sentence, hint: "Take it out, or begin a new session.")
    }
    var http = server.request(.generateContent(resolved, stream: stream))
    http.stallSeconds = stallSeconds
    return http
  }
}
