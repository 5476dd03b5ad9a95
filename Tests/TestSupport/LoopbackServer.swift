import Foundation
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 whose every byte a test decides.
///
/// The handler runs on the connection's own thread and may block. It is called once a request; when it returns with the
/// connection still open, the next request on it is read.
package final class LoopbackServer: Sendable {
  package typealias Handler = @Sendable (ReceivedRequest, Connection) -> Void

  package enum Failure: Error {
    case noPort
  }

  /// The port it listens on.
  package let port: Int

  private let listener: Socket
  private let handler: Handler
  private let received = Watched<[ReceivedRequest]>([])
  private let connections = Mutex<[Connection]>([])

  /// Starts listening at once.
  ///
  /// - Throws: `Failure.noPort` if the system gives no port.
  package init(handler: @escaping Handler) throws(Failure) {
    guard let (listener, port) = Socket.listening() else { throw .noPort }
    self.listener = listener
    self.port = port
    self.handler = handler
    Thread.detachNewThread { [weak self] in
      while let socket = listener.accept() {
        guard let self else { return }
        self.serve(socket)
      }
    }
  }

  deinit {
    stop()
  }

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  package var baseURL: String { "http://127.0.0.1:\(port)" }

  /// All requests so far, in the order of their arrival.
  package var requests: [ReceivedRequest] { received.value }

  /// How many connections there have been.
  package var connectionCount: Int { connections.withLock { $0.count } }

  /// Waits until so many requests have arrived; false if they have not within the time.
  package func waitForRequests(_ count: Int, seconds: Double = 300) async -> Bool {
    await received.wait(seconds: seconds) { $0.count >= count } != nil
  }

  /// Accepts nothing more and ends all connections.
  package func stop() {
    listener.shutDown()
    for connection in connections.withLock({ $0 }) { connection.shutDown() }
  }

  private func serve(_ socket: Socket) {
    let connection = connections.withLock { connections in
      let connection = Connection(socket, number: connections.count)
      connections.append(connection)
      return connection
    }
    Thread.detachNewThread { [received, handler] in
      while connection.isOpen, let request = connection.readRequest() {
        received.change { $0.append(request) }
        handler(request, connection)
      }
      connection.close()
    }
  }
}
