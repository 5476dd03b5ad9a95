import Synchronization

/// One request under way: what the curl thread puts in and a task takes out, under one lock.
///
/// A transfer has one task that waits for its head, and after that one reader of its body.
final class Transfer: Sendable {
  /// What the curl thread is told about bytes it brings.
  enum Receipt {
    case accepted
    /// Too much is unread: the bytes were not taken and the socket is to be left alone until `CurlLoop.resume`.
    case full
    /// Nobody wants them any more.
    case refused
  }

  fileprivate struct State {
    var head = ResponseHead()
    var chunks: [[UInt8]] = []
    var unreadBytes = 0
    var isPaused = false
    /// Set once, when nothing more will arrive.
    var outcome: Result<Void, HTTPError>?
    var headWaiter: CheckedContinuation<Result<ResponseHead, HTTPError>, Never>?
    var bodyWaiter: CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>?
  }

  /// A chunk grows to this size while it waits, so that a flood costs its reader few wake-ups.
  private static let chunkLimit = 256 * 1024

  let request: HTTPRequest
  private let loop: CurlLoop
  private let maxUnreadBytes: Int
  private let state = Mutex(State())

  init(_ request: HTTPRequest, loop: CurlLoop, maxUnreadBytes: Int) {
    self.request = request
    self.loop = loop
    self.maxUnreadBytes = maxUnreadBytes
  }

  // MARK: For the waiting task

  /// Starts the transfer and waits for status and headers.
  func head() async -> Result<ResponseHead, HTTPError> {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ready = state.withLock { state in
          let ready = state.readyHead()
          if ready == nil { state.headWaiter = continuation }
          return ready
        }
        if let ready {
          continuation.resume(returning: ready)
        } else {
          loop.start(self)
        }
      }
    } onCancel: {
      cancel()
    }
  }

  /// The next bytes of the body, or nil at its end; waits for neither if there are some already.
  func nextChunk(isolation actor: isolated (any Actor)?) async -> Result<[UInt8]?, HTTPError> {
    if Task.isCancelled { cancel() }
    if let ready = takeChunk(orWait: nil) { return ready }
    return await withTaskCancellationHandler(
      operation: {
        await withCheckedContinuation(isolation: actor) { continuation in
          if let ready = takeChunk(orWait: continuation) { continuation.resume(returning: ready) }
        }
      },
      onCancel: { cancel() }, isolation: actor)
  }

  /// Ends the transfer now: whoever waits is told, unread bytes go, and libcurl drops the request.
  func cancel() {
    guard end(.failure(.cancelled), keepUnread: false) else { return }
    loop.cancel(self)
  }

  private func takeChunk(
    orWait waiter: CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>?
  ) -> Result<[UInt8]?, HTTPError>? {
    let (ready, resumes) = state.withLock { state in
      let ready = state.readyChunk()
      if ready == nil, let waiter {
        precondition(state.bodyWaiter == nil, "a body has one reader")
        state.bodyWaiter = waiter
      }
      return (ready, state.unpause(below: maxUnreadBytes / 2))
    }
    if resumes { loop.resume(self) }
    return ready
  }

  // MARK: For the curl thread

  /// True once the transfer has ended, however it did.
  var isOver: Bool {
    state.withLock { $0.outcome != nil }
  }

  /// Takes one header line; false if it is one too many.
  func receive(headerLine: some Collection<UInt8>) -> Bool {
    state.withLock { $0.head.append(line: headerLine) }
  }

  /// Takes bytes of the body, unless there are too many unread ones already.
  func receive(_ bytes: some Collection<UInt8>) -> Receipt {
    state.withLock { state in
      guard state.outcome == nil else { return .refused }
      guard state.unreadBytes == 0 || state.unreadBytes + bytes.count <= maxUnreadBytes else {
        state.isPaused = true
        return .full
      }
      state.unreadBytes += bytes.count
      if let last = state.chunks.indices.last, state.chunks[last].count + bytes.count <= Self.chunkLimit {
        state.chunks[last].append(contentsOf: bytes)
      } else if !bytes.isEmpty {
        state.chunks.append(Array(bytes))
      }
      return .accepted
    }
  }

  /// Hands over what has arrived. Not done for every piece as it comes: one wake-up for all that one look at the
  /// sockets brought.
  func deliver() {
    let (headWaiter, head, bodyWaiter, chunk, resumes) = state.withLock { state in
      let head = state.headWaiter == nil ? nil : state.readyHead()
      let chunk = state.bodyWaiter == nil ? nil : state.readyChunk()
      let headWaiter = head == nil ? nil : state.headWaiter.take()
      let bodyWaiter = chunk == nil ? nil : state.bodyWaiter.take()
      return (headWaiter, head, bodyWaiter, chunk, state.unpause(below: maxUnreadBytes / 2))
    }
    if let head { headWaiter?.resume(returning: head) }
    if let chunk { bodyWaiter?.resume(returning: chunk) }
    if resumes { loop.resume(self) }
  }

  /// Says that nothing more will arrive; unread bytes stay for their reader.
  func finish(_ outcome: Result<Void, HTTPError>) {
    end(outcome, keepUnread: true)
  }

  @discardableResult
  private func end(_ outcome: Result<Void, HTTPError>, keepUnread: Bool) -> Bool {
    let isFirst = state.withLock { state in
      let losesBytes = !keepUnread && !state.chunks.isEmpty
      if !keepUnread {
        state.chunks = []
        state.unreadBytes = 0
      }
      guard state.outcome == nil else {
        // All had arrived; but what the reader gets now is not all, and must not end as if it were.
        if losesBytes { state.outcome = outcome }
        return false
      }
      state.outcome = outcome
      state.isPaused = false
      return true
    }
    if isFirst { deliver() }
    return isFirst
  }
}

extension Transfer.State {
  fileprivate func readyHead() -> Result<ResponseHead, HTTPError>? {
    // A head that arrived is handed out even if its body has failed since: the reader of the body learns of that.
    return switch outcome {
    case .failure(.cancelled): .failure(.cancelled)
    case _ where head.isComplete: .success(head)
    case nil: nil
    case .failure(let error): .failure(error)
    case .success: .failure(.brokenOff(detail: "there was no answer"))
    }
  }

  fileprivate mutating func readyChunk() -> Result<[UInt8]?, HTTPError>? {
    if chunks.isEmpty { return outcome?.map { nil } }
    let chunk = chunks.removeFirst()
    unreadBytes -= chunk.count
    return .success(chunk)
  }

  /// True if the transfer was paused and enough has been read since. Asked under the lock that counts and pauses, so
  /// that no pause is forgotten.
  fileprivate mutating func unpause(below limit: Int) -> Bool {
    guard isPaused, unreadBytes <= limit else { return false }
    isPaused = false
    return true
  }
}
