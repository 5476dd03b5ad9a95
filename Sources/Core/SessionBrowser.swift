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
  /// What was read of sessions for a look at them.
  package internal(set) var previews: [SessionID: SessionPreview] = [:]
  /// Those that are being read.
  var awaitedPreviews: Set<SessionID> = []
  /// Sessions deleted since the studio was opened, the newest last.
  var deletions: [SessionID] = []

  /// True until the list was read that the browser was opened with: what it shows before that is an older one.
  var isOpening = false

  /// The filter that `rows` were made with.
  var filter: String { made?.filter ?? "" }

  /// What `rows` were made of.
  private var made: Source?

  private struct Source: Hashable, Sendable {
    var sessions: [SessionSummary]
    var filter: String
    var kinds: [Bool]
  }

  /// Turns of a session that are shown of it.
  static let previewTurns = 4

  /// Brings `rows` up to date: sessions whose titles hold every word of the filter, in whatever case and order.
  mutating func list(_ sessions: [SessionSummary], filter: String) {
    let source = Source(sessions: sessions, filter: filter, kinds: [showsCommands, showsDemos, showsDeleted])
    guard source != made else { return }
    made = source
    let words = filter.lowercased().split(whereSeparator: \.isWhitespace)
    let titled =
      words.isEmpty
      ? sessions
      : sessions.filter { session in
        let title = session.title.lowercased()
        return words.allSatisfy { title.contains($0) }
      }
    deletedCount = titled.count { $0.deleteTime != nil }
    let kind = titled.filter { ($0.deleteTime != nil) == showsDeleted }
    hiddenCommands = showsCommands ? 0 : kind.count { $0.origin == .command && (showsDemos || !$0.isDemo) }
    hiddenDemos = showsDemos ? 0 : kind.count { $0.isDemo && (showsCommands || $0.origin != .command) }
    let shown = kind.filter { (showsCommands || $0.origin != .command) && (showsDemos || !$0.isDemo) }
    rows = shown.filter(\.isPinned) + shown.filter { !$0.isPinned }
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
