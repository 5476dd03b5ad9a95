import Gemini
import Testing

@testable import Core

@Suite("Favourite and recent models")
struct ModelPickerTests {
  private static func desk() -> Desk {
    var desk = Desk()
    desk.send(.modelsListed(["one-a", "two-b", "three-c"].compactMap { Model.sample($0) }))
    return desk
  }

  private static func ids(_ desk: Desk, _ filter: String = "") -> [String] {
    desk.studio.models(filter: filter).map(\.id)
  }

  @Test("Favourites stand first, then those chosen last, then all others; each once")
  func order() throws {
    var desk = Self.desk()
    desk.press("ctrl+x m down down")
    let effects = desk.press("ctrl+f")
    #expect(effects == [.remember(ModelList.favourites, #"["three-c"]"#)])
    #expect(Self.ids(desk) == ["three-c", "one-a", "two-b"])
    // The marked one stays selected.
    desk.press("enter")
    #expect(desk.studio.session.model == "three-c")
    desk.press("ctrl+x m down down enter")
    #expect(desk.studio.session.model == "two-b")
    #expect(Self.ids(desk) == ["three-c", "two-b", "one-a"])
    #expect(["three-c", "two-b", "one-a"].map(desk.studio.modelGroup) == ["Favourites", "Recent", "All models"])
    #expect(desk.studio.settings.recentModels == ["two-b", "three-c"])
    desk.press("ctrl+x m ctrl+f")
    #expect(Self.ids(desk) == ["two-b", "three-c", "one-a"])
  }

  @Test("A model that was typed is kept with those chosen last, five at most")
  func typed() {
    var desk = Self.desk()
    for number in 1...7 {
      desk.press("ctrl+x m")
      desk.type("typed-\(number)")
      // Past what the letters find stands the id itself.
      desk.press("pagedown enter")
      #expect(desk.studio.session.model == "typed-\(number)")
    }
    #expect(Self.ids(desk).prefix(5) == ["typed-7", "typed-6", "typed-5", "typed-4", "typed-3"])
    #expect(Self.ids(desk, "typed-6") == ["typed-6"])
    #expect(ModelList.read("nothing").isEmpty)
  }

  @Test("What was typed is offered as an id, unless it is the id of a model that is found")
  func offered() {
    var desk = Self.desk()
    #expect(desk.studio.offeredModelID(filter: "three") == "three")
    #expect(desk.studio.offeredModelID(filter: "three-c ") == nil && desk.studio.offeredModelID(filter: " ") == nil)
    desk.press("ctrl+x m")
    desk.type("three-c")
    desk.press("pagedown enter")
    #expect(desk.studio.session.model == "three-c")
    desk.press("ctrl+x m")
    desk.type("four-d")
    desk.send(.modelsListed(["one-a", "four-d"].compactMap { Model.sample($0) }))
    desk.press("enter")
    #expect(desk.studio.session.model == "four-d")
  }

  @Test("The marks outlive a new settings file; other lists have none to give")
  func kept() {
    var desk = Self.desk()
    desk.press("ctrl+x m ctrl+f enter")
    desk.send(.settingsSaved(SettingsReading(settings: Settings(), themes: [.dark])))
    #expect(desk.studio.settings.favouriteModels == ["one-a"] && desk.studio.settings.recentModels == ["one-a"])
    desk.press("ctrl+p ctrl+f")
    #expect(desk.studio.settings.favouriteModels == ["one-a"])
  }
}
