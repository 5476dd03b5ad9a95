/// What is known of one model: its limits, what it takes and gives, how its thinking is controlled, what it costs.
/// - Source: gemini-api.md sections 7, 8, 9 and 16.
package struct ModelTraits: Hashable, Sendable {
  package enum Thinking: Hashable, Sendable {
    /// It does not think; a thinking setting is refused.
    case none
    /// `thinkingBudget` in tokens. `canBeOff`: 0 is allowed. -1 leaves it to the model.
    case budget(ClosedRange<Int>, canBeOff: Bool)
    /// `thinkingLevel`, from the lowest.
    case levels([String])
    /// It thinks, and nothing can be set.
    case fixed
    /// Nobody here knows how it is set; what is set is left to the service.
    case unknown
  }

  /// The id as it was asked for, without `models/`.
  package let id: String
  /// True if the table has this very id: only then is it known what the model refuses.
  package var isListed = false
  /// True if a row of the table speaks of it, be it under another id.
  var hasRow = false
  /// What the service itself says of this very model.
  private(set) var live: Model?
  package var displayName: String?
  /// Tokens.
  package var inputTokenLimit: Int?
  /// Tokens of one answer, thinking included.
  package var outputTokenLimit: Int?
  /// `text`, `image`, `audio`, `video`, `pdf`; empty if nobody knows.
  package var inputModalities: [String] = []
  /// `text`, `image`, `audio`; empty if nobody knows.
  package var outputModalities: [String] = []
  package var thinking = Thinking.unknown
  /// The level or budget it thinks with when nothing is set: a level, `dynamic` or `off`.
  package var defaultThinking: String?
  /// True if it answers with pictures.
  package var makesImages = false
  package var aspectRatios: [String] = []
  package var imageSizes: [String] = []
  /// The most pictures one request may carry.
  package var maxInputImages: Int?
  /// The highest temperature it takes.
  package var maxTemperature = 2.0
  /// Refuses a system instruction beside pictures: it goes into the first user turn instead.
  package var refusesSystemInstruction = false
  /// Wants a thought signature on the model's pictures and their text when they come back.
  package var requiresSignatures = false
  /// Answers with text alone unless `responseModalities` ask for pictures.
  package var requiresModalities = false
  /// How long it may be silent before a request is given up, where that is longer than usual.
  package var stallSeconds: Int?
  package var prices: [ModelPrice] = []
  /// The day the prices were read, such as `2026-10-07`.
  package var priceDate: String?
  /// The day it came out.
  package var startDate: String?
  /// The day it ends or ended.
  package var endDate: String?
  /// The model that takes its place.
  package var successor: String?
  /// STABLE, PREVIEW, EXPERIMENTAL and the like.
  package var stage: String?
  /// The model an alias is assumed to stand for; `modelVersion` in the answer tells.
  package var target: String?

  /// True if it is known to think.
  package var thinks: Bool { thinking == .unknown ? live?.thinking == true : thinking != .none }

  /// True if it takes a thinking budget beside its levels, and does not keep to it.
  /// - Source: gemini-api.md section 7.
  package var passesOverBudgets: Bool {
    ["gemini-3.6", "gemini-3.7"].contains { (target ?? id).hasPrefix($0) }
  }

  /// True if it takes tools of the service together with functions.
  /// - Source: gemini-api.md section 4.
  package var joinsTools: Bool { !["gemini-1", "gemini-2"].contains { (target ?? id).hasPrefix($0) } }

  /// The tools it refuses, by their names on the wire, with what they are called: what makes pictures runs no code and calls
  /// no functions. The service says `Code execution is not enabled for` and `Function calling is not enabled for` it.
  package var refusedTools: [String: String] {
    makesImages && hasRow ? ["codeExecution": "code execution", "functionDeclarations": "functions"] : [:]
  }

  /// True if its answers can have a form: of what makes pictures the service says `JSON mode is not enabled for` it, or it
  /// answers without a picture.
  package var takesSchema: Bool { !makesImages || !hasRow }

  /// True if the table says nothing at all of the model.
  package var isUnknown: Bool { !hasRow }

  /// True if its thinking is told of this very model, by its row or by the service.
  package var isThinkingSure: Bool { isListed || live?.thinking == false }

  /// The highest temperature, if that is told of this very model.
  var sureMaxTemperature: Double? { live?.maxTemperature ?? (isListed ? maxTemperature : nil) }

  /// What the service says it does where a sampling field of this name is not set.
  package func standard(_ field: String) -> JSON? {
    ["temperature", "topP", "topK"].contains(field) ? live?.json[field] : nil
  }

  /// The most tokens of one answer, if that is told of this very model.
  var sureOutputTokenLimit: Int? { Self.count(live?.outputTokenLimit) ?? (isListed ? outputTokenLimit : nil) }

  /// The traits by the built-in table.
  package init(_ model: String) { self = ModelTable.builtIn.traits(of: model) }

  /// What can be told from the id alone.
  /// - Source: gemini-api.md section 12: picture models are known by their ids.
  init(inferredFrom id: String) {
    self.id = id
    guard id.contains("image") || id.contains("banana") else { return }
    let isOld = id.hasPrefix("gemini-2") || id.hasPrefix("gemini-1")
    outputModalities = ["text", "image"]
    makesImages = true
    aspectRatios = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"]
    imageSizes = isOld ? ["1K"] : ["1K", "2K", "4K"]
    requiresSignatures = !isOld
  }

  /// True from the day on which it was to end.
  /// - Parameter date: such as `2026-12-01`.
  package func hasEnded(on date: String) -> Bool { endDate.map { $0 <= date } ?? false }
}

