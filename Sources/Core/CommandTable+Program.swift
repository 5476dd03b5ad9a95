/// The commands about the program and its screen, which the menu shows last.
extension Command {
  static let program: [Command] = [
    Command(.chooseTheme, "Choose the theme", hint: "theme", [(.everywhere, ["ctrl+x t"])]),
    Command(
      .toggleMouse, "Free the mouse for the terminal, or take it back", hint: "free the mouse",
      [(.everywhere, ["ctrl+x f"])]),
    Command(.enterKey, "Enter an API key", hint: "API key", [(.everywhere, ["ctrl+x k"])]),
    Command(.redraw, "Draw everything again and ask the terminal again", [(.everywhere, ["ctrl+l"])]),
    Command(.suspend, "Suspend to the shell", [(.everywhere, ["ctrl+z"])]),
    Command(.leave, "Leave the studio", hint: "leave", [(.everywhere, ["ctrl+x q"]), (.emptyPrompt, ["ctrl+d"])]),
    Command(
      .nextMenuPage, "Show the next page of letters", [(.menu, ["space", "pagedown", "right", "tab"])],
      inPalette: false
    ) { $0.whyNoMenuPage(by: 1) },
    Command(
      .previousMenuPage, "Show the page of letters before", [(.menu, ["backspace", "pageup", "left"])],
      inPalette: false
    ) { $0.whyNoMenuPage(by: -1) },
  ]
}
