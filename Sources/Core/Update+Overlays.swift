import Screen

extension Studio {
  /// Keys that are text inside an overlay.
  mutating func typeIntoOverlay(_ key: Key) -> [Effect] {
    switch overlay {
    case .entry(var entry):
      entry.problem = nil
      if let character = key == Key(.tab) ? "\t" : key.typed {
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
    case .prompts(var search):
      search.list.type(key)
      overlay = .prompts(search)
    case .models(var list):
      list.type(key)
      overlay = .models(list)
    case .themes(var list):
      list.type(key)
      overlay = .themes(list)
    case .studioSettings(var list):
      list.type(key)
      overlay = .studioSettings(list)
    case .lineUps(var list):
      list.type(key)
      overlay = .lineUps(list)
    case .verdicts(var list):
      list.type(key)
      overlay = .verdicts(list)
    case .links(var list):
      list.type(key)
      overlay = .links(list)
    case .turns(var list):
      list.type(key)
      overlay = .turns(list)
    case .settings(let panel): return typeIntoSettings(key, panel)
    case .library(var list):
      list.type(key)
      overlay = .library(list)
    case .presets(var list):
      list.list.type(key)
      overlay = .presets(list)
    case .files(let picker): return type(key, picker)
    case .gallery: typeIntoGallery(key)
    case .help(_, let filter):
      var list = ListState()
      list.filter = filter
      list.type(key)
      overlay = .help(scroll: 0, filter: list.filter)
    case .figures, .usage, .output, .question, .picture, .attachment, .tree, .chips, .pasted, nil: break
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
      if case .presetName(_, let list) = entry.purpose { overlay = .presets(list) }
      if case .savePictures(let save) = entry.purpose { overlay = save.overlay }
      if case .studioSetting(_, let list) = entry.purpose { overlay = .studioSettings(list) }
      if case .renameSession(_, let list) = entry.purpose { overlay = list.map { .sessions($0) } }
    default: break
    }
    return []
  }

  mutating func performInOverlay(_ name: CommandName) -> [Effect] {
    if name == .close { return closeOverlay() }
    switch overlay {
    case .help(let scroll, let filter):
      // The frame, the filter, and the rows of the screen around the box.
      let page = max(1, terminal.size.rows - 5)
      let delta = [.selectNext: 1, .selectPrevious: -1, .selectNextPage: page, .selectPreviousPage: -page][name] ?? 0
      let count = HelpText.lines(of: self, filter: filter).count
      overlay = .help(scroll: max(0, min(count - page, scroll + delta)), filter: filter)
    case .figures(let scroll):
      let page = max(1, terminal.size.rows - 4)
      let delta = [.selectNext: 1, .selectPrevious: -1, .selectNextPage: page, .selectPreviousPage: -page][name] ?? 0
      overlay = .figures(scroll: max(0, min(figureLines.count - page, scroll + delta)))
    case .themes(var list):
      return performInThemes(name, &list)
    case .usage(let scroll):
      let page = max(1, terminal.size.rows - 4)
      let delta = [.selectNext: 1, .selectPrevious: -1, .selectNextPage: page, .selectPreviousPage: -page][name] ?? 0
      overlay = .usage(scroll: max(0, min(usageLines.count - page, scroll + delta)))
    case .output(let output): performInOutput(name, output)
    case .links(var list):
      return performInLinks(name, &list)
    case .turns(var list):
      return performInTurns(name, &list)
    case .studioSettings(var list):
      return performInStudioSettings(name, &list)
    case .lineUps(var list):
      return performInLineUps(name, &list)
    case .verdicts(var list):
      list.move(name, count: standings(filter: list.filter).count)
      overlay = name == .accept ? nil : .verdicts(list)
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
    case .prompts(let search):
      return performInPromptSearch(name, search)
    case .models(var list):
      return performInModels(name, &list)
    case .settings(let panel):
      return performInSettings(name, panel)
    case .presets(let list): return performInPresets(name, list)
    case .library(let list): return performInLibrary(name, list)
    case .tree(let state):
      return performInTree(name, state)
    case .entry(let entry):
      return name == .accept ? accept(entry) : []
    case .files(let picker):
      return performInPicker(name, picker)
    case .chips(let index): return performOnChip(name, at: index)
    case .pasted(let pasted): scroll(pasted, name)
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
    case .wheelUp: return performInOverlay(.selectPrevious)
    case .wheelDown: return performInOverlay(.selectNext)
    case .press where mouse.button == 1 && mouse.meaning == nil && closesBeside: return perform(.close)
    case .press, .release, .drag: return []
    }
  }
}
