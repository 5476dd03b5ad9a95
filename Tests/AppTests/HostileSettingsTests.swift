import Core
import Foundation
import Screen
import TestSupport
import Testing
import Views

@testable import App

@Suite("Settings and themes that are anything")
struct HostileSettingsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let pieces = [
    "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "'''", "#", "\n", "\r\n", "\t", "\\", "\\u12",
    "theme", "thinking", "keys", "prompt", "ctrl+x", "limits", "roles", "name", "text", "fg", "bg", "true", "false",
    "-1", "0x", "1e999", "9999999999999999999999", "nan", "é", "日", "\u{202E}", "\u{1B}[2J", "\0", "\u{FEFF}", " ",
  ]

  /// The text with some of its bytes taken out, doubled or made another.
  private static func mutated(_ text: String, _ random: inout Seeded) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.remove(at: index)
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: index)
      default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...40, using: &random)))
      }
      if bytes.isEmpty { bytes = [0x5B] }
    }
    return bytes
  }

  private static func sample(_ good: [String], _ random: inout Seeded) -> [UInt8] {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: (0..<Int.random(in: 0..<400, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    case 1: Array(random.text(of: pieces, count: Int.random(in: 0..<80, using: &random)).utf8)
    default: mutated(good.randomElement(using: &random) ?? "a = 1", &random)
    }
  }

  /// A screen of the size that was asked for, drawn by whatever the files say.
  private func check(_ reading: SettingsReading, _ what: [UInt8]) {
    var settings = reading.settings ?? Settings()
    settings.themes = reading.themes
    if let last = reading.themes.last { settings.themeName = last.name }
    let size = Size(columns: 80, rows: 24)
    let studio = Studio(
      settings: settings, terminal: TerminalState(size: size), backend: .developer, seed: 1,
      now: Instant(milliseconds: 0))
    #expect(render(studio).grid.size == size)
    for problem in reading.problems {
      #expect(problem.hasPrefix(folder.path) && problem.hasSuffix("."), "\(problem) for \(what)")
    }
  }

  @Test("A settings file of any bytes gives a screen, or a sentence that names it", arguments: 1...4)
  func settings(seed: Int) throws {
    var random = Seeded(seed)
    let good = [SettingsFile.template(), "[keys.prompt]\n\"ctrl+g\" = \"prompt.editor\"\n"]
    let source = SettingsSource(file: folder.path + "/config.toml", themeFolders: [], network: NetworkSettings())
    for _ in 0..<150 {
      let bytes = Self.sample(good, &random)
      try folder.write(bytes, to: "config.toml")
      let before = source.read()
      check(before, bytes)
      check(source.list(variables: [:]))
      // Changed, it says what it said before and the change, or it is left as it is.
      do throws(SettingsSource.Refusal) {
        _ = try source.change(SettingChange(["bell"], to: "false"))
        #expect(SettingsFile.read(source.file).settings.ringsBell == false, "\(bytes)")
        #expect(source.read().problems.count <= before.problems.count, "\(bytes)")
      } catch {
        #expect(error.sentence.hasSuffix("."))
        #expect(folder.bytes("config.toml") == bytes)
      }
    }
  }

  private func check(_ list: SettingList) {
    #expect(list.items.count >= SettingsEntry.table.count)
    #expect(list.problem?.hasSuffix(".") ?? true)
  }

  @Test("A theme file of any bytes gives a screen, or a sentence that names it", arguments: 1...4)
  func themes(seed: Int) throws {
    var random = Seeded(seed)
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let good = try ["dark", "light", "monochrome", "terminal"].map {
      try String(contentsOf: root.appending(path: "themes/\($0).toml"), encoding: .utf8)
    }
    let source = SettingsSource(
      file: folder.path + "/none.toml", themeFolders: [folder.path + "/themes"], network: NetworkSettings())
    for _ in 0..<150 {
      let bytes = Self.sample(good, &random)
      try folder.write(bytes, to: "themes/any.toml")
      let reading = source.read()
      #expect(reading.themes.count + reading.problems.count >= 1)
      check(reading, bytes)
    }
  }

  @Test("Names and values that lie deeper than anybody writes are refused, with the line")
  func depth() throws {
    for text in [
      Array(repeating: "a", count: 100_000).joined(separator: ".") + " = 1",
      "a = " + String(repeating: "[", count: 100_000), "[" + String(repeating: "a.", count: 100_000) + "b]",
      "a = " + String(repeating: "{ a = ", count: 100_000),
    ] {
      let file = SettingsFile.read(try folder.write(text, to: "config.toml"))
      #expect(file.isBroken && file.problems.first?.contains("line 1") == true)
    }
  }

  @Test("What a variable says for a setting is shown with its name, without what is secret in it")
  func variables() throws {
    let source = SettingsSource(file: folder.path + "/none.toml", themeFolders: [], network: NetworkSettings())
    let list = source.list(variables: ["SSL_CERT_FILE": "/etc/own.pem", "https_proxy": "http://me:secret@proxy:80"])
    let certificates = try #require(list.items.first { $0.key == "ca_file" })
    #expect(certificates.value == "/etc/own.pem" && certificates.source == "SSL_CERT_FILE" && !certificates.isSet)
    let proxy = try #require(list.items.first { $0.key == "proxy" })
    #expect(proxy.value == "http://(hidden)@proxy:80" && proxy.source == "https_proxy")
    for (text, shown) in [
      ("me:secret@proxy:80", "(hidden)@proxy:80"), ("http://me:s@cret@proxy:80", "http://(hidden)@proxy:80"),
      ("http://me:s/e@proxy", "http://(hidden)@proxy"), ("proxy:80", "proxy:80"),
    ] {
      let items = source.list(variables: ["https_proxy": text]).items
      #expect(items.first { $0.key == "proxy" }?.value == shown)
    }
  }

  @Test("Every theme of the repository tells apart what has to be told apart")
  func differences() {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let (themes, problems) = ThemeFile.readAll(in: [root.appending(path: "themes").path])
    #expect(problems.isEmpty && themes.count >= 8)
    let pairs: [(Role, Role)] = [
      (.selected, .popup), (.popupTitle, .popup), (.selection, .text), (.match, .text), (.chip, .prompt),
      (.placeholder, .prompt), (.hintKey, .hintText), (.user, .text), (.model, .text), (.heading, .text),
      (.strong, .text), (.link, .text), (.error, .text), (.thinking, .text), (.selection, .match),
    ]
    for theme in themes {
      for (one, other) in pairs where !(theme.name == "monochrome" && (one, other) == (.selection, .match)) {
        #expect(theme[one] != theme[other], "\(theme.name): \(one.name) and \(other.name)")
      }
    }
  }
}
