import Core
import GRDB
import Gemini

/// The columns of the `run` and `candidate` tables.
enum StoredRun {
  static let columns = """
    run.id, run.model, run.backend, run.isUnary, run.startTime, run.isEnded, run.attempts, run.firstEventTime,
    run.firstThoughtTime, run.firstTextTime, run.lastEventTime, run.endTime, run.modelVersion, run.responseId,
    run.config, run.usage, run.promptFeedback, run.failure, run.details
    """

  static let columnCount = 19

  /// A run without its candidates from a row with `columns`.
  static func decode(_ row: Row, configs: inout ConfigCache) -> Run {
    var run = Run(
      id: RunID(rawValue: row.text(0)), model: row.text(1), backend: Backend(rawValue: row.text(2)) ?? .developer,
      config: configs.decode(row.textIfAny(14)), startTime: row.instant(4))
    run.isUnary = row.bool(3)
    run.phase = row.bool(5) ? .ended : row.instantIfAny(7) == nil ? .sending : .streaming
    run.attempts = row.int(6)
    run.firstEventTime = row.instantIfAny(7)
    run.firstThoughtTime = row.instantIfAny(8)
    run.firstTextTime = row.instantIfAny(9)
    run.lastEventTime = row.instantIfAny(10)
    run.endTime = row.instantIfAny(11)
    run.modelVersion = row.textIfAny(12)
    run.responseId = row.textIfAny(13)
    run.usage = UsageMetadata(row.json(15)?.object ?? JSONObject())
    run.promptFeedback = row.json(16).map(PromptFeedback.init)
    run.failure = row.json(17).map(StoredFailure.decode)
    let details = row.json(18)
    run.hops = details?["hops"]?.array?.compactMap(\.object).map { UsageMetadata($0) } ?? []
    run.createTime = details?["createTime"]?.string
    run.modelStatus = details?["modelStatus"]
    run.extras = details?["request"].map(RequestExtras.init)
    run.requestTime = details?["requestTime"]?.int.map { Instant(milliseconds: $0) }
    run.isContinued = details?["isContinued"]?.bool ?? false
    run.atOnce = details?["atOnce"]?.int ?? 1
    run.isAlone = details?["isAlone"]?.bool ?? false
    run.lane = details?["lane"]?.int
    return run
  }

  /// Adds a run to a turn, without its candidates.
  /// - Throws: `StoreError.missing` if there is no such turn.
  static func insert(_ run: Run, in turn: TurnID, owner: ProcessMark, _ database: Database) throws {
    try database.run(
      """
      INSERT INTO run (id, turn, model, backend, isUnary, startTime, config, isEnded, attempts)
      SELECT ?, key, ?, ?, ?, ?, ?, 0, 0 FROM turn WHERE id = ?
      """,
      [
        run.id.rawValue, run.model, run.backend.rawValue, run.isUnary, run.startTime.milliseconds,
        text(run.config.json), turn.rawValue,
      ])
    guard database.changesCount > 0 else { throw StoreError.missing("The turn") }
    try update(run, owner: owner, database)
  }

  /// Writes what changes while a run goes on, but for its candidates.
  /// - Throws: `StoreError.missing` if there is no such run.
  static func update(_ run: Run, owner: ProcessMark, _ database: Database) throws {
    try database.run(
      """
      UPDATE run SET owner = ?, isEnded = ?, attempts = ?, isUnary = ?, firstEventTime = ?, firstThoughtTime = ?,
        firstTextTime = ?, lastEventTime = ?, endTime = ?, modelVersion = ?, responseId = ?, usage = ?,
        promptFeedback = ?, failure = ?, details = ?
      WHERE id = ?
      """,
      [
        run.isActive ? owner.text : nil, !run.isActive, run.attempts, run.isUnary, run.firstEventTime?.milliseconds,
        run.firstThoughtTime?.milliseconds, run.firstTextTime?.milliseconds, run.lastEventTime?.milliseconds,
        run.endTime?.milliseconds, run.modelVersion, run.responseId, text(run.usage.json),
        run.promptFeedback?.json.text, run.failure.map { StoredFailure.json($0).text },
        details(run), run.id.rawValue,
      ])
    guard database.changesCount > 0 else { throw StoreError.missing("The answer") }
  }

  /// What only some runs have, and what is read only with the whole run, as one JSON object; `nil` if there is nothing.
  private static func details(_ run: Run) -> String? {
    var object = JSONObject()
    if !run.hops.isEmpty { object["hops"] = .array(run.hops.map { .object($0.json) }) }
    object["createTime"] = run.createTime.map(JSON.string)
    object["modelStatus"] = run.modelStatus
    object["request"] = run.extras?.json
    object["requestTime"] = run.requestTime.map { .int($0.milliseconds) }
    if run.isContinued { object["isContinued"] = true }
    if run.atOnce > 1 { object["atOnce"] = .int(run.atOnce) }
    if run.isAlone { object["isAlone"] = true }
    object["lane"] = run.lane.map(JSON.int)
    return text(object)
  }

  private static func text(_ object: JSONObject) -> String? {
    object.isEmpty ? nil : JSON.object(object).text
  }
}

/// All of a candidate but its parts, as one JSON object with the wire's names.
enum StoredCandidate {
  /// `nil` if there is nothing to keep.
  static func details(_ candidate: Candidate) -> String? {
    var object = JSONObject()
    object["finishReason"] = candidate.finishReason.map { .string($0.rawValue) }
    object["finishMessage"] = candidate.finishMessage.map(JSON.string)
    object["safetyRatings"] = candidate.safetyRatings
    object["citationMetadata"] = candidate.citationMetadata
    object["groundingMetadata"] = candidate.groundingMetadata
    object["urlContextMetadata"] = candidate.urlContextMetadata
    object["avgLogprobs"] = candidate.avgLogprobs
    object["logprobsResult"] = candidate.logprobsResult
    object["tokenCount"] = candidate.tokenCount
    object["continuationToken"] = candidate.continuationToken.map(JSON.string)
    return object.isEmpty ? nil : JSON.object(object).text
  }

  static func decode(number: Int, details: JSON?) -> Candidate {
    var candidate = details.map { Candidate($0) } ?? Candidate(index: number)
    candidate.index = number
    return candidate
  }
}

/// A failure as JSON, with the names of the program's own output.
/// - Source: product.md section 8
enum StoredFailure {
  static func json(_ failure: Failure) -> JSON {
    var object = JSONObject()
    object["kind"] = .string(failure.kind.rawValue)
    object["httpStatus"] = failure.httpStatus.map(JSON.int)
    object["status"] = failure.status.map(JSON.string)
    object["message"] = .string(failure.message)
    object["retryDelaySeconds"] = failure.retryDelaySeconds.map(JSON.double)
    object["hint"] = .string(failure.hint)
    object["details"] = .array(failure.details)
    return .object(object)
  }

  static func decode(_ json: JSON) -> Failure {
    Failure(
      json["kind"]?.string.flatMap(Failure.Kind.init) ?? .server, json["message"]?.string ?? "",
      hint: json["hint"]?.string ?? "", httpStatus: json["httpStatus"]?.int, status: json["status"]?.string,
      retryDelaySeconds: json["retryDelaySeconds"]?.double, details: json["details"]?.array ?? [])
  }
}

/// Reads settings once where many runs have the same.
struct ConfigCache {
  private var text: String?
  private var config = GenerationConfig()

  mutating func decode(_ newText: String?) -> GenerationConfig {
    if newText != text {
      text = newText
      config = GenerationConfig(newText.flatMap { try? JSON(parsing: $0) }?.object ?? JSONObject())
    }
    return config
  }
}
