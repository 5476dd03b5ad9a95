package import Screen

/// The list of all sessions as a person wants it: which kinds are in it, and what was read of them for a look.
package struct SessionBrowser: Hashable, Sendable {
  /// With the sessions of headless commands.
  package internal(set) var showsCommands = false
  /// With those of the offline simulator.
  package internal(set) var showsDemos = false
  /// Shows what was deleted and can be brought back, instead of what is there.
  package internal(set) var showsDeleted = false
  /// What is listed: pinned ones first, each kind from the newest on.
  package private(set) var rows: [SessionSummary] = []
  /// Sessions that would be listed as well if their kind was shown.
  package private(set) var hiddenCommands = 0
  package private(set) var hiddenDemos = 0
  package private(set) var deletedCount = 0
  /// Sessions that belong to `rows` and are too many for a list.
  package private(set) var unlistedCount = 0
  /// What was read of sessions for a look at them.
  package internal(set) var previews: [SessionID: SessionPreview] = [:]
  /// Those that are being read.
  var awaitedPreviews: Set<SessionID> = []
  /// Sessions deleted since the studio was opened, the newest last.
  var deletions: [SessionID] = []
  /// The session that was just brought back: it is selected once it is listed.
  var returned: SessionID?

  /// True until the list was read that the browser was opened with: what it shows before that is an older one.
  var isOpening = false

  /// The filter that `rows` were made with.
  var filter: String { made?.filter ?? "" }

  /// What the store found for a filter, where the list has not all sessions.
  var found: Found?
  /// The filter that the store looks for.
  var awaitedFilter: String?

  struct Found: Hashable, Sendable {
    var filter: String
    /// `nil` if the store refused to look.
    var list: SessionList?
  }

  /// What `rows` were made of.
  private var made: Source?

  private struct Source: Hashable, Sendable {
    var list: SessionList
    var filter: String
    var kinds: [Bool]
  }

  /// Turns of a session that are shown of it.
  static let previewTurns = 4

  /// Brings `rows` up to date: sessions whose titles hold every word of the filter, in whatever case and order.
  mutating func list(_ all: SessionList, filter: String) {
    let found = found.flatMap { $0.filter == filter ? $0.list : nil }
    let source = Source(list: found ?? all, filter: filter, kinds: [showsCommands, showsDemos, showsDeleted])
    guard source != made else { return }
    made = source
    let words = filter.lowercased().split(whereSeparator: \.isWhitespace)
    let isWhole = words.isEmpty || found != nil
    let titled =
      isWhole
      ? source.list.sessions
      : all.sessions.filter { session in
        let title = session.title.lowercased()
        return words.allSatisfy { title.contains($0) }
      }
    var counts = isWhole ? source.list.unlisted : [:]
    for session in titled { counts[session.kind, default: 0] += 1 }
    func count(_ belongs: (SessionKind) -> Bool) -> Int { counts.reduce(0) { $0 + (belongs($1.key) ? $1.value : 0) } }
    deletedCount = count(\.isDeleted)
    hiddenCommands = showsCommands ? 0 : count { isOfList($0) && $0.origin == .command && (showsDemos || !$0.isDemo) }
    hiddenDemos = showsDemos ? 0 : count { isOfList($0) && $0.isDemo && (showsCommands || $0.origin != .command) }
    let shown = titled.filter { isShown($0.kind) }
    rows = shown.filter(\.isPinned) + shown.lazy.filter { !$0.isPinned }.prefix(SessionList.most)
    unlistedCount = count(isShown) - rows.count
  }

  /// True for sessions of the kinds that are shown, or could be by another key.
  private func isOfList(_ kind: SessionKind) -> Bool { kind.isDeleted == showsDeleted }

  private func isShown(_ kind: SessionKind) -> Bool {
    isOfList(kind) && (showsCommands || kind.origin != .command) && (showsDemos || !kind.isDemo)
  }
}

/// Where the parts of the session browser stand: a list, and beside or below it a look at the selected session.
package struct BrowserLayout: Hashable, Sendable {
  /// Columns of a screen from which on the look stands beside the list.
  private static let wideColumns = 100
  /// Rows of a screen from which on it stands below.
  private static let highRows = 22
  static let belowRows = 5

  package var size: Size
  /// Columns of the look beside the list; 0 if it is not there.
  package var sideColumns = 0
  /// Rows of the look below the list; 0 if it is not there.
  package var footRows = 0

  package init(_ screen: Size) {
    size = Size(columns: min(screen.columns - 2, 140), rows: screen.rows - 2)
    if screen.columns >= Self.wideColumns {
      sideColumns = size.columns * 2 / 5
    } else if screen.rows >= Self.highRows {
      footRows = Self.belowRows
    }
  }

  package var hasPreview: Bool { sideColumns + footRows > 0 }
}
