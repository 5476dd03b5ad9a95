import Core
import Foundation
import Gemini
import Synchronization

@testable import Store

/// A folder of a test, gone with the object.
final class TemporaryFolder: Sendable {
  let path = FileManager.default.temporaryDirectory.path + "/gemstudio-store-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The store's folder, which does not exist at first.
  var store: String { path + "/gemstudio" }
  var database: String { store + "/studio.db" }

  func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  func files(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}

enum Sample {
  static let image = AssetReference(sha256: String(repeating: "0123456789abcdef", count: 4), byteCount: 1234)

  static func session(_ id: String = "s1", title: String = "Neon skyline", updated: Int = 1000) -> Session {
    var session = Session(
      id: SessionID(rawValue: id), title: title, createTime: Instant(milliseconds: 1000), origin: .studio,
      textModel: "gemini-flash-latest", pictureModel: "gemini-2.5-flash-image")
    session.updateTime = Instant(milliseconds: updated)
    return session
  }

  static func turn(_ id: String = "t1", _ prompt: String = "Which room is larger?", parent: String? = nil) -> Turn {
    Turn(
      id: TurnID(rawValue: id), parent: parent.map(RunID.init), content: Content(parts: [Part(text: prompt)]),
      createTime: Instant(milliseconds: 2000))
  }

  static func run(_ id: String = "r1") -> Run {
    Run(
      id: RunID(rawValue: id), model: "gemini-flash-latest", backend: .developer, config: GenerationConfig(),
      startTime: Instant(milliseconds: 3000))
  }

  static func response(_ text: String) throws -> GenerateContentResponse {
    GenerateContentResponse(try JSON(parsing: text))
  }

  /// A run that ended, with every kind of thing an answer may bring.
  static func richRun(_ id: String = "r1") throws -> Run {
    let settings = try JSON(
      parsing: #"{"temperature":0.70,"thinkingConfig":{"includeThoughts":true},"newField":[1e3]}"#)
    var run = Run(
      id: RunID(rawValue: id), model: "gemini-pro-latest", backend: .vertex,
      config: GenerationConfig(settings.object ?? JSONObject()), startTime: Instant(milliseconds: 3000))
    run.extras = RequestExtras(
      GenerateContentRequest(
        model: "gemini-pro-latest", contents: [], safetySettings: [["category": "C"]], tools: [["googleSearch": [:]]],
        other: JSONObject(["serviceTier": "FLEX"])), systemInstruction: "Be brief.")
    run.apply(.attempt(2), at: Instant(milliseconds: 3001))
    for (number, chunk) in richChunks.enumerated() {
      run.apply(.received([try response(chunk)]), at: Instant(milliseconds: 3100 + number))
    }
    run.apply(
      .ended(
        Failure(
          .rateLimited, "Slow down\0 \"now\"", hint: "Wait.", httpStatus: 429, status: "RESOURCE_EXHAUSTED",
          retryDelaySeconds: 20.04, details: [["@type": "x/RetryInfo", "delay": .number("1.50")]])),
      at: Instant(milliseconds: 4000))
    return run
  }

  private static let richChunks = [
    #"{"candidates":[{"content":{"parts":[{"text":"Let me see","thought":true}]}}],"modelVersion":"pro-002"}"#,
    #"{"candidates":[{"content":{"parts":[{"text":" again","thought":true}]}},{"index":3,"content":{"parts":[{}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"text":"The \u0000 hall 🏛️ e\u0301","partMetadata":{"b":1,"a":null}}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"c2ln+/=="}]}}],"responseId":"abc"}"#,
    #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"z":1.0,"a":"é"}},"other":"kept"}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"executableCode":{"id":"7","language":"PYTHON","code":"1"}}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"not base64!"}}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","displayName":"x","data":{"sha256":""#
      + image.sha256 + #"","bytes":1234}}}]}}]}"#,
    #"{"candidates":[{"content":{"parts":[{"fileData":{"fileUri":"u"}},{"newKind":{"deep":[{"x":null}]}}]}}]}"#,
    #"{"candidates":[{"index":1,"content":{"parts":[{"text":"Second"}]},"finishReason":"NEW_REASON"}]}"#,
    #"{"candidates":[{"finishReason":"STOP","finishMessage":"ok","safetyRatings":[{"category":"C"}],"#
      + #""citationMetadata":{"citationSources":[{"uri":"u"}]},"groundingMetadata":{"webSearchQueries":["q"]},"#
      + #""urlContextMetadata":{"urlMetadata":[]}}],"usageMetadata":{"totalTokenCount":12,"new":{"k":"9007199254740993"}},"#
      + #""promptFeedback":{"safetyRatings":[{"category":"C","probability":"LOW"}]}}"#,
  ]
}

extension SessionStore {
  /// Stores a session with its turns and runs as the studio would, one after the other.
  func add(_ session: Session) throws {
    try save(session)
    for turn in session.turns { try insert(turn, in: session.id) }
  }
}

/// Errors from several threads.
final class Failures: Sendable {
  private let errors = Mutex<[String]>([])
  var all: [String] { errors.withLock { $0 } }

  func catching(_ work: () throws -> Void) {
    do { try work() } catch { errors.withLock { $0.append("\(error)") } }
  }
}
