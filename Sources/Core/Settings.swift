package import Screen

/// What the settings file and the machine say, read once at the start.
package struct Settings: Hashable, Sendable {
  package enum AfterHangup: String, Hashable, CaseIterable, Sendable { case finish, stop }

  /// Aliases or ids.
  package var textModel = "flash"
  package var pictureModel = "image"
  package var aliases = [
    "flash": "gemini-flash-latest", "thinking": "gemini-pro-latest", "image": "gemini-nano-banana-2.1",
  ]
  package var thinkingPane = PaneMode.shown
  /// Small character art beside the line of a picture.
  package var showsThumbnails = true
  package var themeName = "dark"
  /// The themes that can be chosen, the built-in one among them.
  package var themes = [Theme.dark]
  package var keymap = Keymap.standard
  package var afterHangup = AfterHangup.finish
  /// Rings once when a run of more than 10 s ends.
  package var ringsBell = true
  /// Largest sixel picture that is sent, in bytes.
  package var pictureBudget = 300_000
  /// Seconds the local clock is ahead of UTC.
  package var utcOffsetSeconds = 0

  package init() {}

  /// The model id an alias stands for, or the id itself.
  package func model(_ name: String) -> String { aliases[name] ?? name }

  package var theme: Theme { themes.first { $0.name == themeName } ?? .dark }
}

/// How much of the thinking pane is on the screen.
package enum PaneMode: String, Hashable, CaseIterable, Sendable {
  case shown, line, hidden

  var next: PaneMode {
    switch self {
    case .shown: .line
    case .line: .hidden
    case .hidden: .shown
    }
  }
}
