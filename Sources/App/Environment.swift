import Foundation

/// A key that shows itself to nobody: only a request header takes its value.
package struct APIKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// For the header, and for nothing else.
  let value: String

  package init?(_ text: String) {
    let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
    // A line break or a blank inside would end the header; tokens for the live API are no keys for this one.
    guard !value.isEmpty, value.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 > " " }),
      !value.hasPrefix("auth_tokens/")
    else { return nil }
    self.value = value
  }

  package var description: String { "(hidden)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What the variables say, from the process and from the `.env` files, by their precedence.
/// - Source: product.md section 2; gemini-api.md section 2.
package struct Environment: Sendable {
  /// Variables of the process alone.
  package let process: [String: String]
  package private(set) var key: APIKey?
  /// Where the key was found, such as `GEMINI_API_KEY in .env`.
  package private(set) var keySource: String?
  package private(set) var baseURL = Environment.publicBaseURL
  /// The base without what the working folder says: for a key a person types, which no folder's file may redirect.
  package private(set) var ownBaseURL = Environment.publicBaseURL
  package private(set) var apiVersion = "v1beta"
  /// What was passed over, and why, one sentence each.
  package private(set) var notices: [String] = []

  private static let publicBaseURL = "https://generativelanguage.googleapis.com"
  static let keyNames = ["GOOGLE_API_KEY", "GEMINI_API_KEY"]
  private static let baseName = "GOOGLE_GEMINI_BASE_URL"
  private static let versionName = "GOOGLE_GENAI_API_VERSION"

  package init(process: [String: String], workingFolder: String, paths: Paths) {
    self.process = process
    let workingFile = workingFolder + "/.env"
    let working = Self.read(workingFile)
    let configured = workingFile == paths.environmentFile ? [:] : Self.read(paths.environmentFile)
    let sources: [(name: String?, values: [String: String])] = [
      (nil, process), (".env", working), (paths.environmentFile, configured),
    ]
    var keySourceIndex: Int?
    for (index, source) in sources.enumerated() where key == nil {
      takeKey(from: source.values, named: source.name)
      if key != nil { keySourceIndex = index }
    }
    let mayMove = [true, keySourceIndex == 1, true]
    if let base = first(Self.baseName, in: sources.map(\.values), allowed: mayMove) { baseURL = base }
    if let base = first(Self.baseName, in: sources.map(\.values), allowed: [true, false, true]) { ownBaseURL = base }
    if working[Self.baseName] != nil, !mayMove[1] {
      notices.append(
        "\(Self.baseName) in .env is passed over: it counts only together with a key from the same file.")
    }
    if let version = first(Self.versionName, in: sources.map(\.values), allowed: [true, true, true]) {
      apiVersion = version == "beta" ? "v1beta" : version
    }
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"] where working[name] != nil {
      notices.append("\(name) in .env is passed over: it counts only in the environment itself.")
    }
  }

  private mutating func takeKey(from values: [String: String], named source: String?) {
    let found = Self.keyNames.filter { values[$0]?.contains { !$0.isWhitespace } == true }
    if found.count == 2, values[found[0]] != values[found[1]] {
      notices.append("GOOGLE_API_KEY and GEMINI_API_KEY are both set; GOOGLE_API_KEY is used.")
    }
    for name in found {
      let place = source.map { "\(name) in \($0)" } ?? name
      guard let key = APIKey(values[name] ?? "") else {
        notices.append("\(place) is no API key: it holds characters no key has, or a token of the live API.")
        continue
      }
      self.key = key
      keySource = place
      return
    }
  }

  private func first(_ name: String, in sources: [[String: String]], allowed: [Bool]) -> String? {
    zip(sources, allowed).lazy.filter(\.1).compactMap { values, _ in
      values[name]?.trimmingCharacters(in: .whitespacesAndNewlines)
    }.first { !$0.isEmpty }
  }

  private static func read(_ path: String) -> [String: String] {
    guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 20 else { return [:] }
    return DotEnv.parse(String(decoding: data, as: UTF8.self))
  }

  /// Why the base URL cannot be used with a key, as a sentence.
  package var baseProblem: String? {
    guard let url = URL(string: baseURL), let scheme = url.scheme?.lowercased(), let host = url.host() else {
      return "GOOGLE_GEMINI_BASE_URL is no address: \(baseURL). It begins with https:// and names a host."
    }
    if scheme == "https" { return nil }
    if scheme == "http", Self.isLoopback(host) { return nil }
    return "GOOGLE_GEMINI_BASE_URL is not https: the key would travel in the clear. "
      + "Plain http is only for this machine (127.0.0.1)."
  }

  /// True for the addresses of this machine. A name that only begins like one belongs to somebody else.
  private static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
  }
}
