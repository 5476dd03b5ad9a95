/// The address that all requests begin with: a scheme, a host and maybe a path, such as `https://host/gateway`.
/// - Source: gemini-api.md section 2.
package struct BaseURL: Hashable, Sendable {
  /// Without a slash at its end.
  package let text: String
  /// As it stands in the address; an IPv6 address without its brackets.
  package let host: String
  package let port: Int?

  static let google = BaseURL(
    text: "https://generativelanguage.googleapis.com", host: "generativelanguage.googleapis.com")

  private init(text: String, host: String, port: Int? = nil) {
    self.text = text
    self.host = host
    self.port = port
  }

  /// Why an address cannot be used with a key, as a sentence. It repeats nothing that could be a password.
  struct Problem: Error, Hashable { let sentence: String }

  /// - Parameters:
  ///   - version: the version of the API; at the end of an address it is not said twice.
  ///   - source: the variable it was found in, for sentences.
  init(_ text: String, version: String, source: String) throws(Problem) {
    func refuse(_ what: String) -> Problem { Problem(sentence: "\(source) \(what)") }
    guard let colon = text.firstRange(of: "://"), ["https", "http"].contains(text[..<colon.lowerBound].lowercased())
    else { throw refuse("is no address. It begins with https:// and names a host.") }
    let rest = text[colon.upperBound...]
    let authority = rest.prefix { !"/?#\\".contains($0) }
    if authority.contains("@") {
      throw refuse("holds a user name or a password, which would be sent along. Take out what stands before the @.")
    }
    guard let (host, port) = Self.hostAndPort(authority) else {
      throw refuse(
        "names no host that can be asked. It looks like https://host, https://host:8443 or https://host/path.")
    }
    let path = rest[authority.endIndex...]
    if path.contains(where: { "?#".contains($0) }) {
      throw refuse("ends in a query or a fragment, which no address of the API can follow. Take out the ? or #.")
    }
    guard path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else {
      throw refuse("holds a blank, a backslash or a control character in its path.")
    }
    var whole = text.unicodeScalars[...]
    while whole.last == "/" { whole.removeLast() }
    let ending = "/\(version)".unicodeScalars
    if path.unicodeScalars.count >= ending.count, whole.reversed().starts(with: ending.reversed()) {
      whole.removeLast(ending.count)
    }
    self.init(text: String(whole), host: host, port: port)
    if text[..<colon.lowerBound].lowercased() == "http", !isLoopback {
      throw refuse(
        "is not https: the key would travel in the clear. Plain http is only for this machine (127.0.0.1).")
    }
  }

  /// True for the addresses of this machine. A name that only begins like one belongs to somebody else.
  package var isLoopback: Bool { Self.isLoopback(host) }

  static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "::1"].contains(host.lowercased()) { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { number in
      // A leading 0 makes it an octal number elsewhere, and the address another one.
      number.count > 1 && number.first == "0" ? nil : UInt8(number)
    }
    return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
  }

  /// - Returns: `nil` if there is no host, or a port that is none.
  static func hostAndPort(_ authority: Substring) -> (host: String, port: Int?)? {
    let isBracketed = authority.hasPrefix("[")
    let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    var rest = authority[host.endIndex...]
    if isBracketed {
      guard rest.first == "]", host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
      rest = rest.dropFirst()
    } else {
      guard host.allSatisfy({ $0.isLetter || $0.isNumber || ".-_".contains($0) }) else { return nil }
    }
    guard !host.isEmpty else { return nil }
    if rest.isEmpty { return (String(host), nil) }
    guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
    return (String(host), Int(port))
  }
}
