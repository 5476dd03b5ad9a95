import Gemini
package import Screen

extension Studio {
  /// Lines above the prompt's rule: a countdown, a notice, a queued prompt.
  package var noticeLines: [Line] {
    var lines: [Line] = []
    // In a comparison each column says what it waits for.
    let waiting = showsComparison ? nil : activeRun?.phase
    if case .queued(let until)? = waiting {
      let wait = until.map { "Sent in \(seconds(to: $0)) s" } ?? "Sent when another answer has ended"
      let text = "\(wait), as the limit of requests to this model is reached: \(countdownKeys(triesNow: false))."
      lines += shortened(text, rows: 3) { Line($0, .warning, .bold) }
    }
    if case .waiting(let until, let failure)? = waiting {
      let text = "Next attempt in \(seconds(to: until)) s: \(countdownKeys(triesNow: true))."
      lines += shortened(text, rows: 2) { Line($0, .warning, .bold) }
      let reason = failure.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      lines += shortened(VisibleText.make(reason), rows: 2) { Line($0, .warning) }
    }
    if let model = offeredModel, let key = settings.keymap.keys(for: .takeSuccessor, at: placeBehind).first {
      let text = TextWrap.truncate(" asks \(model) instead", columns: terminal.size.columns - 8)
      lines.append(Line([Span(key.label, .hintKey), Span(VisibleText.make(text), .text)]))
    }
    if offersOtherModels, let key = settings.keymap.keys(for: .chooseModel, at: placeBehind).first {
      lines.append(Line([Span(key.label, .hintKey), Span(" chooses another model", .text)]))
    }
    if offersNoThinking, let key = settings.keymap.keys(for: .stepThinking, at: placeBehind).first {
      lines.append(Line([Span(key.label, .hintKey), Span(" takes the thinking setting out", .text)]))
    }
    if leavesWhenDone {
      let key = settings.keymap.keys(for: .leave, at: placeBehind).first
      let stay = focus == .prompt ? "; \(spelledEscape) stays" : key.map { ": \($0.label), then s, stays" } ?? ""
      lines += shortened("The studio leaves when the answer is whole\(stay).", rows: 2) { Line($0, .warning) }
    }
    if let notice {
      let role: Role =
        switch notice.kind {
        case .info: .faint
        case .warning: .warning
        case .error: .error
        }
      lines += shortened(VisibleText.make(notice.text + way(to: notice.sessions)), rows: 4) { Line($0, role) }
    }
    if let queued {
      let text = queued.draft.text.split(whereSeparator: \.isNewline).joined(separator: " ")
      let count = queued.draft.attachments.count
      let line = "next: \(VisibleText.make(text))" + (count > 0 ? " [\(count) attached]" : "")
      let keys = settings.keymap.keys(for: .takeBack, at: placeBehind).first.map(\.label)
      let way = keys.map { [Span("  "), Span($0, .hintKey), Span(" takes it back", .faint)] } ?? []
      let room = terminal.size.columns - 2 - way.reduce(0) { $0 + TextWidth.columns(of: $1.text) }
      let chip = Span(TextWrap.truncate(line, columns: room), selectedChip == .waiting ? .selected : .chip)
      lines.append(Line([chip] + way))
    }
    return lines
  }

  /// The shortest way to other sessions than the shown one, as a sentence that follows another.
  private func way(to sessions: [SessionID]) -> String {
    let others = sessions.filter { $0 != session.id }
    guard !others.isEmpty else { return "" }
    let numbers = recentSessions.indices.filter { others.contains(recentSessions[$0].id) }
    let keys = zip(CommandName.recents, recentSessions.indices).compactMap { name, index in
      numbers.contains(index) ? settings.keymap.keys(for: name, at: placeBehind).first?.label : nil
    }
    if session.turns.isEmpty, keys.count == Set(others).count {
      return " \(keys.joined(separator: ", ")) \(keys.count == 1 ? "opens it" : "open them")."
    }
    return settings.keymap.keys(for: .listSessions, at: placeBehind).first.map { " \($0.label) lists the sessions." }
      ?? ""
  }

  /// Whole seconds until a time.
  private func seconds(to time: Instant) -> Int { max(0, (time - now + 999) / 1000) }

  /// What ends the wait for the next attempt from where the keys go now.
  /// - Parameter triesNow: true if Enter can end it.
  private func countdownKeys(triesNow: Bool) -> String {
    let takesEnter = focus == .prompt && prompt.isEmpty
    let model = settings.keymap.keys(for: .chooseModel, at: placeBehind).first?.label
    let stop = settings.keymap.keys(for: .interrupt, at: placeBehind).first?.label
    let cancel =
      takesEnter
      ? (triesNow ? spelledKey(for: .send).map { "\($0) tries now, " } ?? "" : "") + "\(spelledEscape) cancels"
      : stop.map { "\($0) cancels" } ?? "it can be cancelled"
    return cancel + (model.map { ", \($0) asks another model" } ?? "")
  }

  /// Text over a few rows at most; what does not fit ends in a mark.
  private func shortened(_ text: String, rows: Int, line: (String) -> Line) -> [Line] {
    let columns = terminal.size.columns - 2
    let lines = TextWrap.wrap(text, columns: columns, role: .text).map(\.text)
    guard lines.count > rows else { return lines.map(line) }
    let rest = lines[(rows - 1)...].joined(separator: " ")
    return lines.prefix(rows - 1).map(line) + [line(TextWrap.truncate(rest, columns: columns))]
  }
}
