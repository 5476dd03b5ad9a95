extension Command {
  /// What would tell who answered: it waits while a comparison is blind.
  static let telling: Set<CommandName> = [
    .compare, .chooseLane, .figures, .mergeLanes, .addLane, .removeLane, .repeatLane, .openLineUps, .saveLineUp,
    .chooseModel, .takeSuccessor, .runSettings, .presets, .usage, .systemInstruction, .useAsInstruction, .stepThinking,
    .pictureRecord, .pictureTree, .openGallery,
  ]

  static func whileBlind(_ studio: Studio) -> String {
    "That would tell who answered." + studio.ways([(.judge, "judges"), (.blind, "shows the names")], at: .compare)
  }

  private static let noComparison: @Sendable (Studio) -> String? = {
    $0.session.isComparison ? nil : "There is no comparison here." + $0.way(.compare, "begins one")
  }

  private static let noColumns: @Sendable (Studio) -> String? = { $0.showsComparison ? nil : noComparison($0) }

  private static func lane(_ name: CommandName, _ number: Int) -> Command {
    Command(name, "Show lane \(number)", [(.compare, ["\(number)"])], inPalette: false) { studio in
      noColumns(studio) ?? (studio.comparedAnswers.count >= number ? nil : "There is no lane \(number) here.")
    }
  }

  static let comparing: [Command] = [
    Command(
      .compare, "Compare models side by side, or go back", hint: "compare",
      [(.everywhere, ["ctrl+x c", "f3"])]),
    Command(
      .chooseLane, "Go on from the focused lane alone", hint: "go on from it", [(.compare, ["enter"])], off: noColumns),
    Command(.nextLane, "Go to the next lane", hint: "lane", [(.compare, ["l", "right"])], inPalette: false) {
      noColumns($0)
        ?? ($0.comparison.pair != nil || $0.focusedPlace + 1 < $0.comparedAnswers.count
          ? nil : "This is the last lane.")
    },
    Command(.previousLane, "Go to the lane before", [(.compare, ["h", "left"])], inPalette: false) {
      noColumns($0) ?? ($0.comparison.pair != nil || $0.focusedPlace > 0 ? nil : "This is the first lane.")
    },
    lane(.lane1, 1), lane(.lane2, 2), lane(.lane3, 3), lane(.lane4, 4),
    Command(
      .figures, "Show all figures of the comparison", hint: "figures", [(.compare, ["f"])], off: noColumns),
    Command(
      .differences, "Show what differs of two answers, or columns again",
      hint: "differences", [(.compare, ["="])]
    ) { noColumns($0) ?? $0.whyNoDifferences },
    Command(.judge, "Judge which answer is better", hint: "judge", [(.compare, ["v"])]) {
      noComparison($0) ?? $0.whyNotJudge
    },
    Command(
      .blind, "Hide names, figures, thinking until you judge", hint: "blind", [(.compare, ["B"])],
      off: noComparison),
    Command(.verdicts, "Show how the models did in all verdicts", hint: "verdicts", [(.compare, ["V"])]),
    Command(
      .zoomLane, "Zoom the focused lane to all the room, or show all", hint: "zoom", [(.compare, ["z"])],
      off: noColumns),
    Command(
      .lockLanes, "Lock the lanes together, or free each to scroll", hint: "scroll lock",
      [(.compare, ["s"])],
      off: noColumns),
    Command(.stopLane, "Stop the focused lane alone", hint: "stop it", [(.compare, ["x"])]) {
      noComparison($0) ?? ($0.focusedAnswer?.run?.isActive == true ? nil : "This lane is not running.")
    },
    Command(.addLane, "Add a lane: a copy of the focused one", hint: "add a lane", [(.compare, ["a"])]) {
      noComparison($0)
        ?? ($0.session.lanes.count < Lane.counts.upperBound ? nil : "A comparison has four lanes at most.")
    },
    Command(.removeLane, "Take the focused lane out", hint: "take out", [(.compare, ["D"])]) {
      noComparison($0)
        ?? ($0.session.lanes.count > Lane.counts.lowerBound
          ? nil : "A comparison has two lanes at least." + $0.way(.chooseLane, "goes on from one alone", at: .compare))
    },
    Command(
      .repeatLane, "Ask the focused lane several times over", hint: "repeat it", [(.compare, ["R"])], off: noComparison),
    Command(.mergeLanes, "Ask a model to merge the answers into one", hint: "merge", [(.compare, ["M"])]) {
      noComparison($0) ?? $0.whyNotMerge
    },
    Command(
      .openLineUps, "Compare the lanes of a line-up that was saved", hint: "line-ups", [(.compare, ["W"])]
    ) {
      $0.settings.lineUps == Kept()
        ? "No line-up is saved yet." + $0.way(.saveLineUp, "in a comparison saves one", at: .compare)
        : $0.whyNoOtherLanes
    },
    Command(.saveLineUp, "Save the lanes under a name", hint: "save line-up", [(.compare, ["w"])], off: noComparison),
  ]
}
