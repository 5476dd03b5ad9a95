import Core
import Gemini
import Screen

/// The models: a line each, and all that is known of the selected one.
enum ModelBox {
  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let models = studio.models(filter: list.filter)
    let typed = studio.offeredModelID(filter: list.filter)
    let typedID = studio.settings.model(typed ?? "")
    let isBeside = screen.columns >= 110
    let columns = min(isBeside ? 130 : 92, screen.columns - 2)
    let listColumns = isBeside ? 62 : columns - 4
    let factColumns = isBeside ? columns - 7 - listColumns : columns - 4
    let empty = studio.modelsProblem ?? "asking the server for its models; type an id to use it at once"
    let used = studio.setup.model
    let today = studio.now.day(utcOffsetSeconds: 0)
    let soon = (studio.now + soonDays * 86_400_000).day(utcOffsetSeconds: 0)
    // As high as the longest of them, so that the box stands still while one goes from model to model.
    let most = studio.models.map { facts($0.id, studio, on: today, columns: factColumns).count }.max() ?? 0
    let selected = models.indices.contains(list.selected) ? models[list.selected].id : typedID
    let all = selected.isEmpty ? [] : facts(selected, studio, on: today, columns: factColumns)
    let footRows = isBeside ? 0 : max(1, min(max(most, all.count), screen.rows - 2 - leastRows))
    // What is found by letters stands by how well it matches, in no groups.
    let groups = models.map { list.filter.isEmpty ? studio.modelGroup($0.id) : "" } + (typed == nil ? [] : [""])
    let rect = ListBox.draw(
      "Models", list, groups: groups.allSatisfy { ["", "All models"].contains($0) } ? [] : groups,
      count: models.count + (typed == nil ? 0 : 1),
      most: max(isBeside ? 21 : 0, studio.models.count + Set(groups).count + 1),
      empty: VisibleText.make(empty), on: screen, columns: columns, footRows: footRows,
      foot: isBeside ? [] : cut(all, to: footRows), into: &frame
    ) { index in
      guard models.indices.contains(index) else {
        return ListBox.spread(noMarks + "use the id \"\(VisibleText.make(typed ?? ""))\"", "", columns: listColumns)
      }
      let id = models[index].id
      let mark = (id == used ? "●" : " ") + (studio.settings.favouriteModels.contains(id) ? "★ " : "  ")
      return row(mark, id, studio.traits(of: id), on: today, soon: soon, columns: listColumns)
    }
    if isBeside, !selected.isEmpty {
      let room = ListBox.side(of: rect, listColumns: listColumns, into: &frame.grid)
      for (index, line) in Box.fit(all, rows: room.rows, columns: room.columns).enumerated() {
        frame.grid.write(line, row: room.row + index, column: room.column, limit: room.endColumn)
      }
    }
    let date = "prices and dates as of \(studio.settings.models.date)"
    Box.note(date, row: rect.endRow - 1, in: rect, into: &frame.grid)
    return rect
  }

  /// What a name has before it that is neither in use nor marked.
  private static let noMarks = "   "
  /// A model that ends within so many days should be left now.
  private static let soonDays = 60

  /// Rows of the box that are no facts of the selected model: its frame, the filter, a blank, and five models.
  private static let leastRows = 9

  /// All that is known of a model: beside the list a line for each fact, below it one after the other.
  private static func facts(_ id: String, _ studio: Studio, on today: String, columns: Int) -> [Line] {
    let facts = ModelFacts.all(studio.traits(of: id), on: today).map(VisibleText.make)
    guard studio.terminal.size.columns >= 110 else {
      return TextWrap.wrap(facts.joined(separator: " · "), columns: columns, role: .popup)
    }
    let head = TextWrap.wrap(facts[0], columns: columns, role: .popupTitle) + [Line()]
    return head + facts.dropFirst().flatMap { TextWrap.wrap($0, columns: columns, role: .popup) }
  }

  /// The id, and of the facts as many as there is room for.
  private static func row(
    _ mark: String, _ id: String, _ traits: ModelTraits, on today: String, soon: String, columns: Int
  ) -> [Span] {
    let name = mark + VisibleText.make(id)
    let room = columns - TextWidth.columns(of: name) - 2
    let all = ModelFacts.short(traits, on: today)
    let fitting = (0...all.count).lazy.map { Array(all.dropFirst($0)) }.first { facts in
      TextWidth.columns(of: facts.joined(separator: " · ")) <= room
    }
    let spans = ListBox.spread(name, fitting?.joined(separator: " · ") ?? "", columns: columns)
    // The end is the last fact.
    guard let last = fitting?.last, let end = traits.endDate, end <= soon else { return spans }
    return spans.dropLast()
      + [Span(String(spans[2].text.dropLast(last.count)), .popupFaint), Span(last, .popupWarning)]
  }

  private static func cut(_ lines: [Line], to rows: Int) -> [Line] {
    guard lines.count > rows, let last = lines.prefix(rows).last else { return lines }
    return lines.prefix(rows - 1) + [Line(String(last.text.dropLast()) + "…", .popup)]
  }
}

