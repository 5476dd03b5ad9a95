/// Sends requests over libcurl, on one thread and with connections kept for the next request.
///
/// The thread starts with the first request. Requests may be sent from any number of tasks at once.
package final class HTTPClient: Sendable {
  private let configuration: HTTPConfiguration
  private let loop: CurlLoop

  package init(_ configuration: HTTPConfiguration = .init()) {
    self.configuration = configuration
    loop = CurlLoop(configuration)
  }

  deinit {
    loop.stop()
  }

  /// Does what libcurl needs once a process, which takes milliseconds; else the first request waits for it.
  package static func prepare() { _ = MultiHandle.isLibraryReady }

  /// Sends a request and returns as soon as status and headers of the final answer are in; redirects are not followed.
  ///
  /// Any status is a response, also 4xx and 5xx. Cancelling the task ends the transfer at once.
  ///
  /// - Throws: why there is no answer.
  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try request.validate()
    let transfer = Transfer(request, loop: loop, maxUnreadBytes: configuration.maxUnreadBytes)
    let head = try await transfer.head().get()
    return HTTPResponse(
      status: head.status, headers: head.headers, httpVersion: head.httpVersion,
      body: HTTPBody(transfer, client: self))
  }

  /// Ends all transfers and waits until the thread is gone, so that the process can exit in peace.
  package func close() {
    loop.stop()
    loop.waitUntilStopped()
  }
}
