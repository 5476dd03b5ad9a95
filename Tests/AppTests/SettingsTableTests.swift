import Core
import Foundation
import TestSupport
import Testing

@testable import App

@Suite("The table of settings")
struct SettingsTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> SettingsFile {
    SettingsFile.read(try folder.write(text, to: "config.toml"))
  }

  @Test("The written file is read without a problem, gives the defaults, and holds every setting")
  func template() throws {
    let text = SettingsFile.template()
    let file = try read(text)
    #expect(file.problems.isEmpty, "\(file.problems)")
    #expect(file.settings == Settings())
    #expect(file.network == NetworkSettings())
    for entry in SettingsEntry.table {
      let last = try #require((entry.standard + entry.example).first?.path.last)
      #expect(text.contains("\(SettingsEntry.name([last])) = "), "\(entry.key)")
      #expect(text.contains(entry.meaning), "\(entry.key)")
    }
    // The defaults are really set, not only shown.
    #expect(try TOML.parse(text).count > 8)
  }

  @Test("What stands in comments of the written file can be used as well")
  func examples() throws {
    let lines = SettingsFile.template().split(separator: "\n").map(String.init)
    let uncommented = lines.map { line in
      line.wholeMatch(of: /# (\[.*\]|[\w"+-]+ = .*)/).map { String($0.1) } ?? line
    }
    let file = try read(uncommented.joined(separator: "\n"))
    #expect(file.problems.isEmpty, "\(file.problems)")
    #expect(file.network.proxy == "http://host:3128" && file.network.headers.map(\.name) == ["X-Team"])
    #expect(file.settings.limits.models["gemini-pro-latest"] == Limit(requestsPerMinute: 4, concurrent: 4))
    #expect(file.settings.keymap != Keymap.standard)
  }

  @Test(
    "Every setting of the table refuses what it is not, with line and name", arguments: SettingsEntry.table.map(\.key))
  func refusals(key: String) throws {
    let entry = try #require(SettingsEntry.table.first { $0.key == key })
    let path = try #require((entry.standard + entry.example).first?.path)
    let name = SettingsEntry.name(path)
    let file = try read("\n\n\(name) = [1]\n")
    #expect(file.problems.count == 1)
    #expect(file.problems.first?.hasPrefix("\(folder.path)/config.toml, line 3: \(name) ") == true, "\(file.problems)")
    #expect(file.settings == Settings() && file.network == NetworkSettings())
  }

  @Test("A name that no setting has is named with its line")
  func unknown() throws {
    let file = try read("bell = false\n[thinking]\ntags = true\n[nothing]\na = 1\n")
    #expect(
      file.problems.map { String($0.dropFirst(folder.path.count + 14)) } == [
        "line 3: there is no setting named thinking.tags.", "line 4: there is no setting named nothing.",
      ])
    #expect(!file.settings.ringsBell)
  }

  /// `RECORD_SCREENS=1` writes the page anew.
  @Test("docs/settings.md is what the table says")
  func page() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = root.appending(path: "docs/settings.md")
    let text = SettingsFile.markdown()
    if ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1" {
      try text.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == text)
  }

  @Test("config prints the file, writes it once for its owner alone, and checks it")
  func command() async throws {
    let program = ProgramProcess(folder)
    let path = folder.path + "/home/config.toml"
    let printed = try await program.run(["config"])
    #expect(printed.exitCode == 0 && printed.text == SettingsFile.template())
    #expect(try await program.run(["config", "--check"]).text.contains("There is no"))
    let written = try await program.run(["config", "--write"], written: ["config.toml"])
    #expect(written.exitCode == 0 && written.text == path + "\n")
    #expect(folder.bytes("home/config.toml") == Array(SettingsFile.template().utf8))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try await program.run(["config", "--check"]).exitCode == 0)
    try folder.write("theme = \"mine\"\n", to: "home/config.toml")
    let unknown = try await program.run(["config", "--check"])
    #expect(unknown.exitCode == 2 && unknown.err.contains("There is no theme named mine"))
    try folder.write("name = \"dark\"\n[roles]\n", to: "home/themes/mine.toml")
    #expect(try await program.run(["config", "--check"]).exitCode == 0)
    try folder.write("model = 5\n", to: "home/config.toml")
    let checked = try await program.run(["config", "--check"])
    #expect(checked.exitCode == 2 && checked.err.contains("\(path), line 1: model is a text in quotes."))
    let refused = try await program.run(["config", "--write"])
    #expect(refused.exitCode == 2 && refused.err.contains("--force"))
    #expect(folder.bytes("home/config.toml") == Array("model = 5\n".utf8))
    let forced = try await program.run(["config", "--write", "--force"], written: ["config.toml", "config.toml.old"])
    #expect(forced.exitCode == 0)
    #expect(folder.bytes("home/config.toml.old") == Array("model = 5\n".utf8))
    #expect(try await program.run(["config", "--force"]).exitCode == 2)
  }
}
