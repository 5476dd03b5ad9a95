package import Gemini

/// The models that a person marked or chose, as they are kept beside the sessions.
package enum ModelList {
  package static let favourites = "models.favourites"
  package static let recent = "models.recent"
  static let mostRecent = 5

  /// Reads what `text` wrote; what cannot be read is left out.
  package static func read(_ text: String) -> [String] {
    (try? JSON(parsing: text))?.array?.compactMap(\.string) ?? []
  }

  static func text(_ ids: [String]) -> String { JSON.array(ids.map(JSON.string)).text }
}

/// The model picker.
extension Studio {
  /// The models that match a filter; the last row takes the filter itself as an id. Those a person marked come first, then
  /// those that were chosen last, also where the server does not list them.
  package func models(filter: String) -> [Model] {
    let first = settings.favouriteModels + settings.recentModels.filter { !settings.favouriteModels.contains($0) }
    let byID = Dictionary(models.map { ($0.id, $0) }) { one, _ in one }
    let ordered =
      first.compactMap { byID[$0] ?? Model(["name": .string("models/\($0)")]) }
      + models.filter { !first.contains($0.id) }
    return filter.isEmpty ? ordered : FuzzyMatch.sorted(ordered, by: filter) { $0.id + " " + $0.displayName }
  }

  /// What was typed, as the id of a model that is not among those found.
  package func offeredModelID(filter: String) -> String? {
    let id = filter.trimmingBlanks
    return id.isEmpty || models(filter: filter).contains { $0.id == id } ? nil : id
  }

  /// What a model stands under in the unfiltered list.
  package func modelGroup(_ id: String) -> String {
    if settings.favouriteModels.contains(id) { return "Favourites" }
    return settings.recentModels.contains(id) ? "Recent" : "All models"
  }

  /// Why the selected model cannot be marked.
  var whyNotMark: String? {
    guard case .models(let list) = overlay else {
      return "Models are marked in their list." + way(.chooseModel, "opens it")
    }
    return pickedModels.indices.contains(list.selected) ? nil : "No model is selected."
  }

  /// Marks a model as a favourite, or takes the mark away; it stays selected.
  private mutating func mark(_ id: String, _ list: ListState) -> [Effect] {
    var list = list
    if let index = settings.favouriteModels.firstIndex(of: id) {
      settings.favouriteModels.remove(at: index)
    } else {
      settings.favouriteModels.append(id)
    }
    list.selected = models(filter: list.filter).firstIndex { $0.id == id } ?? 0
    overlay = .models(list)
    return [.remember(ModelList.favourites, ModelList.text(settings.favouriteModels))]
  }

  /// Remembers a chosen model.
  private mutating func noteChoice(of model: String) -> Effect {
    settings.recentModels = Array(([model] + settings.recentModels.filter { $0 != model }).prefix(ModelList.mostRecent))
    return .remember(ModelList.recent, ModelList.text(settings.recentModels))
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
      // The row of what was typed is the last one, unless it turned out to be a model's id.
      list.selected = new.firstIndex { $0.id == list.filter.trimmingBlanks } ?? new.count
    }
    overlay = .models(list)
  }

  /// The rows of an open picker.
  private var pickedModels: [Model] {
    guard case .models(let list) = overlay else { return [] }
    return models(filter: list.filter)
  }

  mutating func performInModels(_ name: CommandName, _ list: ListState) -> [Effect] {
    let models = models(filter: list.filter)
    if name == .markFavourite, models.indices.contains(list.selected) { return mark(models[list.selected].id, list) }
    guard name == .accept else { return [] }
    let chosen = models.indices.contains(list.selected) ? models[list.selected].id : nil
    guard let id = chosen ?? offeredModelID(filter: list.filter) else { return [] }
    let model = settings.model(id)
    if let problem = ModelID.problem(model) {
      say(problem, .error)
      return []
    }
    overlay = nil
    let note = noteChoice(of: ModelID.bare(model))
    // A picture model takes the place of the picture model, any other that of the text model.
    let makesImages = traits(of: model).makesImages
    changeSetup { $0.take(model, makesImages: makesImages) }
    estimateHistory()
    if let lane = focusedLane { return saved() + takeModel(lane) + [note] }
    let waiting = activeRuns.filter(\.isWaiting)
    if let run = waiting.last {
      if run.model == model { return saved() + [note] + waiting.map { .retryNow($0.id) } }
      if whyNotSend == nil { return saved() + [note] + askAgain(insteadOf: waiting) }
    }
    var key: String?
    if case .again? = promptOrigin { key = spelledKey(for: .send) }
    let today = now.day(utcOffsetSeconds: 0)
    let succession = traits(of: model).succession.flatMap { ($0.endDate ?? today) <= today ? $0 : nil }
    let ending = succession.map { ", but it \($0.ending(on: today))" } ?? ""
    let asks = key.map { ending.isEmpty ? ": \($0) asks it." : ". \($0) asks \(model)." } ?? "."
    say("\(model) takes the next turn\(ending)\(asks)", ending.isEmpty ? .info : .warning)
    return saved() + [note]
  }
}
