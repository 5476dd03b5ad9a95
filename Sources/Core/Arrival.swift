import Gemini
import Screen

/// An answer that ended while there was no terminal to show it: the next start says so.
package struct Arrival: Hashable, Sendable {
  package var session: SessionID
  package var title: String
  package var isWhole: Bool

  package init(session: SessionID, title: String, isWhole: Bool) {
    self.session = session
    self.title = title
    self.isWhole = isWhole
  }
}

extension Arrival {
  /// Where such answers are kept for the next start.
  package static let key = "hangup.came"

  /// The answers as they are kept.
  package static func text(_ arrivals: [Arrival]) -> String {
    JSON.array(
      arrivals.map { arrival in
        [
          "session": .string(arrival.session.rawValue), "title": .string(arrival.title),
          "isWhole": .bool(arrival.isWhole),
        ]
      }
    ).text
  }

  /// The answers of such a text; none if it is another one.
  package static func read(_ text: String) -> [Arrival] {
    ((try? JSON(parsing: text))?.array ?? []).compactMap { json in
      guard let session = json["session"]?.string else { return nil }
      return Arrival(
        session: SessionID(rawValue: session), title: json["title"]?.string ?? "",
        isWhole: json["isWhole"]?.bool ?? false)
    }
  }

  /// What is said of them; `nil` if there are none.
  package static func sentence(_ arrivals: [Arrival]) -> String? {
    guard let first = arrivals.first else { return nil }
    let cut = arrivals.count { !$0.isWhole }
    guard arrivals.count > 1 else {
      let place = sessionName(first.title)
      return cut == 0
        ? "The answer in \(place) came after the terminal went away."
        : "The answer in \(place) ended after the terminal went away, and is not whole."
    }
    let parts = cut == 0 ? "" : ", \(cut) of them not whole"
    return "\(arrivals.count) answers came after the terminal went away\(parts)."
  }
}

/// A session as sentences name it.
package func sessionName(_ title: String) -> String {
  title.isEmpty ? "a session" : "\"\(TextWrap.truncate(title, columns: 40))\""
}

extension Studio {
  /// Notes that a run of a session has ended, if there is no terminal to show it or the session is not the shown one.
  mutating func noteArrival(of id: RunID, in session: Session) -> [Effect] {
    guard let run = session.turns.lazy.flatMap(\.runs).first(where: { $0.id == id }) else { return [] }
    if isDetached {
      arrivals.append(Arrival(session: session.id, title: session.title, isWhole: run.isGoodHistory))
      return [.remember(Arrival.key, Arrival.text(arrivals))]
    }
    if session.id != self.session.id {
      endedBehind.insert(session.id)
      let end = run.isGoodHistory ? "has come." : "has ended, and is not whole."
      say("The answer in \(sessionName(session.title)) \(end)", about: [session.id])
    }
    return []
  }

  /// Notes the answers that are given up because there is no terminal any more.
  mutating func noteGivenUp() -> [Effect] {
    guard isDetached, hasActiveRuns else { return [] }
    for session in [session] + parked.values
    where session.turns.contains(where: { $0.runs.contains(where: \.isActive) }) {
      arrivals.append(Arrival(session: session.id, title: session.title, isWhole: false))
    }
    return [.remember(Arrival.key, Arrival.text(arrivals))]
  }
}
