/// One text and where its styles change: what wrapping works on, so that words and clusters may cross spans.
struct StyledText {
  private(set) var text: String
  /// Each style holds from the end of the run before it up to `end`, in UTF-8 bytes. None is empty.
  private(set) var runs: [(end: Int, style: Style, origin: Origin?)] = []

  init(_ spans: [Span]) {
    text = spans.first?.text ?? ""
    if let span = spans.first, !span.text.isEmpty { addRuns(of: span, from: 0) }
    var mayJoin = false
    for span in spans.dropFirst() where !span.text.isEmpty {
      if let byte = span.text.utf8.first, byte >= 0x80 { mayJoin = true }
      let start = text.utf8.count
      text += span.text
      addRuns(of: span, from: start)
    }
    if mayJoin { keepClustersWhole() }
  }

  /// Where the source is followed, each tab is a run of its own: it may become many blanks.
  private mutating func addRuns(of span: Span, from start: Int) {
    let end = start + span.text.utf8.count
    guard let origin = span.origin, span.text.utf8.contains(0x09), origin.isExact(of: end - start) else {
      runs.append((end, span.style, span.origin))
      return
    }
    var first = 0
    for (offset, byte) in span.text.utf8.enumerated() where byte == 0x09 {
      for part in [first..<offset, offset..<offset + 1] where !part.isEmpty {
        runs.append((start + part.upperBound, span.style, origin.part(part, of: end - start)))
      }
      first = offset + 1
    }
    if first < end - start { runs.append((end, span.style, origin.part(first..<end - start, of: end - start))) }
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
      if end > runs[run].end, runs[run].origin != nil, run + 1 < runs.count { joinOrigins(run, upTo: end) }
      runs[run].end = end
    }
    for run in runs.indices.reversed() where runs[run].end == (run > 0 ? runs[run - 1].end : 0) {
      runs.remove(at: run)
    }
  }

  /// Gives the bytes from the end of a run up to `end` to it; they were of the run after it.
  private mutating func joinOrigins(_ run: Int, upTo end: Int) {
    guard let origin = runs[run].origin, let next = runs[run + 1].origin, end <= runs[run + 1].end else { return }
    let length = runs[run + 1].end - runs[run].end
    let taken = next.part(0..<end - runs[run].end, of: length)
    runs[run].origin = Origin(origin.range.lowerBound..<max(origin.range.upperBound, taken.range.upperBound))
    runs[run + 1].origin = next.part(end - runs[run].end..<length, of: length)
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
      let runStart = run > 0 ? runs[run - 1].end : 0
      let origin = runs[run].origin?.part(start - runStart..<end - runStart, of: runs[run].end - runStart)
      spans.append(Span(text.slice(start..<end), runs[run].style, from: origin))
      start = end
      if start < range.upperBound { run += 1 }
    }
    if room == 1, TextWidth.columns(of: text.slice(range)) > 1 {
      return head + [Span("…", runs[run].style, from: spans.last?.origin)]
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
