import Foundation
import TestSupport
import Testing

@testable import App

@Suite("A picture from an address")
struct PictureFetcherTests {
  private static let png = StoredPNG.make(width: 4, height: 3)

  private func fetch(_ address: String, seconds: Int = 60) async -> Result<
    (name: String, bytes: [UInt8]), PictureFetcher.Problem
  > {
    var fetcher = PictureFetcher(http: sharedClient) { _ in "" }
    fetcher.seconds = seconds
    return await fetcher.fetch(address)
  }

  private func problem(_ address: String, seconds: Int = 60) async -> String {
    if case .failure(let problem) = await fetch(address, seconds: seconds) { problem.sentence } else { "" }
  }

  @Test("It comes as its exact bytes, over a redirect, without a key and whatever the server calls it")
  func fetched() async throws {
    let server = try LoopbackServer { request, connection in
      if request.path == "/room.png" {
        connection.respond(status: 302, headers: [("Location", "/moved?x=1")])
      } else {
        connection.respond(headers: [("Content-Type", "text/html")], body: Self.png)
      }
    }
    let file = try await fetch(server.baseURL + "/room.png").get()
    #expect(file.name == "room.png")
    #expect(file.bytes == Self.png)
    #expect(server.requests.map(\.path) == ["/room.png", "/moved?x=1"])
    for request in server.requests {
      #expect(request.header("x-goog-api-key") == nil && request.header("Authorization") == nil)
    }
  }

  @Test("A page, an error, an endless redirect and too many bytes are refused with a sentence")
  func refused() async throws {
    let server = try LoopbackServer { request, connection in
      switch request.path {
      case "/page.png": connection.respond(status: 200, text: "<html>")
      case "/missing.png": connection.respond(status: 404, text: "no")
      case "/around.png": connection.respond(status: 302, headers: [("Location", "/around.png")])
      case "/file.png": connection.respond(status: 302, headers: [("Location", "file:///etc/passwd")])
      case "/user.png": connection.respond(status: 302, headers: [("Location", "http://a:b@127.0.0.1/")])
      default:
        connection.respond(body: Self.png + [UInt8](repeating: 0, count: 33 << 20))
      }
    }
    #expect(await problem(server.baseURL + "/page.png").contains("no picture"))
    #expect(await problem(server.baseURL + "/missing.png").contains("404"))
    #expect(await problem(server.baseURL + "/around.png").contains("on and on"))
    #expect(await problem(server.baseURL + "/file.png").contains("no address"))
    #expect(await problem(server.baseURL + "/user.png").contains("no address"))
    #expect(await problem(server.baseURL + "/large.png").contains("more than"))
    #expect(await problem("http://user:secret@127.0.0.1/a.png").contains("no address"))
  }

  @Test("A server that never ends is given up")
  func slow() async throws {
    let held = Watched(false)
    let server = try LoopbackServer { _, _ in _ = held.blockingWait { $0 } }
    #expect(await problem(server.baseURL + "/a.png", seconds: 1).contains("within 1 s"))
    held.set(true)
  }

  @Test(
    "What is not the internet is known by its address",
    arguments: [
      ("http://localhost/", true), ("http://127.0.0.1:80/", true), ("http://10.1.2.3/", true),
      ("http://172.16.0.1/", true), ("http://172.32.0.1/", false), ("http://192.168.1.1/", true),
      ("http://169.254.169.254/", true), ("http://[::1]/", true), ("http://[fe80::1]/", true),
      ("http://[::ffff:127.0.0.1]/", true), ("http://2130706433/", true), ("http://metadata.google.internal/", true),
      ("http://8.8.8.8/", false), ("https://example.org/", false), ("https://[2001:db8::1]/", false),
    ])
  func privacy(address: String, expected: Bool) throws {
    #expect(PictureFetcher.isPrivate(try #require(URL(string: address))) == expected)
  }
}
