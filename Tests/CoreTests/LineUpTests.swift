import Gemini
import Screen
import Testing

@testable import Core

@Suite("Line-ups of lanes")
struct LineUpTests {
  @Test("A line-up is kept under a name and chosen again")
  func lineUps() throws {
    var desk = Desk()
    desk.press("ctrl+x c tab 2 a w")
    desk.type("three")
    let kept = try #require(
      desk.press("enter").compactMap { if case .remember(LineUp.key, let text) = $0 { text } else { nil } }.first)
    #expect(
      Kept<LineUp>(text: kept).items.map(\.name) == ["three"] && Kept<LineUp>(text: kept).items[0].lanes.count == 3)
    #expect(Kept<LineUp>(text: "nonsense") == Kept())
    let lanes = desk.studio.session.lanes
    desk.press("W enter")
    #expect(lanes.map(\.config.thinkingLevel) == ["low", "high", "high"])
    #expect(lanes.map(\.id) == desk.studio.session.lanes.map(\.id) && Set(lanes.map(\.id)).count == 3)
    #expect(Kept<LineUp>(text: kept).items[0].lanes.map { $0.copy(id: 0) } == lanes.map { $0.copy(id: 0) })
  }

  @Test("Lanes of a line-up that are compared already keep their answers")
  func sameLanes() throws {
    var desk = Desk()
    desk.press("ctrl+x c tab w")
    desk.type("two")
    desk.press("enter 2 a 1 i")
    desk.type("which")
    let runs = desk.press("enter").generations.map(\.run.id)
    try #require(runs.count == 3)
    for run in runs {
      desk.receive(run, ["text": "this one"], finish: "STOP")
      desk.end(run)
    }
    let lanes = desk.studio.session.lanes
    desk.press("tab W enter")
    #expect(desk.studio.session.lanes == Array(lanes.prefix(2)))
    #expect(desk.studio.comparedAnswers.prefix(2).map { $0.run?.id } == [runs[0], runs[1]])
    // A lane of its own setting is a new one, with a number that no answer has.
    desk.press("2")
    desk.studio.session.lanes[1].config.temperature = 0.1
    desk.press("W enter")
    #expect(desk.studio.session.lanes[0] == lanes[0])
    #expect(!lanes.map(\.id).contains(desk.studio.session.lanes[1].id))
  }

  @Test("A line-up is renamed and deleted in its list, and brought back")
  func changingLineUps() throws {
    var desk = Desk()
    desk.press("ctrl+x c tab w")
    desk.type("beside")
    desk.press("enter 2 a w")
    desk.type("again")
    desk.press("enter W down ctrl+r ctrl+u")
    desk.type("again")
    desk.press("enter")
    #expect(desk.studio.openEntry?.problem == "There is a line-up named \"again\" already.")
    desk.press("ctrl+u")
    desk.type("a pair")
    #expect(desk.press("enter").contains(.remember(LineUp.key, desk.studio.settings.lineUps.text)))
    #expect(desk.studio.settings.lineUps.items.map(\.name) == ["a pair", "again"])
    guard case .lineUps(let list) = desk.studio.overlay else { throw Missing() }
    #expect(list.list.selected == 0, "it stays selected")
    desk.press("delete")
    #expect(desk.studio.settings.lineUps.items.map(\.name) == ["again"])
    #expect(desk.studio.notice?.text == "The line-up \"a pair\" is deleted; Alt+U brings it back.")
    desk.press("delete escape")
    // The list that has none left can be opened, and what was deleted is there in a new studio too.
    desk.studio.settings.lineUps = Kept(text: desk.studio.settings.lineUps.text)
    desk.press("W alt+u alt+u")
    #expect(desk.studio.settings.lineUps.items.map(\.name) == ["a pair", "again"])
    desk.press("alt+u")
    #expect(desk.studio.notice?.text == "Nothing was deleted here.")
    desk.press("up enter")
    #expect(desk.studio.session.lanes.count == 2)
  }

  @Test("A line-up that another one replaces comes back beside it")
  func replacing() throws {
    var desk = Desk()
    for count in [2, 3] {
      desk.press(count == 2 ? "ctrl+x c tab w" : "2 a w")
      desk.type("same")
      desk.press("enter")
    }
    #expect(desk.studio.notice?.text.contains("Alt+U in the list brings back what had that name.") == true)
    desk.press("w")
    desk.type("same")
    desk.press("enter")
    #expect(desk.studio.notice?.text.contains("brings back") == false, "nothing was replaced")
    desk.press("W alt+u")
    #expect(desk.studio.settings.lineUps.items.map { "\($0.name) \($0.lanes.count)" } == ["same 3", "same 2 2"])
  }

  private struct Missing: Error {}

  @Test("A line-up is told by models and the settings that its lanes do not share")
  func labels() {
    var lanes = ["low", "high"].enumerated().map { index, level in
      var lane = Lane(id: index, model: ComparisonTests.flash)
      lane.config.thinkingLevel = level
      lane.config.temperature = 0.5
      lane.systemInstruction = "Be number \(index + 1)."
      return lane
    }
    lanes[1].tools = [["codeExecution": [:]]]
    #expect(
      Desk().studio.labels(of: LineUp(name: "a", lanes: lanes)) == [
        "\(ComparisonTests.flash) · thinking low · system \"Be number 1.\"",
        "\(ComparisonTests.flash) · thinking high · system \"Be number 2.\" · code execution",
      ])
  }
}
