import Screen

/// The prompt library.
extension Studio {
  /// The prompts that hold every word of the filter, in title, name or text; those with all in the title first.
  package func library(filter: String) -> [LibraryPrompt] {
    let words = filter.lowercased().split(separator: " ")
    guard !words.isEmpty else { return library ?? [] }
    let found = (library ?? []).filter { prompt in
      let text = "\(prompt.title) \(prompt.name) \(prompt.text)".lowercased()
      return words.allSatisfy(text.contains)
    }
    let isInTitle = { (prompt: LibraryPrompt) in words.allSatisfy(prompt.title.lowercased().contains) }
    return found.filter(isInTitle) + found.filter { !isInTitle($0) }
  }

  /// What can be kept under the name that is typed, as rows behind those that are found.
  package func libraryOffers(filter: String) -> [TemplateFilling.Target] {
    guard !LibraryPrompt.fileName(for: filter).isEmpty else { return [] }
    return (prompt.text.trimmingBlanks.isEmpty ? [] : [.prompt])
      + (setup.systemInstruction.isEmpty ? [] : [.systemInstruction])
  }

  /// True if what is kept under this title takes the place of a prompt.
  package func isInLibrary(_ title: String) -> Bool {
    library?.contains { $0.title == title.trimmingBlanks } == true
  }

  /// The selected prompt of an open library.
  package var selectedPrompt: LibraryPrompt? {
    guard case .library(let list) = overlay else { return nil }
    let found = library(filter: list.filter)
    return found.indices.contains(list.selected) ? found[list.selected] : nil
  }

  mutating func openLibrary() -> [Effect] {
    library = nil
    overlay = .library(ListState())
    return [.readLibrary]
  }

  /// The files were read; in an open library the selected prompt stays selected, unless another one is named.
  mutating func take(_ reading: LibraryReading, selecting name: String?) {
    let selected = name ?? selectedPrompt?.name
    library = reading.prompts
    libraryFolder = reading.folder
    deletedPrompts = reading.deleted
    if let problem = reading.problem { say(problem, .warning) }
    guard case .library(var list) = overlay, let selected else { return }
    func place() -> Int? { library(filter: list.filter).firstIndex { $0.name == selected } }
    if name != nil, place() == nil { list.filter = "" }
    list.selected = place() ?? 0
    overlay = .library(list)
  }

  mutating func performInLibrary(_ name: CommandName, _ list: ListState) -> [Effect] {
    let found = library(filter: list.filter)
    let offers = libraryOffers(filter: list.filter)
    switch name {
    case .accept, .useAsInstruction:
      if let prompt = selectedPrompt {
        return use(prompt, as: name == .accept ? .prompt : .systemInstruction, from: list)
      }
      guard name == .accept, offers.indices.contains(list.selected - found.count) else { return [] }
      return keep(offers[list.selected - found.count], as: list.filter.trimmingBlanks)
    case .editPrompt: return selectedPrompt.map { [.editPrompt($0.name)] } ?? []
    case .renameKept:
      guard let selected = selectedPrompt else { return [] }
      overlay = .entry(
        TextEntry(
          purpose: .renamePrompt(selected.name, list), title: "Rename the prompt", help: "A name to choose it by.",
          editor: PromptEditor(Draft(text: selected.title))))
      return []
    case .deleteKept: return selectedPrompt.map { delete($0, list) } ?? []
    case .undeleteKept:
      notice = nil
      return deletedPrompts.popLast().map { [.restorePrompt($0)] } ?? []
    default: return []
    }
  }

  private mutating func delete(_ prompt: LibraryPrompt, _ list: ListState) -> [Effect] {
    library?.removeAll { $0.name == prompt.name }
    deletedPrompts.append(prompt.name)
    var list = list
    list.selected = max(0, min(list.selected, library(filter: list.filter).count - 1))
    overlay = .library(list)
    say(deleted("The prompt \"\(prompt.title)\"", undoneBy: .undeleteKept, at: .list) + ".")
    return [.deletePrompt(prompt.name)]
  }

  /// Gives a prompt the title that was typed. Where that is another one's, the box stays and says so.
  mutating func renamePrompt(_ old: String, by entry: TextEntry, in list: ListState) -> [Effect] {
    overlay = .library(list)
    let title = entry.editor.text.trimmingBlanks
    guard !title.isEmpty, title != library?.first(where: { $0.name == old })?.title else { return [] }
    let isTaken = library?.contains { $0.name != old && $0.title.lowercased() == title.lowercased() } == true
    guard !isTaken, !LibraryPrompt.fileName(for: title).isEmpty else {
      var entry = entry
      entry.problem = isTaken ? "There is a prompt named \"\(title)\" already." : "A name has letters or digits."
      overlay = .entry(entry)
      return []
    }
    return [.renamePrompt(old, title: title)]
  }

  /// Keeps the prompt or the system instruction under a name.
  private mutating func keep(_ what: TemplateFilling.Target, as title: String) -> [Effect] {
    overlay = nil
    let text = what == .prompt ? prompt.text : setup.systemInstruction
    return [.savePrompt(title: title, text: text)]
  }

  private mutating func use(
    _ prompt: LibraryPrompt, as target: TemplateFilling.Target, from list: ListState
  ) -> [Effect] {
    go(on: TemplateFilling(title: prompt.title, template: Template(prompt.text), target: target, list: list))
  }

  /// Asks for the next variable, or puts the text where it is meant to be.
  private mutating func go(on filling: TemplateFilling) -> [Effect] {
    if let variable = filling.variable {
      let count = filling.template.variables.count
      let place = count > 1 ? " · \(filling.values.count + 1) of \(count)" : ""
      overlay = .entry(
        TextEntry(
          purpose: .variable(filling), title: VisibleText.make("\(filling.title) · \(variable)") + place, help: "",
          editor: PromptEditor(), isMultiline: true))
      return []
    }
    overlay = nil
    let text = filling.template.filled(with: filling.values)
    switch filling.target {
    case .prompt:
      focus = .prompt
      prompt.paste(text)
    case .systemInstruction:
      changeSetup { $0.systemInstruction = text }
      estimateHistory()
      let whose = laneName.map { " of \($0)" } ?? ""
      say(
        "\"\(filling.title)\" is the system instruction\(whose) now."
          + way(.runSettings, "shows it among the run settings"))
    }
    return saved()
  }

  mutating func accept(_ filling: TemplateFilling, _ value: String) -> [Effect] {
    var filling = filling
    if let variable = filling.variable { filling.values[variable] = value }
    return go(on: filling)
  }
}
