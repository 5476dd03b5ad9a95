/// What a field of a message may hold.
enum FieldType: Sendable {
  case string, bool, int32, int64, float
  /// Base64, in either alphabet.
  case bytes
  /// Seconds, such as `3.5s`.
  case duration
  /// RFC 3339.
  case timestamp
  /// Any JSON.
  case value
  /// An object whose keys are the caller's own.
  case structure
  case enumeration(EnumType)
  case message(Message)
  indirect case list(FieldType)
  /// An object whose keys are the caller's own and whose values are of one type.
  indirect case map(FieldType)
}

extension FieldType {
  /// True if a JSON array may stand here.
  var takesArray: Bool {
    switch self {
    case .list, .value: true
    default: false
    }
  }

  /// True if a text is a value of this type, which is written as text.
  func fits(_ text: String) -> Bool {
    switch self {
    case .duration: text.hasSuffix("s") && Double(text.dropLast()) != nil
    case .timestamp: Self.isTimestamp(text)
    default: true
    }
  }

  /// Such as `2026-11-22T08:00:00.5Z`; the parts are not checked for being a date.
  private static func isTimestamp(_ text: String) -> Bool {
    let shape = "0000-00-00T00:00:00"
    guard text.utf8.count > shape.utf8.count else { return false }
    return zip(text.utf8, shape.utf8).allSatisfy { byte, sample in
      sample == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == sample
    }
  }

  /// True if a whole number is in the range of this type.
  func fits(_ number: Int) -> Bool {
    if case .int32 = self { return Int32(exactly: number) != nil }
    return true
  }

  /// The name the API's messages have for it.
  func name(version: String) -> String {
    let package = "type.googleapis.com/google.ai.generativelanguage.\(version)"
    return switch self {
    case .string: "TYPE_STRING"
    case .bool: "TYPE_BOOL"
    case .int32: "TYPE_INT32"
    case .int64: "TYPE_INT64"
    case .float: "TYPE_FLOAT"
    case .bytes: "TYPE_BYTES"
    case .duration: "type.googleapis.com/google.protobuf.Duration"
    case .timestamp: "type.googleapis.com/google.protobuf.Timestamp"
    case .value: "type.googleapis.com/google.protobuf.Value"
    case .structure: "type.googleapis.com/google.protobuf.Struct"
    case .enumeration(let type): "\(package).\(type.name)"
    case .message(let message): "\(package).\(message.rawValue)"
    case .list(let element), .map(let element): element.name(version: version)
    }
  }
}

/// An enum of the API.
struct EnumType: Sendable {
  /// Below the package, such as `Candidate.FinishReason`.
  let name: String
  let values: Set<String>
  /// True if the values are taken in any case.
  var isCaseInsensitive = false

  func contains(_ value: String) -> Bool {
    values.contains(isCaseInsensitive ? value.uppercased() : value)
  }
}

/// The enums of a request.
/// - Source: gemini-api.md sections 4 and 7; section 0, rule 4 for the case of letters.
extension EnumType {
  static let harmCategory = EnumType(
    name: "HarmCategory",
    values: [
      "HARM_CATEGORY_UNSPECIFIED", "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH",
      "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_CIVIC_INTEGRITY",
      "HARM_CATEGORY_JAILBREAK",
    ])
  static let harmBlockThreshold = EnumType(
    name: "SafetySetting.HarmBlockThreshold",
    values: [
      "HARM_BLOCK_THRESHOLD_UNSPECIFIED", "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH",
      "BLOCK_NONE", "OFF",
    ])
  static let modality = EnumType(
    name: "GenerationConfig.Modality", values: ["MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO"],
    isCaseInsensitive: true)
  static let mediaResolution = EnumType(
    name: "GenerationConfig.MediaResolution",
    values: [
      "MEDIA_RESOLUTION_UNSPECIFIED", "MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH",
    ])
  static let partMediaResolution = EnumType(
    name: "Part.MediaResolution.Level", values: mediaResolution.values.union(["MEDIA_RESOLUTION_ULTRA_HIGH"]))
  static let thinkingLevel = EnumType(
    name: "ThinkingConfig.ThinkingLevel",
    values: ["THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"], isCaseInsensitive: true)
  /// Its values are lower case on the wire.
  static let serviceTier = EnumType(name: "ServiceTier", values: ["unspecified", "flex", "standard", "priority"])
  /// People write the types of JSON Schema here, which are lower case.
  static let schemaType = EnumType(
    name: "Type",
    values: ["TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"],
    isCaseInsensitive: true)
  static let callingMode = EnumType(
    name: "FunctionCallingConfig.Mode", values: ["MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"])
  static let behavior = EnumType(
    name: "FunctionDeclaration.Behavior", values: ["UNSPECIFIED", "BLOCKING", "NON_BLOCKING"])
  static let scheduling = EnumType(
    name: "FunctionResponse.Scheduling", values: ["SCHEDULING_UNSPECIFIED", "SILENT", "WHEN_IDLE", "INTERRUPT"])
  static let language = EnumType(name: "ExecutableCode.Language", values: ["LANGUAGE_UNSPECIFIED", "PYTHON"])
  static let outcome = EnumType(
    name: "CodeExecutionResult.Outcome",
    values: ["OUTCOME_UNSPECIFIED", "OUTCOME_OK", "OUTCOME_FAILED", "OUTCOME_DEADLINE_EXCEEDED"])
  static let toolType = EnumType(
    name: "ToolType",
    values: [
      "TOOL_TYPE_UNSPECIFIED", "GOOGLE_SEARCH_WEB", "GOOGLE_SEARCH_IMAGE", "URL_CONTEXT", "GOOGLE_MAPS", "FILE_SEARCH",
      "MEDIA_PROCESSING",
    ])
  static let retrievalMode = EnumType(
    name: "DynamicRetrievalConfig.Mode", values: ["MODE_UNSPECIFIED", "MODE_DYNAMIC"])
}
