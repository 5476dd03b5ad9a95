package import Gemini

/// How a run ended, for people and for scripts.
package enum RunEnding: Hashable, Sendable {
  /// An answer that is whole.
  case answered
  /// An answer cut short by a limit, still usable.
  case cut
  /// Refused or filtered: by the prompt, by safety, by recitation, by a rule on pictures.
  case blocked
  /// Over without anything to show.
  case empty
  /// Failed before anything came, or in the middle.
  case failed(Failure)
}

extension Run {
  /// `nil` while the run goes on.
  package var ending: RunEnding? {
    guard !isActive else { return nil }
    if let failure { return .failed(failure) }
    if promptFeedback?.isBlock == true { return .blocked }
    if let finishReason, finishReason.isBlocked || finishReason.isMissingImage { return .blocked }
    guard hasAnswerContent else { return .empty }
    return finishReason?.isCut == true ? .cut : .answered
  }

  /// True if the next request may build on this run.
  /// - Source: gemini-api.md section 10: judged on the merged turn.
  package var isGoodHistory: Bool {
    switch ending {
    case .answered, .cut: hasAnswerContent
    default: false
    }
  }

  /// What a person should know about the end, beyond a plain whole answer: what happened and what to do.
  package var endingSentence: String? {
    switch ending {
    case nil: return nil
    case .failed(let failure): return failure.sentence(keepsContent: hasContent)
    case .blocked where promptFeedback?.isBlock == true: return promptFeedback?.sentence
    case .empty where finishReason == .maxTokens && (hasThoughts || usage.thoughtsTokenCount ?? 0 > 0):
      return "There is no answer: \(thoughtTokens) went to thinking. Raise the limit of output tokens, "
        + "or lower the thinking, in the run settings."
    case .empty where madePictureCount > 0:
      return "What this answer brought was deleted, so the next request leaves the turn out."
    case .empty:
      let what = hasThoughts ? "The model thought, and then answered with nothing." : "The model answered with nothing."
      guard let finishReason, finishReason != .stop else {
        return "\(what)\(detail) Ask again, or say it in other words."
      }
      return "\(what) \(finishReason.sentence)\(detail)"
    case .answered where finishReason == nil || finishReason == .stop:
      guard lacksPicture else { return nil }
      return "The model answered without a picture. Ask for one in so many words, or ask again."
    case .blocked:
      return (finishReason?.sentence(about: SafetyRatings.categories(answer?.safetyRatings)) ?? "") + detail
    default: return (finishReason?.sentence ?? "") + detail
    }
  }

  /// True if a picture was asked for and none came.
  /// - Source: gemini-api.md section 9.
  private var lacksPicture: Bool {
    (makesImages ?? ModelTraits(model).makesImages) && config.responseModalities?.contains("IMAGE") ?? true
      && madePictureCount == 0
  }

  private var detail: String {
    answer?.finishMessage.map { $0.trimmingBlanks.isEmpty ? "" : " The service says: \($0.asSentence)" } ?? ""
  }

  private var thoughtTokens: String {
    guard let count = usage.thoughtsTokenCount else { return "all output tokens" }
    return count == 1 ? "the one output token" : "all \(countText(count)) output tokens"
  }

  /// The exit code of a headless command for this run.
  /// - Source: product.md section 8.
  package var exitCode: Int32 {
    switch ending {
    case .answered, nil: return 0
    case .cut: return 0
    case .blocked, .empty: return 3
    case .failed(let failure):
      // A server may say CANCELLED as well, with its status; only a person's stop is this one.
      if failure.kind == .cancelled, failure.httpStatus == nil { return 130 }
      return hasAnswerContent || failure.kind == .incompleteStream ? 4 : 1
    }
  }
}

extension Failure {
  /// What happened, what the details add to it, and what to do next.
  package var sentence: String { sentence(keepsContent: false) }

  /// - Parameter keepsContent: true if something came before it, which stays.
  fileprivate func sentence(keepsContent: Bool) -> String {
    let kept = keepsContent && breaksOff ? ["What came is kept."] : []
    // What the service says of trying again, the next step says more exactly.
    let said = retry == .backoff && message.hasSuffix(Self.later) ? String(message.dropLast(Self.later.count)) : message
    let sentences = ([said] + remarks).map(\.asSentence) + kept + [hint]
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static let later = "Please try again later."

  /// True for an end in the middle, after which one asks for the rest.
  private var breaksOff: Bool {
    switch kind {
    case .cancelled, .incompleteStream, .network, .timeout: true
    default: false
    }
  }
}

extension String {
  /// The text with a full stop at its end.
  package var asSentence: String {
    let text = trimmingBlanks
    guard let last = text.last else { return text }
    return ".!?…".contains(last) ? text : text + "."
  }

  /// The text without blanks and line ends at both ends.
  package var trimmingBlanks: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
