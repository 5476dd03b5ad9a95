import Core
import Screen
import Testing

@testable import App

@Suite("Settings and themes")
struct FilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("Without a file there are the defaults and no problem")
  func noFile() {
    let file = SettingsFile.read(folder.path + "/config.toml")
    let (settings, problems) = (file.settings, file.problems)
    #expect(problems.isEmpty)
    #expect(settings.textModel == Settings().textModel)
  }

  @Test("Every setting is read")
  func settings() throws {
    let path = try folder.write(
      """
      model = "thinking"
      picture_model = "gemini-3-pro-image"
      theme = "light"
      thumbnails = false
      bell = false
      after_hangup = "stop"
      bandwidth = "low"
      provenance = "png"
      [aliases]
      mine = "gemini-2.5-pro"
      [thinking]
      pane = "line"
      split_tags = false
      [keys.prompt]
      "ctrl+p" = "none"
      """, to: "config.toml")
    let file = SettingsFile.read(path)
    let (settings, problems) = (file.settings, file.problems)
    #expect(problems.isEmpty, "\(problems)")
    #expect(settings.textModel == "thinking")
    #expect(settings.pictureModel == "gemini-3-pro-image")
    #expect(settings.themeName == "light")
    #expect(!settings.showsThumbnails && !settings.ringsBell)
    #expect(settings.afterHangup == .stop)
    #expect(settings.thinkingPane == .line && !settings.splitsReasoning)
    #expect(settings.model("mine") == "gemini-2.5-pro")
    #expect(settings.model("flash") == "gemini-flash-latest")
    #expect(settings.bandwidth == .low)
    #expect(settings.provenance == .png)
  }

  @Test("What cannot be used is named, and the rest counts")
  func problems() throws {
    let path = try folder.write(
      """
      model = 5
      bell = "yes"
      after_hangup = "perhaps"
      colour = "red"
      picture_model = "kept"
      [thinking]
      split_tags = "no"
      tags = true
      [keys.nowhere]
      "a" = "b"
      """, to: "config.toml")
    let file = SettingsFile.read(path)
    let (settings, problems) = (file.settings, file.problems)
    #expect(problems.count == 7, "\(problems)")
    for word in ["model", "bell", "after_hangup", "colour", "nowhere", "thinking.split_tags", "thinking.tags"] {
      #expect(problems.contains { $0.contains(word) && $0.hasPrefix(path) }, "\(word)")
    }
    #expect(settings.pictureModel == "kept")
    #expect(settings.textModel == Settings().textModel)
  }

  @Test("A broken file leaves the defaults and says the line")
  func broken() throws {
    let path = try folder.write("model = \"a\"\n\n[[[\n", to: "config.toml")
    let file = SettingsFile.read(path)
    let (settings, problems) = (file.settings, file.problems)
    #expect(problems.count == 1)
    #expect(problems.first?.contains("line 3") == true, "\(problems)")
    #expect(settings.textModel == Settings().textModel)
  }

  @Test("Themes are read from their files, a later one replaces an earlier one of its name")
  func themes() throws {
    try folder.write("[roles]\nerror = { fg = 1, bold = true }\n", to: "one/a.toml")
    try folder.write(
      "dark = false\n[roles]\nerror = { fg = 2 }\ncodeBlock = { fg = 99 }\nstring = { fg = 98 }\n",
      to: "two/a.toml")
    try folder.write("[roles]\nerror = { fg = 999 }\n", to: "two/b.toml")
    try folder.write("not toml at all [", to: "two/c.toml")
    let (themes, problems) = ThemeFile.readAll(
      in: [folder.path + "/one", folder.path + "/two", folder.path + "/none"])
    #expect(themes.map(\.name) == ["dark", "light", "a"])
    #expect(themes.last?.isDark == false)
    #expect(themes.last?[.error] == Theme.Look(.palette(2)))
    #expect(themes.last?[.string] == Theme.Look(.palette(98)))
    #expect(themes.last?[.keyword] == Theme.Look(.palette(99)), "What is left out looks as the block does")
    #expect(problems.count == 2)
  }

  @Test("A theme has the name of its file; one that cannot be read is named with its line and the reason")
  func themeNames() throws {
    try folder.write("[roles]\nerror = { fg = 1 }\n", to: "themes/plain.toml")
    try folder.write("name = \"dark\"\n[roles]\nerror = { fg = 2 }\n", to: "themes/copy.toml")
    try folder.write("dark = true\n[roles]\ntext = { fg = }\n", to: "themes/broken.toml")
    let (themes, problems) = ThemeFile.readAll(in: [folder.path + "/themes"])
    #expect(themes.map(\.name) == ["dark", "light", "copy", "plain"])
    #expect(themes[0] == .dark && themes[2][.error] == Theme.Look(.palette(2)))
    #expect(problems.count == 1 && problems[0].contains("broken.toml, line 3: "), "\(problems)")
  }

  @Test(
    "Colours follow the environment",
    arguments: [
      (["TERM": "xterm-256color"], 256), (["TERM": "xterm", "COLORTERM": "truecolor"], 256), (["TERM": "foot"], 256),
      (["TERM": "xterm"], 16), (["TERM": "linux"], 8), (["TERM": "dumb"], 0), ([:], 0),
      (["TERM": "xterm-256color", "NO_COLOR": "1"], 0), (["TERM": "xterm-256color", "NO_COLOR": ""], 256),
    ])
  func colors(environment: [String: String], expected: Int) {
    #expect(TerminalColors.count(environment) == expected)
  }

  @Test("Character art becomes lines with the codes of its colours")
  func art() {
    var grid = Grid(Size(columns: 2, rows: 1))
    grid[0, 0] = Cell("▀", Style(foreground: 9, background: nil))
    grid[0, 1] = Cell("▀", Style(foreground: 9, background: nil))
    #expect(ArtText.lines(grid, colors: 256) == "\u{1b}[38;5;9;49m▀▀\u{1b}[m\n")
    #expect(ArtText.lines(grid, colors: 16) == "\u{1b}[91;49m▀▀\u{1b}[m\n")
    #expect(ArtText.lines(grid, colors: 0) == "▀▀\n")
  }

  @Test("Piped text loses only its last line end, and bytes are no text")
  func input() throws {
    #expect(try StandardInput.text(Array("a\n\n".utf8)) == "a\n")
    #expect(try StandardInput.text(Array("a\r\n".utf8)) == "a")
    #expect(try StandardInput.text([]) == nil)
    #expect(try StandardInput.text(Array("\n".utf8)) == nil)
    #expect(throws: CommandError.self) { try StandardInput.text([0x89, 0x50, 0xFF]) }
  }
}
