import Gemini
import Markdown
import Screen

/// One message laid out in lines: its body grows as the answer streams, without looking at what was laid out before.
struct MessageLayout: Sendable {
  private enum Segment: Sendable {
    case markdown(MarkdownDocument)
    case picture(Blob, number: Int, [Line])
  }

  private var segments: [Segment] = []
  private var columns: Int
  private var version = Version()
  /// What a change of begins the layout anew.
  private struct Version: Hashable, Sendable {
    var edition = 0
    var splitsReasoning = false
    /// The draft that turned out to be the answer.
    var promotedPicture: Int?
  }

  private var splitter = ReasoningSplitter()
  /// The first part that may still grow, and how many UTF-8 bytes of its text are in already.
  private var nextPart = 0
  private var consumed = 0
  private var pictures = 0
  private var isFinished = false
  /// The lines after the body: a prompt's text and pictures, or the notes on an answer.
  private var tail: [Line] = []
  /// These notes, each an unbroken line.
  private var notes: [Line] = []
  /// Where each segment's lines begin, and how many there are in all.
  private var starts: [Int] = []
  private(set) var lineCount = 0
  /// Which parts are shown: the thoughts, or all others.
  private let thoughts: Bool
  /// The language of its text where that is code; `nil` for Markdown.
  private var code: String?

  init(thoughts: Bool = false, columns: Int = 0) {
    self.thoughts = thoughts
    self.columns = columns
  }

  /// Takes in what came of a run since the last call. Another edition of it begins anew.
  mutating func sync(_ run: Run) {
    let version = Version(
      edition: run.edition, splitsReasoning: run.splitsReasoning,
      promotedPicture: run.answer.flatMap(run.promotedPicture))
    if version != self.version {
      self = MessageLayout(thoughts: thoughts, columns: columns)
      self.version = version
    }
    if !thoughts { code = run.config.codeLanguage }
    let parts = run.parts
    while nextPart < parts.count {
      if !run.isDeleted(parts[nextPart]) { take(parts[nextPart], at: nextPart) }
      if nextPart == parts.count - 1, parts[nextPart].text != nil, run.isActive { break }
      nextPart += 1
      consumed = 0
    }
    if !run.isActive, !isFinished {
      isFinished = true
      for part in splitter.finish() where part.thought == thoughts { add(part) }
      for index in segments.indices { edit(index) { $0.finish() } }
    }
    measure()
  }

  /// Takes in a part as far as it is new, if it is shown here.
  private mutating func take(_ part: Part, at index: Int) {
    var part = part
    if index == version.promotedPicture { part.thought = false }
    let mayBeSplit = version.splitsReasoning && !part.thought && !splitter.isInAnswer
    guard part.thought == thoughts || mayBeSplit else { return }
    if case .text(let text) = part.data {
      let utf8 = text.utf8
      guard utf8.count > consumed else { return }
      part.data = .text(String(text[utf8.index(utf8.startIndex, offsetBy: consumed)...]))
      consumed = utf8.count
    }
    for part in mayBeSplit ? splitter.take(part) : [part] where part.thought == thoughts { add(part) }
  }

  private mutating func add(_ part: Part) {
    switch part.data {
    case .text(let text): append(text, code: code)
    case .inlineData(let blob):
      pictures += 1
      segments.append(.picture(blob, number: pictures, []))
    case .executableCode(let language, let code, _):
      append(fenced(code, language: language.lowercased()))
    case .codeExecutionResult(let outcome, let output, _):
      append(fenced(output, language: outcome == "OUTCOME_OK" ? "result" : outcome))
    case .functionCall(let call):
      append(fenced(JSON.object(call).prettyText, language: "function call"))
    case .fileData(let file):
      append("\n\n" + (file["fileUri"]?.string ?? "a file") + "\n\n")
    case .functionResponse, .unknown: break
    }
  }

  /// A fence longer than any run of backticks inside.
  private func fenced(_ text: String, language: String) -> String {
    let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\n\n\(fence)\(language)\n\(text.hasSuffix("\n") ? text : text + "\n")\(fence)\n\n"
  }

  private mutating func append(_ text: String, code: String? = nil) {
    if endsIn(code: code) {
      edit(segments.count - 1) { $0.append(text) }
    } else {
      var document = MarkdownDocument(code: code)
      document.append(text)
      segments.append(.markdown(document))
    }
  }

  private func endsIn(code: String?) -> Bool {
    if case .markdown(let document)? = segments.last { return document.code == code }
    return false
  }

