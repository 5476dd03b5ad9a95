import Gemini
import Screen
import Testing

@testable import Core

@Suite("The family tree of pictures")
struct PictureTreeTests {
  /// A house, changed twice in a row, then changed in another way from the first picture.
  private static func desk() throws -> (desk: Desk, runs: [RunID]) {
    var desk = Desk()
    desk.press("ctrl+x i")
    var runs = try ["a house", "in red", "at night"].enumerated().map { try desk.draw($1, $0 + 1).run.id }
    desk.press("escape K K K K E")
    runs.append(try desk.draw("in blue", 4).run.id)
    return (desk, runs)
  }

  private static func drawn(_ desk: Desk) -> [String] {
    let tree = PictureTree(desk.studio.session)
    return tree.rows.map { $0.lines + desk.studio.prompt(of: tree.nodes[$0.node]) }
  }

  @Test("A chain of edits goes straight down, and moves to the right only where it parts")
  func lines() throws {
    var (desk, _) = try Self.desk()
    #expect(Self.drawn(desk) == ["a house", "├ in red", "│ └ at night", "└ in blue"])
    try desk.draw("with a cat", 5)
    try desk.draw("with a dog", 6)
    desk.press("escape K K E")
    try desk.draw("with a cow", 7)
    #expect(
      Self.drawn(desk) == [
        "a house", "├ in red", "│ └ at night", "└ in blue", "  └ with a cat", "    ├ with a dog", "    └ with a cow",
      ])
  }

  @Test("A picture that goes with the prompt is what the next one is made from, wherever it came from")
  func inputs() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    try desk.draw("a house", 1)
    desk.send(.attached([AttachedPath(path: "a.jpg", attachment: .sample("a.jpg", 9))], problems: [], sends: false))
    try desk.draw("draw this", 2)
    try desk.draw("in red", 3)
    desk.press("escape K K K K o e")
    try desk.draw("in blue", 4)
    #expect(Self.drawn(desk) == ["a house", "└ in blue", "a.jpg", "└ draw this", "└ in red"])
  }

  @Test("Of several pictures that go along, the last that came here was changed; of several strangers, none")
  func severalInputs() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    try desk.draw("a house", 1)
    for number in [1, 9] { desk.studio.prompt.attach(.sample("\(number).jpg", number)) }
    try desk.draw("with this door", 2)
    for number in [7, 8] { desk.studio.prompt.attach(.sample("\(number).jpg", number)) }
    let strangers = try desk.draw("a mix", 3)
    #expect(Self.drawn(desk) == ["a house", "└ with this door", "9.jpg", "7.jpg", "8.jpg", "a mix"])
    #expect(PictureTree(desk.studio.session).source(of: strangers.run.id) == nil)
  }

  @Test("What was asked for without the conversation has only its own picture behind it")
  func alone() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    try desk.draw("a house", 1)
    try desk.draw("in red", 2)
    desk.press("escape K K alt+h i")
    try desk.draw("a cat", 3)
    #expect(Self.drawn(desk) == ["a house", "├ in red", "└ a cat"])
  }

  @Test("Several pictures of one prompt are beside each other")
  func batch() throws {
    var desk = Desk()
    desk.press("ctrl+x i")
    try desk.draw("a house", 1)
    desk.studio.session.pictureCount = 2
    let first = try desk.ask("in red")
    for (index, run) in desk.studio.activeRuns.map(\.id).enumerated() {
      desk.receive(run, .picture(.sample(index + 2)), finish: "STOP")
      desk.end(run)
    }
    #expect(first.turn.parent != nil)
    #expect(Self.drawn(desk) == ["a house", "├ in red", "└ in red"])
  }

  @Test("Arrow keys walk it by rows and by family, and Enter shows the branch with that picture as the current one")
  func walk() throws {
    var (desk, runs) = try Self.desk()
    desk.press("ctrl+x b")
    #expect(desk.selected == .made(runs[3], 0), "what is shown is selected")
    desk.press("up")
    #expect(desk.selected == .made(runs[2], 0))
    desk.press("left left left")
    #expect(desk.selected == .made(runs[0], 0))
    desk.press("right right down down")
    #expect(desk.selected == .made(runs[3], 0))
    desk.press("up up")
    #expect(desk.selected == .made(runs[1], 0))
    let effects = desk.press("enter")
    #expect(desk.studio.overlay == nil)
    #expect(desk.studio.currentMessage == .answer(runs[1]))
    #expect(desk.studio.shownPicture?.asset == .sample(2))
    #expect(desk.studio.latestRun?.id == runs[2], "the branch goes on to its end")
    #expect(effects.saved?.head == desk.studio.session.turns[2].id)
    #expect(desk.studio.focus == .conversation)
  }

  @Test("E in the tree goes on from the selected picture, e takes it to the end of its branch")
  func editFromTree() throws {
    var (desk, runs) = try Self.desk()
    desk.press("ctrl+x b up up E")
    #expect(desk.studio.overlay == nil)
    #expect(try desk.ask("in green").turn.parent == runs[1])
    desk.end(desk.studio.activeRuns[0].id, .cancelled)
    desk.press("ctrl+c ctrl+x b up e")
    #expect(desk.studio.prompt.attachments.count == 1)
  }

  @Test("An answer to a turn that is not the shown one is chosen, also after a restart")
  func chosenVersion() throws {
    var (desk, runs) = try Self.desk()
    desk.press("escape r")
    let again = try #require(desk.studio.activeRuns.first).id
    desk.receive(again, .picture(.sample(8)), finish: "STOP")
    desk.end(again)
    desk.press("ctrl+x b up")
    #expect(desk.selected == .made(runs[3], 0))
    #expect(desk.press("enter").chosen == runs[3])
    #expect(desk.studio.latestRun?.id == runs[3])
  }

  @Test("Without pictures there is no tree")
  func none() throws {
    var desk = Desk()
    try desk.talk("hi", "hello")
    desk.press("ctrl+x b")
    #expect(desk.studio.overlay == nil)
    #expect(desk.studio.notice?.text == "There is no picture in this session.")
  }

  @Test("A thousand edits in a row are laid out without depth")
  func longChain() {
    var session = Session.sample(turns: 1000)
    for index in session.turns.indices {
      session.turns[index].runs[0].candidates[0].parts = [Part(JSON.picture(.sample(index)))]
    }
    let tree = PictureTree(session)
    #expect(tree.rows.count == 1000)
    #expect(tree.rows.allSatisfy { $0.lines.count <= 2 })
  }
}

extension Desk {
  fileprivate var selected: PictureTree.ID? {
    if case .tree(let state) = studio.overlay { state.selected } else { nil }
  }
}
