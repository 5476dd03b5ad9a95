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
    settings.lineUps.removeAll { $0.name == name }
    settings.lineUps.append(LineUp(name: name, lanes: session.lanes))
    settings.lineUps.sort { $0.name.lowercased() < $1.name.lowercased() }
    say("The line-up is kept as \"\(name)\". W lists line-ups.")
    return [.remember(LineUp.key, LineUp.text(settings.lineUps))]
  }

  package func lineUps(filter: String) -> [LineUp] {
    filter.isEmpty ? settings.lineUps : FuzzyMatch.sorted(settings.lineUps, by: filter) { $0.name }
  }

  mutating func performInLineUps(_ name: CommandName, _ list: inout ListState) -> [Effect] {
    let lineUps = lineUps(filter: list.filter)
    guard name == .accept else {
      list.move(name, count: lineUps.count)
      overlay = .lineUps(list)
      return []
    }
    guard lineUps.indices.contains(list.selected) else { return [] }
    overlay = nil
    let number = session.nextLaneNumber
    comparison = ComparisonView()
    session.lanes = lineUps[list.selected].lanes.enumerated().map { $1.copy(id: number + $0) }
    comparison.lane = session.lanes.first?.id
    say("The next prompt goes to the \(session.lanes.count) lanes of \"\(lineUps[list.selected].name)\".")
    return saved()
  }
}
