/// A request as it reached a `LoopbackServer`.
package struct ReceivedRequest: Sendable {
  package let method: String

  /// The request target: path and query.
  package let path: String

  package let headers: [(name: String, value: String)]
  package internal(set) var body: [UInt8] = []

  /// The number of the connection it came on; the same number means a connection that was used again.
  package let connection: Int

  /// The value of the first header of this name, whatever its case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Nil if the head is not one of HTTP/1.1.
  init?(head: some Collection<UInt8>, connection: Int) {
    var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    guard !lines.isEmpty else { return nil }
    let words = lines.removeFirst().split(separator: " ")
    guard words.count == 3, words[2] == "HTTP/1.1" else { return nil }
    method = String(words[0])
    path = String(words[1])
    headers = lines.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
    }
    self.connection = connection
  }
}
