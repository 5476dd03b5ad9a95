import Gemini
import Screen
import Testing

@testable import Core

@Suite("Differences of answers with pictures")
struct PictureDifferenceTests {
  @Test("Answers that are pictures alone are not compared, and that is said", arguments: [80, 120])
  func picturesAlone(columns: Int) throws {
    var (desk, runs) = try ComparisonTests.asking(columns: columns)
    for (number, run) in runs.enumerated() {
      desk.receive(run, .picture(.sample(number + 1)), finish: "STOP")
      desk.end(run)
    }
    desk.press("tab =")
    desk.work()
    let differences = try #require(desk.studio.differences)
    #expect(differences.summary == "no text")
    #expect(
      differences.lines.map(\.text).joined(separator: " ")
        == "Neither of the two has text to compare. Pictures: answer 1 has 1 picture, answer 2 has 1 picture. "
        + "o shows them.")
  }

  @Test("Pictures beside a text that is compared are named")
  func picturesBeside() throws {
    var (desk, runs) = try ComparisonTests.asking()
    desk.receive(runs[0], ["text": "The hall."], .picture(.sample(1)), .picture(.sample(2)), finish: "STOP")
    desk.receive(runs[1], ["text": "The hall."], finish: "STOP")
    for run in runs { desk.end(run) }
    desk.press("tab =")
    desk.work()
    #expect(
      desk.studio.differenceLines?.prefix(2).map(\.text) == [
        "Pictures are left out: answer 1 has 2 pictures, answer 2 has none. o shows them.", "",
      ])
    #expect(desk.studio.differences?.summary == "the same" && desk.studio.differenceLines?.count == 3)
  }
}
