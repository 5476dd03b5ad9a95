import Core
import Foundation
import Gemini
import TestSupport
import Testing

@testable import App

@Suite("The doctor")
struct DoctorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func checks(_ variables: [String: String] = [:], stores: Bool = true) -> DoctorChecks {
    let own = ["GEMSTUDIO_HOME": folder.path + "/home", "HOME": folder.path, "PATH": "/usr/bin:/bin"]
    return DoctorChecks(
      workshop: Workshop(process: own.merging(variables) { $1 }, workingFolder: folder.path, stores: stores))
  }

  private func find(_ subject: String, in findings: [Finding]) throws -> Finding {
    try #require(findings.first { $0.subject == subject })
  }

  @Test("A service that says nothing is given up after the patience, and it is said")
  func silence() async throws {
    let server = try LoopbackServer { _, connection in _ = connection.waitForPeerClose() }
    var checks = checks(["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL, "no_proxy": "*"])
    checks.patience = 0.2
    let finding = try find("network", in: await checks.network())
    #expect(finding.mark == .fault)
    #expect(finding.sentence.contains("no answer within 0.2 s"), "\(finding.sentence)")
  }

  @Test("A service that answers is told with its address, its models and the time")
  func network() async throws {
    let server = try LoopbackServer { _, connection in
      connection.respond(text: #"{"models":[{"name":"models/a"},{"name":"models/b"}]}"#)
    }
    let variables = ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL, "no_proxy": "*"]
    let finding = try find("network", in: await checks(variables).network())
    #expect(finding.mark == .fine)
    #expect(finding.sentence.hasPrefix("\(server.baseURL) lists 2 models ("))
  }

  @Test("The key is told by its place alone; without one, or a base for it, what to do")
  func key() {
    let fine = checks(["GEMINI_API_KEY": KeySearch.key]).key
    #expect(fine.mark == .fine)
    #expect(fine.sentence == "From GEMINI_API_KEY.")
    #expect(checks().key.mark == .warning)
    #expect(checks(["GOOGLE_GEMINI_BASE_URL": "http://far.example"]).key.mark == .fault)
  }

  @Test("The proxy is told without its password")
  func proxy() throws {
    let finding = try find("proxy", in: checks(["HTTPS_PROXY": "http://me:secret-word@proxy.example:8080/"]).route)
    #expect(finding.sentence == "proxy.example:8080, from HTTPS_PROXY.")
    #expect(checks(["HTTPS_PROXY": "http://proxy.example:8080", "NO_PROXY": "googleapis.com"]).route.isEmpty)
  }

  @Test("Certificates that are not there are a fault")
  func certificates() throws {
    let good = try folder.write("-----BEGIN CERTIFICATE-----", to: "ca.pem")
    #expect(checks(["SSL_CERT_FILE": good]).route.map(\.mark) == [.fine])
    #expect(checks(["SSL_CERT_FILE": folder.path + "/none"]).route.map(\.mark) == [.fault])
    #expect(checks(["SSL_CERT_DIR": folder.path]).route.map(\.mark) == [.fine])
    #expect(checks(["SSL_CERT_DIR": good]).route.map(\.mark) == [.fault])
    #expect(checks().route.isEmpty)
  }

  @Test("The clipboard's way follows the surroundings, and a missing tool is named")
  func clipboard() throws {
    try folder.write("", to: "bin/wl-copy")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/bin/wl-copy")
    func clipboard(_ variables: [String: String]) throws -> Finding {
      try find("clipboard", in: checks(variables).surroundings(isTerminal: true))
    }
    let bin = folder.path + "/bin"
    #expect(try clipboard(["WAYLAND_DISPLAY": "w", "PATH": bin]).sentence == "Copies go through wl-copy.")
    let missing = try clipboard(["DISPLAY": ":0", "PATH": bin])
    #expect(missing.mark == .warning)
    #expect(missing.sentence.contains("Install xclip"))
    #expect(try clipboard(["DISPLAY": ":0", "SSH_CONNECTION": "x", "PATH": bin]).mark == .fine)
  }

  @Test("Store, assets, settings and the table of models are told with their sizes and files")
  func files() throws {
    let checks = checks()
    let reference = checks.workshop.assets.write([1, 2, 3], mimeType: "image/png")
    #expect(reference.byteCount == 3)
    let findings = checks.files
    #expect(findings.allSatisfy { $0.mark == .fine }, "\(findings)")
    #expect(try find("store", in: findings).sentence.hasPrefix("No session yet, "))
    #expect(try find("assets", in: findings).sentence == "One picture or file, 3 B.")
    #expect(try find("models", in: findings).sentence.contains(ModelTable.builtIn.date))
    try folder.write("{", to: "home/models.json")
    try folder.write("colour = 1", to: "home/config.toml")
    let broken = self.checks().files
    #expect(try find("models", in: broken).mark == .warning)
    #expect(try find("settings", in: broken).sentence.contains("colour"))
  }

  @Test("A finding fits the terminal, with its text under itself")
  func lines() {
    let finding = Finding(.warning, "key", "There is none \u{1b}[2J, so set one.")
    #expect(finding.text(width: nil) == "! key       There is none ␛[2J, so set one.")
    let narrow = finding.text(width: 41).split(separator: "\n")
    #expect(narrow == ["! key       There is none ␛[2J, so set", "            one."])
  }
}
