import CCurl

/// libcurl's multi handle: all transfers, their connections and the wait for them.
///
/// Everything but `wakeUp` is for the curl thread only; the last reference goes on it as well.
@safe final class MultiHandle: @unchecked Sendable {
  private let multi: UnsafeMutableRawPointer

  /// Once for the process, at the latest when the first thread starts: it takes milliseconds that a start need not pay.
  static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Idle connections kept for reuse.
  private static let maxIdleConnections = 16

  init?() {
    guard Self.isLibraryReady, let multi = unsafe curl_multi_init() else { return nil }
    unsafe self.multi = unsafe multi
    unsafe curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.maxIdleConnections)
  }

  deinit {
    unsafe curl_multi_cleanup(multi)
  }

  /// Makes `poll` return, now or the next time: the one call that libcurl allows on any thread.
  func wakeUp() {
    unsafe curl_multi_wakeup(multi)
  }

  func add(_ handle: EasyHandle) -> Bool {
    unsafe curl_multi_add_handle(multi, handle.easy) == CURLM_OK
  }

  func remove(_ handle: EasyHandle) {
    unsafe curl_multi_remove_handle(multi, handle.easy)
  }

  /// Moves every transfer as far as it goes without waiting, then removes and reports those that have ended.
  func perform(onEnd: (EasyHandle, Result<Void, HTTPError>) -> Void) {
    var running: Int32 = 0
    unsafe curl_multi_perform(multi, &running)
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(multi, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
      guard let handle = unsafe EasyHandle.of(message.pointee.easy_handle) else { continue }
      let outcome = unsafe handle.outcome(of: message.pointee.data.result)
      remove(handle)
      onEnd(handle, outcome)
    }
  }

  /// Waits for a socket, one of libcurl's timers or `wakeUp`; false if there is no waiting any more.
  func poll() -> Bool {
    // The longest wait only matters while there is nothing to do at all.
    let oneHour: Int32 = 3_600_000
    return unsafe curl_multi_poll(multi, nil, 0, oneHour, nil) == CURLM_OK
  }
}
