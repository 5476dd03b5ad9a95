import Core
import Gemini

/// One answer of a comparison, with the name of its lane.
struct ComparedAnswer: Sendable {
  /// Model and settings, as far as they tell the lanes apart.
  let name: String
  /// The same without the number.
  let nameOfLane: String
  /// The number among the answers of its lane, from 1; `nil` if there is but one.
  let number: Int?
  let run: Run

  /// The lane as its request was sent.
  var lane: Lane {
    Lane(
      id: run.lane ?? 0, model: run.model, config: run.config, systemInstruction: run.extras?.systemInstruction)
  }
}

/// A prompt with the answers of all lanes, in their order.
struct ComparedTurn: Sendable {
  let prompt: Content
  let answers: [ComparedAnswer]

  /// - Parameters:
  ///   - lanes: of the session, in their order; lanes that only the turn has come behind.
  ///   - count: answers of each lane at most, whole ones first; `nil` for those that were asked for with the newest.
  init(_ turn: Turn, lanes: [Lane], count: Int? = nil) {
    prompt = turn.content
    let known = lanes.map(\.id).filter(turn.laneNumbers.contains)
    let numbers = known + turn.laneNumbers.filter { !known.contains($0) }
    let groups = numbers.map { number in Self.answers(turn.runs.filter { $0.lane == number }, count) }
    let names = Self.names(groups.compactMap(\.last))
    answers = zip(names, groups).flatMap { name, runs in
      runs.enumerated().map { index, run in
        let number = runs.count > 1 ? index + 1 : nil
        return ComparedAnswer(name: number.map { "\(name) #\($0)" } ?? name, nameOfLane: name, number: number, run: run)
      }
    }
  }

  private static func answers(_ runs: [Run], _ count: Int?) -> [Run] {
    guard let count else { return runs.filter { $0.startTime == runs.last?.startTime } }
    let chosen = Set((runs.filter { $0.exitCode != 0 } + runs.filter { $0.exitCode == 0 }).suffix(count).map(\.id))
    return runs.filter { chosen.contains($0.id) }
  }

  /// A name for each lane: what all have in common is left out.
  private static func names(_ runs: [Run]) -> [String] {
    let configs = runs.map(\.config.leaves)
    let common = configs.first?.members.filter { member in configs.allSatisfy { $0[member.key] == member.value } } ?? []
    let isShared = Set(runs.map { $0.extras?.systemInstruction ?? "" }).count <= 1
    let names = runs.map { run in
      var config = run.config
      for member in common { config[member.key] = nil }
      return Contestant(
        model: run.model, config: config, systemInstruction: isShared ? nil : run.extras?.systemInstruction ?? ""
      ).label
    }
    return names.indices.map { index in
      let same = names.indices.filter { names[$0] == names[index] }
      guard same.count > 1, let place = same.firstIndex(of: index) else { return names[index] }
      return "\(names[index]) (\(place + 1))"
    }
  }

  /// 0 if every lane answered, else the exit code of the first that did not; 130 if a person stopped them.
  var exitCode: Int32 {
    let codes = answers.map(\.run.exitCode).filter { $0 != 0 }
    return codes.contains(130) ? 130 : codes.first ?? 0
  }
}
