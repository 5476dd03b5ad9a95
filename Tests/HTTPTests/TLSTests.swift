import Foundation
import TestSupport
import Testing

@testable import HTTP

@Suite(.enabled(if: TLSServer.isAvailable, "there is no openssl"), .timeLimit(.minutes(2)))
final class TLSTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gemstudio-\(UUID().uuidString)")
  private let server: TLSServer

  init() async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    server = try await TLSServer.start(
      folder: folder.path, answer: "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func request() -> HTTPRequest {
    HTTPRequest(
      method: "POST", url: "https://127.0.0.1:\(server.port)/x", headers: [("x-goog-api-key", "test-key")],
      body: Array("body".utf8))
  }

  @Test func aStrangersCertificateIsRefusedBeforeAnythingIsSent() async throws {
    let client = HTTPClient(HTTPConfiguration(proxy: ""))
    guard case .tls(let detail) = await failure(of: client, request()) else {
      Issue.record("not a failure of TLS")
      return
    }
    #expect(detail.contains("certificate"))
    #expect(!server.received.contains("test-key"))
  }

  @Test func thePrivateAuthorityIsTrustedWhereItIsNamed() async throws {
    let client = HTTPClient(HTTPConfiguration(caFile: server.authority, proxy: ""))
    let response = try await client.send(request())
    #expect(try await response.body.collect(limit: 100) == Array("secret".utf8))
    #expect(server.received.contains("test-key"))
  }

  @Test func anotherNameIsNotTrusted() async throws {
    let client = HTTPClient(HTTPConfiguration(caFile: server.authority, proxy: ""))
    var other = request()
    other.url = "https://localhost:\(server.port)/x"
    #expect(await failure(of: client, other)?.name == "tls")
    #expect(!server.received.contains("test-key"))
  }
}
