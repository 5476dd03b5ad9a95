/// Where keys go: what is in front, or has the focus.
package enum Place: String, Hashable, CaseIterable, Sendable {
  /// The prompt while nothing is typed; looked up before `prompt`.
  case emptyPrompt
  case prompt
  case conversation, thinking, preview
  /// Answers side by side.
  case compare
  /// The cursor of a reading pane.
  case cursor
  /// What the reading panes share; looked up after the pane itself.
  case reading
  /// What stands beside the words of the prompt.
  case chips
  /// The prompts of earlier times.
  case search
  /// Lists with a filter: palette, sessions, models.
  case list
  /// The session browser; what lists share is looked up after it.
  case sessions
  /// The files that can be attached.
  case files
  /// The run settings.
  case settings
  /// The settings of the studio itself.
  case studioSettings
  /// The family tree of pictures.
  case tree
  /// A question of one line or more.
  case entry
  /// A choice between a few letters.
  case question
  case help
  /// The picture that fills the screen.
  case picture
  /// The pictures of all sessions.
  case gallery
  /// An attachment that fills the screen.
  case attachment
  /// The box with the letters of the menu, beside the letters themselves.
  case menu
  /// Everywhere; looked up last.
  case everywhere

  /// How help and configuration name it.
  package var title: String {
    switch self {
    case .emptyPrompt: "Prompt, while empty"
    case .prompt: "Prompt"
    case .conversation: "Conversation"
    case .thinking: "Thinking"
    case .preview: "Preview"
    case .compare: "Comparison"
    case .cursor: "Selecting text"
    case .reading: "Reading panes"
    case .chips: "Chips of the prompt"
    case .search: "Search of prompts"
    case .list: "Lists"
    case .sessions: "Session browser"
    case .files: "Files to attach"
    case .settings: "Run settings"
    case .studioSettings: "Settings of the studio"
    case .tree: "Tree of pictures"
    case .entry: "Text entry"
    case .question: "Questions"
    case .help: "Boxes of text"
    case .picture: "Full-screen picture"
    case .gallery: "Gallery"
    case .attachment: "Full-screen attachment"
    case .menu: "Menu"
    case .everywhere: "Everywhere"
    }
  }

  /// The places whose bindings count here, the nearest first.
  var lookup: [Place] {
    switch self {
    case .emptyPrompt: [.emptyPrompt, .prompt, .everywhere]
    case .prompt: [.prompt, .everywhere]
    case .cursor: [.cursor, .everywhere]
    case .conversation, .thinking, .preview, .compare: [self, .reading, .everywhere]
    case .sessions, .search: [self, .list]
    default: [self]
    }
  }
}

/// A pane that can have the focus.
package enum Pane: String, Hashable, CaseIterable, Sendable {
  case prompt, conversation, thinking, preview, compare
}
