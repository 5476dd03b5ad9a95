import Gemini

/// The functions the simulator calls: those the prompt speaks of, or the first one if there has to be a call.
/// - Source: gemini-api.md section 4.
enum FunctionCalls {
  struct Call: Hashable, Sendable {
    let name: String
    let arguments: JSON
  }

  static func calls(for request: GenerateRequest) -> [Call] {
    let calling = request.toolConfig?["functionCallingConfig"]
    let mode = calling?["mode"]?.string ?? "AUTO"
    guard mode != "NONE", responses(in: request).isEmpty else { return [] }
    let allowed = calling?["allowedFunctionNames"]?.array?.compactMap(\.string) ?? []
    let offered = request.functions.filter { allowed.isEmpty || allowed.contains($0["name"]?.string ?? "") }
    let meant = offered.filter { isMeant($0["name"]?.string ?? "", by: request.words) }
    return (meant.isEmpty && mode == "ANY" ? Array(offered.prefix(1)) : meant).map { function in
      let schema = function["parameters"] ?? function["parametersJsonSchema"]
      let arguments = schema.map { StructuredAnswer.value($0, depth: 0) }
      return Call(
        name: function["name"]?.string ?? "", arguments: arguments?.object == nil ? [:] : arguments ?? [:])
    }
  }

  /// True if the prompt has one of the longer words of a function's name.
  private static func isMeant(_ name: String, by words: [String]) -> Bool {
    let parts = name.lowercased().split { !$0.isLetter }.filter { $0.count > 3 }
    return parts.contains { words.contains(String($0)) }
  }

  /// The functions' answers in the last message.
  static func responses(in request: GenerateRequest) -> [JSONObject] {
    guard let last = request.contents.last, last.role == .user else { return [] }
    return last.parts.compactMap { part in
      if case .functionResponse(let response) = part.data { return response }
      return nil
    }
  }

  /// What the simulator says when functions have answered; `nil` if none has.
  static func text(for request: GenerateRequest) -> String? {
    let responses = responses(in: request)
    if responses.isEmpty { return nil }
    let lines = responses.map { response in
      let name = Quote.inline(response["name"]?.string ?? "", limit: 60)
      return "- \(name): \(Quote.inline(response["response"]?.text ?? "nothing", limit: 200))"
    }
    return "**Offline simulator**, not a model: the functions answered.\n\n" + lines.joined(separator: "\n")
  }
}
