import Foundation
import FoundationNetworking
import Synchronization

/// One request, its bytes as they come.
final class Download: NSObject, URLSessionDataDelegate {
  let bytes: AsyncThrowingStream<[UInt8], any Error>
  private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
  private let response = Mutex<HTTPURLResponse?>(nil)
  private let task = Mutex<URLSessionTask?>(nil)

  init(_ request: URLRequest) {
    (bytes, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
    super.init()
    let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
    let started = session.dataTask(with: request)
    task.withLock { $0 = started }
    started.resume()
    session.finishTasksAndInvalidate()
  }

  var status: Int? { response.withLock { $0?.statusCode } }

  func header(_ name: String) -> String? { response.withLock { $0?.value(forHTTPHeaderField: name) } }

  func cancel() { task.withLock { $0?.cancel() } }

  func whole() async throws -> [UInt8] {
    var all: [UInt8] = []
    for try await piece in bytes { all += piece }
    return all
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    self.response.withLock { $0 = response as? HTTPURLResponse }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    continuation.yield(Array(data))
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    continuation.finish(throwing: error)
  }
}
