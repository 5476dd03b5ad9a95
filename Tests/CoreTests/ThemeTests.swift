import Screen
import Testing

@testable import Core

@Suite("Choosing the theme")
struct ThemeTests {
  private static let light = Theme(name: "light", isDark: false)
  private static let mine = Theme(name: "mine", looks: [.text: .init(.palette(100))])

  private func desk() -> Desk {
    var desk = Desk()
    desk.studio.settings.themes = [.dark, Self.light, Self.mine]
    return desk
  }

  @Test("The screen looks like the selected theme, and Escape brings the old one back")
  func preview() {
    var desk = desk()
    desk.press("ctrl+x t")
    #expect(desk.studio.theme == .dark)
    desk.press("down down")
    #expect(desk.studio.theme == Self.light)
    desk.press("down")
    #expect(desk.studio.theme == Self.mine)
    #expect(desk.press("escape").isEmpty)
    #expect(desk.studio.theme == .dark && desk.studio.settings.themeName == "auto")
  }

  @Test("Enter keeps the theme and has it written")
  func kept() {
    var desk = desk()
    desk.press("ctrl+x t")
    desk.type("mi")
    #expect(desk.studio.theme == Self.mine)
    #expect(desk.press("enter") == [.changeSetting(SettingChange(["theme"], to: "mine"))])
    #expect(desk.studio.overlay == nil && desk.studio.settings.theme == Self.mine)
    #expect(desk.press("ctrl+x t up up up enter") == [.changeSetting(SettingChange(["theme"], to: "auto"))])
  }

  @Test("Letters that no theme has leave the screen as it was, and choose nothing")
  func nothing() {
    var desk = desk()
    desk.press("ctrl+x t")
    desk.type("zzz")
    #expect(desk.studio.theme == .dark)
    #expect(desk.press("enter").isEmpty)
    #expect(desk.studio.overlay != nil)
  }

  @Test("The chooser opens at the theme that counts, and follows a file that is saved meanwhile")
  func opened() {
    var desk = desk()
    desk.studio.settings.themeName = "light"
    desk.press("ctrl+x t")
    #expect(desk.studio.theme == Self.light)
    desk.send(.settingsSaved(SettingsReading(settings: nil, themes: [.dark])))
    #expect(desk.studio.theme == .dark)
    desk.send(.settingRefused(["theme"], typed: "light", "config.toml cannot be written."))
    #expect(desk.studio.notice?.kind == .error)
  }
}
