package import Gemini

/// A verdict with what it was about: what was asked, and whose answers were judged.
package struct JudgedComparison: Hashable, Sendable {
  package var verdict: Verdict
  package var prompt: String
  package var sessionTitle: String
  /// True for a comparison of the offline simulator, which counts in no statistics.
  package var isDemo: Bool
  /// The judged answers that are still there, in the order of their lanes.
  package var answers: [JudgedAnswer]

  package init(
    verdict: Verdict, prompt: String, sessionTitle: String, isDemo: Bool = false, answers: [JudgedAnswer]
  ) {
    self.verdict = verdict
    self.prompt = prompt
    self.sessionTitle = sessionTitle
    self.isDemo = isDemo
    self.answers = answers
  }
}

/// An answer that was judged: who gave it, with which settings.
package struct JudgedAnswer: Hashable, Sendable {
  package var run: RunID
  /// The number of its lane; `nil` outside of a comparison.
  package var lane: Int?
  package var model: String
  /// The settings as they were sent.
  package var config: GenerationConfig
  package var systemInstruction: String

  package init(
    run: RunID, lane: Int?, model: String, config: GenerationConfig = GenerationConfig(), systemInstruction: String = ""
  ) {
    self.run = run
    self.lane = lane
    self.model = model
    self.config = config
    self.systemInstruction = systemInstruction
  }
}

/// Who takes part in comparisons: a model with its settings.
package struct Contestant: Hashable, Sendable {
  package var model: String
  /// The run settings by their whole paths, such as `thinkingConfig.thinkingLevel`.
  package var settings: JSONObject
  /// `nil` where all judged answers were given under the same one.
  package var systemInstruction: String?

  package init(model: String, config: GenerationConfig, systemInstruction: String? = nil) {
    self.model = model
    settings = config.contestedLeaves
    self.systemInstruction = systemInstruction
  }

  /// A short name, such as `gemini-2.5-pro · thinking high · temperature 0.2`.
  package var label: String {
    let facts = settings.members.map { member in
      let name = member.key.split(separator: ".").last.map(String.init) ?? member.key
      let value = member.value.string ?? member.value.text
      switch member.key {
      case "thinkingConfig.thinkingLevel": return "thinking \(value.lowercased())"
      case "thinkingConfig.thinkingBudget":
        return "thinking \(Int(value).map(ThinkingBudget.typed) ?? value)"
      case "responseSchema", "responseJsonSchema": return "schema"
      default: return "\(name) \(value)"
      }
    }
    let instruction = systemInstruction.map { ["system \($0.isEmpty ? "none" : JSON.string($0).text)"] } ?? []
    return ([model] + facts + instruction).joined(separator: " · ")
  }
}

extension GenerationConfig {
  /// The fields that may make one answer better than another. Whether thoughts are told of is none of them, and the form
  /// of a level depends on where it was set.
  fileprivate var contestedLeaves: JSONObject {
    var leaves = leaves
    leaves["thinkingConfig.includeThoughts"] = nil
    if let level = leaves["thinkingConfig.thinkingLevel"]?.string {
      leaves["thinkingConfig.thinkingLevel"] = .string(level.lowercased())
    }
    return leaves.members.sorted { $0.key < $1.key }.reduce(into: JSONObject()) { $0[$1.key] = $1.value }
  }
}

extension JudgedComparison {
  /// The contestants, in the order of the answers; the same one may be there more than once.
  package var contestants: [Contestant] {
    let isShared = Set(answers.map(\.systemInstruction)).count <= 1
    return answers.map { answer in
      Contestant(
        model: answer.model, config: answer.config, systemInstruction: isShared ? nil : answer.systemInstruction)
    }
  }

  /// The place of the chosen answer among `answers`; `nil` if none was chosen, or it is gone.
  package var chosen: Int? {
    guard case .answer(let run) = verdict.choice else { return nil }
    return answers.firstIndex { $0.run == run }
  }
}
