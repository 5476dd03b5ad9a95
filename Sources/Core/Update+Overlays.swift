package import Gemini
import Screen

extension Studio {
  /// Keys that are text inside an overlay.
  mutating func typeIntoOverlay(_ key: Key) -> [Effect] {
    switch overlay {
    case .entry(var entry):
      entry.problem = nil
      if let character = key.typed {
        entry.editor.insert(character)
      } else if case .command(let name) = settings.keymap.match([key], at: .prompt) {
        edit(&entry, name)
      }
      overlay = .entry(entry)
    case .palette(var list):
      if list.isSlash, list.filter.isEmpty, key == Key(.backspace) {
        overlay = nil
        return []
      }
      list.type(key)
      overlay = .palette(list)
    case .sessions(var list):
      list.type(key)
      overlay = .sessions(list)
    case .models(var list):
      list.type(key)
      overlay = .models(list)
    case .settings(let panel):
      // Typing a number begins to enter the value of the selected field.
      if let character = key.typed, character.isNumber || character == "." {
        return enterValue(panel, first: character)
      }
    case .help, .question, .picture, nil: break
    }
    return []
  }

  private func edit(_ entry: inout TextEntry, _ name: CommandName) {
    switch name {
    case .newLine: if entry.isMultiline { entry.editor.insert("\n") }
    case .moveUp, .moveDown:
      let rows = PromptRows(entry.editor, columns: entryColumns)
      if let position = rows.position(rowsDown: name == .moveUp ? -1 : 1) { entry.editor.move(to: position) }
    default: entry.editor.perform(name)
    }
  }

  /// The columns of text in the box that asks for one.
  package var entryColumns: Int { max(2, min(terminal.size.columns - 4, 76) - 5) }

  /// Closes what is in front. A question is answered by its last choice, which changes nothing.
  private mutating func closeOverlay() -> [Effect] {
    let closed = overlay
    overlay = nil
    switch closed {
    case .question(let question): return question.choices.last.map { answer(question, with: $0.key) } ?? []
    case .palette(let list): keepText(of: list)
    case .entry(let entry):
      if case .setting(let field) = entry.purpose { openSettings(at: field) }
      if case .savePictures(let save) = entry.purpose, save.isOverPicture { overlay = .picture }
    default: break
    }
    return []
  }

  /// What was typed after a `/` and names no command is text of the prompt.
  private mutating func keepText(of list: ListState) {
    guard list.isSlash, !list.filter.isEmpty, palette(filter: list.filter).isEmpty else { return }
    prompt.paste("/" + list.filter)
  }

  private mutating func openSettings(at field: SettingField) {
    var panel = SettingsPanel()
    panel.selected = SettingField.allCases.firstIndex(of: field) ?? 0
    overlay = .settings(panel)
  }

  mutating func performInOverlay(_ name: CommandName) -> [Effect] {
    if name == .close { return closeOverlay() }
    switch overlay {
    case .help(let scroll):
      let page = max(1, terminal.size.rows - 4)
      let delta = [.selectNext: 1, .selectPrevious: -1, .selectNextPage: page, .selectPreviousPage: -page][name] ?? 0
      overlay = .help(scroll: max(0, min(HelpText.lineCount(of: self) - page, scroll + delta)))
    case .palette(var list):
      let commands = palette(filter: list.filter)
      if name == .accept {
        overlay = nil
        keepText(of: list)
        return commands.indices.contains(list.selected) ? perform(commands[list.selected].name) : []
      }
      list.move(name, count: commands.count)
      overlay = .palette(list)
    case .sessions(var list):
      return performInSessions(name, &list)
    case .models(var list):
      return performInModels(name, &list)
    case .settings(let panel):
      return performInSettings(name, panel)
    case .entry(let entry):
      return name == .accept ? accept(entry) : []
    case .question, .picture, nil: break
    }
    return []
  }

  mutating func receiveInOverlay(_ mouse: Mouse) -> [Effect] {
    switch mouse.action {
    case .wheelUp: return performInOverlay(.selectPrevious)
    case .wheelDown: return performInOverlay(.selectNext)
    case .press, .release, .drag: return []
    }
  }

  // MARK: Palette

  /// The commands that match a filter, the best first.
  package func palette(filter: String) -> [Command] {
    let commands = Command.table.filter(\.isInPalette)
    guard !filter.isEmpty else { return commands }
    return FuzzyMatch.sorted(commands, by: filter) { $0.title + " " + $0.name.rawValue }
  }

  // MARK: Sessions

  /// The sessions whose titles hold every word of the filter.
  package func sessions(filter: String) -> [SessionSummary] {
    let words = filter.lowercased().split(separator: " ")
    return (listedSessions ?? []).filter { session in
      let title = session.title.lowercased()
      return words.allSatisfy { title.contains($0) }
    }
  }

  private mutating func performInSessions(_ name: CommandName, _ list: inout ListState) -> [Effect] {
    let sessions = sessions(filter: list.filter)
    let selected = sessions.indices.contains(list.selected) ? sessions[list.selected] : nil
    switch name {
    case .accept:
      // Before the list is read there is nothing to accept, and the box stays.
      return selected.map { open($0.id) } ?? []
    case .renameSelected:
      if let selected { askForName(of: selected.id, title: selected.title) }
    default:
      list.move(name, count: sessions.count)
      overlay = .sessions(list)
    }
    return []
  }

