import Foundation

/// A proxy on loopback, as HTTP (absolute addresses and `CONNECT`) and as SOCKS5 on one port. Whatever host is asked
/// for, the bytes go to one server of the test.
package final class RelayProxy: Sendable {
  /// The port it listens on.
  package let port: Int

  private let listener: Socket
  private let target: Int
  private let credentials: String?
  private let asked = Watched<[String]>([])

  /// - Parameters:
  ///   - target: the port of the server on 127.0.0.1 that everything is passed on to.
  ///   - credentials: `user:password` that it wants to see; nil lets everybody through.
  /// - Throws: `LoopbackServer.Failure.noPort` if the system gives no port.
  package init(to target: Int, credentials: String? = nil) throws(LoopbackServer.Failure) {
    guard let (listener, port) = Socket.listening() else { throw .noPort }
    (self.listener, self.port, self.target, self.credentials) = (listener, port, target, credentials)
    Thread.detachNewThread { [weak self] in
      while let client = listener.accept() {
        guard let self else { return }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  deinit { listener.shutDown() }

  /// What was asked for so far, such as `CONNECT host.example:443`, `socks host.example:443` or `GET http://host/path`.
  package var requests: [String] { asked.value }

  private func serve(_ client: Socket) {
    guard let first = client.read(), let kind = first.first else { return client.close() }
    if kind == 5 { serveSOCKS(client) } else { serveHTTP(client, first) }
    client.close()
  }

  // MARK: HTTP

  private func serveHTTP(_ client: Socket, _ start: [UInt8]) {
    var bytes = start
    let end = Array("\r\n\r\n".utf8)
    while bytes.firstRange(of: end) == nil {
      guard let more = client.read(), !more.isEmpty else { return }
      bytes += more
    }
    let head = String(decoding: bytes[..<(bytes.firstRange(of: end)?.lowerBound ?? 0)], as: UTF8.self)
    let words = head.split(whereSeparator: \.isNewline).first?.split(separator: " ").map(String.init) ?? []
    guard words.count == 3 else { return }
    asked.change { $0.append(words[0] + " " + words[1]) }
    if let credentials, !head.contains("Proxy-Authorization: Basic \(Data(credentials.utf8).base64EncodedString())") {
      answer(client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    } else if words[0] == "CONNECT" {
      answer(client, "HTTP/1.1 200 Connection established\r\n\r\n")
      pass(client, [])
    } else {
      pass(client, bytes)
    }
  }

  // MARK: SOCKS

  /// - Source: RFC 1928.
  private func serveSOCKS(_ client: Socket) {
    answer(client, [5, 0])
    guard let request = client.read(), request.count > 6 else { return }
    let length = Int(request[4])
    let isName = request[3] == 3 && request.count >= 7 + length
    let host = isName ? String(decoding: request[5..<(5 + length)], as: UTF8.self) : "an address"
    let port = Int(request[request.count - 2]) << 8 | Int(request[request.count - 1])
    asked.change { $0.append("socks \(host):\(port)") }
    answer(client, [5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    pass(client, [])
  }

  // MARK: Passing on

  private func answer(_ client: Socket, _ text: String) { answer(client, Array(text.utf8)) }

  private func answer(_ client: Socket, _ bytes: [UInt8]) { _ = client.write(bytes, patienceSeconds: nil) }

  private func pass(_ client: Socket, _ start: [UInt8]) {
    guard let server = Socket.connected(to: target) else { return }
    _ = server.write(start, patienceSeconds: nil)
    Thread.detachNewThread {
      Self.copy(from: server, to: client)
    }
    Self.copy(from: client, to: server)
  }

  private static func copy(from source: Socket, to target: Socket) {
    while let bytes = source.read(), !bytes.isEmpty, target.write(bytes, patienceSeconds: nil) == bytes.count {}
    source.shutDown()
    target.shutDown()
  }
}
