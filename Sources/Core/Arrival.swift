/// An answer that ended while there was no terminal to show it: the next start says so.
struct Arrival: Hashable, Sendable {
  var title: String
  var isWhole: Bool
}

extension Studio {
  /// Where the sentence about such answers is kept for the next start.
  package static let arrivalsKey = "hangup.came"

  /// Notes that a run of a session has ended.
  mutating func noteArrival(of id: RunID, in session: Session) -> [Effect] {
    guard isDetached, let run = session.turns.lazy.flatMap(\.runs).first(where: { $0.id == id }) else { return [] }
    arrivals.append(Arrival(title: session.title, isWhole: run.isGoodHistory))
    return [.remember(Self.arrivalsKey, arrivalsSentence)]
  }

  private var arrivalsSentence: String {
    let cut = arrivals.count { !$0.isWhole }
    if arrivals.count == 1, let one = arrivals.first {
      let place = one.title.isEmpty ? "a session" : "\"\(one.title)\""
      return cut == 0
        ? "The answer in \(place) came after the terminal went away. Ctrl+X s opens it."
        : "The answer in \(place) ended after the terminal went away, and is not whole. Ctrl+X s opens it."
    }
    let parts = cut == 0 ? "" : ", \(cut) of them not whole"
    return "\(arrivals.count) answers came after the terminal went away\(parts). Ctrl+X s opens their sessions."
  }
}