  // MARK: Models

  /// The models that match a filter; the last row takes the filter itself as an id.
  package func models(filter: String) -> [Model] {
    filter.isEmpty ? models : FuzzyMatch.sorted(models, by: filter) { $0.id + " " + $0.displayName }
  }

  private mutating func performInModels(_ name: CommandName, _ list: inout ListState) -> [Effect] {
    let models = models(filter: list.filter)
    guard name == .accept else {
      list.move(name, count: models.count + (list.filter.isEmpty ? 0 : 1))
      overlay = .models(list)
      return []
    }
    let id = models.indices.contains(list.selected) ? models[list.selected].id : list.filter.trimmingBlanks
    guard !id.isEmpty else { return [] }
    let model = settings.model(id)
    if let problem = ModelID.problem(model) {
      say(problem, .error)
      return []
    }
    overlay = nil
    // A picture model takes the place of the picture model, any other that of the text model.
    session.take(model, makesImages: traits(of: model).makesImages)
    historyEstimate = session.historyEstimate()
    if let run = activeRun, run.isWaiting {
      if run.model == model { return saved() + [.retryNow(run.id)] }
      if whyNotSend == nil { return saved() + askAgain(insteadOf: run) }
    }
    say("\(model) takes the next turn.")
    return saved()
  }

  // MARK: Run settings

  private mutating func performInSettings(_ name: CommandName, _ panel: SettingsPanel) -> [Effect] {
    var panel = panel
    panel.problem = nil
    let rows = session.settingRows(traits)
    let row = rows[panel.selected]
    switch name {
    case .selectNext: panel.selected = (panel.selected + 1) % rows.count
    case .selectPrevious: panel.selected = (panel.selected + rows.count - 1) % rows.count
    case .valueNext, .valuePrevious:
      if let why = row.whyOff { panel.problem = why.asSentence }
      session.step(row.field, by: name == .valueNext ? 1 : -1, traits)
    case .valueReset: session.reset(row.field)
    case .accept: return enterValue(panel, first: nil)
    default: break
    }
    overlay = .settings(panel)
    return saved()
  }

  private mutating func enterValue(_ panel: SettingsPanel, first: Character?) -> [Effect] {
    let row = session.settingRows(traits)[panel.selected]
    if row.field == .systemInstruction {
      askForSystemInstruction()
      return []
    }
    if let why = row.whyOff {
      var panel = panel
      panel.problem = why.asSentence
      overlay = .settings(panel)
      return []
    }
    var editor = PromptEditor()
    if let first {
      editor.insert(first)
    } else if let text = session.typedText(of: row.field, traits) {
      editor.replace(with: text)
    }
    overlay = .entry(
      TextEntry(purpose: .setting(row.field), title: row.field.title, help: row.range, editor: editor))
    return []
  }

  // MARK: Texts and questions

  private mutating func accept(_ entry: TextEntry) -> [Effect] {
    var entry = entry
    let text = entry.editor.text
    overlay = nil
    switch entry.purpose {
    case .renameSession(let id):
      let title = text.trimmingBlanks
      guard !title.isEmpty else { return [] }
      if id == session.id { session.title = title }
      parked[id]?.title = title
      if let index = listedSessions?.firstIndex(where: { $0.id == id }) { listedSessions?[index].title = title }
      if let index = recentSessions.firstIndex(where: { $0.id == id }) { recentSessions[index].title = title }
      return [.rename(id, title)]
    case .systemInstruction:
      session.systemInstruction = text.trimmingBlanks
      historyEstimate = session.historyEstimate()
      return saved()
    case .setting(let field):
      if let problem = session.set(field, to: text, traits) {
        entry.problem = problem
        overlay = .entry(entry)
        return []
      }
      openSettings(at: field)
      return saved()
    case .savePictures(let save): return accept(save, as: text)
    }
  }

  mutating func answer(_ question: Question, with key: Character) -> [Effect] {
    overlay = nil
    switch (question.purpose, key) {
    case (.leave, "f"):
      leavesWhenDone = true
      say("The studio leaves when the answer is complete.")
      return []
    case (.leave, "l"): return quit()
    case (.leave, _):
      leavesWhenDone = false
      return []
    case (.stopPicture(let run), "s"): return [.cancel(run)]
    case (.sendUnsaved(let run), "s"): return sendUnsaved(run)
    case (.openPicture(let asset, let isOverPicture), _):
      if isOverPicture { overlay = .picture }
      return key == "o" ? [.openPicture(asset)] : []
    case (.sendUnsaved(let run), _): return receive(.ended(.cancelled), for: run)
    default: return []
    }
  }
}

extension ListState {
  mutating func type(_ key: Key) {
    if key == Key(.backspace) {
      _ = filter.popLast()
    } else if key == Key("u", .control) || key == Key("w", .control) {
      filter = ""
    } else if let character = key.typed {
      filter.append(character)
    } else {
      return
    }
    selected = 0
  }

  mutating func move(_ name: CommandName, count: Int) {
    let delta = [.selectNext: 1, .selectPrevious: -1, .selectNextPage: 10, .selectPreviousPage: -10][name] ?? 0
    selected = max(0, min(count - 1, selected + delta))
  }
}
