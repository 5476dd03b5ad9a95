/// One HTTP request, with its body in memory.
package struct HTTPRequest: Sendable {
  /// The method, such as `GET` or `POST`.
  package var method: String

  /// The whole address, `http://` or `https://`, already percent-encoded.
  package var url: String

  /// Sent in this order. Values may be secret: no error and no description repeats them.
  package var headers: [(name: String, value: String)]

  /// The bytes to send; nil for a request without a body.
  package var body: [UInt8]?

  /// The proxy's address, empty for the direct way; nil is the choice of the client's configuration.
  package var proxy: String?

  /// How long nothing may be sent or received before the request is given up; nil for the client's own limit.
  package var stallSeconds: Int?

  package init(
    method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
    proxy: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.proxy = proxy
  }
}

extension HTTPRequest {
  /// Refuses what would change the meaning of the bytes on the wire, above all line breaks in headers.
  ///
  /// - Throws: `HTTPError.unsupported`, which names the header but never shows its value.
  func validate() throws(HTTPError) {
    guard Self.isToken(method) else {
      throw .unsupported(detail: "the method may only contain letters, digits and a few signs")
    }
    let lowercased = url.lowercased()
    guard lowercased.hasPrefix("http://") || lowercased.hasPrefix("https://") else {
      throw .unsupported(detail: "the address must start with https:// or http://")
    }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw .unsupported(detail: "the address contains a space or a control character")
    }
    for header in headers {
      guard Self.isToken(header.name) else {
        throw .unsupported(detail: "a header name may only contain letters, digits and a few signs")
      }
      // Bytes, not characters: a carriage return with a line feed is one `Character`.
      guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        throw .unsupported(detail: "the header “\(header.name)” contains a line break or another control character")
      }
    }
  }

  /// True if the request says how long its body is, even when that is 0.
  ///
  /// - Source: RFC 9110 section 8.6
  var sendsBody: Bool {
    body != nil || ["POST", "PUT", "PATCH"].contains(method)
  }

  /// The host part of the address, without user, password and port.
  var host: String {
    guard let scheme = url.utf8.firstIndex(of: UInt8(ascii: "/")) else { return "" }
    let rest = url[scheme...].drop { $0 == "/" }
    let authority = rest.prefix { !"/?#".contains($0) }
    let hostAndPort = authority.split(separator: "@").last ?? ""
    if hostAndPort.hasPrefix("[") { return String(hostAndPort.dropFirst().prefix { $0 != "]" }) }
    return String(hostAndPort.prefix { $0 != ":" })
  }

  /// True if a header of this name is set, whatever its case.
  func hasHeader(_ name: String) -> Bool {
    headers.contains { $0.name.lowercased() == name.lowercased() }
  }

  /// The characters of a method or header name.
  ///
  /// - Source: RFC 9110 section 5.6.2
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
