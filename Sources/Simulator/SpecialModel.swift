/// Ids no service has: each shows one thing a client has to cope with.
/// - Source: gemini-api.md sections 5, 6, 11, 13 and 15.
enum SpecialModel: String, CaseIterable, Sendable {
  case echo = "sim-echo"
  case thinking = "sim-thinking"
  case thinkTags = "sim-think-tags"
  case continuation = "sim-continuation"
  case continuationCut = "sim-continuation-cut"
  case largeImage = "sim-10mb-image"
  case slow = "sim-slow"
  case trickle = "sim-trickle"
  case flood = "sim-flood"
  case stall = "sim-stall"
  case cut = "sim-cut"
  case error = "sim-error"
  case malformed = "sim-malformed"
  case earlyStop = "sim-early-stop"
  case everyStop = "sim-stop-every-chunk"
  case noFinish = "sim-no-finish"
  case nulls = "sim-nulls"
  case empty = "sim-empty"
  case maxTokens = "sim-max-tokens"
  case noImage = "sim-no-image"
  case blocked = "sim-blocked"
  case safety = "sim-safety"
  case recitation = "sim-recitation"
  case badKey = "sim-bad-key"
  case quota = "sim-429"
  case quotaLong = "sim-429-retry"
  case quotaInfo = "sim-429-info"
  case quotaBare = "sim-429-bare"
  case quotaDay = "sim-429-day"
  case internalError = "sim-500"
  case overloaded = "sim-503"

  var displayName: String { about.name }

  /// One sentence for people.
  var summary: String { about.summary }

  private var about: (name: String, summary: String) {
    switch self {
    case .echo: ("Echo", "Says the prompt again, without any pause.")
    case .thinking: ("Thinking", "Thinks at length before it answers; levels low, medium and high.")
    case .thinkTags: ("Thinking in tags", "Writes its thoughts into the text of the answer, in think tags.")
    case .continuation:
      (
        "Continuation",
        "Ends two requests with CONTINUATION and a token, the third with STOP; a checkpoint in each."
      )
    case .continuationCut:
      ("Continuation, cut", "As sim-continuation, but drops the first connection right after its checkpoint.")
    case .largeImage: ("Large picture", "Answers with a picture of 10 MB in one event.")
    case .slow: ("Slow", "Sends one small chunk every 400 ms, whatever the pace of the server.")
    case .trickle: ("Trickle", "Sends seven bytes every 10 ms, so that nothing comes whole.")
    case .flood: ("Flood", "Sends 20,000 chunks as fast as they are taken.")
    case .stall: ("Stall", "Sends one chunk and then nothing, for as long as the client stays.")
    case .cut: ("Cut off", "Drops the connection after a few chunks, without a finishReason.")
    case .error: ("Error in mid-stream", "Sends an error object after a few chunks.")
    case .malformed: ("Malformed event", "Sends an event that stops in the middle of its JSON, then goes on.")
    case .earlyStop: ("Early STOP", "Sends STOP with the third chunk, and the rest of the text after it.")
    case .everyStop: ("STOP in every chunk", "Sends STOP with each chunk, as older models did.")
    case .noFinish: ("No finishReason", "Ends whole and in order, but never says why.")
    case .nulls: ("Nulls", "Writes out every key it has nothing for, as null.")
    case .empty: ("Empty answer", "Finishes with STOP and no content.")
    case .maxTokens: ("All thought", "Finishes with MAX_TOKENS and no content: all tokens went into thinking.")
    case .noImage: ("No picture", "Finishes with NO_IMAGE and no content.")
    case .blocked: ("Blocked prompt", "Blocks the prompt: promptFeedback and no candidates.")
    case .safety: ("Safety stop", "Stops after a few chunks with finishReason SAFETY.")
    case .recitation: ("Recitation", "Stops after a few chunks with finishReason RECITATION.")
    case .badKey: ("Bad key", "Refuses every request with 400 and API_KEY_INVALID.")
    case .quota:
      ("Quota exceeded", "Refuses every other request with 429 and a delay of one second, the first one too.")
    case .quotaLong: ("Quota exceeded, long", "As sim-429, with a delay of 6.5 seconds: time to see the countdown.")
    case .quotaInfo:
      ("Quota exceeded, ErrorInfo", "As sim-429, but says RATE_LIMIT_EXCEEDED instead of a delay.")
    case .quotaBare: ("Quota exceeded, bare", "As sim-429, but without any details.")
    case .quotaDay: ("Quota of the day", "Refuses every request with 429: the quota of the day is used up.")
    case .internalError: ("Internal error", "Refuses every request with 500.")
    case .overloaded: ("Overloaded", "Refuses every request with 503.")
    }
  }

  /// Why a request is refused; `nil` if it is not.
  /// - Parameter number: how many requests this model had before.
  func refusal(number: Int) -> Refusal? {
    switch self {
    case .badKey: .badKey
    case .internalError: .internalError
    case .overloaded: .overloaded
    case .quotaDay: .dailyQuota(model: rawValue)
    case .quota where number.isMultiple(of: 2): .quota(model: rawValue, delay: "1s")
    case .quotaLong where number.isMultiple(of: 2): .quota(model: rawValue, delay: "6.5s")
    case .quotaInfo where number.isMultiple(of: 2): .rateLimit
    case .quotaBare where number.isMultiple(of: 2): .exhausted
    default: nil
    }
  }
}
