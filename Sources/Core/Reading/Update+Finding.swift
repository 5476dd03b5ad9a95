import Gemini
import Markdown
package import Screen

/// Finding text in the conversation, in the thinking pane and in the lanes of a comparison.
extension Studio {
  mutating func askForText() {
    guard let pane = focusedText else { return }
    let name =
      switch pane {
      case .conversation: "the conversation"
      case .thinking: "the thinking"
      case .lane: "this answer"
      }
    let keys = [CommandName.findNext, .findPrevious].compactMap { spelledKey(for: $0, at: place) }
      .joined(separator: " and ")
    overlay = .entry(
      TextEntry(
        purpose: .find(pane), title: "Find in \(name)",
        help: "Small letters find capitals too. \(keys.isEmpty ? "" : "\(keys) go on, ")Esc clears.",
        editor: PromptEditor()))
  }

  /// What is typed to be found is lit where it is seen; the text itself stays where it is.
  mutating func lightUp(_ entry: TextEntry) {
    guard case .find(let pane) = entry.purpose else { return }
    let text = entry.editor.text
    finding = text.isEmpty ? nil : TextSearch(text, in: pane)
  }

  mutating func find(_ text: String, in pane: TextPane) {
    finding = text.isEmpty ? nil : TextSearch(text, in: pane)
    if finding != nil { stepFound(isBackward: false) }
  }

  /// Goes to the next place, or to the one before; past the last one to the first.
  mutating func stepFound(isBackward: Bool) {
    guard var finding else { return }
    // What is known grows in place.
    self.finding = nil
    let parts = partIDs(of: finding.pane)
    for (index, part) in parts.enumerated() { refresh(&finding, part, index) }
    defer { self.finding = finding }
    let counts = parts.map { finding.found[$0]?.places.count ?? 0 }
    let total = counts.reduce(0, +)
    guard total > 0 else {
      finding.current = nil
      say("\u{201C}\(finding.text)\u{201D} is not in \(finding.pane.name).")
      return
    }
    let start = start(of: finding, parts)
    var place: (part: Int, number: Int)?
    var isAround = false
    // The part it begins in comes last once more, for what lies on its other side.
    let order = (0...parts.count).map { (start.part + (isBackward ? parts.count - $0 : $0)) % max(1, parts.count) }
    for (step, part) in order.enumerated() where counts[part] > 0 {
      let places = finding.found[parts[part]]?.places ?? []
      let isFirst = step == 0
      let number =
        isBackward
        ? places.lastIndex { !isFirst || $0.lowerBound < start.byte }
        : places.firstIndex { !isFirst || $0.lowerBound > start.byte || !start.isStrict && $0.lowerBound == start.byte }
      guard let number else { continue }
      place = (part, number)
      isAround = start.isStrict && (step == parts.count || (isBackward ? part > start.part : part < start.part))
      break
    }
    guard let place, let bytes = finding.found[parts[place.part]]?.places[place.number] else { return }
    finding.current = TextSearch.Place(part: parts[place.part], bytes: bytes)
    foundCount += 1
    let number = counts[..<place.part].reduce(0, +) + place.number + 1
    say(
      "\u{201C}\(finding.text)\u{201D} \(number)/\(total)"
        + (isAround ? ", from the \(isBackward ? "end" : "start") again." : ""))
    // The line that says so takes its room first.
    show(bytes, ofPart: place.part, in: finding.pane)
  }

  /// Where going on begins: at the last place, else at the first line that is seen.
  private func start(
    of finding: TextSearch, _ parts: [TextSearch.PartID]
  ) -> (part: Int, byte: Int, isStrict: Bool) {
    if let current = finding.current, let part = parts.lastIndex(of: current.part) {
      return (part, current.bytes.lowerBound, true)
    }
    if let selection, selection.takesKeys, selection.pane == finding.pane {
      return (selection.head.part, selection.headBytes?.before ?? 0, false)
    }
    for row in 0..<textRect(of: finding.pane).rows {
      guard let line = textLine(atRow: row, of: finding.pane) else { continue }
      let cells = cells(atLine: line.line, ofPart: line.part, in: finding.pane, withNotes: true).cells
      if let byte = cells.lazy.compactMap({ $0.origin?.lowerBound }).first { return (line.part, byte, false) }
    }
    return (0, 0, false)
  }

  func partIDs(of pane: TextPane) -> [TextSearch.PartID] {
    if pane == .conversation { return transcript.messages.map { .message($0.id) } }
    return (0..<partCount(of: pane)).map { .part($0) }
  }

  /// Brings up to date where it is in one part.
  func refresh(_ finding: inout TextSearch, _ part: TextSearch.PartID, _ index: Int) {
    let version = version(ofPart: index, in: finding.pane)
    let known = finding.found[part]
    guard known?.version != version else { return }
    finding.found[part] = TextSearch.Found(
      version: version, stretches: places(finding, index, known?.stretches ?? []),
      notes: places(finding, inNotesOn: index))
  }

  /// The places in what stands after an answer, whose bytes follow those of its source.
  private func places(_ finding: TextSearch, inNotesOn part: Int) -> [Range<Int>] {
    switch finding.pane {
    case .thinking: return []
    case .lane(let id): return finding.places(inNotes: comparison.columns[id]?.trackedNotes(ofPart: part) ?? [])
    case .conversation:
      guard let (run, turn) = answer(part) else { return [] }
      let notes = AnswerNotes.make(run, in: turn)
      guard !finding.places(inNotes: notes.numbered(from: 0)).isEmpty else { return [] }
      let message = transcript.messages[part]
      var layout = message.isCurrent ? message.layout ?? MessageLayout() : MessageLayout()
      layout.sync(run)
      return finding.places(inNotes: notes.numbered(from: layout.byteCount))
    }
  }

