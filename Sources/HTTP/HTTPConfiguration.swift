/// What holds for every request of an `HTTPClient`.
package struct HTTPConfiguration: Sendable {
  /// How long finding the host, connecting and the TLS handshake may take together.
  package var connectTimeoutSeconds: Int

  /// How long nothing at all may be sent or received before a request that sets no limit of its own is given
  /// up. There is no limit on the whole.
  ///
  /// - Source: gemini-api.md section 14
  package var stallSeconds: Int

  /// The `User-Agent` header of requests that do not set one.
  package var userAgent: String

  /// A file of trusted certificates (`SSL_CERT_FILE`); nil for the system's.
  package var caFile: String?

  /// A folder of trusted certificates (`SSL_CERT_DIR`); nil for the system's.
  package var caDirectory: String?

  /// The proxy's address; nil leaves the choice to the usual environment variables, empty uses none.
  package var proxy: String?

  /// How many body bytes may wait for their reader before the socket is no longer read.
  package var maxUnreadBytes: Int

  package init(
    connectTimeoutSeconds: Int = 10, stallSeconds: Int = 300, userAgent: String = "gemstudio", caFile: String? = nil,
    caDirectory: String? = nil, proxy: String? = nil, maxUnreadBytes: Int = 1 << 20
  ) {
    self.connectTimeoutSeconds = connectTimeoutSeconds
    self.stallSeconds = stallSeconds
    self.userAgent = userAgent
    self.caFile = caFile
    self.caDirectory = caDirectory
    self.proxy = proxy
    self.maxUnreadBytes = maxUnreadBytes
  }
}
