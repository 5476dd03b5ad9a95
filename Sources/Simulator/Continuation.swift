import Gemini

/// Where an answer goes on that ended for its length: the opaque token, read.
/// - Source: gemini-api.md section 11.
struct Continuation: Hashable, Sendable {
  /// Tokens of the answer that were given before.
  let position: Int

  private static let hops = 3
  /// Tokens: no answer here is longer.
  private static let longest = 1_000_000

  init(position: Int) { self.position = position }

  /// Reads the token that came with a request.
  /// - Throws: a refusal if it was not given for this very request.
  init(of request: GenerateRequest) throws(Refusal) {
    guard let token = request.continuationToken else {
      position = 0
      return
    }
    let text = Base64.decode(token).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let prefix = Self.prefix(request)
    guard request.special?.continues == true, text.hasPrefix(prefix), let position = Int(text.dropFirst(prefix.count)),
      (0...Self.longest).contains(position)
    else { throw .invalid("Invalid continuation token.") }
    self.position = position
  }

  func token(for request: GenerateRequest) -> String {
    Base64.encode(Array((Self.prefix(request) + String(position)).utf8))
  }

  private static func prefix(_ request: GenerateRequest) -> String {
    "offline-simulator:\(String(request.fingerprint, radix: 36)):"
  }

  /// Where the request ends that begins here, in an answer of so many tokens.
  func end(of total: Int) -> Int {
    let hop = max((total + Self.hops - 1) / Self.hops, 1)
    return min((position / hop + 1) * hop, total)
  }
}

extension SpecialModel {
  /// True for those whose answers go on in another request.
  var continues: Bool { self == .continuation || self == .continuationCut }
}
