package import Core
package import Gemini
package import HTTP
import Store
import Synchronization

/// Makes one run: sends the request, sends it again where that helps, and reports what comes.
///
/// Screen and commands use the same one. What it reports is all there is to know: a `Run` that applies the events in
/// order is the whole truth.
package final class RunDriver: Sendable {
  private let http: HTTPClient
  private let server: @Sendable () async throws -> Server
  private let assets: Assets
  private let policy: RetryPolicy
  /// The wait before the next attempt, while there is one.
  private let wait = Mutex<Task<Void, any Error>?>(nil)

  /// - Parameter server: whom to ask; called once a run, as the simulator has to be started first.
  package init(
    http: HTTPClient, assets: Assets, policy: RetryPolicy = RetryPolicy(),
    server: @escaping @Sendable () async throws -> Server
  ) {
    self.http = http
    self.assets = assets
    self.policy = policy
    self.server = server
  }

  package convenience init(http: HTTPClient, server: Server, assets: Assets, policy: RetryPolicy = RetryPolicy()) {
    self.init(http: http, assets: assets, policy: policy) { server }
  }

  /// Ends the wait before the next attempt.
  package func retryNow() {
    wait.withLock { $0?.cancel() }
  }

  /// Runs to the end; the last event is always `.ended`. Cancelling the task ends the run as stopped.
  package func run(
    _ request: GenerateContentRequest, stream: Bool = true, report: @escaping @Sendable (RunEvent) async -> Void
  ) async {
    let resolved: GenerateContentRequest
    do {
      resolved = try request.resolved { try assets.read($0) }
    } catch {
      let sentence = (error as? StoreError)?.sentence ?? "A picture of this conversation cannot be read."
      await report(.ended(Failure(.invalidRequest, sentence, hint: "Take it out, or begin a new session.")))
      return
    }
    guard let server = try? await server() else {
      await report(
        .ended(
          Failure(.network, "The offline simulator could not be started.", hint: "Enter an API key, or try again.")))
      return
    }
    let httpRequest = server.request(.generateContent(resolved, stream: stream))
    let report: @Sendable (RunEvent) async -> Void = { await report(server.presentable($0)) }
    var attempt = 1
    while true {
      await report(.attempt(attempt))
      let (failure, hasContent) = await self.attempt(httpRequest, stream: stream, report: report)
      guard let failure, !Task.isCancelled,
        let delay = policy.delay(
          after: failure, attempt: attempt, hasAnswer: hasContent, jitter: .random(in: 0..<1))
      else {
        await report(.ended(Task.isCancelled ? failure.map { _ in .cancelled } : failure))
        return
      }
      await report(.retry(failure, attempt: attempt, delaySeconds: delay))
      await pause(delay)
      if Task.isCancelled {
        await report(.ended(.cancelled))
        return
      }
      attempt += 1
    }
  }

  private func pause(_ seconds: Double) async {
    let task = Task { try await Task.sleep(for: .seconds(seconds)) }
    wait.withLock { $0 = task }
    await withTaskCancellationHandler {
      _ = try? await task.value
    } onCancel: {
      task.cancel()
    }
    wait.withLock { $0 = nil }
  }

  private func attempt(
    _ request: HTTPRequest, stream: Bool, report: @Sendable (RunEvent) async -> Void
  ) async -> (failure: Failure?, hasContent: Bool) {
    var hasContent = false
    do {
      let response = try await http.send(request)
      guard response.status == 200 else {
        let body = try await response.body.collect(limit: 1 << 20)
        return (Failure(httpStatus: response.status, body: body), false)
      }
      var decoder = StreamDecoder()
      for try await bytes in response.body {
        let (responses, failure) = take(decoder.feed(bytes))
        if !responses.isEmpty {
          hasContent = true
          await report(.received(responses))
        }
        if let failure { return (failure, hasContent) }
      }
      let (responses, failure) = take(decoder.finish())
      if !responses.isEmpty {
        hasContent = true
        await report(.received(responses))
      }
      if failure == nil, !hasContent {
        return (stream ? .incompleteStream : .malformed("an empty body"), false)
      }
      return (failure, hasContent)
    } catch {
      return (Failure(error, hasContent: hasContent), hasContent)
    }
  }

  /// The responses up to the first failure, their pictures kept as assets.
  private func take(_ items: [StreamDecoder.Item]) -> (responses: [GenerateContentResponse], failure: Failure?) {
    var responses: [GenerateContentResponse] = []
    for item in items {
      switch item {
      case .response(let response): responses.append(assets.keep(response))
      case .failure(let failure): return (responses, failure)
      }
    }
    return (responses, nil)
  }
}
