import Core
import Store

/// The list of sessions, and what the browser changes about them.
extension EffectRunner {
  /// More than these nobody looks through; the newest are listed.
  private static let mostSessions = 10_000

  func listSessions() {
    guard store != nil else { return mailbox.post(.sessionsListed([])) }
    let clock = workshop.clock
    inStore { store in .sessionsListed(try Self.all(store, at: clock.now)) }
  }

  private static func all(_ store: SessionStore, at now: Instant) throws(StoreError) -> [SessionSummary] {
    try store.sessions(limit: mostSessions, deletedSince: now + -SessionSummary.restorable)
  }

  /// Changes what is stored about a session, then reads the list, which is what it was if the store refuses.
  func keepSession(_ work: @escaping @Sendable (SessionStore) throws -> Void) {
    let mailbox = mailbox
    let clock = workshop.clock
    inStore { store in
      let outcome = Result { try work(store) }
      mailbox.post(.sessionsListed(try Self.all(store, at: clock.now)))
      try outcome.get()
      return nil
    }
  }

  /// Removes sessions that were deleted longer ago than anybody can take back.
  func purgeSessions() {
    guard let folder = workshop.assets.store else { return }
    let clock = workshop.clock
    inStore { store in
      try store.purgeSessions(in: folder, at: clock.now)
      return nil
    }
  }
}
