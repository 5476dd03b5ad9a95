import Core
import Store

/// The session a turn goes to: a new one, the last, or one that is named.
struct SessionChoice: Sendable {
  private let continuesLast: Bool
  private let prefix: String?
  /// True for the offline simulator, whose sessions and those of models never mix.
  private let isDemo: Bool

  init(_ options: AskedOptions) {
    continuesLast = options.continuesLast
    prefix = options.session
    isDemo = options.offline
  }

  /// - Throws: if there is no such session, or it is one of the other kind.
  func session(
    in workshop: Workshop, now: Instant, identifiers: inout IdentifierSource
  ) throws(CommandError) -> Session {
    guard continuesLast || prefix != nil else {
      let settings = workshop.settings
      var session = Session(
        id: identifiers.session(), createTime: now, origin: .command, isDemo: isDemo,
        textModel: settings.model(settings.textModel), pictureModel: settings.model(settings.pictureModel))
      session.runSettings = settings.runSettings
      return session
    }
    let session = try stored(in: workshop)
    guard session.isDemo == isDemo else {
      throw CommandError(
        isDemo
          ? "The session \(session.id.rawValue) was made with a model; the offline simulator does not go on with it."
          : "The session \(session.id.rawValue) was made with the offline simulator; no model goes on with it.")
    }
    return session
  }

  /// The session that is there, whoever answered in it.
  /// - Throws: if there is none.
  func stored(in workshop: Workshop) throws(CommandError) -> Session {
    let match: SessionMatch
    let session: Session?
    do throws(StoreError) {
      let store = try workshop.store.get()
      match = try find(in: store)
      session = if case .one(let summary) = match { try store.session(summary.id) } else { nil }
    } catch {
      throw CommandError(error.sentence)
    }
    guard var session else { throw Self.missing(match, prefix) }
    session.apply(workshop.settings)
    return session
  }

  private func find(in store: SessionStore) throws(StoreError) -> SessionMatch {
    if let prefix { return try store.session(prefix: prefix) }
    let latest = try store.sessions(limit: 200).first { $0.isDemo == isDemo }
    return latest.map(SessionMatch.one) ?? .none
  }

  /// The session that any unique beginning of its id names.
  /// - Throws: if there is none, or more than one.
  static func named(_ prefix: String, in store: SessionStore) throws(CommandError) -> SessionSummary {
    let match: SessionMatch
    do throws(StoreError) { match = try store.session(prefix: prefix) } catch { throw CommandError(error.sentence) }
    guard case .one(let summary) = match else { throw missing(match, prefix) }
    return summary
  }

  private static func missing(_ match: SessionMatch, _ prefix: String?) -> CommandError {
    switch match {
    case .several(let summaries):
      let names = summaries.map { "\($0.id.rawValue) (\($0.title))" }.joined(separator: ", ")
      return CommandError("More than one session begins with \"\(prefix ?? "")\": \(names).")
    default:
      return CommandError(
        prefix.map { "There is no session whose id begins with \"\($0)\"." }
          ?? "There is no session yet to go on with.")
    }
  }
}
