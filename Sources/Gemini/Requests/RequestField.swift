/// One field a request may have, by its path on the wire, and what it holds.
/// - Source: gemini-api.md sections 4, 7 and 9.
package struct RequestField: Hashable, Sendable {
  /// Where in the body a field stands.
  package enum Place: Hashable, Sendable { case generationConfig, request }

  /// The camelCase path inside its place, such as `thinkingConfig.thinkingBudget`.
  package let path: String
  package let place: Place
  package let kind: Kind

  /// What a field holds.
  package enum Kind: Hashable, Sendable {
    case number(ClosedRange<Double>? = nil)
    case integer(ClosedRange<Int>? = nil)
    case bool
    case string
    /// Texts, at most so many.
    case strings(most: Int? = nil)
    /// One of the wire's words, in its spelling there.
    case word([String])
    case words([String])
    case object
    case list
    /// A field nobody knows here: JSON if it reads as JSON, else text.
    case any
  }

  /// The field at a path, with camelCase or snake_case names; one nobody knows is a field of generationConfig.
  package init(path: String) {
    var path = path
    if path.hasPrefix("generationConfig.") { path.removeFirst("generationConfig.".count) }
    let plain = path.split(separator: ".").map(Self.camelCased).joined(separator: ".")
    if let kind = Self.config[plain] {
      self.init(plain, .generationConfig, kind)
    } else if let kind = Self.request[plain] {
      self.init(plain, .request, kind)
    } else {
      let isBeside = ["toolConfig.", "labels."].contains { path.hasPrefix($0) }
      self.init(path, isBeside ? .request : .generationConfig, .any)
    }
  }

  private init(_ path: String, _ place: Place, _ kind: Kind) {
    self.path = path
    self.place = place
    self.kind = kind
  }

  /// The known field above this one that holds no fields, as in `temperature.x`; `nil` if the path leads somewhere.
  package var blockingParent: RequestField? {
    let names = path.split(separator: ".")
    return names.indices.dropFirst().lazy.map { RequestField(path: names[..<$0].joined(separator: ".")) }
      .first { $0.isKnown && $0.kind != .object && $0.kind != .any }
  }

  package var isKnown: Bool { kind != .any || place == .request }

  private static func camelCased(_ name: Substring) -> String {
    let words = name.split(separator: "_", omittingEmptySubsequences: false)
    return (words.first ?? "") + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static let config = Dictionary(fields) { first, _ in first }

  /// The camelCase paths of all known fields of generationConfig, also of those that hold others.
  package static let configPaths = fields.map(\.path)

  private static let modalities = ["TEXT", "IMAGE", "AUDIO", "VIDEO"]

  private static let fields: [(path: String, kind: Kind)] = [
    ("temperature", .number(0...2)), ("topP", .number(0...1)), ("topK", .integer(0...1_000_000)),
    ("candidateCount", .integer(1...8)), ("maxOutputTokens", .integer(1...Int(Int32.max))),
    ("stopSequences", .strings(most: 5)), ("seed", .integer(Int(Int32.min)...Int(Int32.max))),
    ("presencePenalty", .number(-2...2)), ("frequencyPenalty", .number(-2...2)), ("responseLogprobs", .bool),
    ("logprobs", .integer(0...20)), ("responseMimeType", .string), ("responseSchema", .object),
    ("responseJsonSchema", .object), ("responseModalities", .words(modalities)), ("responseFormat", .list),
    (
      "mediaResolution",
      .word(["MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH"])
    ),
    ("thinkingConfig", .object), ("thinkingConfig.includeThoughts", .bool),
    ("thinkingConfig.thinkingBudget", .integer(-1...1_000_000)),
    ("thinkingConfig.thinkingLevel", .word(["MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"])),
    ("imageConfig", .object), ("imageConfig.aspectRatio", .string),
    ("imageConfig.imageSize", .word(["512", "1K", "2K", "4K"])),
    ("imageConfig.personGeneration", .word(["ALLOW_ALL", "ALLOW_ADULT", "ALLOW_NONE"])),
    ("imageConfig.prominentPeople", .string), ("imageConfig.imageOutputOptions", .object),
    ("imageConfig.imageOutputOptions.mimeType", .string),
    ("imageConfig.imageOutputOptions.compressionQuality", .integer(0...100)),
    ("speechConfig", .object), ("speechConfig.languageCode", .string), ("speechConfig.voiceConfig", .object),
    ("speechConfig.voiceConfig.prebuiltVoiceConfig", .object),
    ("speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName", .string),
    ("speechConfig.multiSpeakerVoiceConfig", .object), ("enableEnhancedCivicAnswers", .bool),
    ("audioTimestamp", .bool), ("routingConfig", .object), ("modelConfig", .object),
    ("audioTranscriptionConfig", .object),
  ]

  /// Fields beside generationConfig. The conversation, its instruction, tools and safety have options of their own.
  private static let request: [String: Kind] = [
    "serviceTier": .word(["flex", "standard", "priority"]), "cachedContent": .string, "labels": .object, "store": .bool,
    "toolConfig": .object, "toolConfig.functionCallingConfig": .object,
    "toolConfig.functionCallingConfig.mode": .word(["AUTO", "ANY", "NONE", "VALIDATED"]),
    "toolConfig.functionCallingConfig.allowedFunctionNames": .strings(), "toolConfig.retrievalConfig": .object,
    "toolConfig.includeServerSideToolInvocations": .bool,
  ]
}

// MARK: Values

extension RequestField {
  /// What the field takes, in words.
  package var range: String {
    switch kind {
    case .number(let range?): "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    case .number(nil): "a number"
    case .integer(let range?) where range.lowerBound > 0 && range.upperBound == Int(Int32.max): "a whole number above 0"
    case .integer(let range?): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .integer(nil): "a whole number"
    case .bool: "true or false"
    case .string: "a text"
    case .strings(let most?): "a list of at most \(most) texts"
    case .strings(nil): "a list of texts"
    case .word(let words): "one of \(words.joined(separator: ", "))"
    case .words(let words): "a list of \(words.joined(separator: ", "))"
    case .object: "a JSON object"
    case .list: "a JSON list"
    case .any: "a JSON value or a text"
    }
  }

  /// A value the field takes, as one would type it.
  package var example: String {
    switch kind {
    case .number: "0.5"
    case .integer(let range): String(max(range?.lowerBound ?? 1, min(100, range?.upperBound ?? 100)))
    case .bool: "true"
    case .string: "text"
    case .strings: "A,B"
    case .word(let words): words[0]
    case .words(let words): words.prefix(2).joined(separator: ",")
    case .object: "'{\"key\": 1}'"
    case .list: "'[{}]'"
    case .any: "1"
    }
  }

  private static func text(_ number: Double) -> String { JSON.double(number).text }

  /// Reads a value as it is typed: JSON where the field's type takes it, lists also with commas, the wire's words in any
  /// case. Words that nobody knows here yet go out if they stand in JSON quotes.
  /// - Returns: `nil` for text that is no value of the field.
  package func value(_ text: String) -> JSON? {
    let json = try? JSON(parsing: text)
    switch kind {
    case .number(let range):
      guard let json, let value = json.double, range?.contains(value) ?? true else { return nil }
      return json
    case .integer(let range):
      // A number, not a text with digits: the wire tells them apart.
      guard json?.double != nil, let whole = json?.int, range?.contains(whole) ?? true else { return nil }
      return .int(whole)
    case .bool: return Bool(Self.trimmed(text).lowercased()).map(JSON.bool)
    case .string: return .string(json?.string ?? text)
    case .strings(let most):
      guard let texts = Self.list(text, json), texts.count <= most ?? .max else { return nil }
      return .array(texts.map(JSON.string))
    case .word(let words):
      return Self.word(json?.string ?? text, among: words).map(JSON.string) ?? (json?.string == nil ? nil : json)
    case .words(let words):
      let isExact = json?.array != nil
      let found = Self.list(text, json)?.map { Self.word($0, among: words) ?? (isExact ? $0 : nil) }
      guard let found, !found.contains(nil) else { return nil }
      return .array(found.compactMap { $0.map(JSON.string) })
    case .object: return json?.object == nil ? nil : json
    case .list: return json?.array == nil ? nil : json
    case .any: return json ?? .string(text)
    }
  }

  /// The wire's spelling of a word typed in any case; its beginning may be left out, as `LOW` for MEDIA_RESOLUTION_LOW.
  private static func word(_ text: String, among words: [String]) -> String? {
    let typed = trimmed(text).uppercased()
    return words.first { $0.uppercased() == typed } ?? words.first { !typed.isEmpty && $0.hasSuffix("_" + typed) }
  }

  /// A JSON list of texts, or texts with commas between.
  private static func list(_ text: String, _ json: JSON?) -> [String]? {
    if let elements = json?.array {
      let texts = elements.compactMap(\.string)
      return texts.count == elements.count ? texts : nil
    }
    if text.isEmpty { return nil }
    return json?.string.map { [$0] } ?? text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...].drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
