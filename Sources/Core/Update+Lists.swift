package import Gemini
import Screen

/// The lists with a filter: commands, sessions, models.
extension Studio {
  /// The commands that match a filter, the best first.
  package func palette(filter: String) -> [Command] {
    let commands = Command.table.filter(\.isInPalette)
    guard !filter.isEmpty else { return commands }
    return FuzzyMatch.sorted(commands, by: filter) { $0.title + " " + $0.name.rawValue }
  }

  /// The models that match a filter; the last row takes the filter itself as an id.
  package func models(filter: String) -> [Model] {
    filter.isEmpty ? models : FuzzyMatch.sorted(models, by: filter) { $0.id + " " + $0.displayName }
  }

  /// Takes the server's list. In an open picker the selected model stays selected, wherever it stands now.
  mutating func take(_ listed: [Model]) {
    let old = pickedModels
    settings.models.take(listed)
    models = listed.filter(\.generatesContent)
    modelsProblem = nil
    guard case .models(var list) = overlay, !old.isEmpty else { return }
    let new = pickedModels
    if old.indices.contains(list.selected) {
      let id = old[list.selected].id
      list.selected = new.firstIndex { $0.id == id } ?? max(0, min(list.selected, new.count - 1))
    } else {
      // The row of what was typed is the last one.
      list.selected = new.count
    }
    overlay = .models(list)
  }

  /// The rows of an open picker.
  private var pickedModels: [Model] {
    guard case .models(let list) = overlay else { return [] }
    return models(filter: list.filter)
  }

  mutating func performInModels(_ name: CommandName, _ list: inout ListState) -> [Effect] {
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
    let makesImages = traits(of: model).makesImages
    changeSetup { $0.take(model, makesImages: makesImages) }
    estimateHistory()
    if let lane = focusedLane { return saved() + takeModel(lane) }
    let waiting = activeRuns.filter(\.isWaiting)
    if let run = waiting.last {
      if run.model == model { return saved() + waiting.map { .retryNow($0.id) } }
      if whyNotSend == nil { return saved() + askAgain(insteadOf: waiting) }
    }
    say(returnedTurn == nil ? "\(model) takes the next turn." : "\(model) takes the next turn: Enter asks it.")
    return saved()
  }

  /// What was typed after a `/` and names no command is text of the prompt.
  mutating func keepText(of list: ListState) {
    guard list.isSlash, !list.filter.isEmpty, palette(filter: list.filter).isEmpty else { return }
    prompt.paste("/" + list.filter)
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
