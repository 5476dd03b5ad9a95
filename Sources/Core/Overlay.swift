package import Gemini

/// What lies in front of the panes.
package enum Overlay: Hashable, Sendable {
  case help(scroll: Int)
  case palette(ListState)
  case sessions(ListState)
  case models(ListState)
  case settings(SettingsPanel)
  case entry(TextEntry)
  case question(Question)
  case picture

  package var place: Place {
    switch self {
    case .help: .help
    case .palette, .sessions, .models: .list
    case .settings: .settings
    case .entry: .entry
    case .question: .question
    case .picture: .picture
    }
  }
}

/// A filter and the selected row of a list.
package struct ListState: Hashable, Sendable {
  package var filter = ""
  package var selected = 0
  /// Opened by a `/` in the prompt: what names no command goes back there.
  var isSlash = false

  package init() {}
}

/// A text asked for: a name, a model id, a value, the system instruction.
package struct TextEntry: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case renameSession(SessionID)
    case systemInstruction
    case setting(SettingField)
    case savePictures(PictureSave)
  }

  package var purpose: Purpose
  package var title: String
  /// What is expected, shown under the text.
  package var help: String
  package var editor: PromptEditor
  /// Why the text was not taken.
  package var problem: String?
  package var isMultiline = false
}

/// A choice between a few letters.
package struct Question: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case leave
    case stopPicture(RunID)
    case sendUnsaved(RunID)
    case openPicture(AssetReference, isOverPicture: Bool)
  }

  package struct Choice: Hashable, Sendable {
    package var key: Character
    package var title: String
  }

  package var purpose: Purpose
  package var text: String
  package var choices: [Choice]
}
