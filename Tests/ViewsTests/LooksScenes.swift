import Core
import Screen

/// The screens on which one chooses how the studio looks and behaves.
extension Scene {
  func looks(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    try desk.talk("Which of these two rooms is larger?", Self.table)
    let names = ["dark", "gruvbox", "high-contrast", "light", "monochrome", "solarized-dark", "terminal"]
    let themes = names.map { Theme(name: $0, isDark: $0 != "light") }
    desk.send(.settingsSaved(SettingsReading(settings: Settings(), themes: themes)))
    desk.wait(7000)
    desk.press("ctrl+x t down down")
    return desk
  }
}
