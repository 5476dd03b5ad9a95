import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("Two windows that delete and undo in one session")
struct TwoWindowTests {
  /// The store, as far as two windows meet in it: all turns, and what of them was deleted when.
  private struct Shared {
    var whole: Session
    var deleted: [VersionMark: Instant] = [:]

    /// What a window reads.
    var session: Session {
      var session = whole
      for (mark, time) in deleted.sorted(by: { $0.value < $1.value }) { session.remove(mark, at: time) }
      return session
    }

    mutating func take(_ effects: [Effect]) {
      for effect in effects {
        switch effect {
        case .deleteVersion(let mark, let time): deleted[mark] = deleted[mark] ?? time
        case .restoreVersion(let mark): deleted[mark] = nil
        case .save(let session): whole.head = session.head
        case .choose(let turn):
          for index in whole.turns.indices where whole.turns[index].id == turn.id {
            whole.turns[index].chosen = turn.chosen
          }
        default: break
        }
      }
    }
  }

  /// Which turns and answers there are, and what follows what.
  private struct Tree: Hashable {
    var turns: [TurnID]
    var parents: [RunID?]
    var runs: [[RunID]]

    init(_ session: Session) {
      turns = session.turns.map(\.id)
      parents = session.turns.map(\.parent)
      runs = session.turns.map { $0.runs.map(\.id) }
    }

    /// True if each turn begins the conversation or follows an answer that stands before it.
    var isWhole: Bool {
      parents.enumerated().allSatisfy { index, parent in parent.map { runs[..<index].joined().contains($0) } ?? true }
    }
  }

  /// A conversation with two answers to two turns, and two versions of a prompt, each with a turn behind it.
  private static func session() throws -> Session {
    var desk = Desk()
    func end(_ generation: Generation?) throws {
      let id = try #require(generation).run.id
      desk.receive(id, ["text": "another"], finish: "STOP")
      desk.end(id)
    }
    for prompt in ["one", "two", "three", "four", "five"] { try desk.talk(prompt, "answer to \(prompt)") }
    try end(desk.press("escape r").generation)
    desk.press("i")
    try desk.talk("six", "6")
    try end(desk.press("escape K K K K K K K K r").generation)
    desk.press("i")
    try desk.talk("seven", "7")
    desk.press("escape K K e")
    desk.type(" again")
    try end(desk.press("enter").generation)
    desk.press("i")
    try desk.talk("eight", "8")
    return desk.studio.session
  }

  @Test("Any deletions, undos and redos in any order leave no turn in the air, and undoing all gives the start")
  func anything() throws {
    let start = try Self.session()
    #expect(Tree(start).isWhole && start.turns.count == 9 && Set(start.turns.map(\.runs.count)) == [1, 2])
    for seed in 0..<50 {
      var random = Seeded(seed)
      var shared = Shared(whole: start)
      var windows = [Desk(seed: 2), Desk(seed: 3)]
      for index in windows.indices {
        windows[index].send(.sessionOpened(start))
        windows[index].press("escape")
      }
      // Whether a window has all that the other one did.
      var isFresh = [true, true]
      func refresh(_ index: Int) {
        windows[index].send(.input(.focus(true)))
        windows[index].send(.sessionRefreshed(shared.session))
        isFresh[index] = true
        #expect(Tree(windows[index].studio.session) == Tree(shared.session), "\(seed)")
      }
      var clock = Desk.start
      func press(_ key: String, _ index: Int) {
        clock = clock + 1000
        windows[index].now = clock
        let effects = windows[index].press(key)
        shared.take(effects)
        if !effects.isEmpty { isFresh[1 - index] = false }
        let session = windows[index].studio.session
        #expect(Tree(session).isWhole && !session.path.isEmpty, "\(seed)")
        if isFresh[index] { #expect(Tree(session) == Tree(shared.session), "\(seed)") }
      }
      for _ in 0..<60 {
        let index = Int.random(in: 0...1, using: &random)
        let keys = ["d", "d", "u", "ctrl+r", "u", "h", "l", "K", "K", "J", "refresh"]
        let key = keys.randomElement(using: &random) ?? "d"
        if key == "refresh" {
          refresh(index)
        } else if key != "d" && key != "ctrl+r" || shared.session.turns.count > 4 {
          press(key, index)
        }
      }
      refresh(0)
      refresh(1)
      for _ in 0..<70 { press("u", 0) }
      #expect(Tree(windows[0].studio.session) == Tree(start) && shared.deleted.isEmpty, "\(seed)")
      refresh(1)
      #expect(Tree(windows[1].studio.session) == Tree(start), "\(seed)")
    }
  }
}
