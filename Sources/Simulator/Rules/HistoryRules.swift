import Gemini

/// The rules of the order of contents: who begins, who ends, and what follows a function call.
/// - Source: gemini-api.md section 10.
enum HistoryRules {
  /// Contents of one side that follow each other: they count as one turn.
  struct Turn {
    let isModel: Bool
    /// The place of the first of its contents.
    let position: Int
    var contents: [JSON]

    var parts: [JSON] { contents.flatMap { $0["parts"]?.array ?? [] } }

    func count(_ key: String) -> Int { parts.count { $0[key] != nil } }
  }

  static func turns(_ contents: [JSON]) -> [Turn] {
    var turns: [Turn] = []
    for (position, content) in contents.enumerated() {
      let isModel = ContentRules.isModel(content)
      if let last = turns.indices.last, turns[last].isModel == isModel {
        turns[last].contents.append(content)
      } else {
        turns.append(Turn(isModel: isModel, position: position, contents: [content]))
      }
    }
    return turns
  }

  static func check(_ contents: [JSON]) throws(Refusal) {
    let turns = turns(contents)
    if contents.count == 1, turns[0].isModel {
      throw .invalid("Please ensure that single turn requests have a user role or no role.")
    }
    for (before, turn) in zip([nil] + turns.map(Optional.some), turns) {
      if turn.isModel {
        if before == nil { throw .invalid("Please ensure that multiturn requests start with a user role.") }
        continue
      }
      let calls = before?.count("functionCall") ?? 0
      let responses = turn.count("functionResponse")
      if calls == 0, responses > 0 {
        throw .invalid("Please ensure that function response turn comes immediately after a function call turn.")
      }
      if calls != responses {
        throw .invalid(
          "Please ensure that the number of function response parts is equal to the number of function call parts of "
            + "the function call turn.")
      }
    }
    if turns.last?.isModel == true {
      throw .invalid("Please ensure that multiturn requests ends with a user role or a function response.")
    }
  }
}
