import Core
import Gemini

/// One `--set FIELD=VALUE`: a field of generationConfig, or one beside it such as serviceTier, by its path on the wire.
/// - Source: gemini-api.md section 4.
struct SetOption: Hashable, Sendable {
  let field: RequestField
  /// `nil` takes the field out.
  let value: JSON?

  /// - Throws: a sentence for a value that the field's type does not take.
  init(_ text: String) throws(CommandError) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw CommandError("\"\(text)\" sets nothing: --set takes FIELD=VALUE, such as temperature=0.2.")
    }
    let path = String(text[..<equals])
    guard path.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }) else {
      throw CommandError("\"\(path)\" is no field: a path is names with dots between, such as imageConfig.imageSize.")
    }
    if let option = Self.elsewhere[path.split(separator: ".").first.map(String.init) ?? ""] {
      throw CommandError("\(path) is no field of generationConfig. \(option)")
    }
    field = RequestField(path: path)
    if let parent = field.blockingParent {
      throw CommandError("\(path) leads nowhere: \(parent.path) is \(parent.range) and has no fields in it.")
    }
    let words = String(text[text.index(after: equals)...])
    if words == "null" {
      value = nil
      return
    }
    guard let value = field.value(words) else {
      throw CommandError("\(path) is \(field.range), such as --set \(path)=\(field.example); \"\(words)\" is none.")
    }
    self.value = value
  }

  /// Fields of the request that have options of their own.
  private static let elsewhere = [
    "contents": "The prompt and -i FILE make the contents.", "systemInstruction": "-s TEXT is the system instruction.",
    "safetySettings": "--safety CATEGORY=THRESHOLD sets them.",
    "tools": "--tool NAME and --functions FILE offer tools.", "model": "-m MODEL names the model.",
    "continuationToken": "Long answers are followed without it.",
  ]

  /// What a person should know of a field that is sent without being known.
  var notice: String? {
    field.isKnown ? nil : "\(field.path) is no field of generationConfig that is known here; it is sent as it is."
  }

  func apply(to config: inout GenerationConfig) {
    if field.place == .generationConfig { config[field.path] = value }
  }

  func apply(to request: inout GenerateContentRequest) {
    switch field.place {
    case .generationConfig: apply(to: &request.generationConfig)
    case .request: request.other[path: field.path.split(separator: ".").map(String.init)] = value
    }
  }
}
