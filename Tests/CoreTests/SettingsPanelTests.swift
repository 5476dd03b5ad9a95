import Gemini
import Screen
import Testing

@testable import Core

@Suite("The panel of run settings")
struct SettingsPanelTests {
  private static func row(_ field: SettingField, _ desk: Desk) throws -> SettingRow {
    try #require(desk.studio.settingRows.first { $0.field == field })
  }

  private static func panel(_ desk: Desk) throws -> SettingsPanel {
    guard case .settings(let panel) = desk.studio.overlay else { throw Missing() }
    return panel
  }

  private struct Missing: Error {}

  @Test("Every field of generationConfig has a row, but for what only holds other fields")
  func complete() {
    let holders = Set(
      RequestField.configPaths.flatMap { path in
        let names = path.split(separator: ".")
        return names.indices.dropFirst().map { names[..<$0].joined(separator: ".") }
      })
    let special: Set = [
      "thinkingConfig.thinkingLevel", "thinkingConfig.thinkingBudget", "responseSchema", "responseJsonSchema",
    ]
    let rows = Set(SettingField.allCases.map { SettingField.config($0.wirePath) })
    for path in RequestField.configPaths where !holders.contains(path) && !special.contains(path) {
      #expect(rows.contains(.config(path)), "\(path)")
    }
    for field in SettingField.allCases { #expect(!field.meaning.isEmpty && field.meaning.hasSuffix("."), "\(field)") }
    #expect(Set(SettingField.allCases).count == SettingField.allCases.count)
    let groups = SettingField.allCases.map(\.group)
    #expect(
      groups.reduce(into: [SettingField.Group]()) { if $0.last != $1 { $0.append($1) } } == SettingField.Group.allCases)
  }

  @Test("Words filter the fields by title, group and name on the wire; what is typed is kept over an entry")
  func filter() throws {
    var desk = Desk()
    desk.press("ctrl+x r")
    desk.type("harm hate")
    #expect(desk.studio.settingRows(of: try Self.panel(desk)).map(\.field) == [.safety("HATE_SPEECH")])
    desk.press("ctrl+u")
    desk.type("stopseq")
    desk.press("enter")
    desk.type("END,STOP")
    desk.press("enter")
    #expect(desk.studio.session.config["stopSequences"] == ["END", "STOP"])
    #expect(try Self.panel(desk).list.filter == "stopseq")
    desk.press("ctrl+u")
    desk.type("nothing has this")
    desk.press("right ctrl+r enter down")
    #expect(desk.studio.settingRows(of: try Self.panel(desk)).isEmpty)
  }

  @Test("Fields at their defaults are absent from the request, others stand in it as the wire has them")
  func request() throws {
    var desk = Desk()
    let plain = try desk.talk("one", "1")
    #expect(plain.request.json.object?.members.map(\.key) == ["contents", "generationConfig"])
    #expect(plain.request.generationConfig.json.members.map(\.key) == ["thinkingConfig"])
    for (words, keys) in [
      ("google search", "right"), ("harassment", "right right right right right"), ("top-k", "enter 4 0 enter"),
      ("media", "right"), ("log prob", "right"),
    ] {
      desk.press("ctrl+x r")
      desk.type(words)
      desk.press(keys)
      desk.press("escape")
    }
    let request = try desk.ask("two").request
    #expect(request.tools == [["googleSearch": [:]]])
    #expect(request.safetySettings == [["category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"]])
    #expect(request.generationConfig["topK"] == 40)
    #expect(request.generationConfig["mediaResolution"] == "MEDIA_RESOLUTION_LOW")
    #expect(request.generationConfig["responseLogprobs"] == true)
    // A new session and a lane begin with the same.
    let end = try #require(desk.studio.activeRun?.id)
    desk.end(end)
    desk.press("ctrl+x n ctrl+x c")
    #expect(desk.studio.session.lanes.allSatisfy { $0.tools == [["googleSearch": [:]]] })
  }

  @Test("The lanes of a comparison have tools and safety of their own")
  func lanes() throws {
    var desk = Desk()
    desk.press("ctrl+x c tab 2 ctrl+x r")
    desk.type("code")
    desk.press("right")
    #expect(try Self.row(.tool("codeExecution"), desk).source == "lane 2")
    desk.press("ctrl+u")
    desk.type("at once")
    desk.press("right escape i")
    #expect(desk.studio.session.lanes.map(\.tools) == [[], [["codeExecution": [:]]]])
    desk.type("one")
    let sent = desk.press("enter").generations
    #expect(sent.map(\.request.tools) == [[], [["codeExecution": [:]]]])
    let lane = try #require(desk.studio.session.lanes.last)
    #expect(Lane(lane.json) == lane)
    #expect(lane.differences(from: desk.studio.session.lanes[0])["tools"] == [["codeExecution": [:]]])
  }

