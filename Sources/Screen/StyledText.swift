/// One text and where its styles change: what wrapping works on, so that words and clusters may cross spans.
struct StyledText {
  private(set) var text: String
  /// Each style holds from the end of the run before it up to `end`, in UTF-8 bytes. None is empty.
  private(set) var runs: [(end: Int, style: Style)] = []

  init(_ spans: [Span]) {
    text = spans.first?.text ?? ""
    if let span = spans.first, !span.text.isEmpty { runs.append((text.utf8.count, span.style)) }
    var mayJoin = false
    for span in spans.dropFirst() where !span.text.isEmpty {
      if let byte = span.text.utf8.first, byte >= 0x80 { mayJoin = true }
      text += span.text
      runs.append((text.utf8.count, span.style))
    }
    if mayJoin { keepClustersWhole() }
  }

  /// Moves the ends of runs out of clusters: half a joined emoji would be as wide as the whole.
  private mutating func keepClustersWhole() {
    for run in runs.indices {
      var end = max(runs[run].end, run > 0 ? runs[run - 1].end : 0)
      while end < text.utf8.count,
        text.utf8.index(text.utf8.startIndex, offsetBy: end).samePosition(in: text) == nil
      {
        end += 1
      }
      runs[run].end = end
    }
    for run in runs.indices.reversed() where runs[run].end == (run > 0 ? runs[run - 1].end : 0) {
      runs.remove(at: run)
    }
  }

  /// Replaces tabs by blanks up to the next column that is a multiple of `stop`, counted from the last line feed.
  mutating func expandTabs(to stop: Int) {
    guard hasTabs else { return }
    let stop = max(1, stop)
    var result = ""
    var column = 0
    var read = 0
    var run = 0
    for character in text {
      read += character.utf8.count
      if character == "\t" {
        let blanks = stop - column % stop
        result += String(repeating: " ", count: blanks)
        column += blanks
      } else {
        result.append(character)
        column = character.isNewline ? 0 : column + TextWidth.columns(of: character)
      }
      while run < runs.count, runs[run].end <= read {
        runs[run].end = result.utf8.count
        run += 1
      }
    }
    text = result
  }

  private var hasTabs: Bool {
    let bytes = text.utf8Span.span
    for offset in bytes.indices where bytes[offset] == 0x09 { return true }
    return false
  }

  /// The spans of one line.
  /// - Parameters:
  ///   - range: UTF-8 bytes at cluster boundaries.
  ///   - head: spans put before them.
  ///   - run: the run that `range` starts in or a run before it; moved on for the next line.
  ///   - room: columns for this line's text.
  func spans(in range: Range<Int>, after head: [Span], from run: inout Int, room: Int) -> [Span] {
    while run < runs.count, runs[run].end <= range.lowerBound { run += 1 }
    guard !range.isEmpty, run < runs.count else { return head }
    var spans = head
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, runs[run].end)
      spans.append(Span(text.slice(start..<end), runs[run].style))
      start = end
      if start < range.upperBound { run += 1 }
    }
    if room == 1, TextWidth.columns(of: text.slice(range)) > 1 {
      return head + [Span("…", runs[run].style)]
    }
    return spans
  }
}

extension String {
  /// The part between two UTF-8 offsets, both at scalar boundaries.
  func slice(_ range: Range<Int>) -> String {
    if range == 0..<utf8.count { return self }
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    let end = utf8.index(start, offsetBy: range.count)
    return String(self[start..<end])
  }
}
