import Gemini
package import Screen

/// Finding text in the conversation and in the thinking pane.
extension Studio {
  mutating func askForText() {
    let pane: Pane = focus == .thinking ? .thinking : .conversation
    overlay = .entry(
      TextEntry(
        purpose: .find(pane), title: pane == .thinking ? "Find in the thinking" : "Find in the conversation",
        help: "Small letters find capitals too. n and N go on, Esc clears.", editor: PromptEditor()))
  }

  mutating func find(_ text: String, in pane: Pane) {
    finding = text.isEmpty ? nil : TextSearch(text, in: pane)
    if finding != nil { stepFound(isBackward: false) }
  }

  /// Goes to the next line that holds the text, or to the one before; past the last one to the first.
  mutating func stepFound(isBackward: Bool) {
    guard var finding else { return }
    let inThinking = finding.pane == .thinking
    let messages = inThinking ? [0] : messagesThatMayHold(finding)
    let start = finding.place ?? firstPlace(of: finding.pane)
    let isStrict = finding.place != nil
    // The message it begins in comes last once more, for what lies on its other side.
    let order =
      isBackward
      ? messages.filter { $0 <= start.message }.reversed() + messages.filter { $0 >= start.message }.reversed()
      : messages.filter { $0 >= start.message } + messages.filter { $0 <= start.message }
    var isFirst = messages.contains(start.message)
    for message in order {
      var lines = finding.lines(in: linesShown(of: message, in: finding.pane))
      if isFirst {
        isFirst = false
        lines = lines.filter { line in
          isBackward ? line < start.line : line > start.line || !isStrict && line == start.line
        }
      }
      guard let line = isBackward ? lines.last : lines.first else { continue }
      let place = TextSearch.Place(message: message, line: line)
      let isAround = isStrict && (isBackward ? place >= start : place <= start)
      finding.place = place
      self.finding = finding
      show(place, in: finding.pane)
      let number = (messages.firstIndex(of: message) ?? 0) + 1
      say(
        "\u{201C}\(finding.text)\u{201D}: "
          + (inThinking ? "line \(line + 1)" : "message \(number) of \(messages.count) with it")
          + (isAround ? ", from the \(isBackward ? "end" : "start") again." : "."))
      return
    }
    say("\u{201C}\(finding.text)\u{201D} is not in the \(inThinking ? "thinking of this answer" : "conversation").")
  }

  /// By the sources alone, so that a long session is not laid out.
  private func messagesThatMayHold(_ finding: TextSearch) -> [Int] {
    transcript.messages.indices.filter { index in
      let turn = session.turns[transcript.messages[index].turn]
      switch transcript.messages[index].id {
      case .prompt: return finding.mayBeFound(inSource: turn.content.text)
      case .answer: return turn.shownRun.map { finding.mayBeFound(inSource: $0.shownText(thought: false)) } ?? false
      }
    }
  }

  /// Where reading is: what is found first is on the screen or after it.
  private func firstPlace(of pane: Pane) -> TextSearch.Place {
    if pane == .thinking { return TextSearch.Place(message: 0, line: thinking.firstLine(rows: layout.thinking.rows)) }
    return TextSearch.Place(message: rows.first?.message ?? 0, line: (rows.first?.offset ?? 1) - 1)
  }

  private mutating func linesShown(of message: Int, in pane: Pane) -> [Line] {
    pane == .thinking ? thinking.allLines : transcript.lines(of: message, in: session, shelf: shelf)
  }

  private mutating func show(_ place: TextSearch.Place, in pane: Pane) {
    if pane == .thinking {
      thinking.show(place.line, rows: layout.thinking.rows)
      return
    }
    let isLast = place.message == transcript.messages.count - 1
    chosenMessage = isLast ? nil : transcript.messages[place.message].id
    chosenPicture = nil
    transcript.show(
      place.line..<place.line + 1, of: place.message, rows: layout.conversation.rows, in: session, shelf: shelf)
  }

  /// A row of the conversation with what was found in it standing out.
  package func marked(_ line: Line, of row: TranscriptRow) -> Line {
    guard let finding, finding.pane == .conversation else { return line }
    return finding.marked(
      line, isCurrent: finding.place == TextSearch.Place(message: row.message, line: row.offset - 1))
  }

  /// The lines of the thinking pane, with what was found in them standing out.
  package func thinkingLines(rows: Int) -> [Line] {
    let lines = thinking.lines(rows: rows)
    guard let finding, finding.pane == .thinking else { return lines }
    let first = thinking.firstLine(rows: rows)
    return lines.enumerated().map { index, line in
      finding.marked(line, isCurrent: finding.place?.line == first + index)
    }
  }
}