  @Test("A schema is typed or read from a file, and checked; JSON is asked for with it")
  func schema() throws {
    var desk = Desk()
    desk.press("ctrl+x r")
    desk.type("schema")
    desk.press("enter")
    desk.type(#"{"type": "object", "properties": {"a": {"type": "number"}}, "required": ["b"]}"#)
    desk.press("enter")
    guard case .entry(let refused) = desk.studio.overlay else { throw Missing() }
    #expect(refused.problem == "The schema requires b, which is none of its properties.")
    desk.press("ctrl+u")
    desk.type("~/forms/a.json")
    #expect(desk.press("enter") == [.readSchema("~/forms/a.json")])
    desk.send(.schemaRead(nil, problem: "It cannot be read."))
    guard case .entry(let unread) = desk.studio.overlay else { throw Missing() }
    #expect(unread.problem == "It cannot be read." && unread.editor.text == "~/forms/a.json")
    desk.send(.schemaRead(#"{"type": "OBJECT", "properties": {"a": {"type": "NUMBER"}}}"#, problem: nil))
    #expect(desk.studio.place == .settings)
    #expect(desk.studio.session.config["responseSchema"] != nil)
    #expect(desk.studio.session.config["responseMimeType"] == "application/json")
    #expect(try Self.row(.schema, desk).misfit == nil)
    // Without the type of the answer the service refuses it: that is said, and nothing goes out.
    desk.studio.session.config["responseMimeType"] = nil
    #expect(try Self.row(.schema, desk).misfit?.hasSuffix("Nothing is sent with it.") == true)
    desk.press("ctrl+r")
    #expect(desk.studio.session.config.isEmpty)
  }

  @Test("One key resets all, and one takes back each change, the last first")
  func undo() throws {
    var desk = Desk()
    desk.press("ctrl+x r enter")
    desk.type("0.5")
    desk.press("enter down down down right down enter")
    desk.type("Be brief.")
    desk.press("enter alt+r")
    #expect(desk.studio.session.runSettings == RunSettings())
    desk.press("alt+u")
    #expect(desk.studio.session.systemInstruction == "Be brief.")
    #expect(desk.studio.session.config.temperature == 0.5 && desk.studio.session.config.thinkingLevel == "low")
    desk.press("alt+u alt+u")
    #expect(
      desk.studio.session.config.leaves.members.map(\.key) == ["temperature"]
        && desk.studio.session.systemInstruction.isEmpty)
    desk.press("alt+u alt+u")
    #expect(desk.studio.session.runSettings == RunSettings())
    #expect(desk.studio.notice?.text == "Nothing was changed here yet.")
  }

  @Test("A value says where it comes from, and resetting it shows the one below")
  func sources() throws {
    var settings = Settings()
    settings.runSettings.config.temperature = 0.3
    settings.runSettings.config.topP = 0.9
    var preset = RunSettings()
    preset.config.temperature = 0.5
    settings.presets = Kept([Preset(name: "warm", settings: preset)])
    var desk = Desk(settings: settings)
    #expect(desk.studio.session.config.temperature == 0.3)
    #expect(try Self.row(.temperature, desk).source == "config.toml")
    #expect(try Self.row(.thinking, desk).source == nil)
    desk.press("ctrl+x r tab enter")
    #expect(try Self.row(.temperature, desk).source == "preset warm")
    // What the file sets and the preset does not is the session's own choice now: the default.
    let topP = try Self.row(.topP, desk)
    #expect(topP.source == "session" && !topP.isChanged)
    desk.type("1")
    desk.press("enter")
    #expect(try Self.row(.temperature, desk).source == "session")
    desk.press("ctrl+r")
    #expect(desk.studio.session.config.temperature == 0.5)
    desk.press("ctrl+r")
    #expect(desk.studio.session.config.temperature == 0.3)
    #expect(try Self.row(.temperature, desk).source == "session")
    desk.press("alt+r")
    #expect(desk.studio.session.runSettings == settings.runSettings)
  }

  @Test("What only Vertex AI takes is off; where a session has it all the same, it is said and can be reset")
  func vertex() throws {
    var desk = Desk()
    let field = SettingField.config("audioTimestamp")
    #expect(try Self.row(field, desk).whyOff == "Only Vertex AI takes it")
    desk.studio.session.config["audioTimestamp"] = true
    #expect(try Self.row(field, desk).misfit?.contains("refuses") == true)
    desk.press("ctrl+x r")
    desk.type("audiotimestamp")
    desk.press("ctrl+r")
    #expect(desk.studio.session.config.isEmpty)
  }

  @Test("Enter switches what is one of a few words; a reset goes down to the default and stays there")
  func switching() throws {
    var settings = Settings()
    settings.runSettings.config.temperature = 0.7
    var desk = Desk(settings: settings)
    desk.press("ctrl+x r")
    desk.type("google search")
    desk.press("enter")
    #expect(!desk.studio.session.tools.isEmpty && desk.studio.place == .settings)
    desk.press("escape ctrl+x r ctrl+r")
    #expect(desk.studio.session.config.temperature == nil)
    desk.press("ctrl+r")
    #expect(desk.studio.session.config.temperature == nil)
  }

  @Test("A text of several lines that Esc leaves is kept in the history of prompts")
  func leftText() {
    var desk = Desk()
    desk.press("ctrl+x y")
    desk.type("Be brief.")
    desk.press("escape")
    #expect(desk.studio.session.systemInstruction.isEmpty && desk.studio.notice?.text.contains("not lost") == true)
    desk.press("up")
    #expect(desk.studio.prompt.text == "Be brief.")
  }

  // MARK: Presets

  @Test("Presets are kept under a name, chosen, renamed, replaced and deleted, and come back from the store")
  func presets() throws {
    var desk = Desk()
    try desk.talk("one", "1")
    desk.press("alt+t ctrl+x R")
    desk.type("quick")
    let effects = desk.press("enter")
    let kept = effects.compactMap { if case .remember(Preset.key, let text) = $0 { text } else { nil } }
    #expect(Kept<Preset>(text: try #require(kept.last)).items.map(\.settings.config.thinkingLevel) == ["low"])
    #expect(desk.studio.session.preset == "quick" && desk.studio.overlay == nil)
    desk.press("alt+t")
    #expect(try Self.row(.thinking, desk).source == "session")
    let before = desk.studio.session.config.thinkingLevel
    #expect(desk.press("ctrl+x R enter").saved?.config.thinkingLevel == "low")
    // The panel that shows them takes them back.
    #expect(desk.press("alt+u").saved?.config.thinkingLevel == before)
    desk.press("escape ctrl+x R enter escape ctrl+x R ctrl+r")
    desk.type(" one")
    desk.press("enter escape")
    #expect(
      desk.studio.settings.presets.items.map(\.name) == ["quick one"] && desk.studio.session.preset == "quick one")
    // A name that is there already is replaced, by choosing the row that says so.
    desk.press("alt+t ctrl+x R")
    desk.type("quick one")
    desk.press("down enter")
    #expect(desk.studio.settings.presets.items.map(\.settings.config.thinkingLevel) == ["medium"])
    desk.press("ctrl+x R delete")
    #expect(desk.studio.settings.presets.items.isEmpty)
    desk.press("alt+u")
    #expect(desk.studio.settings.presets.items.map(\.name) == ["quick one"])
    desk.press("delete")
    #expect(desk.studio.settings.presets.items.isEmpty && desk.studio.session.config.thinkingLevel == "medium")
    #expect(desk.press("enter").isEmpty && desk.studio.place == .list)
    #expect(Kept<Preset>(text: "no json") == Kept())
  }

  @Test("A preset keeps all there is to set")
  func whole() {
    var settings = RunSettings()
    settings.config["seed"] = 7
    settings.systemInstruction = "Be brief."
    settings.safetySettings = [HarmSetting.json("HARM_CATEGORY_HARASSMENT", "OFF")]
    settings.tools = [ServiceTool.json("urlContext")]
    settings.pictureCount = 3
    #expect(
      Kept(text: Kept([Preset(name: "a", settings: settings)]).text).items == [Preset(name: "a", settings: settings)])
  }

