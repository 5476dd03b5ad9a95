import Testing

@testable import HTTP

/// Bytes that look random and are the same for the same seed: one block over and over, each time with its number, so
/// that nothing lost, doubled or out of order goes unseen.
func randomBytes(count: Int, seed: UInt64) -> [UInt8] {
  var state = seed &* 2 &+ 1
  var block = (0..<10_007).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(count + block.count)
  var number = 0
  while bytes.count < count {
    for index in 0..<4 { block[index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    bytes.append(contentsOf: block)
    number += 1
  }
  bytes.removeLast(bytes.count - count)
  return bytes
}

/// The error of a request that must have no answer.
func failure(of client: HTTPClient = HTTPClient(), _ request: HTTPRequest) async -> HTTPError? {
  do throws(HTTPError) {
    let response = try await client.send(request)
    Issue.record("an answer with status \(response.status) where there should be none")
    return nil
  } catch {
    return error
  }
}

/// What could be read of a body, and why it ended if that was early.
func readAll(_ body: HTTPBody) async -> (bytes: [UInt8], error: HTTPError?) {
  var bytes: [UInt8] = []
  do throws(HTTPError) {
    for try await chunk in body { bytes += chunk }
    return (bytes, nil)
  } catch {
    return (bytes, error)
  }
}

extension HTTPError {
  /// The case without its values, for errors whose words are libcurl's own.
  var name: String {
    String(String(describing: self).prefix { $0 != "(" })
  }
}
