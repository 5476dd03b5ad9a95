extension Command {
  /// The run settings and what is kept of them.
  static let runSettings: [Command] = [
    Command(
      .runSettings, "Run settings: thinking, tools, safety, schema", hint: "run settings",
      [(.everywhere, ["ctrl+x r"])]),
    Command(
      .presets, "Choose a preset of run settings, or keep one", hint: "presets",
      [(.everywhere, ["ctrl+x R"]), (.settings, ["tab"])]),
    Command(
      .library, "Library: use or keep prompts and templates", hint: "library", [(.everywhere, ["ctrl+x l"])]),
    Command(
      .usage, "Show tokens, context and cost of this session", hint: "tokens and cost", [(.everywhere, ["ctrl+x $"])]),
    Command(
      .systemInstruction, "Write the system instruction", hint: "system instruction", [(.everywhere, ["ctrl+x y"])]),
  ]

  private static let noKept: @Sendable (Studio) -> String? = { studio in
    switch studio.overlay {
    case .presets(let list)?: studio.selected(in: list) == nil ? "No preset is selected." : nil
    case .lineUps(let list)?: studio.selected(in: list) == nil ? "No line-up is selected." : nil
    case .library?: noPrompt(studio)
    default:
      "There is nothing kept here." + studio.way(.presets, "lists presets") + studio.way(.library, "lists prompts")
        + studio.way(.openLineUps, "in a comparison lists line-ups", at: .compare)
    }
  }

  private static let noPrompt: @Sendable (Studio) -> String? = {
    $0.selectedPrompt == nil ? "No prompt of the library is selected." + $0.way(.library, "opens it") : nil
  }

  static let settingsPanel: [Command] = [
    Command(
      .valueNext, "The next value", hint: "change", [(.settings, ["right"]), (.studioSettings, ["right"])],
      inPalette: false),
    Command(
      .valuePrevious, "The value before", [(.settings, ["left"]), (.studioSettings, ["left"])], inPalette: false),
    Command(
      .valueReset, "Back to the preset's value, then config.toml's, then the default", hint: "reset",
      [(.settings, ["ctrl+r", "delete"]), (.studioSettings, ["delete", "ctrl+r"])],
      inPalette: false),
    Command(
      .resetAll, "All settings back to those of config.toml",
      hint: "reset all", [(.settings, ["alt+r"])], inPalette: false),
    Command(
      .valueUndo, "Take back the last change", hint: "undo", [(.settings, ["alt+u", "ctrl+_"])], inPalette: false
    ) { studio in
      guard case .settings(let panel)? = studio.overlay else { return "The run settings are not open." }
      return panel.before.isEmpty ? "Nothing was changed here yet." : nil
    },
    Command(
      .markFavourite, "Mark the selected model as a favourite, or take the mark away", hint: "favourite",
      [(.list, ["ctrl+f"])], inPalette: false
    ) { $0.whyNotMark },
    Command(
      .useAsInstruction, "Take the selected prompt as system instruction", hint: "as system instruction",
      [(.list, ["ctrl+y"])], inPalette: false, off: noPrompt),
    Command(
      .editPrompt, "Edit the selected prompt in $EDITOR", hint: "edit", [(.list, ["ctrl+e"])], inPalette: false,
      off: noPrompt),
    Command(
      .renameKept, "Rename the selected preset, line-up or prompt", hint: "rename", [(.list, ["ctrl+r"])],
      inPalette: false,
      off: noKept),
    Command(
      .deleteKept, "Delete the selected preset, line-up or prompt", hint: "delete", [(.list, ["delete"])],
      inPalette: false,
      off: noKept),
    Command(
      .undeleteKept, "Bring back what was deleted last of presets, line-ups or prompts", hint: "undo",
      [(.list, ["alt+u"])],
      inPalette: false,
      off: { studio in
        switch studio.overlay {
        case .presets?: studio.settings.presets.deleted.isEmpty ? nothingDeleted : nil
        case .lineUps?: studio.settings.lineUps.deleted.isEmpty ? nothingDeleted : nil
        case .library?: studio.deletedPrompts.isEmpty ? nothingDeleted : nil
        default: noKept(studio)
        }
      }),
  ]

  private static let nothingDeleted = "Nothing was deleted here."
}
