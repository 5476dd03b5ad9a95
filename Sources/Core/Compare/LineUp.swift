import Gemini
import Screen

/// Lanes under a name, to be used again.
package struct LineUp: Hashable, Sendable {
  package var name: String
  package var lanes: [Lane]

  /// Where they are kept beside the sessions.
  package static let key = "compare.lineUps"

  /// Reads what `text` wrote; what cannot be read is left out.
  package static func read(_ text: String) -> [LineUp] {
    (try? JSON(parsing: text))?.array?.compactMap { json in
      let lanes = json["lanes"]?.array?.compactMap(Lane.init) ?? []
      guard let name = json["name"]?.string, Lane.counts.contains(lanes.count) else { return nil }
      return LineUp(name: name, lanes: lanes)
    } ?? []
  }

  package static func text(_ lineUps: [LineUp]) -> String {
    JSON.array(
      lineUps.map { .object(JSONObject(["name": .string($0.name), "lanes": .array($0.lanes.map(\.json))])) }
    ).text
  }
}

/// The line-ups as a list.
package struct LineUpList: Hashable, Sendable {
  package var list = ListState()
  /// What was deleted since it was opened, the newest last.
  var deleted: [LineUp] = []
}

extension Studio {
  mutating func askForLineUpName() -> [Effect] {
    overlay = .entry(
      TextEntry(
        purpose: .lineUpName, title: "Save the line-up",
        help: "A name for these lanes. One that is there already is replaced.", editor: PromptEditor()))
    return [.readKeptLists]
  }

  /// Keeps the lanes of the comparison under a name.
  mutating func saveLineUp(as name: String) -> [Effect] {
    let name = name.trimmingBlanks
    guard !name.isEmpty else { return [] }
    settings.lineUps.keep(LineUp(name: name, lanes: session.lanes))
    say("The line-up is kept as \"\(name)\". W lists line-ups.")
    return [rememberLineUps]
  }

  private var rememberLineUps: Effect { .remember(LineUp.key, LineUp.text(settings.lineUps)) }

  package func lineUps(filter: String) -> [LineUp] {
    filter.isEmpty ? settings.lineUps : FuzzyMatch.sorted(settings.lineUps, by: filter) { $0.name }
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

  mutating func performInLineUps(_ name: CommandName, _ list: LineUpList) -> [Effect] {
    var list = list
    let lineUps = lineUps(filter: list.list.filter)
    let selected = lineUps.indices.contains(list.list.selected) ? lineUps[list.list.selected] : nil
    switch name {
    case .accept: return selected.map { take($0) } ?? []
    case .renameKept:
      guard let selected else { return [] }
      overlay = .entry(
        TextEntry(
          purpose: .renameLineUp(selected.name, list), title: "Rename the line-up", help: "A name to choose it by.",
          editor: PromptEditor(Draft(text: selected.name))))
    case .deleteKept:
      guard let selected else { return [] }
      settings.lineUps.removeAll { $0.name == selected.name }
      list.list.selected = max(0, min(list.list.selected, lineUps.count - 2))
      list.deleted.append(selected)
      overlay = .lineUps(list)
      say("The line-up \"\(selected.name)\" is deleted\(wayToUndelete)")
      return [rememberLineUps]
    case .undeleteKept:
      guard let last = list.deleted.popLast() else { return [] }
      show(settings.lineUps.restore(last), in: list)
      return [rememberLineUps]
    default: break
    }
    return []
  }

  /// Opens the list with one of them selected.
  private mutating func show(_ name: String, in list: LineUpList) {
    var list = list
    if !lineUps(filter: list.list.filter).contains(where: { $0.name == name }) { list.list.filter = "" }
    list.list.selected = lineUps(filter: list.list.filter).firstIndex { $0.name == name } ?? 0
    overlay = .lineUps(list)
  }

  /// Compares the lanes of a line-up from the next prompt on.
  private mutating func take(_ lineUp: LineUp) -> [Effect] {
    overlay = nil
    let number = session.nextLaneNumber
    comparison = ComparisonView()
    session.blindOrder = nil
    session.lanes = lineUp.lanes.enumerated().map { $1.copy(id: number + $0) }
    comparison.lane = session.lanes.first?.id
    estimateHistory()
    say("The next prompt goes to the \(session.lanes.count) lanes of \"\(lineUp.name)\".")
    return saved()
  }

  /// - Returns: why not, as a sentence, beside what is to be done.
  mutating func renameLineUp(_ old: String, to name: String, in list: LineUpList) -> (problem: String?, [Effect]) {
    guard settings.lineUps.rename(old, to: name) else {
      return ("There is a line-up named \"\(name)\" already.", [])
    }
    show(name.isEmpty ? old : name, in: list)
    return (nil, [rememberLineUps])
  }
}
