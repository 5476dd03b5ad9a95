import Screen

/// One block of parsed Markdown. All text but `code` is safe to show and styled.
enum MarkdownNode {
  case heading([Span])
  case paragraph([Span])
  /// `source` as it was written, not yet safe to show; `starts` says where each of its lines begins in the Markdown, where
  /// that was followed.
  case code(language: String, source: String, starts: [Int?]?)
  case html([Span])
  case rule(Origin?)
  case quote([MarkdownNode])
  case list(MarkdownList)
  case table(MarkdownTable)
}

struct MarkdownList {
  struct Item {
    /// For a task, whether it is done.
    var isDone: Bool?
    /// Where its mark is in the source.
    var mark: Origin?
    var nodes: [MarkdownNode]
  }

  /// The first number of an ordered list.
  var start: Int?
  /// What follows a number: `.` or `)`.
  var delimiter: String
  /// True if the items stand without blank lines between them.
  var isTight: Bool
  var items: [Item] = []
}

struct MarkdownTable {
  enum Alignment { case left, center, right }

  /// One for each column.
  var alignments: [Alignment]
  var header: [[Span]] = []
  var rows: [[[Span]]] = []
}
