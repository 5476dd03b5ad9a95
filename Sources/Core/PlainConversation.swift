import Gemini
package import Screen

/// The conversation line by line in the order of reading: each line comes once, as soon as nothing changes it any more.
package struct PlainConversation: Sendable {
  private struct Reading: Sendable {
    var thoughts = MessageLayout(thoughts: true)
    var answer = MessageLayout()
    var thoughtLines = 0
    var answerLines = 0
    var edition = 0
    var hasThinkingLine = false
    var hasHeader = false
  }

  private var session: SessionID?
  private var prompts: Set<TurnID> = []
  private var readings: [RunID: Reading] = [:]
  private var ended: Set<RunID> = []
  private var chosen: MessageID?

  package init() {}

  /// What is new since the last call.
  /// - Parameter hasFound: a place was found, of which the line is read and not the message.
  package mutating func next(_ studio: Studio, columns: Int, hasFound: Bool = false) -> [Line] {
    var lines: [Line] = []
    if studio.session.id != session { lines += open(studio) }
    for index in studio.session.path {
      let turn = studio.session.turns[index]
      if prompts.insert(turn.id).inserted {
        lines += [Line(), Line("you:", .user)]
        lines += PromptLines.make(turn.content, columns: columns, shelf: studio.shelf)
      }
      // What another window is still at is read once it is whole.
      for run in Self.runs(of: turn, studio) where !ended.contains(run.id) && run.failure != .comingElsewhere {
        lines += read(run, of: turn, studio, columns: columns)
      }
    }
    if studio.chosenMessage != chosen {
      chosen = studio.chosenMessage
      if let chosen, !hasFound { lines += message(chosen, studio, columns: columns) }
    }
    return lines
  }

  /// Of a session that was opened the last turn is read; what was before is a key away.
  private mutating func open(_ studio: Studio) -> [Line] {
    self = PlainConversation()
    session = studio.session.id
    let turns = studio.session.path.map { studio.session.turns[$0] }
    guard let last = turns.last else { return [] }
    for turn in turns.dropLast() {
      prompts.insert(turn.id)
      ended.formUnion(turn.runs.map(\.id))
    }
    ended.formUnion(last.runs.map(\.id).filter { id in !Self.runs(of: last, studio).contains { $0.id == id } })
    let title = VisibleText.make(studio.session.title)
    return [Line(), Line("session: \(title), \(countText(turns.count, of: "turn"))", .title)]
  }

  /// Answers side by side come one after the other, each when it is whole.
  private static func runs(of turn: Turn, _ studio: Studio) -> [Run] {
    guard studio.showsComparison else { return turn.shownRun.map { [$0] } ?? [] }
    let ended = turn.runs.filter { !$0.isActive }
    guard let order = studio.session.blindOrder, studio.session.isBlind else { return ended }
    let others = ended.filter { run in !order.contains { $0 == run.lane } }
    return order.flatMap { lane in ended.filter { $0.lane == lane } } + others
  }

  private mutating func read(_ answer: Run, of turn: Turn, _ studio: Studio, columns: Int) -> [Line] {
    let run = studio.unnamed(answer)
    var reading = readings[run.id] ?? Reading()
    readings[run.id] = nil
    if reading.edition != run.edition {
      reading = Reading()
      reading.edition = run.edition
    }
    var lines = thoughts(&reading, run, studio, columns: columns)
    reading.answer.sync(run)
    let notes = run.isActive ? [] : AnswerNotes.make(run, in: turn)
    reading.answer.layout(columns: columns, notes: notes, shelf: studio.shelf)
    let settled = run.isActive ? reading.answer.settledLineCount : reading.answer.lineCount
    if settled > reading.answerLines, !reading.hasHeader {
      lines += [Line(), Line("\(VisibleText.make(studio.teller(of: run))):", .model)]
      reading.hasHeader = true
    }
    lines += reading.answer.lines(in: min(reading.answerLines, settled)..<settled)
    reading.answerLines = max(reading.answerLines, settled)
    if run.isActive {
      readings[run.id] = reading
    } else {
      ended.insert(run.id)
      let end = studio.session.isBlind ? nil : run.endTime
      let time = end.map { ", \(durationText(milliseconds: max(0, $0 - run.startTime)))" } ?? ""
      lines += [Line(), Line("end of the answer\(time)", .faint)]
    }
    return lines
  }

  private func thoughts(_ reading: inout Reading, _ run: Run, _ studio: Studio, columns: Int) -> [Line] {
    guard studio.settings.thinkingPane != .hidden, run.hasThoughts, !studio.session.isBlind else { return [] }
    var lines: [Line] = []
    if !reading.hasThinkingLine {
      reading.hasThinkingLine = true
      lines += [Line(), Line(studio.settings.thinkingPane == .shown ? "thinking:" : "thinking", .thinking)]
    }
    guard studio.settings.thinkingPane == .shown else { return lines }
    reading.thoughts.sync(run)
    reading.thoughts.layout(columns: columns, shelf: studio.shelf)
    let isOver = !run.isActive || run.hasAnswerContent
    let settled = isOver ? reading.thoughts.lineCount : reading.thoughts.settledLineCount
    lines += reading.thoughts.lines(in: min(reading.thoughtLines, settled)..<settled)
    reading.thoughtLines = max(reading.thoughtLines, settled)
    return lines
  }

  /// A message that was gone to is read again.
  private func message(_ id: MessageID, _ studio: Studio, columns: Int) -> [Line] {
    guard let index = studio.transcript.index(of: id) else { return [] }
    let turn = studio.session.turns[studio.transcript.messages[index].turn]
    let place = Line("message \(index + 1) of \(studio.transcript.messages.count)", .faint)
    switch id {
    case .prompt:
      return [Line(), place, Line("you:", .user)]
        + PromptLines.make(turn.content, columns: columns, shelf: studio.shelf)
    case .answer(let id):
      guard let answer = turn.runs.first(where: { $0.id == id }), !answer.isActive else { return [] }
      let run = studio.unnamed(answer)
      var layout = MessageLayout()
      layout.sync(run)
      layout.layout(columns: columns, notes: AnswerNotes.make(run, in: turn), shelf: studio.shelf)
      return [Line(), place, Line("\(VisibleText.make(studio.teller(of: run))):", .model)] + layout.allLines
    }
  }
}

extension Settings {
  /// These settings where the studio is read line by line: without pictures and drawn lines.
  package var forPlainMode: Settings {
    var settings = self
    settings.lines = .ascii
    settings.pictures = .none
    settings.showsThumbnails = false
    return settings
  }
}
