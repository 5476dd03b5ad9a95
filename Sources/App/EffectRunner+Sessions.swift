import Core
import Dispatch
import Store

/// The list of sessions, and what the browser changes about them.
extension EffectRunner {
  func listSessions() {
    guard store != nil else { return mailbox.post(.sessionsListed([])) }
    let clock = workshop.clock
    inStore { store in Self.listed(try store.list(deletedSince: Self.restorable(at: clock.now))) }
  }

  func searchSessions(_ filter: String) {
    let clock = workshop.clock
    inStore(refused: { .searchRefused($0.sentence, filter: filter) }) { store in
      .sessionsFound(try store.list(matching: filter, deletedSince: Self.restorable(at: clock.now)), filter: filter)
    }
  }

  /// When sessions were deleted at the earliest that can still be brought back.
  private static func restorable(at now: Instant) -> Instant { now + -SessionSummary.restorable }

  private static func listed(_ list: SessionList) -> Event { .sessionsListed(list.sessions, unlisted: list.unlisted) }

  /// Stores a pin. If the store refuses, the list is read again, which says what is.
  func pinSession(_ id: SessionID, _ isPinned: Bool) {
    let mailbox = mailbox
    let clock = workshop.clock
    inStore { store in
      let outcome = Result { try store.setPinned(id, isPinned) }
      if case .failure = outcome, let list = try? store.list(deletedSince: Self.restorable(at: clock.now)) {
        mailbox.post(Self.listed(list))
      }
      try outcome.get()
      return nil
    }
  }

  /// Stores that a turn or an answer is deleted.
  func delete(_ mark: VersionMark, at time: Instant) {
    inStore(refused: { error in
      // What the store never had is gone from it already.
      if case .missing = error { return nil }
      return .versionRefused(mark, isDeleted: false, error.sentence)
    }) { try $0.deleteVersion(mark, at: time) }
  }

  /// Removes sessions, turns and answers that were deleted longer ago than anybody can take back.
  func purgeSessions() {
    guard let folder = workshop.assets.store else { return }
    let clock = workshop.clock
    inStore { store in
      try store.purgeSessions(in: folder, at: clock.now)
      try store.purgeVersions(in: folder, at: clock.now)
      return nil
    }
  }
}