  /// Changes a document in place: the array lets go of it meanwhile, so that nothing is copied.
  private mutating func edit(_ index: Int, _ body: (inout MarkdownDocument) -> Void) {
    guard case .markdown(var document) = segments[index] else { return }
    segments[index] = .markdown(MarkdownDocument())
    body(&document)
    segments[index] = .markdown(document)
  }

  /// - Parameters:
  ///   - body: the lines of a prompt.
  ///   - notes: what stands after an answer, each an unbroken line.
  mutating func layout(columns: Int, body: [Line] = [], notes: [Line] = [], shelf: PictureShelf) {
    self.notes = notes
    tail = body + notes.flatMap { TextWrap.wrap($0.spans, columns: columns) }
    self.columns = columns
    for index in segments.indices {
      guard case .picture(let blob, let number, _) = segments[index] else { continue }
      let lines = shelf.lines(for: blob, number: number, columns: columns, isDraft: thoughts)
      segments[index] = .picture(blob, number: number, lines)
    }
    measure()
  }

  private mutating func measure() {
    let columns = self.columns
    guard columns > 0 else { return }
    starts.removeAll(keepingCapacity: true)
    lineCount = 0
    var links = 0
    for index in segments.indices {
      starts.append(lineCount)
      edit(index) { $0.layout(columns: columns, firstLink: links) }
      switch segments[index] {
      case .markdown(let document):
        lineCount += document.lineCount
        links = document.lastLink
      case .picture(_, _, let lines): lineCount += lines.count
      }
    }
    lineCount += tail.count
  }

  /// All its text as it was written, Markdown or code: what it shows beside pictures and notes.
  var source: String {
    segments.reduce(into: "") { source, segment in
      if case .markdown(let document) = segment { source += document.source }
    }
  }

  /// The bytes of that.
  var byteCount: Int {
    segments.reduce(0) { count, segment in
      if case .markdown(let document) = segment { count + document.byteCount } else { count }
    }
  }

  /// The line with which a block begins, by its UTF-8 offset in `source`.
  func line(atOffset offset: Int) -> Int {
    var start = 0
    for (segment, first) in zip(segments, starts) {
      guard case .markdown(let document) = segment else { continue }
      let count = document.byteCount
      if offset < start + count { return first + document.line(atOffset: offset - start) }
      start += count
    }
    return lineCount
  }

  /// The lines that what is still to come does not change: those of blocks with a blank line after them, and of whole
  /// lines of code.
  var settledLineCount: Int {
    let source = self.source
    if code != nil {
      let end = source.utf8.lastIndex(of: 0x0A).map { source.utf8.distance(from: source.utf8.startIndex, to: $0) + 1 }
      return end.flatMap { line(showing: $0) } ?? 0
    }
    guard let blank = source.utf8.lastIndex(of: 0x0A, before: 0x0A) else { return 0 }
    return min(line(atOffset: source.utf8.distance(from: source.utf8.startIndex, to: blank) + 1), lineCount)
  }

  /// The code blocks and pictures, in order; the notes after the body have none.
  var blocks: [MessageBlock] {
    var blocks: [MessageBlock] = []
    var pictures = 0
    for (index, segment) in segments.enumerated() where index < starts.count {
      switch segment {
      case .markdown(let document):
        blocks += document.codeBlocks.map {
          let lines = $0.lines.lowerBound + starts[index]..<$0.lines.upperBound + starts[index]
          return MessageBlock(kind: .code($0.source), language: $0.language, lines: lines)
        }
      case .picture(let blob, _, let lines):
        guard blob.isImage else { continue }
        blocks.append(MessageBlock(kind: .picture(pictures), lines: starts[index]..<starts[index] + lines.count))
        pictures += 1
      }
    }
    return blocks
  }

  /// True if a line stays what and where it is while text is added at the same width.
  func isFixed(_ line: Int, columns: Int) -> Bool {
    guard columns == self.columns, !isFinished, segments.count == 1, case .markdown(let document) = segments[0] else {
      return false
    }
    return line < document.openLine
  }

  /// The links of its text, by the numbers they are drawn with.
  var links: [MarkdownDocument.Link] {
    segments.flatMap { segment -> [MarkdownDocument.Link] in
      if case .markdown(let document) = segment { return document.links }
      return []
    }
  }

  var allLines: [Line] {
    segments.flatMap { segment in
      switch segment {
      case .markdown(let document): document.lines(in: 0..<document.lineCount)
      case .picture(_, _, let lines): lines
      }
    } + tail
  }

  /// The notes with bytes of their own, which follow those of `source`: they are found by them, and by nothing else.
  var trackedNotes: [Line] { notes.numbered(from: byteCount) }

