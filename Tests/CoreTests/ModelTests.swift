import Gemini
import Screen
import Testing

@testable import Core

@Suite("Models and run settings")
struct ModelTests {
  private static let models = ["gemini-flash-latest", "gemini-3-pro-image-preview", "gemini-2.5-pro"]

  @Test("The picker lists what can be talked to, filters, and chooses")
  func picker() throws {
    var desk = Desk()
    #expect(desk.press("ctrl+x m") == [.listModels])
    let listed = Self.models.compactMap { Model.sample($0) } + [Model.sample("embedding", methods: ["embed"])]
    desk.send(.modelsListed(listed.compactMap { $0 }))
    #expect(desk.studio.models.map(\.id) == Self.models)
    desk.type("25pro")
    desk.press("enter")
    #expect(desk.studio.session.textModel == "gemini-2.5-pro")
    #expect(desk.studio.overlay == nil)
    #expect(desk.press("ctrl+x m") == [.listModels])
    #expect(desk.studio.models.map(\.id) == Self.models)
  }

  @Test("A picture model takes the picture model's place and the next turn")
  func pictureModel() throws {
    var desk = Desk()
    desk.send(.modelsListed(Self.models.compactMap { Model.sample($0) }))
    desk.press("ctrl+x m down enter")
    #expect(desk.studio.session.use == .picture)
    #expect(desk.studio.session.pictureModel == "gemini-3-pro-image-preview")
    #expect(desk.studio.session.textModel == "gemini-flash-latest")
    desk.press("ctrl+x i")
    #expect(desk.studio.session.model == "gemini-flash-latest")
  }

  @Test("Any id can be typed, an alias too, and what can be no id is refused")
  func typed() {
    var desk = Desk()
    desk.send(.modelsListed(Self.models.compactMap { Model.sample($0) }))
    desk.press("ctrl+x m")
    desk.type("tunedModels/mine-42")
    desk.press("enter")
    #expect(desk.studio.session.model == "tunedModels/mine-42")
    // Where the letters match others as well, the last row is the id itself.
    desk.press("ctrl+x m")
    desk.type("gemini-2.5")
    desk.press("down down enter")
    #expect(desk.studio.session.model == "gemini-2.5")
    desk.press("ctrl+x m")
    desk.type("thinking")
    desk.press("enter")
    #expect(desk.studio.session.model == "gemini-pro-latest")
    desk.press("ctrl+x m")
    desk.type("a?b")
    desk.press("enter")
    #expect(desk.studio.session.model == "gemini-pro-latest")
    #expect(desk.studio.notice?.kind == .error)
  }

  @Test("A list that comes while one chooses leaves the choice where it is")
  func refreshed() {
    func list(_ ids: String...) -> Event { .modelsListed(ids.compactMap { Model.sample($0) }) }
    var desk = Desk()
    desk.send(list("one-a", "one-b"))
    desk.press("ctrl+x m down")
    desk.send(list("zero", "one-a", "one-b", "one-c"))
    desk.press("enter")
    #expect(desk.studio.session.model == "one-b")
    // One that is gone gives way to the row in its place; the row of what was typed stays the last.
    desk.press("ctrl+x m down down down")
    desk.send(list("one-a"))
    desk.press("enter")
    #expect(desk.studio.session.model == "one-a")
    desk.press("ctrl+x m")
    desk.type("one")
    desk.press("down")
    desk.send(list("one-a", "one-b"))
    desk.press("enter")
    #expect(desk.studio.session.model == "one")
  }

