import Gemini
import Screen
import Testing

@testable import Core

@Suite("Settings the chosen model does not take")
struct SettingFitTests {
  private static func desk(_ model: String, _ change: (inout GenerationConfig) -> Void) -> Desk {
    var settings = Settings()
    settings.textModel = model
    var desk = Desk(settings: settings)
    change(&desk.studio.session.config)
    return desk
  }

  private static func row(_ field: SettingField, _ desk: Desk) throws -> SettingRow {
    try #require(desk.studio.session.settingRows(desk.studio.traits).first { $0.field == field })
  }

  @Test("A level the model does not have is marked with the levels it has, stays out, and that is said when sending")
  func level() throws {
    var desk = Self.desk("gemini-3.8-flash") { $0.thinkingLevel = "minimal" }
    let row = try Self.row(.thinking, desk)
    #expect(row.value == "minimal" && row.isChanged)
    #expect(row.misfit?.contains("Its levels are low, medium, high. It is left out.") == true)
    let generation = try desk.ask("hello")
    #expect(generation.request.generationConfig.thinkingLevel == nil)
    #expect(desk.studio.notice?.kind == .warning && desk.studio.notice?.text.contains("low, medium, high") == true)
  }

  @Test("A setting of the other kind of thinking is marked, unless there is one of its own kind")
  func kinds() throws {
    let budget = Self.desk("gemini-3.8-flash") { $0.thinkingBudget = 4096 }
    let row = try Self.row(.thinking, budget)
    #expect(row.value == "4,096 tokens")
    #expect(row.misfit == "gemini-3.8-flash takes no thinking budget but a level: low, medium, high. It is left out.")
    let level = Self.desk("gemini-2.5-flash") { $0.thinkingLevel = "high" }
    #expect(try Self.row(.thinking, level).misfit?.contains("1 to 24576") == true)
    let both = Self.desk("gemini-2.5-flash") {
      $0.thinkingLevel = "high"
      $0.thinkingBudget = 0
    }
    #expect(try Self.row(.thinking, both).misfit == nil)
  }

  @Test("Of pictures, a ratio or size is marked for picture models alone")
  func pictures() throws {
    var desk = Self.desk("gemini-flash-latest") { $0.aspectRatio = "1:8" }
    desk.studio.session.pictureModel = "gemini-3-pro-image"
    #expect(try Self.row(.aspectRatio, desk).misfit == nil)
    desk.press("ctrl+x i")
    #expect(try Self.row(.aspectRatio, desk).misfit?.contains("Its aspect ratios are 1:1, 2:3") == true)
    let generation = try desk.ask("a skyline")
    #expect(generation.request.generationConfig.aspectRatio == nil)
    #expect(desk.studio.notice?.text.contains("1:8") == true)
  }

  @Test("More output tokens than the model gives are not sent, and the prompt stays")
  func limit() throws {
    var desk = Self.desk("gemini-2.0-flash") { $0.maxOutputTokens = 60_000 }
    #expect(try Self.row(.maxOutputTokens, desk).misfit?.hasSuffix("Nothing is sent with it.") == true)
    desk.type("hello")
    #expect(desk.press("enter").generation == nil)
    #expect(desk.studio.prompt.text == "hello" && desk.studio.session.turns.isEmpty)
    #expect(desk.studio.notice?.text.contains("at most 8192 output tokens") == true)
    desk.studio.session.config.maxOutputTokens = 8000
    #expect(desk.press("enter").generation != nil)
  }

  @Test("What a queued prompt was refused for is said, and it comes back")
  func queued() throws {
    var desk = Self.desk("gemini-flash-latest") { _ in }
    let first = try desk.ask("one").run.id
    desk.type("two")
    desk.press("enter")
    desk.studio.session.config.maxOutputTokens = 1_000_000
    desk.receive(first, ["text": "1"], finish: "STOP")
    #expect(desk.end(first).generation == nil)
    #expect(desk.studio.prompt.text == "two" && desk.studio.notice?.text.contains("output tokens") == true)
  }

