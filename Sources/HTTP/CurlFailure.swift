import CCurl

extension HTTPError {
  /// Reads libcurl's reason for the end of a transfer.
  ///
  /// - Parameters:
  ///   - text: libcurl's own words, which may repeat parts of a server's answer or a proxy's address.
  ///   - isConnected: true if the request was on its way when it failed.
  init(_ code: CURLcode, text: String, request: HTTPRequest, isConnected: Bool, configuration: HTTPConfiguration) {
    let detail = Self.harmless(text, in: request)
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      self = .resolve(host: request.host)
    case CURLE_OPERATION_TIMEDOUT:
      self =
        isConnected
        ? .stalled(seconds: request.stallSeconds ?? configuration.stallSeconds)
        : .timedOut(seconds: configuration.connectTimeoutSeconds)
    case CURLE_SSL_CONNECT_ERROR:
      // The handshake broke off, which says nothing against certificates and may go well the next time.
      self = .connect(detail: "it could not be made secure")
    case CURLE_COULDNT_CONNECT:
      self = .connect(detail: "\(request.host) takes none")
    case CURLE_COULDNT_RESOLVE_PROXY:
      self = .connect(detail: "the proxy's name was not found")
    case CURLE_PARTIAL_FILE:
      self = .brokenOff(detail: "the server sent less than it announced")
    case CURLE_GOT_NOTHING:
      self = .brokenOff(detail: "the server closed it without an answer")
    case CURLE_RECV_ERROR where isConnected, CURLE_SEND_ERROR where isConnected:
      self = .brokenOff(detail: "it was cut on the way")
    case CURLE_HTTP2 where isConnected, CURLE_HTTP2_STREAM where isConnected:
      self = .brokenOff(detail: "the server ended the stream")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_CLIENTCERT, CURLE_SSL_SHUTDOWN_FAILED, CURLE_USE_SSL_FAILED:
      self = .tls(detail: detail)
    case CURLE_BAD_CONTENT_ENCODING:
      self = .garbled(detail: detail)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_NOT_BUILT_IN, CURLE_WEIRD_SERVER_REPLY:
      self = .unsupported(detail: detail)
    case CURLE_SEND_FAIL_REWIND:
      self = .brokenOff(detail: "the server closed a kept connection without an answer")
    case CURLE_WRITE_ERROR where isConnected:
      // Body bytes are always taken until somebody cancels, so it is the headers that were refused.
      self = .unsupported(detail: "the server sent more headers than are accepted")
    default:
      self = isConnected ? .brokenOff(detail: detail) : .connect(detail: detail)
    }
  }

  /// libcurl's words without header values, user names with passwords and control characters.
  static func harmless(_ text: String, in request: HTTPRequest) -> String {
    var text = text
    for value in request.headers.map(\.value) where value.utf8.count >= 8 {
      text = text.split(separator: value, omittingEmptySubsequences: false).joined(separator: "…")
    }
    let words = text.split { $0.unicodeScalars.contains { $0.value <= 0x20 || (0x7F...0x9F).contains($0.value) } }
    return String(words.map { $0.contains("@") ? "…" : $0 }.joined(separator: " ").prefix(300))
  }
}
