import Foundation
import Gemini
import TestSupport
import Testing

@Suite("The way of requests: proxies, certificates, headers", .serialized)
struct ProxyProgramTests {
  private static let password = "hush-hush-word"

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func program(_ variables: [String: String], settings: String = "") throws -> ProgramProcess {
    try folder.write(settings, to: "home/config.toml")
    // Nothing is reached directly unless a test says so.
    let own = ["GEMINI_API_KEY": KeySearch.key, "no_proxy": ""]
    return ProgramProcess(folder, own.merging(variables) { $1 }, secrets: [Self.password])
  }

  private func answering() throws -> LoopbackServer {
    try LoopbackServer { _, connection in
      connection.respond(
        text: events(#"{"candidates":[{"content":{"parts":[{"text":"Hello"}]},"finishReason":"STOP"}]}"#))
    }
  }

  /// An HTTPS server for a name that no name server knows: only a proxy leads to it.
  private func secureServer() async throws -> TLSServer {
    let body = #"{"models":[{"name":"models/a"},{"name":"models/b"}]}"#
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    return try await TLSServer.start(for: "DNS:gateway.example", folder: folder.path, answer: head + body)
  }

  private static let base = ["GOOGLE_GEMINI_BASE_URL": "https://gateway.example"]

  @Test(
    "An https server is reached through HTTP and SOCKS proxies, its name left to them, its certificate trusted by file",
    .enabled(if: TLSServer.isAvailable, "there is no openssl"),
    arguments: [
      ("HTTPS_PROXY", "http://"), ("https_proxy", ""), ("ALL_PROXY", "socks5h://"), ("all_proxy", "socks5h://"),
      ("proxy", "http://"),
    ])
  func secure(name: String, scheme: String) async throws {
    let server = try await secureServer()
    let proxy = try RelayProxy(to: server.port)
    let address = "\(scheme)127.0.0.1:\(proxy.port)"
    let settings = "ca_file = \"../authority.pem\"\n" + (name == "proxy" ? "proxy = \"\(address)\"\n" : "")
    let variables = name == "proxy" ? [:] : [name: address]
    let result = try await program(Self.base.merging(variables) { $1 }, settings: settings).run(["doctor"])
    #expect(result.text.contains("lists 2 models"), "\(result.text)")
    #expect(result.text.contains("127.0.0.1:\(proxy.port), from \(name)"), "\(result.text)")
    #expect(proxy.requests == [(scheme.hasPrefix("socks") ? "socks" : "CONNECT") + " gateway.example:443"])
  }

  @Test(
    "A certificate nobody vouches for is refused, also behind a proxy",
    .enabled(if: TLSServer.isAvailable, "there is no openssl"))
  func untrusted() async throws {
    let server = try await secureServer()
    let proxy = try RelayProxy(to: server.port)
    let variables = Self.base.merging(["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"]) { $1 }
    let result = try await program(variables).run(["doctor"])
    #expect(result.text.contains("No secure connection"), "\(result.text)")
    let trusted = try await program(variables.merging(["SSL_CERT_FILE": server.authority]) { $1 }).run(["doctor"])
    #expect(trusted.text.contains("lists 2 models"), "\(trusted.text)")
  }

  @Test("A proxy that wants another password, or is not there, is named without the password")
  func wrong() async throws {
    let server = try answering()
    let proxy = try RelayProxy(to: server.port, credentials: "me:another")
    let closed = try LoopbackServer { _, _ in }
    closed.stop()
    func address(_ port: Int) -> String { "http://me:\(Self.password)@127.0.0.1:\(port)" }
    for (port, variables, settings) in [
      (proxy.port, ["HTTPS_PROXY": address(proxy.port)], ""),
      (closed.port, [:], "proxy = \"\(address(closed.port))\"\n"),
    ] {
      let program = try program(Self.base.merging(variables) { $1 }, settings: settings)
      let result = try await program.run(["ask", "hi", "--format", "json", "--no-stdin"], written: ["config.toml"])
      #expect(result.exitCode == 1)
      let error = try JSON(parsing: result.out)["error"]
      #expect(error?["kind"]?.string == "network", "\(result.text)")
      #expect(error?["hint"]?.string?.contains("the proxy 127.0.0.1:\(port) (") == true, "\(result.text)")
      #expect(result.err.contains("127.0.0.1:\(port)"), "\(result.err)")
    }
    #expect(server.requests.isEmpty)
  }

  @Test("With its password a proxy lets the request through, and nobody sees the password")
  func credentials() async throws {
    let server = try answering()
    let proxy = try RelayProxy(to: server.port, credentials: "me:\(Self.password)")
    let program = try program(
      ["GOOGLE_GEMINI_BASE_URL": server.baseURL],
      settings: "proxy = \"http://me:\(Self.password)@127.0.0.1:\(proxy.port)\"\n")
    let result = try await program.run(["ask", "hi", "--no-stdin"], written: ["config.toml"])
    #expect(result.text == "Hello", "\(result.err)")
    // A proxy on this machine gets plain http with the whole address.
    let path = "/v1beta/models/gemini-flash-latest:streamGenerateContent?alt=sse"
    #expect(proxy.requests == ["POST \(server.baseURL)\(path)"])
    let dry = try await program.run(["ask", "hi", "--no-stdin", "--dry-run"], written: ["config.toml"])
    #expect(dry.exitCode == 0)
  }

  @Test("This machine, the hosts of NO_PROXY and the simulator are reached without a proxy")
  func direct() async throws {
    let server = try answering()
    let proxy = try RelayProxy(to: server.port)
    let address = "http://127.0.0.1:\(proxy.port)"
    let everywhere = ["HTTPS_PROXY": address, "HTTP_PROXY": address, "http_proxy": address, "ALL_PROXY": address]
    let local = try program(everywhere.merging(["GOOGLE_GEMINI_BASE_URL": server.baseURL]) { $1 })
    #expect(try await local.run(["ask", "hi", "--no-stdin"]).text == "Hello")
    let offline = try await local.run(["ask", "hi", "--no-stdin", "--offline"])
    #expect(offline.exitCode == 0, "\(offline.err)")
    let settings = try program([:], settings: "proxy = \"\(address)\"\n")
    #expect(try await settings.run(["ask", "hi", "--no-stdin", "--offline"]).exitCode == 0)
    let named = try program(everywhere.merging(Self.base) { $1 }.merging(["NO_PROXY": ".example"]) { $1 })
    let result = try await named.run(["ask", "hi", "--no-stdin"])
    #expect(result.exitCode == 1 && result.err.contains("gateway.example"), "\(result.err)")
    #expect(!result.err.contains("the proxy 127"), "\(result.err)")
    #expect(proxy.requests.isEmpty)
  }

  @Test("A proxy that is none is refused before anything is sent")
  func invalid() async throws {
    for (variables, settings) in [
      (["HTTPS_PROXY": "ftp://me:\(Self.password)@host"], ""), ([:], "proxy = \"ftp://me:\(Self.password)@host\"\n"),
    ] {
      let result = try await program(variables, settings: settings).run(
        ["ask", "hi", "--no-stdin"], written: ["config.toml"])
      #expect(result.exitCode == 2)
      #expect(result.err.contains("names a proxy of a kind that is not known"), "\(result.err)")
    }
  }

  @Test("Headers of the settings do not go where the working folder's file points")
  func headersStay() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(status: 400, text: #"{"error":{"code":400,"message":"No"}}"#)
    }
    let program = try program(["GEMINI_API_KEY": ""], settings: "[headers]\nX-Team = \"\(Self.password)\"\n")
    try folder.write(
      "GEMINI_API_KEY=\(KeySearch.key)\nGOOGLE_GEMINI_BASE_URL=\(server.baseURL)\n", to: ".env")
    _ = try await program.run(["ask", "hi", "--no-stdin"], written: ["config.toml", ".env"])
    #expect(server.requests.count == 1)
    #expect(server.requests.allSatisfy { $0.header("X-Team") == nil })
  }

  @Test("Headers of the settings go with every request, and their values are shown nowhere")
  func headers() async throws {
    let server = try LoopbackServer { request, connection in
      // A server that repeats what it was sent.
      let seen = request.headers.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
      connection.respond(status: 400, text: #"{"error":{"code":400,"message":"Refused: \#(seen)","status":"X"}}"#)
    }
    let program = try program(
      ["GOOGLE_GEMINI_BASE_URL": server.baseURL], settings: "[headers]\nX-Team = \"\(Self.password)\"\n")
    let result = try await program.run(
      ["ask", "hi", "--format", "json", "--no-stdin"], written: ["config.toml"])
    #expect(result.exitCode == 1)
    #expect(result.text.contains("X-Team=(hidden)"), "\(result.text)")
    _ = try await program.run(["doctor"], written: ["config.toml"])
    #expect(server.requests.count == 2)
    #expect(server.requests.allSatisfy { $0.header("X-Team") == Self.password })
    let dry = try await program.run(["ask", "hi", "--no-stdin", "--dry-run"], written: ["config.toml"])
    #expect(dry.text.contains("X-Team: (hidden)\n"), "\(dry.text)")
    let json = try await program.run(
      ["ask", "hi", "--no-stdin", "--dry-run", "--format", "json"], written: ["config.toml"])
    #expect(try JSON(parsing: json.out)["headers"]?["X-Team"]?.string == "(hidden)")
    let offline = try await program.run(
      ["ask", "hi", "--no-stdin", "--offline", "--dry-run"], written: ["config.toml"])
    #expect(!offline.text.contains("X-Team"))
    try folder.write("[headers]\nHost = \"x\"\n", to: "home/config.toml")
    let doctor = try await program.run(["doctor", "--offline"])
    #expect(doctor.text.contains("headers.Host is not allowed"), "\(doctor.text)")
  }
}
