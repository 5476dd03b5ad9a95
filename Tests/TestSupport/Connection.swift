import Synchronization

/// One client's connection to a `LoopbackServer`, for the handler that answers a request on it.
package final class Connection: Sendable {
  /// 0 for the server's first connection, 1 for its second and so on.
  package let number: Int

  private let socket: Socket
  private let unparsed = Mutex<[UInt8]>([])

  init(_ socket: Socket, number: Int) {
    self.socket = socket
    self.number = number
  }

  // MARK: Writing

  /// Sends bytes as they are; false if the client is gone.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    socket.write(bytes, patienceSeconds: nil) == bytes.count
  }

  /// Sends text as it is, as UTF-8; false if the client is gone.
  @discardableResult
  package func write(_ text: String) -> Bool {
    write(Array(text.utf8))
  }

  /// Sends bytes until the client has not read for so long that nothing could be sent for `seconds`.
  ///
  /// - Returns: bytes sent
  package func write(_ bytes: [UInt8], untilBlockedFor seconds: Double) -> Int {
    socket.write(bytes, patienceSeconds: seconds)
  }

  /// Sends a whole answer with its `Content-Length`.
  @discardableResult
  package func respond(status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = []) -> Bool {
    let length = [("Content-Length", String(body.count))]
    return write(Self.head(status, headers + length) + body)
  }

  /// Sends a whole answer with its `Content-Length`.
  @discardableResult
  package func respond(status: Int = 200, headers: [(String, String)] = [], text: String) -> Bool {
    respond(status: status, headers: headers, body: Array(text.utf8))
  }

  /// Sends status and headers of an answer in chunks.
  @discardableResult
  package func startChunked(status: Int = 200, headers: [(String, String)] = []) -> Bool {
    write(Self.head(status, headers + [("Transfer-Encoding", "chunked")]))
  }

  @discardableResult
  package func writeChunk(_ bytes: [UInt8]) -> Bool {
    write(Self.chunk(bytes))
  }

  @discardableResult
  package func writeChunk(_ text: String) -> Bool {
    writeChunk(Array(text.utf8))
  }

  @discardableResult
  package func endChunked() -> Bool {
    write("0\r\n\r\n")
  }

  /// Bytes framed as one HTTP chunk.
  package static func chunk(_ bytes: [UInt8]) -> [UInt8] {
    Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
  }

  private static func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
    let lines = ["HTTP/1.1 \(status) \r\n"] + headers.map { "\($0.0): \($0.1)\r\n" } + ["\r\n"]
    return Array(lines.joined().utf8)
  }

  // MARK: Ending

  /// Ends the connection in the usual way.
  package func close() {
    socket.close()
  }

  /// Resets the connection, so that the client sees an error.
  package func abort() {
    socket.close(reset: true)
  }

  /// Waits until the client has closed its end; false if it has not within the time.
  package func waitForPeerClose(seconds: Double = 300) -> Bool {
    while socket.waitForInput(seconds: seconds) {
      guard let bytes = socket.read(), !bytes.isEmpty else { return true }
      unparsed.withLock { $0 += bytes }
    }
    return false
  }

  // MARK: Reading

  var isOpen: Bool { socket.isOpen }

  func shutDown() {
    socket.shutDown()
  }

  /// The next request with its whole body; nil if the client sends none any more.
  func readRequest() -> ReceivedRequest? {
    let headEnd = Array("\r\n\r\n".utf8)
    var bytes = unparsed.withLock { $0 }
    var searched = 0
    while true {
      if let range = bytes[searched...].firstRange(of: headEnd) {
        guard let head = ReceivedRequest(head: bytes[..<range.lowerBound], connection: number) else { return nil }
        return readBody(of: head, from: Array(bytes[range.upperBound...]))
      }
      searched = max(0, bytes.count - headEnd.count)
      guard let more = socket.read(), !more.isEmpty else { return nil }
      bytes += more
      // Something else than HTTP, such as the start of TLS, would never come to the end of a head.
      if let first = bytes.first, !(0x41...0x5A).contains(first) { return nil }
    }
  }

  private func readBody(of head: ReceivedRequest, from start: [UInt8]) -> ReceivedRequest? {
    var request = head
    var bytes = start
    let length = head.header("Content-Length").flatMap { Int($0) } ?? 0
    while bytes.count < length {
      guard let more = socket.read(), !more.isEmpty else { return nil }
      bytes += more
    }
    request.body = Array(bytes[..<length])
    unparsed.withLock { $0 = Array(bytes[length...]) }
    return request
  }
}
