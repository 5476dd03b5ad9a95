import Screen

extension Studio {
  /// The columns of help inside its frame.
  package var helpColumns: Int { min(96, terminal.size.columns) - 4 }

  /// True if the box in front shows all its lines, as far as that is known.
  package var boxFits: Bool {
    switch overlay {
    case .figures: figureLines.count <= terminal.size.rows - 4
    case .usage: usageLines.count <= terminal.size.rows - 4
    default: false
    }
  }

  /// Keys that are text inside an overlay.
  mutating func typeIntoOverlay(_ key: Key) -> [Effect] {
    switch overlay {
    case .entry(var entry):
      entry.problem = nil
      if let character = key == Key(.tab) && entry.takesTab(settings.editing) ? "\t" : key.typed {
        entry.editor.insert(character)
      } else if case .command(let name) = settings.keymap.match([key], at: .prompt) {
        edit(&entry, name)
      }
      overlay = .entry(entry)
      lightUp(entry)
    case .palette(let list) where list.isSlash && list.filter.isEmpty && key == Key(.backspace): overlay = nil
    case .settings(let panel): return typeIntoSettings(key, panel)
    case .files(let picker): return type(key, picker)
    case .gallery: typeIntoGallery(key)
    case .help(_, let filter):
      var list = ListState()
      list.filter = filter
      list.type(key)
      overlay = .help(scroll: 0, filter: list.filter)
    default: return changeList { $0.type(key) } ?? []
    }
    return []
  }

  /// Closes what is in front. A question is answered by its last choice, which changes nothing.
  private mutating func closeOverlay() -> [Effect] {
    let closed = overlay
    overlay = nil
    switch closed {
    case .question(let question): return question.choices.last.map { answer(question, with: $0.key) } ?? []
    case .help: overlay = overlayBehindHelp
    case .palette(let list): keepText(of: list)
    case .output(let output): return output.text == nil ? [.endPipe(output.number)] : []
    case .chips: _ = prompt.dropSelection()
    case .attachment, .pasted: returnToChips()
    case .presets(let list): closePresets(list)
    case .entry(let entry):
      keepText(of: entry)
      if case .setting(let field, let panel) = entry.purpose { openSettings(at: field, in: panel) }
      if case .variable(let filling) = entry.purpose { overlay = .library(filling.list) }
      if case .renamePreset(_, let list) = entry.purpose { overlay = .presets(list) }
      if case .renameLineUp(_, let list) = entry.purpose { overlay = .lineUps(list) }
      if case .renamePrompt(_, let list) = entry.purpose { overlay = .library(list) }
      if case .savePictures(let save) = entry.purpose { overlay = save.overlay }
      if case .studioSetting(_, let list) = entry.purpose { overlay = .studioSettings(list) }
      if case .renameSession(_, let list) = entry.purpose { overlay = list.map { .sessions($0) } }
      if case .find = entry.purpose { finding = nil }
    default: break
    }
    return []
  }

  mutating func performInOverlay(_ name: CommandName) -> [Effect] {
    if name == .close { return closeOverlay() }
    if let effects = moveInList(name) { return effects }
    switch overlay {
    case .help(let scroll, let filter):
      let count = HelpText.lines(of: self, filter: filter, columns: helpColumns).count
      overlay = .help(scroll: scrolled(scroll, name, lines: count, others: 1), filter: filter)
    case .figures(let scroll): overlay = .figures(scroll: scrolled(scroll, name, lines: figureLines.count))
    case .usage(let scroll): overlay = .usage(scroll: scrolled(scroll, name, lines: usageLines.count))
    case .output(var output):
      output.scroll = scrolled(output.scroll, name, lines: output.lines(columns: outputColumns).count)
      overlay = .output(output)
    case .pasted(var pasted):
      pasted.scroll = scrolled(pasted.scroll, name, lines: pasted.lines.count)
      overlay = .pasted(pasted)
    case .themes(let list): return performInThemes(name, list)
    case .links(let list): return performInLinks(name, list)
    case .turns(let list): return performInTurns(name, list)
    case .studioSettings(let list): return performInStudioSettings(name, list)
    case .lineUps(let list): return performInLineUps(name, list)
    case .verdicts: if name == .accept { overlay = nil }
    case .palette(let list): return name == .accept ? performInPalette(list) : []
    case .sessions(var list): return performInSessions(name, &list)
    case .prompts(let search): return performInPromptSearch(name, search)
    case .models(let list): return performInModels(name, list)
    case .settings(let panel): return performInSettings(name, panel)
    case .presets(let list): return performInPresets(name, list)
    case .library(let list): return performInLibrary(name, list)
    case .tree(let state): return performInTree(name, state)
    case .entry(let entry): return name == .accept ? accept(entry) : []
    case .files(let picker): return performInPicker(name, picker)
    case .chips(let index): return performOnChip(name, at: index)
    case .attachment(let index): performOnAttachment(name, at: index)
    case .picture: return performInViewer(name)
    case .question, .gallery, nil: break
    }
    return []
  }

  mutating func receiveInOverlay(_ mouse: Mouse) -> [Effect] {
    if overlay == .picture { return isTooSmall ? [] : receiveInViewer(mouse) }
    if overlay == .gallery { return receiveInGallery(mouse) }
    switch mouse.action {
    case .wheelUp: return moveInList(by: -1) ?? performInOverlay(.selectPrevious)
    case .wheelDown: return moveInList(by: 1) ?? performInOverlay(.selectNext)
    case .press where mouse.button == 1 && mouse.meaning == nil && closesBeside: return perform(.close)
    case .press, .release, .drag: return []
    }
  }
}
