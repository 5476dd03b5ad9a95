package import Gemini

/// What lies in front of the panes.
package enum Overlay: Hashable, Sendable {
  /// All keys; a filter leaves those that have its words.
  case help(scroll: Int, filter: String = "")
  case palette(ListState)
  case sessions(ListState)
  case prompts(PromptSearch)
  case models(ListState)
  case themes(ListState)
  case files(FilePicker)
  case settings(SettingsPanel)
  case presets(KeptList<Preset>)
  case library(ListState)
  /// What the session took, and what the next request will.
  case usage(scroll: Int)
  /// The settings of the studio itself, as the file has them.
  case studioSettings(ListState)
  case tree(TreeState)
  /// All figures of a comparison.
  case figures(scroll: Int)
  case lineUps(KeptList<LineUp>)
  /// How the models did in all verdicts, filtered by label.
  case verdicts(ListState)
  case links(ListState)
  /// The prompts of the session.
  case turns(ListState)
  /// What a command made of a text.
  case output(PipedOutput)
  case entry(TextEntry)
  case question(Question)
  case picture
  /// The pictures of all sessions, on the whole screen.
  case gallery
  /// One of the prompt's chips has the keys.
  case chips(Int)
  case pasted(PastedText)
  /// One of the prompt's attachments, on the whole screen.
  case attachment(Int)

  package var place: Place {
    switch self {
    case .figures, .usage, .output, .pasted: .help
    case .chips: .chips
    case .prompts: .search
    case .palette, .models, .themes, .lineUps, .verdicts, .presets, .library, .links, .turns, .help: .list
    case .sessions: .sessions
    case .files: .files
    case .settings: .settings
    case .studioSettings: .studioSettings
    case .tree: .tree
    case .entry: .entry
    case .question: .question
    case .picture: .picture
    case .gallery: .gallery
    case .attachment: .attachment
    }
  }
}

/// A filter and the selected row of a list.
package struct ListState: Hashable, Sendable {
  package var filter = ""
  /// The row, or `none`.
  package var selected = 0
  /// No row, where what is typed comes first.
  static let none = -1
  /// Opened by a `/` in the prompt: what names no command goes back there.
  var isSlash = false

  package init() {}
}

/// A text asked for: a name, a model id, a value, the system instruction.
package struct TextEntry: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    /// `over` is the browser it was asked for in.
    case renameSession(SessionID, over: ListState?)
    /// The session's, or that of a lane by its number.
    case systemInstruction(lane: Int?)
    case setting(SettingField, SettingsPanel)
    /// The value of a variable of a template.
    case variable(TemplateFilling)
    /// Another name for a preset.
    case renamePreset(String, KeptList<Preset>)
    case savePictures(PictureSave)
    case lineUpName
    /// Another name for a line-up.
    case renameLineUp(String, KeptList<LineUp>)
    /// Another title for a prompt of the library, by its name.
    case renamePrompt(String, ListState)
    /// A note on a verdict that is given with it.
    case verdictNote(Verdict)
    case find(TextPane)
    case saveText(String)
    /// A command that gets a text.
    case pipe(String)
    /// A value of a setting, and the list to go back to.
    case studioSetting(SettingItem, ListState)
  }

  package var purpose: Purpose
  package var title: String
  /// What is expected, shown under the text.
  package var help: String
  package var editor: PromptEditor
  /// What was accepted in such boxes before, for Up and Down.
  var history = PromptHistory()
  /// The vi set of keys in texts of several lines.
  package var vi = ViKeys()
  /// Why the text was not taken.
  package var problem: String?
  package var isMultiline = false

  /// True if the Tab key types one: in a name it would be an accident.
  func takesTab(_ editing: Settings.EditingKeys) -> Bool {
    isMultiline && (editing != .vi || vi.mode == .insert || vi.mode == .replace)
  }

  /// What stands under the text.
  package var note: String {
    if let problem { return problem }
    if case .variable(let filling) = purpose { return filling.preview(typed: editor.text) }
    return help
  }
}

/// A choice between a few letters.
package struct Question: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case leave
    case stopPictures([RunID])
    case sendUnsaved([RunID])
    /// Sending costs more than a person wants to pay unasked.
    case confirmCost(PaidStep)
    /// `pasted` is `nil` if the address stands in the prompt.
    case fetch(address: String, pasted: String?)
    case openPicture(AssetReference, isOverPicture: Bool)
    case link(String)
    case pipe(String, command: String)
    case repeatLane
    case judge
  }

  package struct Choice: Hashable, Sendable {
    package var key: Character
    package var title: String
  }

  package var purpose: Purpose
  package var text: String
  package var choices: [Choice]

  /// What it is about, in a few words.
  package var title: String {
    switch purpose {
    case .leave: "Leave gemstudio"
    case .stopPictures: "Stop the pictures"
    case .sendUnsaved: "Send unsaved"
    case .confirmCost: "Send, at this cost"
    case .fetch: "Fetch and attach"
    case .openPicture: "Open the picture"
    case .link: "Open the link"
    case .pipe: "Run a command"
    case .repeatLane: "Lanes alike"
    case .judge: "Verdict"
    }
  }
}
