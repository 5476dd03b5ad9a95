/// The commands about the program and its screen, which the menu shows last.
extension Command {
  static let program: [Command] = [
    Command(.chooseTheme, "Choose the theme", hint: "theme", [(.everywhere, ["ctrl+x t"])]),
    Command(
      .studioSettings, "Change the settings of the studio", hint: "settings", [(.everywhere, ["ctrl+x ,"])]),
    Command(
      .zoomPane, "Zoom the pane to the whole screen, or show all", hint: "zoom pane",
      [(.everywhere, ["ctrl+x z"]), (.conversation, ["z"]), (.thinking, ["z"]), (.preview, ["z"])]
    ) { $0.whyNoZoomPane },
    Command(
      .bareScreen, "Hide lines, titles and hints, or show them", hint: "bare screen",
      [(.everywhere, ["ctrl+x Z"])]),
    Command(
      .growConversation, "Give the conversation more of the room", [(.reading, [">"])]
    ) { $0.whyNoDivider },
    Command(
      .growSidePanes, "Give the panes beside or below more of the room", [(.reading, ["<"])]
    ) { $0.whyNoDivider },
    Command(.growThinking, "Give thinking more room than the picture under it", [(.reading, ["+"])]) {
      $0.whyNoSplit
    },
    Command(.growPreview, "Give the picture more room than the thinking", [(.reading, ["-"])]) {
      $0.whyNoSplit
    },
    Command(
      .toggleMouse, "Give the terminal the mouse, or take it back", hint: "free the mouse",
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
