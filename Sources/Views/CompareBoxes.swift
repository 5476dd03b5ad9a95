import Core
import Screen

/// All figures, in a box.
enum FiguresBox {
  static func draw(_ studio: Studio, scroll: Int, on screen: Rect, into grid: inout Grid) -> Rect {
    let lines = studio.figureLines
    let columns = (lines.map { TextWidth.columns(of: $0.text) }.max() ?? 0) + 4
    let rect = screen.centered(
      Size(columns: min(max(48, columns), screen.columns - 2), rows: min(lines.count + 2, screen.rows - 2)))
    Box.text(lines, from: scroll, title: "Figures", in: rect, into: &grid)
    return rect
  }
}

/// What the session took, and what the next request will.
enum UsageBox {
  static func draw(_ studio: Studio, scroll: Int, on screen: Rect, into grid: inout Grid) -> Rect {
    let columns = min(76, screen.columns - 2)
    let lines = studio.usageLines
    let rect = screen.centered(Size(columns: columns, rows: min(lines.count + 2, screen.rows - 2)))
    Box.text(lines, from: scroll, title: "Tokens and cost", in: rect, into: &grid)
    return rect
  }
}

/// The line-ups, and of the selected one each lane with the settings that tell it from the others.
enum LineUpBox {
  static func draw(_ studio: Studio, _ lineUps: KeptList<LineUp>, on screen: Rect, into frame: inout Frame) -> Rect {
    let found = studio.lineUps(filter: lineUps.list.filter)
    let columns = min(92, screen.columns - 2)
    let selected = found.indices.contains(lineUps.list.selected) ? found[lineUps.list.selected] : nil
    let foot = selected.map { lineUp in
      studio.labels(of: lineUp).enumerated().map { index, label in
        Line(TextWrap.truncate("\(index + 1)  \(VisibleText.make(label))", columns: columns - 4), .popup)
      }
    }
    let empty =
      studio.settings.lineUps.items.isEmpty
      ? "No line-up is kept any more."
        + studio.way(.undeleteKept, "brings back what was deleted last", at: .list)
      : "No line-up has these letters."
    return ListBox.draw(
      "Line-ups", lineUps.list, count: found.count, most: studio.settings.lineUps.items.count, empty: empty, on: screen,
      columns: 92, footRows: Lane.counts.upperBound, foot: foot ?? [], into: &frame
    ) { index in
      let models = found[index].lanes.map(\.model).map(VisibleText.make).joined(separator: " | ")
      let name = VisibleText.make(found[index].name)
      let room = max(8, columns - 6 - TextWidth.columns(of: name))
      return ListBox.spread(name, TextWrap.truncate(models, columns: room), columns: columns - 4)
    }
  }
}

/// How the models did in all verdicts.
enum VerdictBox {
  static func draw(_ studio: Studio, _ list: ListState, on screen: Rect, into frame: inout Frame) -> Rect {
    let standings = studio.standings(filter: list.filter)
    let columns = min(92, screen.columns - 2)
    let empty =
      studio.verdicts == nil
      ? "reading the verdicts"
      : list.filter.isEmpty
        ? "There is no verdict yet: v in a comparison gives one. What the offline simulator said does not count."
        : "No verdict has a label that begins so."
    let all = studio.verdicts?.count ?? 0
    return ListBox.draw(
      standings.isEmpty ? "Verdicts" : "Verdicts · \(countText(all))", list, count: standings.count,
      most: standings.count, empty: empty, on: screen,
      columns: 92, invitation: "type a label to filter", into: &frame
    ) { index in
      let standing = standings[index]
      return ListBox.spread(VisibleText.make(standing.contestant.label), text(standing), columns: columns - 4)
    }
  }

  /// `12 of 20 won · 60 % (39–78)`: the share, and where the true one lies with 95 % certainty.
  private static func text(_ standing: Standing) -> String {
    let interval = "\(percent(standing.interval.lowerBound))–\(percent(standing.interval.upperBound))"
    let ties = standing.ties > 0 ? " · " + countText(standing.ties, of: "tie") : ""
    return "\(standing.wins) of \(standing.comparisons) won\(ties) · \(percent(standing.winRate)) % (\(interval))"
  }

  private static func percent(_ share: Double) -> String { String(Int((share * 100).rounded())) }
}