// MARK: Reading

extension ModelTraits {
  /// Takes what a row of the table says; what it does not name stays.
  mutating func take(_ row: JSONObject) {
    displayName = row["displayName"]?.string ?? displayName
    inputTokenLimit = Self.count(row["inputTokenLimit"]) ?? inputTokenLimit
    outputTokenLimit = Self.count(row["outputTokenLimit"]) ?? outputTokenLimit
    inputModalities = Self.words(row["input"]) ?? inputModalities
    if let output = Self.words(row["output"]) {
      outputModalities = output
      makesImages = output.contains("image")
    }
    if row["imagesOnRequest"]?.bool == true { makesImages = false }
    if let thinking = row["thinking"] { take(thinking: thinking) }
    aspectRatios = Self.words(row["aspectRatios"]) ?? aspectRatios
    imageSizes = Self.words(row["imageSizes"]) ?? imageSizes
    maxInputImages = Self.count(row["maxInputImages"]) ?? maxInputImages
    maxTemperature = row["maxTemperature"]?.double ?? maxTemperature
    refusesSystemInstruction = row["refusesSystemInstruction"]?.bool ?? refusesSystemInstruction
    requiresSignatures = row["requiresSignatures"]?.bool ?? requiresSignatures
    requiresModalities = row["requiresModalities"]?.bool ?? requiresModalities
    stallSeconds = Self.count(row["stallSeconds"]) ?? stallSeconds
    prices = row["prices"]?.array?.compactMap { $0.object.map(ModelPrice.init) } ?? prices
    priceDate = row["priced"]?.string ?? priceDate
    startDate = row["since"]?.string ?? startDate
    endDate = row["end"]?.string ?? endDate
    successor = row["successor"]?.string ?? successor
    stage = row["stage"]?.string ?? stage
  }

  private mutating func take(thinking: JSON) {
    defaultThinking = thinking["default"]?.string
    if let levels = Self.words(thinking["levels"]), !levels.isEmpty {
      self.thinking = .levels(levels)
    } else if let limits = thinking["budget"]?.array?.compactMap(\.int), limits.count == 2, limits[0] <= limits[1] {
      self.thinking = .budget(limits[0]...limits[1], canBeOff: thinking["off"]?.bool ?? false)
    } else {
      self.thinking = thinking.string == "fixed" ? .fixed : .none
    }
  }

  /// Takes what the service says of the model: it knows better than any table.
  mutating func take(_ model: Model) {
    live = model
    displayName = model.displayName
    inputTokenLimit = Self.count(model.inputTokenLimit) ?? inputTokenLimit
    outputTokenLimit = Self.count(model.outputTokenLimit) ?? outputTokenLimit
    maxTemperature = model.maxTemperature ?? maxTemperature
    stage = model.stage ?? stage
    switch model.thinking {
    case false?: thinking = .none
    // That it thinks is all the service says; how it is controlled stays unknown.
    case true? where thinking == .none: thinking = .unknown
    default: break
    }
  }

  /// A number above 0, and one that can be counted with.
  private static func count(_ json: JSON?) -> Int? { count(json?.int) }
  private static func count(_ number: Int?) -> Int? { number.flatMap { (1...1 << 40).contains($0) ? $0 : nil } }

  private static func words(_ json: JSON?) -> [String]? { json?.array?.compactMap(\.string) }
}
