/// Ids no service has: each shows one thing a client has to cope with.
enum SpecialModel: String, CaseIterable, Sendable {
  case echo = "sim-echo"
  case thinking = "sim-thinking"
  case slow = "sim-slow"
  case quota = "sim-429"
  case overloaded = "sim-503"
  case cut = "sim-cut"
  case error = "sim-error"
  case safety = "sim-safety"
  case blocked = "sim-blocked"
  case empty = "sim-empty"

  var displayName: String {
    switch self {
    case .echo: "Echo"
    case .thinking: "Thinking"
    case .slow: "Slow"
    case .quota: "Quota exceeded"
    case .overloaded: "Overloaded"
    case .cut: "Cut off"
    case .error: "Error in mid-stream"
    case .safety: "Safety stop"
    case .blocked: "Blocked prompt"
    case .empty: "Empty answer"
    }
  }

  var summary: String {
    switch self {
    case .echo: "Says the prompt again, without any pause."
    case .thinking: "Thinks at length before it answers; levels low, medium and high."
    case .slow: "Sends one small chunk every 400 ms, whatever the pace of the server."
    case .quota: "Refuses every other request with 429 and a delay of one second, the first one too."
    case .overloaded: "Refuses every request with 503."
    case .cut: "Drops the connection after a few chunks, without a finishReason."
    case .error: "Sends an error object after a few chunks."
    case .safety: "Stops after a few chunks with finishReason SAFETY."
    case .blocked: "Blocks the prompt: promptFeedback and no candidates."
    case .empty: "Finishes with STOP and no content."
    }
  }
}
