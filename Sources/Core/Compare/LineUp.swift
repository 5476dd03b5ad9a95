package import Gemini
import Screen

/// Lanes under a name, to be used again.
package struct LineUp: Hashable, Sendable {
  package var name: String
  package var lanes: [Lane]

  /// Where they are kept beside the sessions.
  package static let key = "compare.lineUps"
}

extension LineUp: NamedItem {
  package static let noun = "line-up"
  package static var kept: WritableKeyPath<Settings, Kept<LineUp>> { \.lineUps }
  package static func shown(in studio: Studio, filter: String) -> [LineUp] { studio.lineUps(filter: filter) }
  package static func overlay(_ list: KeptList<LineUp>) -> Overlay { .lineUps(list) }
  package static func renaming(_ name: String, in list: KeptList<LineUp>) -> TextEntry.Purpose {
    .renameLineUp(name, list)
  }

  package init?(json: JSON) {
    let lanes = json["lanes"]?.array?.compactMap(Lane.init) ?? []
    guard let name = json["name"]?.string, Lane.counts.contains(lanes.count) else { return nil }
    self.init(name: name, lanes: lanes)
  }

  package var json: JSON { .object(JSONObject(["name": .string(name), "lanes": .array(lanes.map(\.json))])) }
}

extension Studio {
  mutating func askForLineUpName() -> [Effect] {
    overlay = .entry(
      TextEntry(
        purpose: .lineUpName, title: "Save the line-up",
        help: "A name for these lanes. One that is there already is replaced, which can be undone.",
        editor: PromptEditor()))
    return [.readKeptLists]
  }

  /// Keeps the lanes of the comparison under a name.
  mutating func saveLineUp(as name: String) -> [Effect] {
    let name = name.trimmingBlanks
    guard !name.isEmpty else { return [] }
    let lineUp = LineUp(name: name, lanes: session.lanes)
    say(
      "The line-up is kept as \"\(name)\"." + way(.openLineUps, "lists line-ups", at: .compare) + replaced(by: lineUp))
    settings.lineUps.keep(lineUp)
    return [remember(LineUp.self)]
  }

  package func lineUps(filter: String) -> [LineUp] {
    let all = settings.lineUps.items
    return filter.isEmpty ? all : FuzzyMatch.sorted(all, by: filter) { $0.name }
  }

  /// The lanes of a line-up in words: the model, and of the settings those that not all lanes share.
  package func labels(of lineUp: LineUp) -> [String] {
    let facts = lineUp.lanes.map { lane in
      ComparedAnswer(lane, nil).settings(traits(of: lane.model)).map { $0 == "system of its own" ? system(lane) : $0 }
        + lane.tools.flatMap { $0.object?.members.map(\.key) ?? [] }.map { SettingField.tool($0).title.lowercased() }
        + lane.safetySettings.map { "\($0["category"]?.string ?? "") \($0["threshold"]?.string ?? "")" }
    }
    return zip(lineUp.lanes, facts).map { lane, own in
      ([lane.model] + own.filter { fact in !facts.allSatisfy { $0.contains(fact) } }).joined(separator: " · ")
    }
  }

  /// The system instruction that a lane has of its own, by its first words.
  private func system(_ lane: Lane) -> String {
    let text = (lane.systemInstruction ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.isEmpty ? "no system instruction" : "system \"\(TextWrap.truncate(text, columns: 24))\""
  }

  mutating func performInLineUps(_ name: CommandName, _ list: KeptList<LineUp>) -> [Effect] {
    name == .accept ? selected(in: list).map { take($0) } ?? [] : changeKept(name, list)
  }

  /// Compares the lanes of a line-up from the next prompt on.
  private mutating func take(_ lineUp: LineUp) -> [Effect] {
    overlay = nil
    let number = session.nextLaneNumber
    comparison = ComparisonView()
    session.blindOrder = nil
    // Lanes that are there already keep their answers.
    var here = session.lanes
    session.lanes = lineUp.lanes.enumerated().map { index, lane in
      guard let same = here.firstIndex(where: { $0.copy(id: 0) == lane.copy(id: 0) }) else {
        return lane.copy(id: number + index)
      }
      return here.remove(at: same)
    }
    comparison.lane = session.lanes.first?.id
    estimateHistory()
    say("The next prompt goes to the \(session.lanes.count) lanes of \"\(lineUp.name)\".")
    return saved()
  }
}
