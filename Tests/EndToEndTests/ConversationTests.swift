import Gemini
import TestSupport
import Testing

@Suite("A conversation on the screen")
struct ConversationTests {
  @Test("Without a key the first screen says so, and the offline simulator answers")
  func offline() async throws {
    let studio = try await Studio.start(home: try Home(), variables: ["LC_ALL": "C"])
    try await studio.shows("offline simulator · gemini-flash-latest")
    try await studio.shows("There is no API key: the offline simulator answers.")
    try await studio.shows("Press Ctrl+X k to enter a key")
    studio.type("which room")
    studio.press(.ctrlJ)
    studio.type("is larger — 你好?")
    try await studio.shows("  is larger — 你好?")
    #expect(studio.screen.lines.contains("› which room"))
    studio.press(.enter)
    try await studio.shows("offline simulator as gemini-flash-latest")
    try await studio.shows("Thinking · ")
    try await studio.shows("To talk to a real model, enter an API key")
    try await studio.hides("^C stop")
    #expect(studio.screen.unknown.isEmpty)
    try await studio.leave()
  }

  @Test("Thoughts fill a pane of their own, which folds; the answer streams beside it")
  func stream() async throws {
    let step = Watched(0)
    let gemini = try ScriptedGemini { exchange in
      exchange.begin()
      exchange.thought("**Reading the request**\n\nThe word is pelican.")
      _ = step.blockingWait { $0 >= 1 }
      exchange.text("The **answer** begins")
      _ = step.blockingWait { $0 >= 2 }
      exchange.text(" and ends here.")
      exchange.finish()
    }
    let studio = try await Studio.start(
      home: try Home(), gemini: gemini, terminal: Studio.Terminal(columns: 120, rows: 40))
    #expect(!studio.screen.shows("offline simulator"))
    try await studio.send("what is it?")
    var screen = try await studio.shows("The word is pelican.")
    let bar = try #require(screen.lines[1].firstIndex(of: "┬"))
    #expect(screen.lines[1][bar...].contains("Thinking"))
    #expect(screen.lines.contains { $0.contains("● thinking") })
    step.set(1)
    screen = try await studio.shows("The answer begins")
    #expect(screen.lines.contains { $0.contains("● answering") })
    step.set(2)
    screen = try await studio.shows("The answer begins and ends here.")
    try await studio.shows("in 7 · thought 13 · out 11")
    studio.press(.ctrlT)
    screen = try await studio.hides("The word is pelican.")
    #expect(screen.shows("Thinking · "), "folded to its title")
    studio.press(.ctrlT)
    try await studio.hides("Thinking ·")
    studio.press(.ctrlT)
    try await studio.shows("The word is pelican.")
    try await studio.leave()
    let body = try await gemini.body(ofRequest: 1)
    #expect(body["contents"]?.array?.last?["parts"]?.array?.first?["text"] == "what is it?")
    #expect(body["generationConfig"]?["thinkingConfig"]?["includeThoughts"] == true)
  }

  @Test("Ctrl+C stops an answer and keeps what came; twice in an idle studio it leaves")
  func interrupt() async throws {
    let gemini = try ScriptedGemini(
      { exchange in
        exchange.begin()
        exchange.text("the first half")
        _ = exchange.connection.waitForPeerClose()
      }, { $0.answer("a whole one") })
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    try await studio.send("tell me")
    try await studio.shows("the first half")
    studio.press(.ctrlC)
    let screen = try await studio.shows("The answer was stopped.")
    #expect(screen.shows("the first half"))
    #expect(screen.shows("› tell me"), "the prompt comes back")
    studio.press(.ctrlC)
    try await studio.hides("› tell me")
    try await studio.send("once more")
    try await studio.shows("a whole one")
    let contents = try await gemini.body(ofRequest: 2)["contents"]?.array ?? []
    #expect(!contents.contains { $0.text.contains("the first half") }, "a stopped answer is no history")
    try await studio.answered()
    studio.press(.ctrlC)
    try await studio.shows("Ctrl+C again within 2 s leaves.")
    studio.type(Studio.Key.ctrlC.rawValue + Studio.Key.ctrlC.rawValue)
    #expect(try await studio.ended() == .exited(0))
  }

  @Test("Leaving while an answer streams asks; it can be finished first")
  func leaveWhileStreaming() async throws {
    let goOn = Watched(false)
    let home = try Home()
    let gemini = try ScriptedGemini { exchange in
      exchange.begin()
      exchange.text("slowly ")
      _ = goOn.blockingWait { $0 }
      exchange.text("finished-behind")
      exchange.finish()
    }
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await studio.send("go")
    try await studio.shows("slowly")
    studio.press(.ctrlD)
    let screen = try await studio.shows("An answer is still coming.")
    for choice in ["f  finish it, then leave", "l  stop and leave", "s  stay"] { #expect(screen.shows(choice)) }
    studio.type("s")
    try await studio.hides("An answer is still coming.")
    studio.press(.ctrlD)
    try await studio.shows("An answer is still coming.")
    studio.type("f")
    try await studio.shows("The studio leaves when the answer is whole")
    goOn.set(true)
    #expect(try await studio.ended() == .exited(0))
    let again = try await Studio.start(home: home, gemini: gemini, ["-c"])
    try await again.shows("slowly finished-behind")
    again.press(.ctrlD)
    #expect(try await again.ended() == .exited(0), "Ctrl+D on an empty prompt leaves")
  }

  @Test("A prompt sent while an answer streams waits for its end")
  func queue() async throws {
    let goOn = Watched(false)
    let gemini = try ScriptedGemini(
      { exchange in
        exchange.begin()
        exchange.text("first answer")
        _ = goOn.blockingWait { $0 }
        exchange.finish()
      }, { $0.answer("second answer") })
    let studio = try await Studio.start(home: try Home(), gemini: gemini)
    try await studio.send("one")
    try await studio.shows("first answer")
    studio.type("two")
    try await studio.shows("› two")
    studio.press(.enter)
    try await studio.shows("next: two")
    #expect(gemini.requests.count == 1)
    goOn.set(true)
    try await studio.shows("second answer")
    #expect(!studio.screen.shows("next: two"))
    try await studio.leave()
  }

  @Test("An answer asked for again is a sibling, and both can be walked")
  func siblings() async throws {
    let gemini = try ScriptedGemini({ $0.answer("red answer") }, { $0.answer("blue answer") })
    let home = try Home()
    let studio = try await Studio.start(home: home, gemini: gemini)
    try await studio.send("a colour")
    try await studio.shows("red answer")
    try await studio.answered()
    studio.press(.escape)
    try await studio.shows("i prompt")
    studio.type("r")
    try await studio.shows("blue answer")
    try await studio.shows("◂2/2▸")
    #expect(try await gemini.body(ofRequest: 2)["contents"] == gemini.body(ofRequest: 1)["contents"])
    try await studio.answered()
    studio.type("h")
    try await studio.shows("red answer")
    try await studio.shows("◂1/2▸")
    studio.type("q")
    try await studio.shows("Enter send")
    try await studio.leave()
    let again = try await Studio.start(home: home, gemini: gemini, ["-c"])
    try await again.shows("red answer")
    try await again.shows("◂1/2▸")
    try await again.leave()
  }
}
