import CCurl

/// One transfer as libcurl sees it: its options, its callbacks and why it ended. For the curl thread only.
///
/// libcurl's callbacks get this object unretained: `CurlLoop` holds it for as long as the handle is in the multi handle.
@safe final class EasyHandle {
  let transfer: Transfer
  let easy: UnsafeMutableRawPointer
  private let configuration: HTTPConfiguration
  private let errorText: UnsafeMutablePointer<CChar>
  private var headers: UnsafeMutablePointer<curl_slist>?
  private var sentBytes = 0
  private var hasNews = false
  private var isConfigured = true

  /// Bytes taken from a socket at once. While a transfer is paused, libcurl unpacks the rest of such a piece into its own
  /// memory and fails above 64 MiB; gzip makes up to 1032 bytes of one, so a larger piece could break a good body.
  private static let readSize = 48 * 1024

  /// Nil if libcurl is out of memory or refuses an option.
  init?(_ transfer: Transfer, _ configuration: HTTPConfiguration) {
    guard let easy = unsafe curl_easy_init() else { return nil }
    self.transfer = transfer
    unsafe self.easy = unsafe easy
    self.configuration = configuration
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    setConnection()
    setRequest(transfer.request)
    setCallbacks()
    if !isConfigured { return nil }
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe curl_slist_free_all(headers)
    unsafe errorText.deallocate()
  }

  /// The object behind a handle that libcurl reports.
  static func of(_ easy: UnsafeMutableRawPointer?) -> EasyHandle? {
    var context: UnsafeMutableRawPointer?
    guard let easy = unsafe easy, unsafe curl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK else {
      return nil
    }
    return unsafe from(context)
  }

  /// Reads the socket again; bytes that libcurl held back arrive before this returns.
  func resume() {
    unsafe curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  /// True if something arrived since it was last asked.
  func takeNews() -> Bool {
    defer { hasNews = false }
    return hasNews
  }

  /// What the end of the transfer means.
  func outcome(of code: CURLcode) -> Result<Void, HTTPError> {
    if code == CURLE_OK { return .success(()) }
    var connectedAt: curl_off_t = 0
    unsafe curl_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &connectedAt)
    let text = unsafe String(cString: errorText[0] == 0 ? curl_easy_strerror(code) : UnsafePointer(errorText))
    return .failure(
      HTTPError(
        code, text: text, request: transfer.request, isConnected: connectedAt > 0, configuration: configuration))
  }

  // MARK: Options

  private func setConnection() {
    set(CURLOPT_NOSIGNAL, 1)
    // Without it, dropping a transfer waits for its name lookup, and every other transfer with it.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    set(CURLOPT_PIPEWAIT, 0)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_TCP_NODELAY, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_TCP_KEEPIDLE, 30)
    set(CURLOPT_TCP_KEEPINTVL, 15)
    set(CURLOPT_BUFFERSIZE, Self.readSize)
    set(CURLOPT_CONNECTTIMEOUT, configuration.connectTimeoutSeconds)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, transfer.request.stallSeconds ?? configuration.stallSeconds)
    // A proxy's own answer to CONNECT is not the server's.
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_USERAGENT, configuration.userAgent)
    if let proxy = transfer.request.proxy ?? configuration.proxy {
      set(CURLOPT_PROXY, proxy)
      // Who names a proxy has chosen it for this very request: the environment's list of hosts without one is over.
      set(CURLOPT_NOPROXY, "")
    }
    if let file = configuration.caFile { set(CURLOPT_CAINFO, file) }
    if let directory = configuration.caDirectory { set(CURLOPT_CAPATH, directory) }
  }

  private func setRequest(_ request: HTTPRequest) {
    set(CURLOPT_URL, request.url)
    // Not the denser encodings that libcurl knows as well: see `readSize`.
    set(CURLOPT_ACCEPT_ENCODING, "gzip")
    if request.sendsBody {
      set(CURLOPT_POST, 1)
      let length = curl_off_t(request.body?.count ?? 0)
      check(unsafe curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, length))
      if !request.hasHeader("Content-Type") { addHeader("Content-Type:") }
    } else if request.method == "HEAD" {
      set(CURLOPT_NOBODY, 1)
    }
    set(CURLOPT_CUSTOMREQUEST, request.method)
    // No round trip to ask whether a large body is welcome.
    if !request.hasHeader("Expect") { addHeader("Expect:") }
    // libcurl reads “Name:” as “do not send it”; with a semicolon it sends the name with nothing after it.
    for header in request.headers {
      addHeader(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    check(unsafe curl_set_pointer(easy, CURLOPT_HTTPHEADER, headers))
  }

  private func set(_ option: CURLoption, _ value: Int) {
    check(unsafe curl_set_long(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) {
    check(unsafe curl_set_string(easy, option, value))
  }

  private func check(_ code: CURLcode) {
    if code != CURLE_OK { isConfigured = false }
  }

  private func addHeader(_ line: String) {
    if let longer = unsafe curl_slist_append(headers, line) {
      unsafe headers = unsafe longer
    } else {
      isConfigured = false
    }
  }

  // MARK: Callbacks

  private static func from(_ context: UnsafeMutableRawPointer?) -> EasyHandle? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
  }

  private func setCallbacks() {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    check(unsafe curl_set_pointer(easy, CURLOPT_PRIVATE, context))
    check(unsafe curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))

    check(unsafe curl_set_pointer(easy, CURLOPT_HEADERDATA, context))
    check(
      unsafe curl_set_data_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
        guard let handle = unsafe EasyHandle.from(context) else { return 0 }
        let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        handle.hasNews = true
        return unsafe handle.transfer.receive(headerLine: line) ? line.count : 0
      })

    check(unsafe curl_set_pointer(easy, CURLOPT_WRITEDATA, context))
    check(
      unsafe curl_set_data_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        guard let handle = unsafe EasyHandle.from(context) else { return 0 }
        let chunk = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        handle.hasNews = true
        return switch unsafe handle.transfer.receive(chunk) {
        case .accepted: size * count
        case .full: Int(CURL_WRITEFUNC_PAUSE)
        case .refused: 0
        }
      })

    guard transfer.request.sendsBody else { return }
    check(unsafe curl_set_pointer(easy, CURLOPT_READDATA, context))
    check(
      unsafe curl_set_data_callback(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
        guard let handle = unsafe EasyHandle.from(context) else { return Int(CURL_READFUNC_ABORT) }
        return unsafe handle.copyBody(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
      })
    // A kept connection may turn out to be dead after the body went out on it. The server may have worked on it, and
    // each answer is paid for: libcurl would send it again unseen, and is told that it cannot.
    check(unsafe curl_set_seek_callback(easy) { _, _, _ in CURL_SEEKFUNC_FAIL })
  }

  private func copyBody(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let body = transfer.request.body else { return 0 }
    let part = body[min(sentBytes, body.count)...].prefix(buffer.count)
    unsafe buffer.copyBytes(from: part)
    sentBytes += part.count
    return part.count
  }
}