  @Test("Code, functions and a schema are marked for a picture model, said before sending, and stay out of its request")
  func textAlone() throws {
    var desk = Self.desk("gemini-flash-latest") { $0.schema = ["type": "object"] }
    desk.studio.session.tools = [
      ["googleSearch": [:]], ["codeExecution": [:]], ["functionDeclarations": [["name": "f"]]],
    ]
    #expect(try Self.row(.schema, desk).misfit == nil && Self.row(.tool("codeExecution"), desk).misfit == nil)
    desk.press("ctrl+x i")
    let model = desk.studio.session.model
    #expect(
      try Self.row(.schema, desk).misfit
        == "\(model) makes pictures and takes no response schema; text models do. It is left out.")
    #expect(try Self.row(.tool("codeExecution"), desk).misfit?.contains("takes no code execution") == true)
    #expect(try Self.row(.tool("googleSearch"), desk).misfit == nil)
    #expect(try Self.row(.config("responseMimeType"), desk).misfit == nil, "it came with the schema")
    desk.type("a skyline")
    #expect(desk.studio.sendEstimate.settingsLeftOut == ["Code execution", "Response schema"])
    let request = try #require(desk.press("enter").generation).request
    #expect(request.tools == [["googleSearch": [:]]])
    #expect(request.generationConfig.schema == nil && request.generationConfig["responseMimeType"] == nil)
    let said = try #require(desk.studio.notice?.text)
    for part in ["no code execution", "no functions", "no response schema", "They are left out."] {
      #expect(said.contains(part), "\(said)")
    }
    #expect(desk.studio.session.config.schema != nil, "the next text model has it again")
  }

  @Test("In a comparison the lane is named whose model does not take a setting")
  func lanes() throws {
    var desk = Self.desk("gemini-flash-latest") { _ in }
    desk.press("ctrl+x c")
    desk.studio.session.lanes[1].model = "gemini-nano-banana-2.1"
    desk.studio.session.lanes[1].tools = [["codeExecution": [:]]]
    desk.type("a skyline")
    #expect(desk.studio.sendEstimate.settingsLeftOut == ["Code execution"])
    #expect(desk.press("enter").generations.map(\.request.tools) == [[], []])
    #expect(
      desk.studio.notice?.text
        == "Lane 2: gemini-nano-banana-2.1 makes pictures and takes no code execution; text models do. It is left out.")
  }

  @Test("What fits is not marked")
  func fits() throws {
    let desk = Self.desk("gemini-3.8-flash") {
      $0.thinkingLevel = "low"
      $0.temperature = 0.5
      $0.maxOutputTokens = 65_536
    }
    #expect(desk.studio.session.settingRows(desk.studio.traits).allSatisfy { $0.misfit == nil })
  }

  @Test("A thinking level of which nobody knows whether the model takes it is marked and sent; one key takes it out")
  func unknownThinking() throws {
    var desk = Self.desk("gemini-3.8-flash") { $0.thinkingLevel = "medium" }
    #expect(try Self.row(.thinking, desk).misfit == nil)
    desk.studio.session.take("sim-slow", makesImages: false)
    #expect(try Self.row(.thinking, desk).value == "medium")
    #expect(try Self.row(.thinking, desk).misfit?.contains("what is set is sent") == true)
    let generation = try desk.ask("hello")
    #expect(generation.request.generationConfig.thinkingLevel == "MEDIUM")
    #expect(desk.studio.sendEstimate.settingsLeftOut.isEmpty)
    func ways(_ desk: Desk) -> [String] { desk.studio.noticeLines.map(\.text) }
    let refusal = Failure(.invalidRequest, "Thinking is not enabled for models/sim-slow", hint: "Change the thinking.")
    desk.end(generation.run.id, refusal)
    #expect(ways(desk).contains("Alt+T takes the thinking setting out"), "\(ways(desk))")
    desk.press("alt+t")
    #expect(desk.studio.session.config.thinkingLevel == nil)
    #expect(desk.studio.notice?.text == "Thinking: the model's default.")
    #expect(!ways(desk).contains { $0.contains("takes the thinking setting out") })
    desk.press("alt+t")
    #expect(desk.studio.notice?.text == "sim-slow has no thinking level to set.")
  }
}
