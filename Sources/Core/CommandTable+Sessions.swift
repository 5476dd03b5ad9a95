/// The commands of the session browser.
extension Command {
  static let browsing: [Command] = [
    Command(
      .renameSelected, "Rename the selected session", hint: "rename", [(.sessions, ["ctrl+r"])], inPalette: false
    ) { $0.whyNoSession },
    Command(
      .pinSession, "Keep the selected session before the others, or not any more", hint: "pin",
      [(.sessions, ["alt+p"])], inPalette: false
    ) { $0.whyNoSession },
    Command(
      .deleteSession, "Delete the selected session, which can be brought back for 30 days", hint: "delete",
      [(.sessions, ["ctrl+d", "delete"])], inPalette: false
    ) { $0.whyNotDeleteSession },
    Command(
      .undeleteSession, "Bring back the selected session that is deleted, else the one deleted last",
      hint: "undo delete", [(.sessions, ["alt+u", "ctrl+_"])], inPalette: false
    ) { $0.whyNotRestoreSession },
    Command(
      .showDemoSessions, "Show or leave out the sessions of the offline simulator", hint: "demos",
      [(.sessions, ["ctrl+g"])], inPalette: false),
    Command(
      .showCommandSessions, "Show or leave out the sessions of headless commands", hint: "commands",
      [(.sessions, ["ctrl+f"])], inPalette: false),
    Command(
      .showDeletedSessions, "Show the deleted sessions, or the others again", hint: "deleted or others",
      [(.sessions, ["ctrl+t"])], inPalette: false),
  ]
}
