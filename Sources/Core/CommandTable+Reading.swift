import Screen

/// The commands that find their way in long answers.
extension Command {
  static let finding: [Command] = [
    Command(.find, "Find text", hint: "find", [(.conversation, ["/"]), (.thinking, ["/"])]),
    Command(.findNext, "Go to the next place found", [(.conversation, ["n"]), (.thinking, ["n"])], off: nothingFound),
    Command(
      .findPrevious, "Go to the place found before", [(.conversation, ["N"]), (.thinking, ["N"])], off: nothingFound),
    Command(.nextBlock, "Mark the next code block or picture", hint: "code or picture", [(.conversation, ["]"])]),
    Command(.previousBlock, "Mark the code block or picture before", [(.conversation, ["["])]),
  ]

  private static let nothingFound: @Sendable (Studio) -> String? = { studio in
    if let finding = studio.finding, finding.pane == studio.focus { return nil }
    let key = studio.settings.keymap.keys(for: .find, at: studio.place).first?.label
    return "Nothing is looked for here." + (key.map { " \($0) finds text." } ?? "")
  }
}
