import Core

/// What `config.toml` says of the way to the server. It may hold secrets, so it is no part of the studio's state.
package struct NetworkSettings: Hashable, Sendable {
  /// Empty for the direct way.
  var proxy: String?
  /// The path of the certificates to trust.
  var caFile: String?
  var headers: [ExtraHeader] = []

  package init() {}

  /// The settings that others say differently.
  func differences(to other: NetworkSettings) -> [String] {
    [
      proxy == other.proxy ? nil : "proxy", caFile == other.caFile ? nil : "ca_file",
      headers == other.headers ? nil : "headers",
    ].compactMap { $0 }
  }
}

/// A header a person wants on every request of the API. Its value shows itself to nobody.
struct ExtraHeader: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  let name: String
  let value: String

  struct Problem: Error, Hashable { let reason: String }

  /// The key has its own place; the rest would change what the request means to the server or to this program.
  private static let reserved: Set = [
    "x-goog-api-key", "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "te",
    "trailer", "connection", "upgrade", "expect", "accept-encoding", "proxy-authorization",
  ]

  init(_ name: String, _ value: String?) throws(Problem) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenSign) else {
      throw Problem(reason: "is no name of a header: it holds letters, digits and - alone")
    }
    if Self.reserved.contains(name.lowercased()) {
      throw Problem(reason: "is not allowed: the program sets this header itself")
    }
    guard let value else { throw Problem(reason: "is a text in quotes") }
    guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }) else {
      throw Problem(reason: "holds a line break or another control character")
    }
    self.name = name
    self.value = value.trimmingBlanks
  }

  private static func isTokenSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  var description: String { "\(name): (hidden)" }
  var customMirror: Mirror { Mirror(self, children: []) }
}

/// A file or folder somebody named, and where.
struct NamedPath: Hashable, Sendable {
  var source: String
  var path: String

  init(source: String, path: String) {
    self.source = source
    self.path = path
  }

  /// - Returns: `nil` if the variable is not set, or empty.
  init?(_ variable: String, in variables: [String: String]) {
    guard let path = variables[variable], !path.isEmpty else { return nil }
    self.init(source: variable, path: path)
  }
}
