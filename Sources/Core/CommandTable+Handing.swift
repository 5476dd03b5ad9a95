/// What is done with a text that was read: its links, its blocks, its place in the session.
extension Command {
  static let handing: [Command] = [
    Command(.openLinks, "List the links of the message, to copy or open", hint: "links", [(.reading, ["L"])]) {
      $0.currentLinks.isEmpty ? "This message has no link." : nil
    },
    Command(
      .openTurns, "List all prompts of the session, to jump to one", hint: "prompts",
      [(.reading, ["p"]), (.everywhere, ["ctrl+x j"])]
    ) { $0.session.turns.isEmpty ? "There is no prompt in this session yet." : nil },
    Command(
      .saveText, "Export the marked block or message to a file", hint: "save",
      [(.conversation, ["S"]), (.thinking, ["S"]), (.compare, ["S"])], off: noText),
    Command(
      .pipeText, "Pipe the marked block or message to a command", hint: "pipe",
      [(.conversation, ["|"]), (.thinking, ["|"]), (.compare, ["|"])], off: noText),
  ]

  private static let noText: @Sendable (Studio) -> String? = {
    $0.isPictureMarked || $0.currentText()?.text.isEmpty == false ? nil : "There is no text here."
  }
}
