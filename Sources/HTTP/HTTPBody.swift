import Dispatch

/// The bytes of an answer as they arrive, for one reader.
///
/// An element is never empty and holds what has arrived since the last one, up to 256 KiB. Cancelling the reading task,
/// or dropping the body and its iterator, ends the transfer.
package struct HTTPBody: AsyncSequence, Sendable {
  package typealias Element = [UInt8]
  package typealias Failure = HTTPError

  private static let patienceQueue = DispatchQueue(label: "patience with a body")

  private let reader: Reader

  init(_ transfer: Transfer, client: HTTPClient) {
    reader = Reader(transfer, client: client)
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(reader: reader)
  }

  /// All of the body in one piece.
  ///
  /// - Parameter limit: bytes; a longer body is given up, so that a wrong server cannot fill the memory.
  /// - Throws: `HTTPError.tooLarge`, or why the body ended early.
  package func collect(limit: Int) async throws(HTTPError) -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in self {
      guard bytes.count + chunk.count <= limit else { throw .tooLarge(limit: limit) }
      bytes += chunk
    }
    return bytes
  }

  /// What can be had of the body, for one of which any part is better than none.
  ///
  /// - Parameters:
  ///   - limit: bytes; what is longer is left.
  ///   - patience: what comes later is left, so that a body which trickles for ever holds nobody.
  package func beginning(limit: Int, patience: Duration = .seconds(10)) async -> [UInt8] {
    let transfer = reader.transfer
    let end = DispatchWorkItem { transfer.cancel() }
    Self.patienceQueue.asyncAfter(deadline: .now() + patience / .seconds(1), execute: end)
    defer { end.cancel() }
    var bytes: [UInt8] = []
    do throws(HTTPError) {
      for try await chunk in self {
        bytes += chunk.prefix(limit - bytes.count)
        if bytes.count == limit { break }
      }
    } catch {
      return bytes
    }
    return bytes
  }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let reader: Reader

    /// The next bytes, or nil at the end of the body.
    ///
    /// - Throws: why the body ended early.
    package mutating func next() async throws(HTTPError) -> [UInt8]? {
      try await next(isolation: nil)
    }

    package mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
      try await reader.transfer.nextChunk(isolation: actor).get()
    }
  }

  /// Ends the transfer when nobody can read it any more, and keeps the client until then.
  fileprivate final class Reader: Sendable {
    let transfer: Transfer
    private let client: HTTPClient

    init(_ transfer: Transfer, client: HTTPClient) {
      self.transfer = transfer
      self.client = client
    }

    deinit {
      transfer.cancel()
    }
  }
}
