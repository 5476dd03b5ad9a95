import Core
import Screen

/// The screens on which one chooses how the studio looks and behaves.
extension Scene {
  func looks(_ size: Size) throws -> Desk {
    if self == .studioSettings { return settings(size) }
    var desk = Desk(size)
    try desk.talk("Which of these two rooms is larger?", Self.table)
    let themes = ThemeTable.themes
    desk.send(.settingsSaved(SettingsReading(settings: Settings(), themes: themes)))
    desk.wait(7000)
    desk.press("ctrl+x t down down")
    return desk
  }

  private func settings(_ size: Size) -> Desk {
    var desk = Desk(size)
    desk.press("ctrl+x ,")
    let items = [
      item("model", "flash", meaning: "The model that answers with text: an alias or a model id.", values: "a text"),
      item("theme", "gruvbox", line: 3, meaning: "The colours: auto, or a theme's name.", values: "a text"),
      item(
        "bell", "false", line: 12, meaning: "Rings when an answer that took long ends.", choices: ["true", "false"]),
      item("proxy", "", source: "HTTPS_PROXY", meaning: "The proxy.", values: "an address in quotes"),
      item("thinking.pane", "shown", meaning: "How much of the thinking pane is shown.", choices: ["shown", "hidden"]),
      item("aliases.flash", "gemini-flash-latest", meaning: "A short name for a model.", values: "a model id"),
      item(
        "aliases.NAME", "", source: "", meaning: "A short name for a model.", values: "a model id",
        example: "aliases.fast = \"gemini-flash-latest\""),
    ]
    desk.send(.settingsListed(SettingList(file: "/home/me/.config/gemstudio/config.toml", items: items)))
    desk.press("down down")
    return desk
  }

  private func item(
    _ key: String, _ value: String, line: Int? = nil, source: String = "default", meaning: String,
    values: String = "true or false", choices: [String] = [], example: String? = nil
  ) -> SettingItem {
    SettingItem(
      path: key.split(separator: ".").map(String.init), key: key, value: value,
      source: line.map { "line \($0)" } ?? source, isSet: line != nil, choices: choices, values: values,
      meaning: meaning, change: "at once", example: example)
  }
}