  /// The answer that a message is; `nil` for a prompt.
  private func answer(_ part: Int) -> (run: Run, turn: Turn)? {
    let turn = session.turns[transcript.messages[part].turn]
    guard case .answer(let id) = transcript.messages[part].id else { return nil }
    return turn.runs.first { $0.id == id }.map { ($0, turn) }
  }

  private func places(
    _ finding: TextSearch, _ part: Int, _ known: [TextSearch.Found.Stretch]
  ) -> [TextSearch.Found.Stretch] {
    switch finding.pane {
    case .thinking: return finding.places(in: thinking.stretches, knowing: known)
    case .lane(let id):
      return finding.places(in: comparison.columns[id]?.stretches(ofPart: part) ?? [], knowing: known)
    case .conversation:
      let message = transcript.messages[part]
      let turn = session.turns[message.turn]
      guard case .answer(let id) = message.id else {
        let places = finding.places(inTyped: turn.content.text)
        return [TextSearch.Found.Stretch(bytes: 0..<turn.content.text.utf8.count, places: places)]
      }
      if let layout = message.layout, message.isCurrent {
        return finding.places(in: layout.stretches, knowing: known)
      }
      guard let run = turn.runs.first(where: { $0.id == id }),
        finding.mayBeFound(inSource: run.shownText(thought: false))
      else { return [] }
      var layout = MessageLayout()
      layout.sync(run)
      return finding.places(in: layout.stretches, knowing: known)
    }
  }

  /// A number that is another one when the text of a part is.
  private func version(ofPart part: Int, in pane: TextPane) -> Int {
    var hasher = Hasher()
    switch pane {
    case .thinking: hasher.combine(byteCount(ofPart: 0, in: pane))
    case .lane(let id):
      hasher.combine(byteCount(ofPart: part, in: pane))
      hasher.combine(comparison.columns[id]?.trackedNotes(ofPart: part))
    case .conversation:
      guard let (run, turn) = answer(part) else { break }
      hasher.combine(run.textVersion)
      // What the notes beside it speak of.
      hasher.combine(run.isContinued)
      hasher.combine(run.isUnkept)
      hasher.combine(turn.runs.count)
    }
    return hasher.finalize()
  }

  /// The bytes of the source of a part.
  func byteCount(ofPart part: Int, in pane: TextPane) -> Int {
    switch pane {
    case .conversation:
      transcript.messages.indices.contains(part) ? transcript.messages[part].layout?.byteCount ?? 0 : 0
    case .thinking: thinking.byteCount
    case .lane(let id): comparison.columns[id]?.byteCount(ofPart: part) ?? 0
    }
  }

  private mutating func show(_ bytes: Range<Int>, ofPart part: Int, in pane: TextPane) {
    _ = lineCount(ofPart: part, in: pane)
    guard let spot = spot(showing: bytes.lowerBound, ofPart: part, in: pane) else { return }
    if selection?.takesKeys == true, selection?.pane == pane {
      place(head: spot)
      return
    }
    guard pane == .conversation else {
      reveal(spot, in: pane)
      return
    }
    chosenMessage = part == transcript.messages.count - 1 ? nil : transcript.messages[part].id
    chosenPicture = nil
    transcript.show(
      spot.line..<spot.line + 1, of: part, rows: layout.conversation.rows, in: session, shelf: shelf)
    // What comes meanwhile does not carry it away.
    if hasActiveRuns { transcript.hold(rows: layout.conversation.rows, in: session, shelf: shelf) }
  }

  func spot(showing byte: Int, ofPart part: Int, in pane: TextPane) -> TextSpot? {
    guard let line = line(showing: byte, ofPart: part, in: pane) else { return nil }
    let cells = cells(atLine: line, ofPart: part, in: pane, withNotes: true).cells
    let cell = cells.first { $0.origin?.contains(byte) == true } ?? cells.first
    return TextSpot(part: part, line: line, column: cell?.columns.lowerBound ?? 0)
  }

  /// The place that one went to last, as it is drawn.
  func foundSpot(_ finding: TextSearch) -> TextSpot? {
    guard let current = finding.current, let part = partIDs(of: finding.pane).lastIndex(of: current.part) else {
      return nil
    }
    return spot(showing: current.bytes.lowerBound, ofPart: part, in: finding.pane)
  }

  /// The line that shows the place that one went to last, and the number of its message in the conversation.
  package var foundLine: (message: Int?, line: Line)? {
    guard let finding, let spot = foundSpot(finding) else { return nil }
    let lines = textLines(spot.line..<spot.line + 1, ofPart: spot.part, in: finding.pane, withNotes: true)
    return lines.first.map { (finding.pane == .conversation ? spot.part + 1 : nil, $0) }
  }

  /// The columns of a line that show what was found.
  func found(
    _ cells: LineCells, _ finding: TextSearch, part: Int
  ) -> [(columns: Range<Int>, role: Role)] {
    finding.columns(in: cells, of: finding.pane == .conversation ? .message(transcript.messages[part].id) : .part(part))
  }
}

extension TextPane {
  fileprivate var name: String {
    switch self {
    case .conversation: "the conversation"
    case .thinking: "the thinking of this answer"
    case .lane: "this answer"
    }
  }
}
