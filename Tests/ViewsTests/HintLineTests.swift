import Core
import Gemini
import Screen
import Testing

@testable import Views

@Suite("The last line")
struct HintLineTests {
  @Test(
    "Tokens of an answer that comes are shown in hundreds, those of a whole one to the last",
    arguments: [(950, "out 950", "out 950"), (16_084, "out 16,000", "out 16,084")])
  func tokens(count: Int, coming: String, whole: String) throws {
    var desk = Desk(Size(columns: 120, rows: 40))
    let id = try desk.ask("Go on.")
    desk.receive(id, [["text": "On"]], usage: ["candidatesTokenCount": .int(count)])
    #expect(ScreenText.make(render(desk.studio)).contains(coming + " "))
    desk.receive(id, [], finish: "STOP")
    desk.end(id)
    #expect(ScreenText.make(render(desk.studio)).contains(whole + " "))
  }
}
