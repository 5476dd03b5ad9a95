/// What the prompt does beyond plain editing.
extension Command {
  static let promptEditing: [Command] =
    [
      Command(.yankBefore, "Put back the cut before that one", [(.prompt, ["alt+y"])], inPalette: false),
      Command(
        .killBackToBlank, "Cut the selection, else back to the blank before", [(.prompt, ["ctrl+w"])],
        inPalette: false),
      Command(.setMark, "Begin a selection", [(.prompt, ["ctrl+space"])], inPalette: false),
      Command(.copySelection, "Copy the selection", hint: "copy", [(.prompt, ["alt+w"])], inPalette: false) {
        $0.prompt.selection == nil ? "Nothing is selected." + $0.way(.setMark, "begins to select") : nil
      },
    ] + selecting + [
      Command(.transposeCharacters, "Swap two characters", [(.prompt, ["ctrl+x ctrl+t"])], inPalette: false),
      Command(.transposeWords, "Swap two words", [(.prompt, ["alt+T"])], inPalette: false),
      Command(.upperCaseWord, "Put the word in capitals", [(.prompt, ["alt+u"])], inPalette: false),
      Command(.lowerCaseWord, "Put the word in small letters", [(.prompt, ["alt+l"])], inPalette: false),
      Command(.capitalizeWord, "Begin the word with a capital", [(.prompt, ["alt+C"])], inPalette: false),
      Command(.searchHistory, "Search the prompts of all sessions", hint: "search", [(.prompt, ["ctrl+r"])]),
      Command(
        .takeBack, "Take the prompt in the queue back to be edited", hint: "take back", [(.everywhere, ["alt+q"])]
      ) { $0.queued == nil ? "No prompt waits." : nil },
    ] + chips

  private static let chips: [Command] = [
    Command(
      .walkChips, "Go to what is attached, folded or waits", hint: "chips", [(.prompt, ["alt+a"])]
    ) { $0.whyNoChips },
    Command(
      .openChip, "Look at it, or take the waiting prompt back", hint: "look", [(.chips, ["enter", "space", "o"])],
      inPalette: false),
    Command(
      .dropChip, "Take it out of the prompt", hint: "take out", [(.chips, ["d", "delete", "backspace"])],
      inPalette: false),
    Command(
      .unfoldChip, "Unfold the paste into the text", hint: "unfold", [(.chips, ["u"])], inPalette: false
    ) { if case .paste? = $0.selectedChip { nil } else { "Only a folded paste can be unfolded." } },
    Command(
      .chipBackward, "Move the attachment to the left", hint: "move left", [(.chips, ["<"])], inPalette: false,
      off: noOrder),
    Command(
      .chipForward, "Move the attachment to the right", hint: "move right", [(.chips, [">"])], inPalette: false,
      off: noOrder),
  ]

  private static let noOrder: @Sendable (Studio) -> String? = {
    if case .attachment? = $0.selectedChip, $0.prompt.attachments.count > 1 { return nil }
    return "Only several attachments have an order."
  }

  private static let selecting: [Command] = [
    Command(.extendLeft, "Select to the left", [(.prompt, ["shift+left"])], inPalette: false),
    Command(.extendRight, "Select to the right", [(.prompt, ["shift+right"])], inPalette: false),
    Command(.extendUp, "Select upwards", [(.prompt, ["shift+up"])], inPalette: false),
    Command(.extendDown, "Select downwards", [(.prompt, ["shift+down"])], inPalette: false),
    Command(
      .extendWordLeft, "Select a word to the left", [(.prompt, ["alt+shift+left", "ctrl+shift+left"])],
      inPalette: false),
    Command(
      .extendWordRight, "Select a word to the right", [(.prompt, ["alt+shift+right", "ctrl+shift+right"])],
      inPalette: false),
    Command(.extendLineStart, "Select to the start of the line", [(.prompt, ["shift+home"])], inPalette: false),
    Command(.extendLineEnd, "Select to the end of the line", [(.prompt, ["shift+end"])], inPalette: false),
  ]
}
