import Core
import Foundation
import Testing

@testable import App

@Suite("Changing one setting of a file")
struct SettingsTextTests {
  private func change(_ text: String, _ path: [String], _ value: TOML?) throws -> String? {
    try SettingsText(text).setting(path, to: value)
  }

  @Test(
    "Only the value changes: comments, order, blanks and line ends stay",
    arguments: [
      ("theme = \"auto\"\n", "theme = \"light\"\n"),
      ("# mine\n theme   =  'auto'   # by day\nbell = false", "# mine\n theme   =  \"light\"   # by day\nbell = false"),
      (
        "\u{FEFF}theme = \"\"\"\nau\nto\"\"\"\r\nbell = true\r\n",
        "\u{FEFF}theme = \"light\"\r\nbell = true\r\n"
      ),
      ("", "theme = \"light\"\n"),
      ("# only a comment", "# only a comment\ntheme = \"light\"\n"),
      ("bell = false # x\n\n[thinking]\n", "bell = false # x\ntheme = \"light\"\n\n[thinking]\n"),
      ("bell = false", "bell = false\ntheme = \"light\"\n"),
      ("# head\n\n# of keys\n[keys.prompt]\n", "# head\n\ntheme = \"light\"\n\n# of keys\n[keys.prompt]\n"),
    ])
  func top(before: String, after: String) throws {
    #expect(try change(before, ["theme"], .string("light")) == after)
  }

  @Test(
    "A setting of a table goes into its table, however that is written",
    arguments: [
      ("[thinking]\npane = \"line\" # x\n\n[aliases]\n", "[thinking]\npane = \"shown\" # x\n\n[aliases]\n"),
      ("[thinking]\n\n[aliases]\na = \"b\"\n", "[thinking]\npane = \"shown\"\n\n[aliases]\na = \"b\"\n"),
      ("[thinking]\nsplit_tags = true", "[thinking]\nsplit_tags = true\npane = \"shown\"\n"),
      ("thinking.pane = \"line\"\n", "thinking.pane = \"shown\"\n"),
      ("thinking.split_tags = true\n", "thinking.split_tags = true\nthinking.pane = \"shown\"\n"),
      (
        "thinking = { pane = \"line\", split_tags = true } # x\n",
        "thinking = { pane = \"shown\", split_tags = true } # x\n"
      ),
      ("bell = true", "bell = true\n\n[thinking]\npane = \"shown\"\n"),
      ("", "[thinking]\npane = \"shown\"\n"),
    ])
  func tables(before: String, after: String) throws {
    #expect(try change(before, ["thinking", "pane"], .string("shown")) == after)
  }

  @Test("A setting is taken out with its line; names in quotes keep them")
  func removed() throws {
    let text = "# a\nbell = false # b\n\n[limits.\"gemini-2.5-pro\"]\nconcurrent = 2\n"
    #expect(try change(text, ["bell"], nil) == "# a\n\n[limits.\"gemini-2.5-pro\"]\nconcurrent = 2\n")
    #expect(try change(text, ["theme"], nil) == text)
    let path = ["limits", "gemini-2.5-pro", "concurrent"]
    #expect(try change(text, path, .int(3)) == text.replacing("= 2", with: "= 3"))
    #expect(
      try change("thinking = { pane = \"line\" }\n", ["thinking", "pane"], nil) == "thinking = {  }\n")
    #expect(
      try change(text, ["limits", "concurrent"], .int(9)) == text + "\n[limits]\nconcurrent = 9\n")
    #expect(try change(text, ["bell", "inner"], .int(1)) == nil, "A value has nothing below it")
  }

  @Test("In the written file each setting can be changed and put back to what was read before")
  func template() throws {
    let text = SettingsFile.template()
    for entry in SettingsEntry.table {
      guard let line = (entry.standard + entry.example).first else { continue }
      let changed = try #require(try change(text, line.path, .string("x")), "\(entry.key)")
      #expect(try SettingsText(changed).value(at: line.path) == .string("x"), "\(entry.key)")
      let differing = zip(text.split(separator: "\n"), changed.split(separator: "\n")).filter { $0 != $1 }.count
      if !entry.standard.isEmpty { #expect(differing == 1, "\(entry.key)") }
    }
  }
}

@Suite("Changing the settings file")
struct SettingsSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var source: SettingsSource {
    SettingsSource(file: folder.path + "/config.toml", themeFolders: [], network: NetworkSettings())
  }

  private var text: String { String(decoding: folder.bytes("config.toml") ?? [], as: UTF8.self) }

  private func refusal(_ path: [String], _ value: String?) -> String? {
    do throws(SettingsSource.Refusal) {
      _ = try source.change(SettingChange(path, to: value))
      return nil
    } catch {
      return error.sentence
    }
  }

  @Test("Values may be typed with and without quotes; the file is made when there is none")
  func typed() throws {
    #expect(try source.change(SettingChange(["theme"], to: "gruvbox")).contains("theme = \"gruvbox\" is kept in "))
    _ = try source.change(SettingChange(["model"], to: "\"thinking\""))
    _ = try source.change(SettingChange(["bell"], to: "false"))
    _ = try source.change(SettingChange(["confirm_above_usd"], to: "1"))
    #expect(text == "theme = \"gruvbox\"\nmodel = \"thinking\"\nbell = false\nconfirm_above_usd = 1\n")
    let mode = try FileManager.default.attributesOfItem(atPath: source.file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    _ = try source.change(SettingChange(["bell"], to: nil))
    #expect(!text.contains("bell"))
  }

  @Test("A file that cannot be read as what it is stays as it is, byte for byte, and the line is named")
  func broken() throws {
    for (bytes, reason) in [
      (Array("bell = maybe\n".utf8), "line 1"), (Array("a = 1\n[[x]]\n".utf8), "line 2"), ([0x61, 0xFF], "UTF-8"),
    ] {
      try folder.write(bytes, to: "config.toml")
      #expect(refusal(["theme"], "light")?.contains(reason) == true)
      #expect(folder.bytes("config.toml") == bytes)
    }
  }

  @Test("What a setting is not, and what is no setting, is refused with the reason")
  func refused() throws {
    try folder.write("bell = true\n", to: "config.toml")
    #expect(refusal(["bell"], "perhaps") == "bell is true or false.")
    #expect(refusal(["bel"], "true") == "There is no setting named bel.")
    #expect(text == "bell = true\n")
  }

  @Test("Behind a link the file itself is changed, and who may read it stays")
  func link() throws {
    let target = try folder.write("bell = true\n", to: "dots/settings")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: target)
    try FileManager.default.createSymbolicLink(atPath: source.file, withDestinationPath: target)
    _ = try source.change(SettingChange(["bell"], to: "false"))
    #expect(folder.bytes("dots/settings") == Array("bell = false\n".utf8))
    #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == 0o644)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: source.file) == target)
  }

  @Test("A link to a file that is not there yet leads to a file that its owner alone may read")
  func danglingLink() throws {
    try FileManager.default.createSymbolicLink(atPath: source.file, withDestinationPath: "dots/none.toml")
    _ = try source.change(SettingChange(["bell"], to: "false"))
    #expect(folder.bytes("dots/none.toml") == Array("bell = false\n".utf8))
    let target = folder.path + "/dots/none.toml"
    #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: source.file) == "dots/none.toml")
  }

  @Test("A file that its owner made read-only stays as it is")
  func readOnly() throws {
    let file = try folder.write("bell = true\n", to: "config.toml")
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: file)
    #expect(refusal(["bell"], "false")?.contains("read-only") == true)
    #expect(text == "bell = true\n")
  }
}