  @Test(
    "A list or text that would be another one when it is typed again is shown as JSON, and looking at it changes nothing",
    arguments: [
      (#"["\n\nQ:"]"#, #"["\n\nQ:"]"#), (#"["\n"]"#, #"["\n"]"#), (#"["a,b"]"#, #"["a,b"]"#), (#"[" x"]"#, #"[" x"]"#),
      (#"["a\nb","c"]"#, #"["a\nb","c"]"#), ("END,STOP", "END,STOP"), (#"["END", "STOP"]"#, "END,STOP"),
    ])
  func exact(typed: String, shown: String) throws {
    var desk = Desk()
    desk.press("ctrl+x r")
    desk.type("stopseq")
    desk.press("enter")
    desk.type(typed)
    desk.press("enter")
    let kept = try #require(desk.studio.session.config["stopSequences"])
    #expect(try Self.row(.config("stopSequences"), desk).value == shown)
    desk.press("enter enter")
    #expect(desk.studio.overlay.map { if case .settings = $0 { true } else { false } } == true)
    #expect(desk.studio.session.config["stopSequences"] == kept)
  }

  @Test("A number beyond what a field takes is refused with the range")
  func seed() throws {
    var desk = Desk()
    desk.press("ctrl+x r")
    desk.type("seed")
    desk.press("enter")
    desk.type("99999999999999")
    desk.press("enter")
    guard case .entry(let refused) = desk.studio.overlay else { throw Missing() }
    #expect(refused.problem == "Seed is a whole number from -2147483648 to 2147483647.")
  }
}
