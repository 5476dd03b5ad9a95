import Screen
import Testing

@testable import Core

@Suite("Settings that are saved while the studio runs")
struct ReloadingTests {
  private static let light = Theme(name: "light", isDark: false)

  private func reading(
    problems: [String] = [], forNextStart: [String] = [], _ change: (inout Settings) -> Void = { _ in }
  ) -> Event {
    var settings = Settings()
    change(&settings)
    return .settingsSaved(
      SettingsReading(
        settings: problems.isEmpty ? settings : nil, themes: [.dark, Self.light], problems: problems,
        forNextStart: forNextStart))
  }

  @Test("What the file says counts at once, and a line says so")
  func taken() {
    var desk = Desk()
    desk.studio.settings.themes = [.dark, Self.light]
    desk.send(
      reading {
        $0.themeName = "light"
        $0.ringsBell = false
        $0.thinkingPane = .line
        $0.limits.general.concurrent = 2
        $0.keymap.bind([Key](sequence: "f9") ?? [], at: .everywhere, to: .help)
      })
    #expect(desk.studio.settings.theme == Self.light)
    #expect(!desk.studio.settings.ringsBell && desk.studio.settings.thinkingPane == .line)
    #expect(desk.studio.settings.limits.general.concurrent == 2)
    #expect(desk.studio.notice?.text == "The settings were changed, and count now.")
    desk.press("f9")
    #expect(desk.studio.overlay == .help(scroll: 0))
  }

  @Test("A file that says what it said, and one of which nothing came, say nothing")
  func unchanged() {
    var desk = Desk()
    desk.studio.settings.themes = [.dark, Self.light]
    desk.send(reading())
    #expect(desk.studio.notice == nil)
  }

  @Test("A broken file leaves what counted before, also a theme that is gone, and is named")
  func broken() {
    var desk = Desk()
    desk.send(reading { $0.ringsBell = false })
    desk.studio.settings.themes.append(Theme(name: "mine", isDark: true))
    desk.studio.settings.themeName = "mine"
    let before = desk.studio.settings
    desk.send(reading(problems: ["config.toml, line 3: a value is missing."]))
    #expect(desk.studio.settings == before)
    #expect(desk.studio.notice?.kind == .error)
    #expect(desk.studio.notice?.text.hasPrefix("config.toml, line 3: a value is missing. What counted before") == true)
    desk.studio.settings.themeName = "dark"
    desk.send(reading { $0.ringsBell = false })
    #expect(desk.studio.notice?.text == "The settings were changed, and count now.", "mended to what it was")
  }

  @Test("What was chosen in the studio stays, until the file says something else than before")
  func choices() {
    var desk = Desk()
    desk.studio.settings.themes = [.dark, Self.light]
    desk.studio.settings.themeName = "light"
    desk.studio.settings.thinkingPane = .hidden
    desk.studio.settings.splitsReasoning = false
    desk.send(reading { $0.ringsBell = false })
    #expect(!desk.studio.settings.ringsBell)
    #expect(desk.studio.settings.themeName == "light" && desk.studio.settings.thinkingPane == .hidden)
    #expect(!desk.studio.settings.splitsReasoning)
    desk.send(
      reading {
        $0.themeName = "dark"; $0.thinkingPane = .line
      })
    #expect(desk.studio.settings.themeName == "dark" && desk.studio.settings.thinkingPane == .line)
    // Back to what it was at first is a change as well.
    desk.send(reading())
    #expect(desk.studio.settings.themeName == "auto" && desk.studio.settings.thinkingPane == .shown)
  }

  @Test("The model of the file is for a session without turns, unless another was chosen there")
  func models() {
    var desk = Desk()
    desk.send(reading { $0.textModel = "thinking" })
    #expect(desk.studio.session.textModel == "gemini-pro-latest")
    desk.studio.session.textModel = "chosen"
    desk.send(reading { $0.textModel = "other" })
    #expect(desk.studio.session.textModel == "chosen")
  }

  @Test("What counts from the next start on, and a theme there is none of, are named")
  func sentences() {
    var desk = Desk()
    desk.send(reading(forNextStart: ["proxy", "headers"]))
    #expect(desk.studio.notice?.text.hasSuffix("proxy, headers count from the next start on.") == true)
    desk.send(reading { $0.themeName = "ligth" })
    #expect(desk.studio.notice?.kind == .error)
    #expect(desk.studio.notice?.text.hasPrefix("There is no theme named ligth; there are dark, light.") == true)
  }
}
