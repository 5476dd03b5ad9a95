package import Gemini
package import Screen

/// All that can happen to the studio.
package enum Event: Hashable, Sendable {
  case input(TerminalInput)
  /// The clock reached `Studio.nextDeadline`.
  case tick
  case resized(Size, cellPixels: PixelSize?)
  /// What tmux says; `nil` if it cannot be asked.
  case tmuxFacts(TmuxFacts?)
  case run(RunID, RunEvent)
  /// The prompt could not be stored; the request has not left.
  case storeRefused(RunID, String)
  /// What came of a run could not be stored, and why; `nil` once it is.
  case keepingFailed(RunID, String?)
  /// The sessions of a list, the newest first, and how many more there are of each kind.
  case sessionsListed([SessionSummary], unlisted: [SessionKind: Int] = [:])
  /// The sessions whose titles have the words of a filter.
  case sessionsFound(SessionList, filter: String)
  /// The store could not look for them, and why.
  case searchRefused(String, filter: String)
  /// A deletion or its undoing could not be stored: the session is deleted since `wasDeletedAt`, or not at all.
  case deletionRefused(SessionID, wasDeletedAt: Instant?, String)
  case sessionPreviewed(SessionPreview)
  case keptListsRead(presets: Kept<Preset>, lineUps: Kept<LineUp>)
  /// The prompts of all sessions, the newest first.
  case promptsListed([PastPrompt])
  case sessionOpened(Session)
  /// The store has more of the session than this window.
  case sessionRefreshed(Session)
  case modelsListed([Model])
  case modelsFailed(Failure)
  /// - Parameter missing: paths in a prompt that is sent which are those of no file.
  case attached([AttachedPath], problems: [String], sends: Bool, missing: [String] = [])
  /// A picture came from the address that stands for its path.
  case fetched(AttachedPath)
  case handedOver(HandOver)
  case folderListed(FolderListing)
  case lookedAt(String, FileLook)
  case pathsCompleted(token: String, [String])
  case pictureFacts([String: PictureFacts])
  case previewMade(PreviewKey, Preview)
  /// The line was given so many bytes for pictures, by their ids.
  case picturesSent([String: Int])
  /// The line was measured anew, in bytes a second.
  case lineMeasured(Int)
  case thumbnailMade(AssetReference, Grid)
  /// A page of the gallery's reading of this number came, and where the next one begins.
  case picturesListed(number: Int, [StoredPicture], next: PictureCursor?)
  /// A deletion or its undoing could not be stored: the picture is deleted since `wasDeletedAt`, or not at all.
  case markRefused(PictureMark, wasDeletedAt: Instant?, String)
  /// The same for a turn or an answer, which is deleted, or is there.
  case versionRefused(VersionMark, isDeleted: Bool, String)
  /// Pictures could not be written under this name, and why.
  case saveRefused(PictureSave, name: String, problem: String)
  /// A text could not be written under this name, and why.
  case textRefused(String, name: String, problem: String)
  /// A command ended: what it wrote, and how.
  case piped(number: Int, String, ending: String)
  case textsCompared(TextComparison)
  case verdictsListed([JudgedComparison])
  /// The settings file or a theme file was saved.
  case settingsSaved(SettingsReading)
  case settingsListed(SettingList)
  /// A setting could not be written as it was typed, and why, as a sentence.
  case settingRefused([String], typed: String?, String)
  case editorClosed(String?)
  case tokensCounted(CountKey, Result<Int, Failure>)
  /// The library was read, and what of it could not be. The prompt of a name is the one that it was read again for.
  case libraryRead(LibraryReading, selecting: String? = nil)
  /// The file of a response schema was read, or why it could not be.
  case schemaRead(String?, problem: String?)
  case keyEntered(KeyEntry)
  /// A copy is left to the terminal: the text in base64, and what to say when it was sent.
  case copyEncoded(base64: String, passesThrough: Bool, String)
  /// A sentence, and the sessions it is about.
  case notice(String, Notice.Kind, about: [SessionID] = [])
  /// The terminal is gone; running answers may go on without it.
  case hangUp
  /// The system wants the program to end.
  case terminate
}

/// A path that was read, and what it became.
package struct AttachedPath: Hashable, Sendable {
  package var path: String
  package var attachment: Attachment
  /// What a person should know of the way it was taken, as a sentence.
  package var notice: String?

  package init(path: String, attachment: Attachment, notice: String? = nil) {
    self.path = path
    self.attachment = attachment
    self.notice = notice
  }
}

/// What came of entering a key. The key itself never comes here.
package enum KeyEntry: Hashable, Sendable {
  case accepted(savedIn: String)
  case refused(String)
  case cancelled
}

/// A line for the person, above the prompt.
package struct Notice: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case info, warning, error }

  package var text: String
  package var kind: Kind
  /// When it goes; `nil` stays until a key is pressed.
  package var until: Instant?
  /// The sessions it is about: how to open them is said with it.
  package var sessions: [SessionID] = []
}
