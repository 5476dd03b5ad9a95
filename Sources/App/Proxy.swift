import Core

/// A proxy between this machine and the server. Its password shows itself to nobody.
package struct Proxy: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// As libcurl takes it, with user and password.
  let url: String
  /// Its host and port.
  package let place: String
  /// Where it was named, such as `HTTPS_PROXY`.
  package let source: String
  /// The user name and the password, each if there is one.
  let credentials: [String]

  private let host: String

  /// Why a proxy cannot be used, as a sentence without its password.
  struct Problem: Error, Hashable { let sentence: String }

  private static let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

  /// - Parameter text: `host:port`, or an address with one of the schemes above, maybe with `user:password@`.
  init(_ text: String, source: String) throws(Problem) {
    let colon = text.firstRange(of: "://")
    let scheme = colon.map { text[..<$0.lowerBound].lowercased() } ?? "http"
    guard Self.schemes.contains(scheme) else {
      throw Problem(
        sentence: "\(source) names a proxy of a kind that is not known. It begins with \(Self.list) or with the host.")
    }
    let authority = text[(colon?.upperBound ?? text.startIndex)...].prefix { !"/?#".contains($0) }
    let at = authority.lastIndex(of: "@")
    let server = authority[(at.map { authority.index(after: $0) } ?? authority.startIndex)...]
    guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }),
      let (host, _) = BaseURL.hostAndPort(server)
    else { throw Problem(sentence: "\(source) names no proxy. It looks like http://host:3128 or socks5h://host:1080.") }
    url = text
    place = String(server)
    self.host = host
    self.source = source
    credentials = at.map { authority[..<$0].split(separator: ":", maxSplits: 1).map(String.init) } ?? []
  }

  private static var list: String { schemes.map { $0 + "://" }.joined(separator: ", ") }

  package var description: String { place }
  package var customMirror: Mirror { Mirror(self, children: []) }

  // MARK: Which one

  /// The variables that name a proxy for https, first those that go before. One for plain http is of no use: that is
  /// only spoken on this machine.
  static let variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

  /// The setting of the person, else the proxy of the variables; `nil` for the direct way.
  /// - Parameter setting: empty means the direct way, whatever the variables say.
  static func named(setting: String?, variables: [String: String]) throws(Problem) -> Proxy? {
    if let setting { return setting.isEmpty ? nil : try Proxy(setting, source: settingSource) }
    for name in Self.variables {
      let text = (variables[name] ?? "").trimmingBlanks
      if !text.isEmpty { return try Proxy(text, source: name) }
    }
    return nil
  }

  private static let settingSource = "proxy in config.toml"

  /// True if requests to a server go through it.
  ///
  /// This machine is reached directly: a proxy elsewhere would show its plain http to others. One on this machine
  /// may stand before it, if a person asked for that in the settings and not a variable of the whole system.
  func serves(_ base: BaseURL, variables: [String: String]) -> Bool {
    serves(host: base.host, port: base.port ?? 443, variables: variables)
  }

  /// - Parameter host: as it stands in the address.
  func serves(host name: String, port: Int, variables: [String: String]) -> Bool {
    if BaseURL.isLoopback(name), source != Self.settingSource || !BaseURL.isLoopback(host) { return false }
    let list = ["no_proxy", "NO_PROXY"].lazy.compactMap { variables[$0] }.first { !$0.isEmpty } ?? ""
    return !NoProxy(list).contains(host: name, port: port)
  }
}

/// The hosts that are reached without a proxy, as curl and Python read `NO_PROXY`.
struct NoProxy: Hashable, Sendable {
  private let entries: [Substring]

  init(_ list: String) {
    entries = list.lowercased().split { $0 == "," || $0.isWhitespace }
  }

  /// A name stands for its host and all hosts below it, with or without a dot before it; a number with `/` for a
  /// network; `*` for everything.
  func contains(host: String, port: Int) -> Bool {
    let host = Self.plain(host.lowercased()[...])
    return entries.contains { entry in
      if entry == "*" { return true }
      if let (network, bits) = Self.network(entry), let address = Self.address(host) {
        return bits == 0 || (address ^ network) >> (32 - bits) == 0
      }
      guard let (name, entryPort) = BaseURL.hostAndPort(entry.drop { $0 == "*" }) ?? Self.bareIPv6(entry) else {
        return false
      }
      guard entryPort == nil || entryPort == port else { return false }
      let wanted = Self.plain(name[...])
      return !wanted.isEmpty && (host == wanted || host.hasSuffix("." + wanted))
    }
  }

  private static func bareIPv6(_ entry: Substring) -> (host: String, port: Int?)? {
    entry.allSatisfy { $0.isHexDigit || $0 == ":" } ? (String(entry), nil) : nil
  }

  /// Without dots at its ends; `*.host` means what `.host` does.
  private static func plain(_ name: Substring) -> Substring {
    var name = name.drop { ".*".contains($0) }
    while name.last == "." { name.removeLast() }
    return name
  }

  private static func network(_ entry: Substring) -> (address: UInt32, bits: UInt32)? {
    let pieces = entry.split(separator: "/", omittingEmptySubsequences: false)
    guard pieces.count == 2, let address = address(pieces[0]), let bits = UInt32(pieces[1]), bits <= 32 else {
      return nil
    }
    return (address, bits)
  }

  private static func address(_ text: Substring) -> UInt32? {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
    guard numbers.count == 4, text.filter({ $0 == "." }).count == 3 else { return nil }
    return numbers.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
