import Screen

/// The commands that find their way in long answers.
extension Command {
  static let finding: [Command] = [
    Command(.find, "Find text", hint: "find", texts.map { ($0, ["/"]) }) {
      $0.focusedText == nil ? "There is no text to search here." : nil
    },
    Command(.findNext, "Go to the next place found", texts.map { ($0, ["n"]) }, off: nothingFound),
    Command(.findPrevious, "Go to the place found before", texts.map { ($0, ["N"]) }, off: nothingFound),
    Command(
      .nextBlock, "Mark the next code block or picture", hint: "code or picture",
      [(.conversation, ["]"]), (.compare, ["]"])], off: noBlocks),
    Command(
      .previousBlock, "Mark the code block or picture before", [(.conversation, ["["]), (.compare, ["["])],
      off: noBlocks),
  ]

  /// Where there is text to be searched.
  private static let texts: [Place] = [.conversation, .thinking, .compare, .cursor]

  private static let noBlocks: @Sendable (Studio) -> String? = { studio in
    studio.focus == .compare && studio.focusedText == nil ? "There is no answer here." : nil
  }

  private static let nothingFound: @Sendable (Studio) -> String? = { studio in
    if let finding = studio.finding, finding.pane == studio.focusedText { return nil }
    let key = studio.settings.keymap.keys(for: .find, at: studio.place).first?.label
    return "Nothing is looked for here." + (key.map { " \($0) finds text." } ?? "")
  }
}
