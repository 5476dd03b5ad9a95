import Core
import Gemini

/// One `--set FIELD=VALUE`: a field of generationConfig by its path on the wire.
/// - Source: gemini-api.md section 4.
struct SetOption: Hashable, Sendable {
  /// The camelCase path, such as `thinkingConfig.thinkingBudget`.
  let path: String
  /// `nil` takes the field out.
  let value: JSON?

  /// - Throws: a sentence for a value that the field's type does not take.
  init(_ text: String) throws(CommandError) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw CommandError("\"\(text)\" sets nothing: --set takes FIELD=VALUE, such as temperature=0.2.")
    }
    path = String(text[..<equals])
    guard path.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }) else {
      throw CommandError("\"\(path)\" is no field: a path is names with dots between, such as imageConfig.imageSize.")
    }
    let words = String(text[text.index(after: equals)...])
    if words == "null" {
      value = nil
      return
    }
    let kind = Kind.known[path] ?? .any
    guard let value = kind.value(words) else {
      throw CommandError("\(path) is \(kind.name), such as --set \(path)=\(kind.example); \"\(words)\" is none.")
    }
    self.value = value
  }

  func apply(to config: inout GenerationConfig) { config[path] = value }
}

extension SetOption {
  /// What a field holds.
  enum Kind: Hashable, Sendable {
    case number, integer, bool, string, strings
    /// A word of the wire in capitals.
    case word
    case words
    case object
    /// A field nobody knows here: JSON if it reads as JSON, else text.
    case any

    static let known: [String: Kind] = [
      "temperature": .number, "topP": .number, "topK": .integer, "candidateCount": .integer,
      "maxOutputTokens": .integer, "stopSequences": .strings, "seed": .integer, "presencePenalty": .number,
      "frequencyPenalty": .number, "responseLogprobs": .bool, "logprobs": .integer, "responseMimeType": .string,
      "responseSchema": .object, "responseJsonSchema": .object, "responseModalities": .words,
      "mediaResolution": .word, "enableEnhancedCivicAnswers": .bool, "audioTimestamp": .bool,
      "thinkingConfig": .object, "thinkingConfig.includeThoughts": .bool, "thinkingConfig.thinkingBudget": .integer,
      "thinkingConfig.thinkingLevel": .word, "imageConfig": .object, "imageConfig.aspectRatio": .string,
      "imageConfig.imageSize": .word, "imageConfig.personGeneration": .word,
      "imageConfig.imageOutputOptions.mimeType": .string,
      "imageConfig.imageOutputOptions.compressionQuality": .integer, "speechConfig": .object,
      "speechConfig.languageCode": .string, "speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName": .string,
    ]

    var name: String {
      switch self {
      case .number: "a number"
      case .integer: "a whole number"
      case .bool: "true or false"
      case .string: "a text"
      case .strings: "a list of texts"
      case .word: "one of the API's words"
      case .words: "a list of the API's words"
      case .object: "a JSON object"
      case .any: "a JSON value or a text"
      }
    }

    var example: String {
      switch self {
      case .number: "0.5"
      case .integer: "100"
      case .bool: "true"
      case .string: "text"
      case .strings: "A,B"
      case .word: "LOW"
      case .words: "TEXT,IMAGE"
      case .object: "'{\"key\": 1}'"
      case .any: "1"
      }
    }

    /// - Returns: `nil` for text that is no value of this kind.
    func value(_ text: String) -> JSON? {
      let json = try? JSON(parsing: text)
      switch self {
      case .number:
        guard json?.double != nil else { return nil }
        return json
      case .integer:
        // A number, not a text with digits: the wire tells them apart.
        guard json?.double != nil, let whole = json?.int else { return nil }
        return .int(whole)
      case .bool: return Bool(text.trimmingBlanks.lowercased()).map(JSON.bool)
      case .string: return .string(json?.string ?? text)
      case .strings: return Self.list(text, json).map { .array($0.map(JSON.string)) }
      case .word:
        let word = (json?.string ?? text).trimmingBlanks
        return word.isEmpty ? nil : .string(word.uppercased())
      case .words:
        guard let words = Self.list(text, json)?.map({ $0.trimmingBlanks.uppercased() }), !words.contains("") else {
          return nil
        }
        return .array(words.map(JSON.string))
      case .object:
        guard json?.object != nil else { return nil }
        return json
      case .any: return json ?? .string(text)
      }
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
  }
}
