import Gemini
import Screen
import Testing

@testable import Core

/// A studio with a clock of its own, driven by events as the program drives it.
struct Desk {
  private(set) var studio: Studio
  private var now = Desk.start

  /// 2026-11-22 09:14:03 UTC.
  static let start = Instant(milliseconds: 1_795_338_843_000)

  init(
    _ size: Size = Size(columns: 120, rows: 40), backend: Backend = .developer, hasSixel: Bool = false,
    wantsNoColor: Bool = false, settings: Settings = Settings()
  ) {
    var terminal = TerminalState(size: size)
    terminal.surroundings.wantsNoColor = wantsNoColor
    studio = Studio(
      settings: settings, terminal: terminal, backend: backend, seed: 1, now: Desk.start)
    if hasSixel {
      send(.input(.reply(.cellPixels(width: 10, height: 20))))
      send(.input(.reply(.primaryAttributes([64, 4]))))
    }
  }

  @discardableResult
  mutating func send(_ event: Event) -> [Effect] {
    let effects = update(&studio, event, at: now)
    for effect in effects {
      if case .makePreview(let key, _) = effect { send(.previewMade(key, .sample(key))) }
      if case .compareTexts(let job) = effect { send(.textsCompared(job.run())) }
    }
    return effects
  }

  /// The same screen, with the simulator behind it.
  mutating func askSimulator() {
    studio.backend = .simulator
    send(.tick)
  }

  /// vi's keys in the prompt.
  mutating func useVi() { studio.settings.editing = .vi }

  mutating func wait(_ milliseconds: Int) {
    now = now + milliseconds
    send(.tick)
  }

  @discardableResult
  mutating func press(_ names: String) -> [Effect] {
    ([Key](sequence: names) ?? []).flatMap { send(.input(.key($0))) }
  }

  mutating func type(_ text: String) {
    for character in text { send(.input(.key(Key(character)))) }
  }

  mutating func paste(_ text: String) { send(.input(.paste(text))) }

  /// Types a prompt and sends it; the request leaves at once.
  @discardableResult
  mutating func ask(_ prompt: String) throws -> RunID {
    type(prompt)
    let generations = press("enter").compactMap { if case .generate(let generation) = $0 { generation } else { nil } }
    let id = try #require(generations.first).run.id
    send(.run(id, .attempt(1)))
    return id
  }

  mutating func receive(_ id: RunID, _ parts: [JSON], finish: String? = nil, usage: JSON? = nil) {
    var candidate = JSONObject(["content": ["parts": .array(parts)]])
    if let finish { candidate["finishReason"] = .string(finish) }
    var response = JSONObject(["candidates": [.object(candidate)]])
    if let usage { response["usageMetadata"] = usage }
    send(.run(id, .received([GenerateContentResponse(.object(response))])))
  }

  mutating func end(_ id: RunID, _ failure: Failure? = nil) { send(.run(id, .ended(failure))) }

  /// A whole turn that takes 2.6 s, its first word after 0.9 s.
  mutating func talk(_ prompt: String, _ answer: String, thoughts: String = "") throws {
    let id = try ask(prompt)
    wait(400)
    if !thoughts.isEmpty { receive(id, [["text": .string(thoughts), "thought": true]]) }
    wait(500)
    receive(id, [["text": .string(answer)]])
    wait(1700)
    receive(id, [], finish: "STOP", usage: thoughts.isEmpty ? Self.usage : Self.usageWithThoughts)
    end(id)
  }

  static let usage: JSON = ["promptTokenCount": 1204, "candidatesTokenCount": 310, "totalTokenCount": 1514]
  static let usageWithThoughts: JSON = [
    "promptTokenCount": 1204, "candidatesTokenCount": 310, "thoughtsTokenCount": 412, "totalTokenCount": 1926,
  ]

  mutating func attach(_ name: String, _ number: Int, bytes: Int) {
    let attachment = Core.Attachment(
      name: name, mimeType: "image/jpeg", asset: .sample(number, bytes: bytes), width: 1376, height: 768)
    send(.attached([AttachedPath(path: name, attachment: attachment)], problems: [], sends: false))
  }

  /// The picture arrives, and its header is read.
  mutating func receivePicture(_ id: RunID, _ number: Int, isDraft: Bool = false) {
    let asset = AssetReference.sample(number, bytes: 1_400_000)
    receive(
      id,
      [
        [
          "inlineData": [
            "mimeType": "image/jpeg", "data": ["sha256": .string(asset.sha256), "bytes": .int(asset.byteCount)],
          ],
          "thought": .bool(isDraft),
        ]
      ])
    send(.pictureFacts([asset.sha256: PictureFacts(width: 1376, height: 768, kind: "JPEG")]))
    send(.thumbnailMade(asset, .sample(Size(columns: 20, rows: 6))))
  }
}

extension AssetReference {
  static func sample(_ number: Int, bytes: Int) -> AssetReference {
    let digits = String(number, radix: 16)
    return AssetReference(sha256: String(repeating: "0", count: 64 - digits.count) + digits, byteCount: bytes)
  }
}

extension Preview {
  /// A picture of 16 to 9 in the room there is, or a part that fills it, the way the terminal shows pictures.
  static func sample(_ key: PreviewKey) -> Preview {
    let rows = min(key.size.rows, key.size.columns * key.cellWidth * 9 / 16 / key.cellHeight)
    let whole = Size(columns: min(key.size.columns, rows * key.cellHeight * 16 / 9 / key.cellWidth), rows: rows)
    let size = key.crop == nil ? whole : key.size
    switch key.way {
    case .picture(let form): return .picture(Picture(id: key.asset.sha256, size: size, form: form, bytes: []))
    case .art: return .art(.sample(size))
    }
  }
}

extension Grid {
  /// Character art: a ramp of colours.
  static func sample(_ size: Size) -> Grid {
    var grid = Grid(size)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let colour = UInt8(16 + (row * 6 + column) % 200)
        grid[row, column] = Cell("▀", Style(foreground: colour, background: colour &+ 20))
      }
    }
    return grid
  }
}

extension SessionSummary {
  static func sample(_ title: String, daysAgo: Int, turns: Int, images: Int = 0, isDemo: Bool = false) -> SessionSummary
  {
    let time = Desk.start + -daysAgo * 86_400_000
    return SessionSummary(
      id: SessionID(rawValue: title), title: title, model: "gemini-flash-latest", turns: turns, images: images,
      createTime: time, updateTime: time, origin: .studio, isDemo: isDemo)
  }
}

extension Model {
  static func sample(_ id: String, inputTokenLimit: Int) -> Model? {
    Model([
      "name": .string("models/" + id), "displayName": .string(id), "inputTokenLimit": .int(inputTokenLimit),
      "supportedGenerationMethods": ["generateContent"],
    ])
  }
}
