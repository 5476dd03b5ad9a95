import Gemini
import Screen
import Testing

@testable import Core

/// A studio with a clock of its own, driven by events as the program drives it.
struct Desk {
  var studio: Studio
  var now = Desk.start
  /// What the last event asked for.
  private(set) var effects: [Effect] = []

  /// 2026-11-22 09:14:03 UTC.
  static let start = Instant(milliseconds: 1_795_338_843_000)

  init(
    columns: Int = 120, rows: Int = 40, backend: Backend = .developer, settings: Settings = Settings(),
    seed: UInt64 = 1
  ) {
    studio = Studio(
      settings: settings, terminal: TerminalState(size: Size(columns: columns, rows: rows)), backend: backend,
      seed: seed, now: Desk.start)
  }

  @discardableResult
  mutating func send(_ event: Event) -> [Effect] {
    effects = update(&studio, event, at: now)
    return effects
  }

  @discardableResult
  mutating func wait(_ milliseconds: Int) -> [Effect] {
    now = now + milliseconds
    return send(.tick)
  }

  // MARK: Keys

  /// Presses keys by their names, apart by blanks.
  @discardableResult
  mutating func press(_ names: String) -> [Effect] {
    var all: [Effect] = []
    for key in [Key](sequence: names) ?? [] { all += send(.input(.key(key))) }
    return all
  }

  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    text.flatMap { send(.input(.key(Key($0)))) }
  }

  // MARK: Runs

  /// Types a prompt and sends it.
  /// - Returns: what is to be generated.
  @discardableResult
  mutating func ask(_ prompt: String) throws -> Generation {
    type(prompt)
    return try #require(press("enter").generation, "\(prompt) was not sent")
  }

  mutating func receive(_ id: RunID, _ parts: JSON..., finish: String? = nil, extra: JSONObject = JSONObject()) {
    send(.run(id, .received([.sample(.array(parts), finish: finish, extra: extra)])))
  }

  @discardableResult
  mutating func end(_ id: RunID, _ failure: Failure? = nil) -> [Effect] { send(.run(id, .ended(failure))) }

  /// A whole turn: the prompt, its answer, the end.
  @discardableResult
  mutating func talk(_ prompt: String, _ answer: String) throws -> Generation {
    let generation = try ask(prompt)
    receive(generation.run.id, ["text": .string(answer)], finish: "STOP")
    end(generation.run.id)
    return generation
  }

  func run(_ id: RunID) throws -> Run {
    try #require(studio.session.turns.flatMap(\.runs).first { $0.id == id })
  }
}

extension [Effect] {
  var generation: Generation? { generations.first }

  var generations: [Generation] {
    compactMap { effect in if case .generate(let generation) = effect { generation } else { nil } }
  }

  /// The answer that was chosen to be shown, stored without the answers themselves.
  var chosen: RunID? {
    compactMap { effect in
      if case .choose(let turn) = effect, turn.runs.isEmpty { turn.chosen } else { nil }
    }.first
  }

  var saved: Session? {
    compactMap { effect in if case .save(let session) = effect { session } else { nil } }.last
  }
}

extension GenerateContentResponse {
  /// A chunk of the first candidate.
  static func sample(
    _ parts: JSON, finish: String? = nil, extra: JSONObject = JSONObject()
  ) -> GenerateContentResponse {
    var candidate: JSONObject = JSONObject(["content": ["role": "model", "parts": parts], "index": 0])
    if let finish { candidate["finishReason"] = .string(finish) }
    var whole = extra
    whole["candidates"] = .array([.object(candidate)])
    return GenerateContentResponse(.object(whole))
  }
}

extension AssetReference {
  /// An asset that nobody has the bytes of.
  static func sample(_ number: Int, bytes: Int = 1_200_000) -> AssetReference {
    let digits = String(number, radix: 16)
    return AssetReference(sha256: String(repeating: "0", count: 64 - digits.count) + digits, byteCount: bytes)
  }
}

// Testing has an `Attachment` of its own.
extension Core.Attachment {
  static func sample(_ name: String, _ number: Int = 1) -> Core.Attachment {
    Core.Attachment(name: name, mimeType: "image/jpeg", asset: .sample(number), width: 640, height: 480)
  }
}

extension JSON {
  /// An `inlineData` part whose bytes are an asset already.
  static func picture(_ asset: AssetReference, signature: String? = nil) -> JSON {
    var part = JSONObject([
      "inlineData": [
        "mimeType": "image/png", "data": ["sha256": .string(asset.sha256), "bytes": .int(asset.byteCount)],
      ]
    ])
    if let signature { part["thoughtSignature"] = .string(signature) }
    return .object(part)
  }
}

extension Model {
  static func sample(_ id: String, methods: [JSON] = ["generateContent"]) -> Model? {
    Model(["name": .string("models/" + id), "supportedGenerationMethods": .array(methods)])
  }
}

extension Session {
  /// A session with whole turns, each prompt and answer made by its number.
  static func sample(turns: Int, answer: (Int) -> String = { "Answer \($0)." }) -> Session {
    var identifiers = IdentifierSource(seed: 42)
    var session = Session(
      id: identifiers.session(), title: "A sample", createTime: Desk.start, textModel: "gemini-flash-latest",
      pictureModel: "gemini-nano-banana-2.1")
    var parent: RunID?
    for number in 0..<turns {
      var run = Run(
        id: identifiers.run(), model: "gemini-flash-latest", backend: .developer, config: GenerationConfig(),
        startTime: Desk.start)
      run.apply(.received([.sample([["text": .string(answer(number))]], finish: "STOP")]), at: Desk.start + 900)
      run.apply(.ended(nil), at: Desk.start + 2000)
      let turn = Turn(
        id: identifiers.turn(), parent: parent, content: Content(parts: [Part(text: "Prompt \(number)")]),
        createTime: Desk.start, runs: [run])
      session.turns.append(turn)
      session.head = turn.id
      parent = run.id
    }
    return session
  }
}

extension Failure {
  static func sample(_ kind: Kind, httpStatus: Int? = nil, status: String? = nil) -> Failure {
    Failure(kind, "It failed", hint: "Try again.", httpStatus: httpStatus, status: status)
  }
}

extension SessionSummary {
  static func sample(_ id: SessionID, title: String = "A sample") -> SessionSummary {
    SessionSummary(
      id: id, title: title, model: "gemini-flash-latest", turns: 3, images: 1, createTime: Desk.start,
      updateTime: Desk.start, origin: .studio, isDemo: false)
  }
}
