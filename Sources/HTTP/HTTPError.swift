/// Why a request or its body could not be had. No case ever holds a header value.
package enum HTTPError: Error, Hashable, Sendable {
  /// The host's name has no address, or no name server answered.
  case resolve(host: String)
  /// No connection to the server or the proxy.
  case connect(detail: String)
  /// The connection could not be made secure, or the certificate is not trusted.
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
  /// A request we do not send, or an answer that is not HTTP as we know it.
  case unsupported(detail: String)

  /// What happened, why, and what to do next, in plain words.
  package var sentence: String {
    switch self {
    case .resolve(let host):
      "The host “\(host)” was not found: the name is wrong or no name server answered. "
        + "Check the network connection and the base address, then try again."
    case .connect(let detail):
      "No connection to the server (\(detail)). Check the network, the base address and the proxy, then try again."
    case .tls(let detail):
      "No secure connection to the server (\(detail)). Check the clock, the proxy and the trusted certificates "
        + "(SSL_CERT_FILE, SSL_CERT_DIR)."
    case .timedOut(let seconds):
      "The server did not accept a connection within \(seconds) s. Check the network and the proxy, then try again."
    case .stalled(let seconds):
      "Nothing came from the server for \(seconds) s, so the request was given up. Try again."
    case .cancelled:
      "The request was stopped before its answer was complete. Send it again if you want the rest."
    case .brokenOff(let detail):
      "The connection broke before the answer was complete (\(detail)). What arrived is kept; try again."
    case .tooLarge(let limit):
      "The answer is larger than \(limit) bytes, more than is accepted here. Ask for less."
    case .unsupported(let detail):
      "The request cannot be made like this: \(detail). Check the settings and the base address."
    }
  }
}