  @Test("What the service says of a model is what the panel takes and the check refuses by")
  func live() throws {
    var desk = Desk()
    let facts: JSON = [
      "name": "models/gemini-flash-latest", "outputTokenLimit": 100, "maxTemperature": 1,
      "supportedGenerationMethods": ["generateContent"],
    ]
    desk.send(.modelsListed([Model(facts)].compactMap { $0 }))
    desk.press("ctrl+x r")
    desk.type("1.5")
    desk.press("enter")
    guard case .entry(let refused) = desk.studio.overlay else {
      Issue.record("The entry closed")
      return
    }
    #expect(refused.problem == "Temperature is a number from 0 to 1.")
    desk.press("escape escape")
    desk.studio.session.config.maxOutputTokens = 500
    desk.type("hello")
    #expect(desk.press("enter").generation == nil)
    #expect(desk.studio.notice?.text.contains("at most 100 output tokens") == true)
    // The simulator's word counts no longer once there is a key.
    #expect(desk.send(.keyEntered(.accepted(savedIn: ".env"))) == [.listModels])
    #expect(desk.studio.models.isEmpty && desk.studio.traits.outputTokenLimit == 65536)
  }

  @Test("Where nobody knows how thinking is set, it can be typed")
  func unknownThinking() throws {
    var session = Self.session("fresh")
    let traits = ModelTraits(session.model)
    let row = try #require(session.settingRows(traits).first { $0.field == .thinking })
    #expect(row.whyOff == nil && row.range == "off, dynamic, a level or a number of tokens")
    #expect(session.set(.thinking, to: "4096", traits) == nil)
    #expect(session.config.thinkingBudget == 4096 && session.typedText(of: .thinking, traits) == "4096")
    #expect(session.set(.thinking, to: "low", traits) == nil)
    #expect(session.config.thinkingLevel == "low" && session.config.thinkingBudget == nil)
  }

  @Test("A list that cannot be had says why")
  func problem() {
    var desk = Desk()
    desk.press("ctrl+x m")
    desk.send(.modelsFailed(.sample(.network)))
    #expect(desk.studio.modelsProblem == "It failed. Try again.")
    desk.send(.modelsListed([]))
    #expect(desk.studio.modelsProblem == nil)
  }

  // MARK: Run settings

  private static func session(_ model: String) -> Session {
    Session(id: SessionID(rawValue: "s"), createTime: Desk.start, textModel: model, pictureModel: model)
  }

