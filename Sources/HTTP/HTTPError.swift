/// Why a request or its body could not be had. No case ever holds a header value.
package enum HTTPError: Error, Hashable, Sendable {
  /// The host's name has no address, or no name server answered.
  case resolve(host: String)
  /// No connection to the server or the proxy, or one that broke off before it was secure.
  case connect(detail: String)
  /// The certificate is not trusted, or no secure connection can be made with what is set up here.
  case tls(detail: String)
  /// No connection within the time for it.
  case timedOut(seconds: Int)
  /// Connected, but nothing moved for this long.
  case stalled(seconds: Int)
  /// Stopped by us: the task was cancelled, the body dropped or the client closed.
  case cancelled
  /// The transfer ended before the answer did.
  case brokenOff(detail: String)
  /// The body is longer than its reader wants to hold.
  case tooLarge(limit: Int)
  /// A body that cannot be unpacked.
  case garbled(detail: String)
  /// A request we do not send, or an answer that is not HTTP as we know it.
  case unsupported(detail: String)

  /// What happened, why, and what to do next, in plain words.
  package var sentence: String { "\(reason) \(advice)" }

  /// What happened, and why.
  package var reason: String {
    switch self {
    case .resolve(let host): "The host “\(host)” was not found: the name is wrong or no name server answered."
    case .connect(let detail): "No connection to the server (\(detail))."
    case .tls(let detail): "No secure connection to the server (\(detail))."
    case .timedOut(let seconds): "The server did not accept a connection within \(seconds) s."
    case .stalled(let seconds): "Nothing came from the server for \(seconds) s, so the request was given up."
    case .cancelled: "The request was stopped before its answer was complete."
    case .brokenOff(let detail): "The connection broke before the answer was complete (\(detail))."
    case .tooLarge(let limit): "The answer is larger than \(limit) bytes, more than is accepted here."
    case .garbled(let detail): "The answer cannot be unpacked (\(detail))."
    case .unsupported(let detail): "The request cannot be made like this: \(detail)."
    }
  }

  /// What to do next.
  package var advice: String {
    switch self {
    case .resolve: "Check the network connection and the base address, then try again."
    case .connect: "Check the network, the base address and the proxy, then try again."
    case .tls: "Check the clock, the proxy and the trusted certificates (SSL_CERT_FILE, SSL_CERT_DIR)."
    case .timedOut: "Check the network and the proxy, then try again."
    case .stalled: "Try again; a shorter prompt or less history helps."
    case .cancelled: "Send it again if you want the rest."
    case .brokenOff: "Ask again for a whole answer."
    case .tooLarge: "Ask for less."
    case .garbled: "Check the base address and what lies on the way to it, or try again."
    case .unsupported: "Check the settings and the base address."
    }
  }
}
