/// A port of 127.0.0.1 that refuses every connection for as long as this lives: no other test can come to listen there.
package final class ClosedPort: Sendable {
  package let number: Int

  private let socket: Socket

  /// Nil if the system gives no port.
  package init?() {
    guard let (socket, port) = Socket.bound() else { return nil }
    (self.socket, number) = (socket, port)
  }
}