  @Test("A value within its range is taken, others are explained")
  func values() {
    var session = Self.session("gemini-flash-latest")
    for (field, text) in [
      (SettingField.temperature, "0.7"), (.topP, "1"), (.maxOutputTokens, "65,536"), (.thinking, "LOW"),
      (.systemInstruction, "Be brief."),
    ] { #expect(session.set(field, to: text, ModelTraits(session.model)) == nil) }
    #expect(session.config.temperature == 0.7 && session.config.topP == 1)
    #expect(session.config.maxOutputTokens == 65536 && session.config.thinkingLevel == "low")
    #expect(session.systemInstruction == "Be brief.")
    let before = session
    for (field, text) in [
      (SettingField.temperature, "2.1"), (.temperature, "warm"), (.temperature, "nan"), (.topP, "-1"),
      (.maxOutputTokens, "0"), (.maxOutputTokens, "1.5"), (.thinking, "4096"), (.thinking, "off"),
      (.aspectRatio, "16:9"),
    ] {
      let problem = session.set(field, to: text, ModelTraits(session.model))
      #expect(problem?.hasSuffix(".") == true, "\(field) \(text)")
    }
    #expect(session == before)
    for field in SettingField.allCases { #expect(session.set(field, to: " ", ModelTraits(session.model)) == nil) }
    #expect(session.config.isEmpty && session.systemInstruction.isEmpty)
    #expect(session.settingRows(ModelTraits(session.model)).allSatisfy { !$0.isChanged })
  }

  @Test(
    "Thinking is set as the model takes it",
    arguments: [
      ("gemini-2.5-flash", "off", 0), ("gemini-2.5-flash", "dynamic", -1), ("gemini-2.5-pro", "128", 128),
      ("gemini-2.5-pro", "off", nil), ("gemini-2.5-pro", "127", nil), ("gemini-2.5-flash-lite", "511", nil),
      ("gemini-2.5-pro", "high", nil),
    ])
  func budgets(model: String, text: String, budget: Int?) {
    var session = Self.session(model)
    #expect((session.set(.thinking, to: text, ModelTraits(session.model)) == nil) == (budget != nil))
    #expect(session.config.thinkingBudget == budget)
  }

  @Test("Stepping walks the choices of the model and passes the default", arguments: models)
  func stepping(model: String) {
    var session = Self.session(model)
    for field in [SettingField.thinking, .aspectRatio, .imageSize] {
      let choices = session.choices(of: field, ModelTraits(model)) ?? []
      for choice in choices {
        session.step(field, by: 1, ModelTraits(model))
        #expect(session.typedText(of: field, ModelTraits(model)) == choice)
      }
      session.step(field, by: 1, ModelTraits(model))
      #expect(session.typedText(of: field, ModelTraits(model)) == nil)
      if let last = choices.last {
        session.step(field, by: -1, ModelTraits(model))
        #expect(session.typedText(of: field, ModelTraits(model)) == last)
        session.reset(field)
      }
    }
    #expect(session.settingRows(ModelTraits(session.model)).allSatisfy { !$0.isChanged })
  }

  @Test("In the panel, values are stepped, typed, refused with a reason, and reset")
  func panel() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.press("ctrl+x r")
    desk.type("3")
    #expect(desk.studio.place == .entry)
    desk.press("enter")
    guard case .entry(let refused) = desk.studio.overlay else {
      Issue.record("The entry closed")
      return
    }
    #expect(refused.problem == "Temperature is a number from 0 to 2.")
    desk.press("backspace")
    desk.type("1.5")
    #expect(desk.press("enter").saved?.config.temperature == 1.5)
    #expect(desk.studio.place == .settings)
    #expect(desk.studio.session.settingRows(desk.studio.traits)[0].value == "1.5")
    // The entry begins with what is set, and Esc goes back to the panel.
    desk.press("enter escape")
    #expect(desk.studio.place == .settings)
    desk.press("ctrl+r")
    #expect(desk.studio.session.config.temperature == nil)
    // Thinking steps; a picture setting is off for this model and says why.
    desk.press("down down down right")
    #expect(desk.studio.session.config.thinkingLevel == "low")
    desk.press("down down down right")
    guard case .settings(let panel) = desk.studio.overlay else {
      Issue.record("The panel closed")
      return
    }
    #expect(panel.problem == "gemini-flash-latest makes no pictures.")
    desk.press("up up enter")
    desk.type("Be brief.")
    desk.press("ctrl+j")
    desk.type("Please.")
    #expect(desk.press("enter").saved?.systemInstruction == "Be brief.\nPlease.")
  }

  @Test("A budget that is set can be opened and accepted again")
  func budgetAgain() {
    var settings = Settings()
    settings.textModel = "gemini-2.5-pro"
    var desk = Desk(settings: settings)
    desk.press("ctrl+x r down down down right right")
    #expect(desk.studio.session.config.thinkingBudget == 1024)
    #expect(desk.studio.session.settingRows(desk.studio.traits)[3].value == "1,024 tokens")
    desk.press("enter enter")
    #expect(desk.studio.place == .settings)
    #expect(desk.studio.session.config.thinkingBudget == 1024)
  }

  @Test("Alt+T steps the thinking level, and says so where there is none")
  func stepThinking() {
    var desk = Desk()
    desk.press("alt+t")
    #expect(desk.studio.session.thinkingText(desk.studio.traits) == "low")
    var settings = Settings()
    settings.textModel = "gemini-2.0-flash"
    var old = Desk(settings: settings)
    old.press("alt+t")
    #expect(old.studio.notice?.text == "gemini-2.0-flash has no thinking level to set.")
  }

  @Test("A setting of another kind of model is not shown as this one's")
  func foreignSetting() {
    var session = Self.session("gemini-2.5-pro")
    session.config.thinkingLevel = "low"
    #expect(session.thinkingText(ModelTraits(session.model)) == nil)
    session.textModel = "gemini-flash-latest"
    #expect(session.thinkingText(ModelTraits(session.model)) == "low")
    session.config.thinkingLevel = "HIGH"
    #expect(session.thinkingText(ModelTraits(session.model)) == "high")
  }
}