  private var trackedTail: [Line] {
    notes.isEmpty ? tail : trackedNotes.flatMap { TextWrap.wrap($0.spans, columns: columns) }
  }

  /// The lines of a range, their spans with the bytes of `source` that they show.
  /// - Parameter withNotes: notes have their bytes as well.
  func trackedLines(in range: Range<Int>, withNotes: Bool = false) -> [Line] {
    let range = range.clamped(to: 0..<lineCount)
    var lines: [Line] = []
    var offset = 0
    for (index, segment) in segments.enumerated() where index < starts.count {
      let start = starts[index]
      switch segment {
      case .markdown(let document):
        let part = range.clamped(to: start..<start + document.lineCount)
        if !part.isEmpty {
          let shown = part.lowerBound - start..<part.upperBound - start
          lines += document.lines(in: shown, tracks: true).map { $0.moved(by: offset) }
        }
        offset += document.byteCount
      case .picture(_, _, let drawn):
        let part = range.clamped(to: start..<start + drawn.count)
        lines += part.map { drawn[$0 - start] }
      }
    }
    let body = lineCount - tail.count
    let last = range.clamped(to: body..<lineCount)
    guard !last.isEmpty else { return lines }
    return lines + (withNotes ? trackedTail : tail)[last.lowerBound - body..<last.upperBound - body]
  }

  /// The texts between marks that may hold one end of some bytes of `source`, each behind those inside it.
  func marked(atEndsOf bytes: Range<Int>) -> [MarkedText] {
    var offset = 0
    return segments.flatMap { segment -> [MarkedText] in
      guard case .markdown(let document) = segment else { return [] }
      defer { offset += document.byteCount }
      return document.marked(atEndsOf: bytes.lowerBound - offset..<bytes.upperBound - offset)
        .map { $0.moved(by: offset) }
    }
  }

  /// The line that shows a byte of `source`, of a note, or of a prompt's text; `nil` if there is none.
  func line(showing offset: Int) -> Int? {
    var start = 0
    for (segment, first) in zip(segments, starts) {
      guard case .markdown(let document) = segment else { continue }
      let count = document.byteCount
      if offset < start + count { return first + document.line(showing: offset - start) }
      start += count
    }
    if start == 0 || !notes.isEmpty, !tail.isEmpty {
      let body = lineCount - tail.count
      return body
        + (trackedTail.lastIndex { ($0.spans.lazy.compactMap(\.origin).first?.range.lowerBound ?? .max) <= offset } ?? 0)
    }
    return lineCount > 0 ? lineCount - 1 : nil
  }

  /// Its text in stretches to look for something in, and where each begins in `source`.
  var stretches: [(offset: Int, stretch: MarkdownDocument.Stretch)] {
    var offset = 0
    return segments.flatMap { segment -> [(Int, MarkdownDocument.Stretch)] in
      guard case .markdown(let document) = segment else { return [] }
      defer { offset += document.byteCount }
      return document.stretches.map { (offset, $0) }
    }
  }

  func line(_ index: Int) -> Line { lines(in: index..<index + 1).first ?? Line() }

  /// The lines of a range, as far as they exist.
  func lines(in range: Range<Int>) -> [Line] {
    let body = lineCount - tail.count
    var lines: [Line] = []
    for (segment, start) in zip(segments, starts) {
      switch segment {
      case .markdown(let document):
        let part = range.clamped(to: start..<start + document.lineCount)
        if !part.isEmpty { lines += document.lines(in: part.lowerBound - start..<part.upperBound - start) }
      case .picture(_, _, let drawn):
        lines += range.clamped(to: start..<start + drawn.count).map { drawn[$0 - start] }
      }
    }
    return lines + range.clamped(to: body..<lineCount).map { tail[$0 - body] }
  }
}

extension [Line] {
  /// These lines, their spans with bytes that are counted from a number on.
  func numbered(from start: Int) -> [Line] {
    var end = start
    return map { line in
      Line(
        line.spans.map { span in
          defer { end += span.text.utf8.count }
          return Span(span.text, span.style, from: Origin(end..<end + span.text.utf8.count))
        })
    }
  }
}

extension String.UTF8View {
  /// Where the last byte is that has a certain byte before it.
  fileprivate func lastIndex(of byte: UInt8, before previous: UInt8) -> Index? {
    var last: UInt8?
    for index in indices.reversed() {
      if last == byte, self[index] == previous { return self.index(after: index) }
      last = self[index]
    }
    return nil
  }
}
