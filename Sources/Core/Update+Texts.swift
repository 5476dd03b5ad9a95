import Gemini
import Screen

/// Texts asked for, and questions.
extension Studio {
  mutating func askForName(of id: SessionID, title: String, over list: ListState?) {
    overlay = .entry(
      TextEntry(
        purpose: .renameSession(id, over: list), title: "Rename the session", help: "A name to find it by.",
        editor: PromptEditor(Draft(text: title))))
  }

  /// That of the focused lane while its keys are those of the pane, else that of the session.
  mutating func askForSystemInstruction() {
    let lane = focus == .compare ? focusedLane : nil
    let text = lane?.systemInstruction ?? session.systemInstruction
    var title = "System instruction"
    var help = "What the model is told before every turn."
    if lane != nil, let laneName {
      title += " · \(laneName)"
      help =
        lane?.systemInstruction == nil
        ? "It is the session's, as in each lane without one of its own. Changed here it is this lane's own."
        : "This lane's own. Reset it in the run settings, and it is the session's again."
    } else if session.isComparison {
      title += " · session"
      help = "What each lane without one of its own is told before every turn."
    }
    overlay = .entry(
      TextEntry(
        purpose: .systemInstruction(lane: lane?.id), title: title, help: help + way(.newLine, "starts a new line"),
        editor: PromptEditor(Draft(text: text)), isMultiline: true))
  }

  /// - Parameter lane: its number; `nil` for the session's.
  private mutating func take(systemInstruction text: String, ofLane lane: Int?) {
    guard let lane else {
      session.systemInstruction = text
      return
    }
    guard let index = session.lanes.firstIndex(where: { $0.id == lane }) else { return }
    session.lanes[index].systemInstruction = text == session.systemInstruction ? nil : text
  }

  /// The text that is asked for, if one is.
  var openEntry: TextEntry? {
    if case .entry(let entry) = overlay { entry } else { nil }
  }

  /// True while a text of several lines is asked for.
  package var isMultilineEntry: Bool { openEntry?.isMultiline == true }

  /// A text of several lines that was not accepted is work all the same: the history of prompts keeps it.
  mutating func keepText(of entry: TextEntry) {
    let text = entry.editor.text
    let schema = setup.typedText(of: .schema, traits(of: setup.model))
    guard entry.isMultiline, ![setup.systemInstruction, session.systemInstruction, schema ?? ""].contains(text) else {
      return
    }
    history.add(text)
    say("What was typed there is not lost: Up in an empty prompt brings it back.")
  }

  /// What was written in `$EDITOR` goes where it came from.
  mutating func takeEdited(_ text: String?) {
    completion = nil
    guard let text else { return }
    if var entry = openEntry {
      entry.editor.replace(with: text)
      overlay = .entry(entry)
    } else if text != prompt.text {
      prompt.replace(with: text)
    }
  }

  func edit(_ entry: inout TextEntry, _ name: CommandName) {
    switch name {
    case .newLine: if entry.isMultiline { entry.editor.insert("\n") }
    case .moveUp, .moveDown:
      let rows = PromptRows(entry.editor, columns: entryColumns)
      if let position = rows.position(rowsDown: name == .moveUp ? -1 : 1, in: entry.editor) {
        entry.editor.move(to: position)
      } else {
        edit(&entry, name == .moveUp ? .historyPrevious : .historyNext)
      }
    case .historyPrevious, .historyNext:
      let typed = entry.editor.text
      var text = name == .historyPrevious ? entry.history.previous(from: typed) : entry.history.next(from: typed)
      // What stands there already is no way back.
      if text == typed, name == .historyPrevious { text = entry.history.previous(from: typed) ?? text }
      if let text { entry.editor.replace(with: text) }
    default: entry.editor.perform(name)
    }
  }

  /// The columns of text in the box that asks for one.
  package var entryColumns: Int { max(2, min(terminal.size.columns - 4, 76) - 5) }

  mutating func accept(_ entry: TextEntry) -> [Effect] {
    let text = entry.editor.text
    overlay = nil
    switch entry.purpose {
    case .renameSession(let id, let list):
      overlay = list.map { .sessions($0) }
      let title = text.trimmingBlanks
      guard !title.isEmpty else { return [] }
      if id == session.id { session.title = title }
      parked[id]?.title = title
      change(id) { $0.title = title }
      return [.rename(id, title)]
    case .systemInstruction(let lane):
      take(systemInstruction: text.trimmingBlanks, ofLane: lane)
      estimateHistory()
      return saved()
    case .setting(let field, let panel): return accept(field, panel, entry)
    case .variable(let filling): return accept(filling, text)
    case .renamePreset(let name, let list): return renamePreset(name, by: entry, in: list)
    case .renameLineUp(let name, let list): return rename(name, by: entry, in: list)
    case .renamePrompt(let name, let list): return renamePrompt(name, by: entry, in: list)
    case .savePictures(let save): return accept(save, as: text)
    case .lineUpName: return saveLineUp(as: text)
    case .verdictNote(let verdict): return give(verdict, note: text)
    case .saveText(let text): return saveText(text, as: entry.editor.text)
    case .pipe(let text):
      confirm(entry.editor.text, with: text)
      return []
    case .studioSetting(let item, let list): return accept(text, for: item, in: list)
    case .find(let pane):
      find(text, in: pane)
      return []
    }
  }

  mutating func answer(_ question: Question, with key: Character) -> [Effect] {
    overlay = nil
    switch (question.purpose, key) {
    case (.leave, "f"):
      leavesWhenDone = true
      return []
    case (.leave, "l"): return quit()
    case (.leave, _):
      if leavesWhenDone { say("The studio stays.") }
      leavesWhenDone = false
      return []
    case (.stopPictures(let runs), "s"): return runs.map { .cancel($0) }
    case (.fetch(let address, let pasted), _): return answerFetch(address, pasted: pasted, with: key)
    case (.sendUnsaved(let runs), "s"): return sendUnsaved(runs)
    case (.sendUnsaved(let runs), _): return withdraw(runs)
    case (.confirmCost(let step), "s"): return go(on: step)
    case (.judge, _): return judge(key)
    case (.link(let address), _): return answerLink(address, with: key)
    case (.pipe(let text, let command), "r"): return pipe(text, to: command)
    case (.repeatLane, _): return key.wholeNumberValue.map { repeatLane($0) } ?? []
    case (.openPicture(let asset, let isOverPicture), _):
      if isOverPicture { overlay = .picture }
      return key == "o" ? [.openPicture(asset)] : []
    default: return []
    }
  }
}
