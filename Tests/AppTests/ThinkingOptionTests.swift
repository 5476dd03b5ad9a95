import Core
import Gemini
import Testing

@testable import App

@Suite("Thinking on the command line")
struct ThinkingOptionTests {
  private func session(_ model: String) -> Session {
    Session(
      id: SessionID(rawValue: "s"), createTime: Instant(milliseconds: 0), textModel: model, pictureModel: "image")
  }

  @Test(
    "Each kind of model takes its own words",
    arguments: [
      ("gemini-2.5-flash", "off", #"{"thinkingConfig":{"thinkingBudget":0}}"#),
      ("gemini-2.5-flash", "dynamic", #"{"thinkingConfig":{"thinkingBudget":-1}}"#),
      ("gemini-2.5-flash", "-1", #"{"thinkingConfig":{"thinkingBudget":-1}}"#),
      ("gemini-2.5-flash", "1024", #"{"thinkingConfig":{"thinkingBudget":1024}}"#),
      ("gemini-3.8-flash", "low", #"{"thinkingConfig":{"thinkingLevel":"low"}}"#),
      ("gemini-3.8-flash", "HIGH", #"{"thinkingConfig":{"thinkingLevel":"high"}}"#),
      ("gemini-3.8-flash", "dynamic", "{}"),
      ("gemini-2.0-flash", "off", "{}"),
    ])
  func taken(model: String, text: String, expected: String) throws {
    var session = session(model)
    #expect(try ThinkingOption.apply(text, to: &session, ModelTraits(model)) == nil)
    #expect(JSON.object(session.config.json).text == expected)
  }

  @Test(
    "A model that cannot stop thinking thinks least, and says so",
    arguments: [
      ("gemini-3.8-flash", #"{"thinkingConfig":{"thinkingLevel":"low"}}"#),
      ("gemini-3.5-flash", #"{"thinkingConfig":{"thinkingLevel":"minimal"}}"#),
      ("gemini-2.5-pro", #"{"thinkingConfig":{"thinkingBudget":128}}"#),
    ])
  func least(model: String, expected: String) throws {
    var session = session(model)
    let notice = try ThinkingOption.apply("off", to: &session, ModelTraits(model))
    #expect(notice?.contains(model) == true)
    #expect(JSON.object(session.config.json).text == expected)
  }

  @Test(
    "What a model cannot do is refused, naming what it can",
    arguments: [
      ("gemini-3.8-flash", "minimal", "low, medium, high"), ("gemini-3.8-flash", "1024", "low, medium, high"),
      ("gemini-2.5-flash", "low", "0 to 24576"), ("gemini-2.5-flash", "99999", "24576"),
      ("gemini-2.5-pro", "0", "128 to 32768"), ("gemini-2.0-flash", "low", "does not think"),
      ("gemini-2.0-flash-thinking-exp", "off", "always thinks"),
    ])
  func refused(model: String, text: String, part: String) {
    var session = session(model)
    let error = #expect(throws: CommandError.self) { try ThinkingOption.apply(text, to: &session, ModelTraits(model)) }
    #expect(error?.exitCode == 2)
    #expect(error?.sentence.contains(part) == true, "\(error?.sentence ?? "")")
  }

  @Test(
    "What a model takes that nobody knows is left to the service",
    arguments: [
      ("low", #"{"thinkingConfig":{"thinkingLevel":"low"}}"#), ("512", #"{"thinkingConfig":{"thinkingBudget":512}}"#),
      ("off", #"{"thinkingConfig":{"thinkingBudget":0}}"#), ("dynamic", #"{"thinkingConfig":{"thinkingBudget":-1}}"#),
    ])
  func unknown(text: String, expected: String) throws {
    var session = session("gemini-9-flash")
    #expect(try ThinkingOption.apply(text, to: &session, ModelTraits("gemini-9-flash")) == nil)
    #expect(JSON.object(session.config.json).text == expected)
    let sent = session.config.adapted(to: ModelTraits("gemini-9-flash"), showsThoughts: false)
    #expect(sent.thinkingLevel == session.config.thinkingLevel?.uppercased())
    #expect(sent.thinkingBudget == session.config.thinkingBudget)
  }

  @Test("It replaces what the session had")
  func replaces() throws {
    var session = session("gemini-3.8-flash")
    session.config.thinkingBudget = 5
    session.config.thinkingLevel = "low"
    #expect(try ThinkingOption.apply("dynamic", to: &session, ModelTraits(session.model)) == nil)
    #expect(session.config.isEmpty)
  }
}
