package import Gemini

/// What a request says beside its Contents and its generationConfig.
package struct RequestExtras: Hashable, Sendable {
  /// As the session has it, also where a model takes it inside the first turn.
  package var systemInstruction: String
  /// Each `{category, threshold}`.
  package var safetySettings: [JSON]
  package var tools: [JSON]
  /// Other top-level fields, such as `serviceTier`.
  package var other: JSONObject

  /// What `request` says, made in a session with this system instruction.
  package init(_ request: GenerateContentRequest, systemInstruction: String) {
    self.systemInstruction = systemInstruction
    safetySettings = request.safetySettings
    tools = request.tools
    other = request.other
  }

  /// Reads what `json` wrote.
  package init(_ json: JSON) {
    systemInstruction = json["systemInstruction"]?.string ?? ""
    safetySettings = json["safetySettings"]?.array ?? []
    tools = json["tools"]?.array ?? []
    other = (json.object ?? JSONObject()).without(["systemInstruction", "safetySettings", "tools"])
  }

  /// One object with the wire's names, but that the system instruction is its text; empty things are left out.
  package var json: JSON {
    var object = JSONObject()
    if !systemInstruction.isEmpty { object["systemInstruction"] = .string(systemInstruction) }
    if !safetySettings.isEmpty { object["safetySettings"] = .array(safetySettings) }
    if !tools.isEmpty { object["tools"] = .array(tools) }
    for member in other.members { object[member.key] = member.value }
    return .object(object)
  }
}

extension Session {
  /// The request that a run of this session was made by, from what is kept of it; `nil` if there is no such run.
  ///
  /// It is exact for a run whose `extras` are known, in its first form: what another attempt left out is in it.
  /// - Parameter traits: what is known of the model that was asked.
  package func request(of id: RunID, traits: ModelTraits) -> GenerateContentRequest? {
    guard let index = turns.firstIndex(where: { $0.runs.contains { $0.id == id } }),
      let run = turns[index].runs.first(where: { $0.id == id })
    else { return nil }
    var session = self
    // It followed these answers, whatever is shown now.
    _ = session.choose(id)
    // And it held the pictures that were deleted only later.
    for turn in session.turns.indices {
      session.turns[turn].runs = session.turns[turn].runs.map { $0.withoutDeletions(after: run.startTime) }
    }
    session.systemInstruction = run.extras?.systemInstruction ?? systemInstruction
    session.config = run.config
    var request = session.request(forTurn: index, traits: traits, showsThoughts: false, isAlone: run.isAlone)
    request.generationConfig = run.config
    if let extras = run.extras {
      request.safetySettings = extras.safetySettings
      request.tools = extras.tools
      request.other = extras.other
    }
    return request
  }
}
