package import Gemini
package import Screen

/// What the settings file and the machine say.
package struct Settings: Hashable, Sendable {
  package enum AfterHangup: String, Hashable, CaseIterable, Sendable { case finish, stop }

  /// How much a picture may cost the line.
  package enum Bandwidth: String, Hashable, CaseIterable, Sendable {
    case auto, low, full

    /// Whether the line is fast; `nil` is for the terminal to find out.
    package var isLineFast: Bool? { self == .auto ? nil : self == .full }

    /// The most bytes a picture may take. Inside tmux and over SSH nobody knows how slow the line is.
    package func pictureBudget(onSlowLine isSlow: Bool) -> Int {
      switch self {
      case .full: PictureBudget.fullBytes
      case .low: PictureBudget.lowBytes
      case .auto: isSlow ? PictureBudget.lowBytes : PictureBudget.usualBytes
      }
    }
  }

  /// The keys of the prompt.
  package enum EditingKeys: String, Hashable, CaseIterable, Sendable { case readline, vi }

  /// Where a saved picture says how it was made.
  package enum ProvenancePlace: String, Hashable, CaseIterable, Sendable {
    /// In a JSON file beside it, which leaves its bytes exact.
    case sidecar
    /// In a text chunk of a PNG; other types have no room for it.
    case png
    case none
  }

  /// What lines and marks are drawn with.
  package enum Lines: String, Hashable, CaseIterable, Sendable { case unicode, ascii }

  /// The way pictures are shown, whatever the terminal says of itself.
  package enum Pictures: String, Hashable, CaseIterable, Sendable {
    case auto, kitty
    case iTerm2 = "iterm2"
    case sixel
    /// Character art.
    case blocks
    /// A box with name and size.
    case none
  }

  /// Aliases or ids.
  package var textModel = "flash"
  package var pictureModel = "image"
  package var aliases = [
    "flash": "gemini-flash-latest", "thinking": "gemini-pro-latest", "image": "gemini-nano-banana-2.1",
  ]
  /// What is known of the models.
  package var models = ModelTable.builtIn
  package var thinkingPane = PaneMode.shown
  /// Reasoning that a model writes into its answer, in tags such as `<think>`, is shown in the thinking pane.
  package var splitsReasoning = true
  /// Small character art beside the line of a picture.
  package var showsThumbnails = true
  /// A theme's name, or `auto`: light or dark as the terminal's background is.
  package var themeName = Settings.autoTheme
  package static let autoTheme = "auto"
  /// The colour behind the text, once the terminal has said it.
  var background: BackgroundColor?
  /// The themes that can be chosen, the built-in ones among them.
  package var themes = Theme.builtIn
  package var keymap = Keymap.standard
  package var editing = EditingKeys.readline
  /// How long a lone Escape may be the beginning of a sequence; `nil` goes by the line.
  package var escapeWait: Duration?
  package var afterHangup = AfterHangup.finish
  /// Rings once when a run of more than 10 s ends.
  package var ringsBell = true
  package var bandwidth = Bandwidth.auto
  package var provenance = ProvenancePlace.sidecar
  package var pictures = Pictures.auto
  package var lines = Lines.unicode
  /// The studio is read line by line, from its start on.
  package var isPlain = false
  package var limits = Limits()
  /// How the panes were left, by the shape of the screen.
  package var panes = PaneMemory()
  /// The lanes that were kept under names.
  package var lineUps = Kept<LineUp>()
  /// The ids of the models that a person marked, and of those that were chosen last, the newest first.
  package var favouriteModels: [String] = []
  package var recentModels: [String] = []
  /// Run settings that were kept under names.
  package var presets = Kept<Preset>()
  /// What a new session is set to.
  package var runSettings = RunSettings()
  /// Asks the service for the tokens of a prompt, a pause after it was typed.
  package var countsTokens = true
  /// USD: what is estimated to cost more is asked about before it is sent.
  package var confirmAboveUSD = 0.5
  /// Seconds the local clock is ahead of UTC.
  package var utcOffsetSeconds = 0

  package init() {}

  /// The model id an alias stands for, or the id itself.
  package func model(_ name: String) -> String { aliases[name] ?? name }

  package var theme: Theme { theme(named: themeName) }

  /// A theme by its name; `auto` is light or dark as the background is.
  func theme(named name: String) -> Theme {
    let fitting = background?.isLight == true ? Theme.light : .dark
    let name = name == Self.autoTheme ? fitting.name : name
    return themes.first { $0.name == name } ?? fitting
  }

  /// What transparent parts of a picture show.
  package var pictureBackground: BackgroundColor { background ?? (theme.isDark ? .black : .white) }
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
