/// Why a model stopped. Open: a value nobody knows yet is kept and shown.
/// - Source: gemini-api.md section 5.
package struct FinishReason: RawRepresentable, Hashable, Sendable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let stop = FinishReason(rawValue: "STOP")
  package static let maxTokens = FinishReason(rawValue: "MAX_TOKENS")
  package static let continuation = FinishReason(rawValue: "CONTINUATION")

  /// What a reason means and what to do next. None is asked again by itself: each answer is paid for.
  private struct Row: Sendable {
    enum Meaning: Sendable {
      case whole, cut
      /// Taken away by a filter.
      case filtered
      /// The model or a tool went wrong.
      case fault
    }

    let name: String
    let meaning: Meaning
    let what: String
    let nextStep: String

    init(_ name: String, _ meaning: Meaning, _ what: String, _ nextStep: String = "") {
      self.name = name
      self.meaning = meaning
      self.what = what
      self.nextStep = nextStep
    }
  }

  private static let rows = [
    Row("STOP", .whole, "The answer is complete."),
    Row(
      "MAX_TOKENS", .cut, "The answer reached the limit of output tokens, which counts thinking too.",
      "Raise the limit in the run settings, or ask for less."),
    Row(
      "CONTINUATION", .cut, "The answer is cut, as it reached the limit of one request, and can be resumed.",
      "Ask the model to go on."),
    Row(
      "SAFETY", .filtered, "The answer was stopped by a safety filter.",
      "Rephrase the prompt or change the safety settings."),
    Row("BLOCKLIST", .filtered, "The answer was stopped because it held a blocked term.", rephrase),
    Row("PROHIBITED_CONTENT", .filtered, "The answer was stopped because its content is prohibited.", rephrase),
    Row("SPII", .filtered, "The answer was stopped because it may hold personal data.", rephrase),
    Row("MODEL_ARMOR", .filtered, "The answer was stopped by the project's Model Armor policy.", rephrase),
    Row(
      "RECITATION", .filtered, "The answer was stopped because it came too close to a published source.",
      "Asking again often helps."),
    Row("LANGUAGE", .fault, "The model does not support this language.", "Ask in another one."),
    Row("OTHER", .fault, "The model stopped without saying why.", again),
    Row("FINISH_REASON_UNSPECIFIED", .fault, "The model stopped without saying why.", again),
    Row("MALFORMED_FUNCTION_CALL", .fault, "The model made a function call that cannot be read.", again),
    Row(
      "UNEXPECTED_TOOL_CALL", .fault, "The model called a tool that was not offered.",
      "Ask again, or turn the tool on."),
    Row(
      "TOO_MANY_TOOL_CALLS", .fault, "The model made too many tool calls in a row.", "Ask again, or ask for less."),
    Row("MALFORMED_RESPONSE", .fault, "The model made an answer that cannot be read.", again),
    Row(
      "MISSING_THOUGHT_SIGNATURE", .fault, "The history lacks a thought signature the model needs.",
      "Start from an earlier turn."),
    Row("IMAGE_SAFETY", .filtered, "No picture: it was stopped by a safety filter.", rephrase),
    Row("IMAGE_PROHIBITED_CONTENT", .filtered, "No picture: its content is prohibited.", rephrase),
    Row("IMAGE_RECITATION", .filtered, "No picture: it came too close to an existing one.", rephrase),
    Row("IMAGE_OTHER", .fault, "No picture came, and the model did not say why.", again),
    Row("NO_IMAGE", .fault, "The model made no picture.", "Ask for one in so many words, or ask again."),
    Row("ESCALATION", .filtered, "The answer was stopped by a rule of the service.", rephrase),
    Row(
      "PUP_LIMITED_DISABLED", .filtered, "The account is limited by the service's policy.",
      "See the account's page at the service."),
  ]

  private static let again = "Ask again."
  private static let rephrase = "Rephrase the prompt."

  private var row: Row? { Self.rows.first { $0.name == rawValue } }

  /// Stopped by a limit: what came can be used.
  package var isCut: Bool { row?.meaning == .cut }

  /// Stopped by a filter: what was streamed stays on the screen and out of the next request.
  package var isBlocked: Bool { row?.meaning == .filtered }

  /// No picture came although one was asked for.
  package var isMissingImage: Bool { rawValue == "NO_IMAGE" || rawValue.hasPrefix("IMAGE_") }

  /// What it means, in plain words, and what to do next.
  package var sentence: String { sentence(about: nil) }

  /// - Parameter categories: what a filter says the answer was stopped for.
  package func sentence(about categories: String?) -> String {
    guard let row else {
      return "The model stopped for a reason this program does not know: \(rawValue). "
        + "Ask again if the answer is not whole."
    }
    var what = row.what
    if row.meaning == .filtered, let categories { what = "\(what.dropLast()) (\(categories))." }
    return row.nextStep.isEmpty ? what : "\(what) \(row.nextStep)"
  }
}
