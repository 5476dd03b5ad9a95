import Dispatch
import Glibc
package import Images
import Processes

/// Makes pictures ready in a short-lived process of the same program, which has limits on memory and time: a hostile
/// picture costs a placeholder, never the studio.
package final class PictureProcess: Sendable {
  /// The name of the hidden subcommand.
  package static let subcommand = "__picture"

  private let executable: String
  private let cache: PictureCache?
  private let queue = DispatchQueue(label: "picture process")
  /// What is known already does not wait for what has to be made.
  private let reading = DispatchQueue(label: "picture cache")

  package init(executable: String = "/proc/self/exe", cache: PictureCache? = nil) {
    self.executable = executable
    self.cache = cache
  }

  /// Runs one request to its end, or finds its answer in the cache. Requests that need work wait for each other.
  package func run(_ request: PictureRequest) async -> PictureResult {
    await withCheckedContinuation { continuation in
      reading.async {
        if let known = self.known(request) { return continuation.resume(returning: known) }
        self.queue.async { continuation.resume(returning: self.exchange(request)) }
      }
    }
  }

  /// The answer of an earlier time, read as if a stranger had put it there.
  private func known(_ request: PictureRequest) -> PictureResult? {
    guard let answer = cache?.read(request) else { return nil }
    let result = PictureWorker.check(answer, for: request)
    guard case .failure = result else { return result }
    cache?.remove(request)
    return nil
  }

  private func exchange(_ request: PictureRequest) -> PictureResult {
    // No environment: a process that reads a stranger's bytes has no business with keys.
    let process = Subprocess([executable, Self.subcommand], environment: [:], output: .kept)
    let outcome: Subprocess.Outcome
    do {
      outcome = try process.run(request.encode(), limit: request.responseLimit, seconds: Double(PictureWorker.seconds))
    } catch {
      return .failure(.workerFailed("The process for pictures could not be started."))
    }
    if outcome.stop == .tooLong || outcome.end == .killed(signal: SIGXCPU) { return .failure(.timedOut) }
    if outcome.stop != nil { return .failure(.workerFailed("The process for pictures wrote more than it may.")) }
    if outcome.output.isEmpty {
      return .failure(.workerFailed("The process for pictures ended without an answer."))
    }
    let result = PictureWorker.check(outcome.output, for: request)
    if case .failure = result { return result }
    cache?.write(outcome.output, for: request)
    return result
  }
}