/// What is known of a model, in words.
enum ModelFacts {
  /// The least needed first, so that it goes first where there is no room.
  static func short(_ traits: ModelTraits, on today: String) -> [String] {
    var facts: [String] = []
    if traits.thinks { facts.append("thinks") }
    if traits.makesImages { facts.append("pictures") }
    if let price = traits.price(on: today) {
      if let input = price.input, let output = price.output {
        facts.append(input == 0 && output == 0 ? "free" : "\(rateText(input))/\(rateText(output))")
      } else if let picture = price.image["1K"] {
        facts.append("\(rateText(picture)) a picture")
      }
    }
    if let end = traits.endDate { facts.append("\(traits.hasEnded(on: today) ? "ended" : "ends") \(end)") }
    return facts
  }

  static func all(_ traits: ModelTraits, on today: String) -> [String] {
    var facts = [traits.displayName ?? traits.id]
    if let target = traits.target { facts.append("stands for \(target)") }
    let limits = [
      traits.inputTokenLimit.map { "\(countText($0)) in" }, traits.outputTokenLimit.map { "\(countText($0)) out" },
    ]
    .compactMap { $0 }
    if !limits.isEmpty { facts.append(limits.joined(separator: ", ") + " tokens") }
    if !traits.inputModalities.isEmpty { facts.append("takes \(traits.inputModalities.joined(separator: ", "))") }
    if !traits.outputModalities.isEmpty { facts.append("makes \(traits.outputModalities.joined(separator: ", "))") }
    if let thinking = thinking(traits) { facts.append(thinking) }
    if !traits.imageSizes.isEmpty { facts.append("pictures of \(traits.imageSizes.joined(separator: ", "))") }
    if let price = traits.price(on: today) { facts.append(self.price(price)) }
    if let end = traits.endDate {
      facts.append(
        "\(traits.hasEnded(on: today) ? "ended" : "ends") \(end)" + (traits.successor.map { ", then \($0)" } ?? ""))
    }
    if facts.count == 1 { facts.append("nothing else is known of it") }
    return facts
  }

  private static func thinking(_ traits: ModelTraits) -> String? {
    switch traits.thinking {
    case .none: return traits.isThinkingSure ? "does not think" : nil
    case .fixed: return "always thinks"
    case .unknown: return traits.thinks ? "thinks" : nil
    case .levels(let levels): return "thinks \(levels.joined(separator: ", "))"
    case .budget(let range, let canBeOff):
      let tokens = "\(countText(max(1, range.lowerBound))) to \(countText(range.upperBound)) tokens"
      return "thinks \(canBeOff ? "off, " : "")dynamic, \(tokens)"
    }
  }

  private static func price(_ price: ModelPrice) -> String {
    var facts: [String] = []
    if let input = price.input, let output = price.output {
      if input == 0, output == 0 { return "free" }
      let cached = price.cachedInput.map { " (\(rateText($0)) cached)" } ?? ""
      facts.append("\(rateText(input)) in\(cached), \(rateText(output)) out a million tokens")
    }
    if let picture = price.image["1K"] { facts.append("\(rateText(picture)) a 1K picture") }
    if let limit = price.upToPromptTokens { facts.append("up to \(countText(limit)) in the prompt") }
    if let until = price.until { facts.append("until \(until)") }
    return facts.joined(separator: ", ")
  }
}
