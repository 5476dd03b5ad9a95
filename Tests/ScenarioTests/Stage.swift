import Foundation
import Gemini
import Screen
import Views

@testable import App
@testable import Core

/// What a scenario plays on: the studio, and in the place of network, store and files the little that answers it.
struct Stage {
  struct Reason: Error { let text: String }

  private var studio: Studio?
  private var now = Instant(milliseconds: 1_795_338_843_000)
  private var size = Size(columns: 80, rows: 24)
  private var backend = Backend.developer
  private var config = ""
  private var sessions: [SessionSummary] = []
  /// The runs that were asked for, the newest last.
  private var runs: [RunID] = []
  private let folder = Folder()

  /// A folder for the settings file, gone with the stage.
  private final class Folder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "scenario-\(UUID().uuidString)").path
    init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  init() throws {}

  private var source: SettingsSource {
    let themes = ScenarioTests.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "themes").path
    return SettingsSource(
      file: folder.path + "/config.toml", themeFolders: [themes, folder.path + "/themes"], network: NetworkSettings())
  }

  /// Takes one step.
  /// - Returns: what is seen, for a step that looks.
  mutating func take(_ line: String) throws -> [String] {
    let (step, rest) = Self.split(line)
    switch step {
    case "size" where studio == nil: size = try Self.size(rest)
    case "size": send(.resized(try Self.size(rest), cellPixels: nil))
    case "simulator": backend = .simulator
    case "config": config += rest + "\n"
    case "session": sessions.append(summary(rest))
    case "type": for character in rest { send(.input(.key(Key(character)))) }
    case "press":
      guard let keys = [Key](sequence: rest) else { throw Reason(text: "\(rest) are no keys") }
      for key in keys { send(.input(.key(key))) }
    case "paste": send(.input(.paste(rest.replacing("\\n", with: "\n"))))
    case "attach": attach(rest)
    case "wait":
      guard let milliseconds = Int(rest) else { throw Reason(text: "wait takes milliseconds") }
      now = now + milliseconds
      send(.tick)
    case "think": try receive([["text": .string(rest.replacing("\\n", with: "\n")), "thought": true]])
    case "say": try receive([["text": .string(rest.replacing("\\n", with: "\n"))]])
    case "picture": try receive([picture(Int(rest) ?? 1)])
    case "finish": try finish(rest.isEmpty ? "STOP" : rest)
    case "fail":
      let (kind, sentence) = Self.split(rest)
      guard let kind = Failure.Kind(rawValue: kind) else { throw Reason(text: "there is no failure named \(kind)") }
      send(.run(try run(), .ended(Failure(kind, sentence, hint: "Try again."))))
    case "retry":
      let busy = Failure(.rateLimited, "Too many requests", hint: "Wait a little.", httpStatus: 429)
      send(.run(try run(), .retry(busy, attempt: 1, delaySeconds: Double(rest) ?? 20)))
    case "screen": return screen()
    case "colors":
      guard let row = Int(rest) else { throw Reason(text: "colors takes the number of a row") }
      return [colors(ofRow: row)]
    case "file": return contents().map { "= \($0)" }
    default: throw Reason(text: "there is no step named \(step)")
    }
    return []
  }

  private static func split(_ line: String) -> (String, String) {
    let parts = line.split(separator: " ", maxSplits: 1)
    return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : "")
  }

  private static func size(_ text: String) throws -> Size {
    let numbers = text.split(separator: "x").compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (1...500).contains($0) }) else {
      throw Reason(text: "a size is such as 80x24")
    }
    return Size(columns: numbers[0], rows: numbers[1])
  }

  // MARK: The studio and its surroundings

  /// The studio is opened by the first step that it is there for.
  private mutating func open() -> Studio {
    if let studio { return studio }
    try? config.write(toFile: source.file, atomically: true, encoding: .utf8)
    let reading = source.read()
    var settings = reading.settings ?? Settings()
    settings.themes = reading.themes
    let opened = Studio(
      settings: settings, terminal: TerminalState(size: size), backend: backend, seed: 1, now: now)
    studio = opened
    send(.sessionsListed(sessions))
    if !reading.problems.isEmpty { send(.notice(shown(reading.problems.joined(separator: " ")), .error)) }
    return studio ?? opened
  }

  private mutating func send(_ event: Event) {
    var current = open()
    studio = nil
    let effects = update(&current, event, at: now)
    studio = current
    for effect in effects { perform(effect) }
  }

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .generate(let generation):
      runs.append(generation.run.id)
      send(.run(generation.run.id, .attempt(1)))
    case .cancel(let run): send(.run(run, .ended(.cancelled)))
    case .listSessions: send(.sessionsListed(sessions))
    case .listModels:
      let ids = ["gemini-flash-latest", "gemini-pro-latest", "gemini-2.5-flash", "gemini-2.5-flash-image"]
      send(
        .modelsListed(
          ids.compactMap { id in
            Model(["name": .string("models/" + id), "supportedGenerationMethods": ["generateContent"]])
          }))
    case .compareTexts(let job): send(.textsCompared(job.run()))
    case .listSettings: send(.settingsListed(listed()))
    case .changeSetting(let change): write(change, typed: change.value)
    case .addSetting(let line, let path):
      do {
        write(try source.parse(line: line, for: path), typed: line)
      } catch {
        send(.settingRefused(path, typed: line, error.sentence))
      }
    case .copy(let text): send(.notice("Copied: \(text)", .info))
    default: break
    }
  }

  private mutating func write(_ change: SettingChange, typed: String?) {
    do {
      let sentence = try source.change(change)
      send(.settingsSaved(source.read()))
      send(.notice(shown(sentence), .info))
    } catch {
      send(.settingRefused(change.path, typed: typed, shown(error.sentence)))
    }
  }

  private func listed() -> SettingList {
    var list = source.list(variables: [:])
    list.problem = list.problem.map(shown)
    return list
  }

  /// A sentence with the place that the file has on everybody's machine.
  private func shown(_ sentence: String) -> String {
    sentence.replacing(folder.path, with: "/home/me/.config/gemstudio")
  }

  private func contents() -> [String] {
    let text = (try? String(contentsOfFile: source.file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private func summary(_ title: String) -> SessionSummary {
    let time = now + -(sessions.count + 1) * 3_600_000
    return SessionSummary(
      id: SessionID(rawValue: "session-\(sessions.count)"), title: title, model: "gemini-flash-latest",
      turns: sessions.count + 1, images: 0, createTime: time, updateTime: time, origin: .studio, isDemo: false)
  }

  private func reference(_ number: Int) -> AssetReference {
    AssetReference(sha256: String(repeating: "0", count: 63) + String(number % 10), byteCount: 1_400_000)
  }

  private mutating func attach(_ name: String) {
    let attachment = Core.Attachment(
      name: name, mimeType: "image/jpeg", asset: reference(9), width: 1376, height: 768)
    send(.attached([AttachedPath(path: name, attachment: attachment)], problems: [], sends: false))
  }

  // MARK: Answers

  private func run() throws -> RunID {
    guard let run = studio?.activeRun?.id else { throw Reason(text: "no answer is coming") }
    return run
  }

  private func picture(_ number: Int) -> JSON {
    let asset = reference(number)
    return [
      "inlineData": [
        "mimeType": "image/png", "data": ["sha256": .string(asset.sha256), "bytes": .int(asset.byteCount)],
      ]
    ]
  }

  private mutating func receive(_ parts: [JSON], finish: String? = nil) throws {
    var candidate = JSONObject(["content": ["parts": .array(parts)]])
    if let finish { candidate["finishReason"] = .string(finish) }
    var response = JSONObject(["candidates": [.object(candidate)]])
    if finish != nil { response["usageMetadata"] = ["promptTokenCount": 12, "candidatesTokenCount": 34] }
    send(.run(try run(), .received([GenerateContentResponse(.object(response))])))
  }

  private mutating func finish(_ reason: String) throws {
    let id = try run()
    try receive([], finish: reason)
    send(.run(id, .ended(nil)))
  }

  // MARK: What is seen

  private mutating func screen() -> [String] {
    let frame = render(open())
    let grid = frame.grid
    var lines = (0..<grid.size.rows).map { row in
      let cells = (0..<grid.size.columns).map { grid[row, $0].character }.filter { $0 != Cell.continuation.character }
      return "|" + String(cells) + "|"
    }
    lines.append("= " + (frame.cursor.map { "cursor at \($0.row),\($0.column)" } ?? "no cursor"))
    return lines
  }

  /// The pieces of a row with their looks in the theme.
  private mutating func colors(ofRow row: Int) -> String {
    let frame = render(open())
    guard row < frame.grid.size.rows else { return "= " }
    var pieces: [(look: Theme.Look, text: String)] = []
    for column in 0..<frame.grid.size.columns {
      let cell = frame.grid[row, column]
      var look = frame.theme[cell.style.role]
      look.attributes.formUnion(cell.style.attributes)
      let text = cell.character == Cell.continuation.character ? "" : String(cell.character)
      if pieces.last?.look == look { pieces[pieces.count - 1].text += text } else { pieces.append((look, text)) }
    }
    let shown = pieces.filter { piece in piece.text.contains { $0 != " " } || piece.look.background != .standard }
    return "= " + shown.map { "\($0.look.name) \"\($0.text.trimmingBlanks)\"" }.joined(separator: ", ")
  }
}

extension Theme.Look {
  fileprivate var name: String {
    func name(_ color: Color) -> String { if case .palette(let index) = color { "\(index)" } else { "default" } }
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"), (.dim, "dim"),
    ]
    let background = background == .standard ? "" : " on \(name(background))"
    let shown = names.filter { attributes.contains($0.0) }.map(\.1)
    return ([name(foreground) + background] + shown).joined(separator: " ")
  }
}
