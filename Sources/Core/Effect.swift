package import Gemini
package import Screen

/// What the program is to do, as plain values.
package enum Effect: Hashable, Sendable {
  /// Stores turn and run, then sends the request.
  case generate(Generation)
  case cancel(RunID)
  /// Ends the wait before the next attempt.
  case retryNow(RunID)
  /// Stores what the session says about itself.
  case save(Session)
  /// Stores whether the next request builds on an answer that is not whole.
  case continueRun(RunID, Bool)
  /// Stores which answer of a turn is chosen.
  case choose(Turn)
  case rename(SessionID, String)
  case listSessions
  /// Looks for sessions by the words of a filter, also among those that are too many for the list.
  case searchSessions(String)
  /// Presets and line-ups as they are kept now: another studio may have changed them.
  case readKeptLists
  /// Reads the last turns of a session for a look at it.
  case previewSession(SessionID, turns: Int)
  case pinSession(SessionID, Bool)
  case deleteSession(SessionID, at: Instant)
  case restoreSession(SessionID, at: Instant)
  case listPrompts(includesDemo: Bool)
  case openSession(SessionID)
  /// From now on the session is shown as it was read, here without its turns; with a draft of this window's own if so said.
  case know(Session, keepsDraft: Bool)
  /// Reads a session anew if the store has more of it than this.
  case refreshSession(SessionID, SessionExtent)
  case listModels
  case attach(paths: [String], sends: Bool)
  /// Fetches a picture from a server that a person agreed to ask.
  case fetchPicture(address: String)
  /// Tells the program that handed files over what became of them.
  case answer(Int, HandOver.Answer)
  case listFolder(String)
  /// Reads what can be told of a file, with character art of a picture.
  case lookAt(String, size: Size, colors: Int, cellPixels: PixelSize)
  case completePath(token: String)
  /// Reads the headers of stored pictures.
  case readFacts([AssetReference])
  case makePreview(PreviewKey, PictureBudget)
  case makeThumbnail(
    AssetReference, size: Size, colors: Int, cellPixels: PixelSize, background: BackgroundColor)
  /// Reads a page of the pictures of all sessions.
  case listPictures(PictureQuery, after: PictureCursor?, limit: Int, effort: Int, number: Int)
  case deletePicture(PictureMark, at: Instant)
  case restorePicture(PictureMark, at: Instant)
  case deleteVersion(VersionMark, at: Instant)
  case restoreVersion(VersionMark)
  case savePictures(PictureSave, as: String)
  case copyPicturePath(AssetReference, mimeType: String)
  /// Hands a copy of the picture to the system's program for such files.
  case openPicture(AssetReference)
  /// Lays answers beside each other, which takes a while for long ones.
  case compareTexts(TextComparison.Job)
  case judge(Verdict)
  case listVerdicts
  case copy(String)
  /// Hands a text in base64 to the terminal's clipboard.
  /// - Parameter passesThrough: past tmux, to the terminal around it.
  case sendToClipboard(base64: String, passesThrough: Bool)
  /// Writes a text to a file that is not there yet.
  case saveText(String, as: String)
  /// Runs a command of the shell with a text as its input.
  case pipe(String, command: String, number: Int)
  case endPipe(Int)
  /// Hands an address to the system's program for such ones.
  case openAddress(String)
  case openEditor(String)
  /// Asks the service for the tokens of a request.
  case countTokens(GenerateContentRequest, CountKey)
  /// Reads the prompts of the library.
  case readLibrary
  case savePrompt(title: String, text: String)
  /// Gives a prompt, by its name, another title, and its file another name.
  case renamePrompt(String, title: String)
  /// Sets the file of a prompt aside, or brings it back.
  case deletePrompt(String)
  case restorePrompt(String)
  /// Opens the file of a prompt, by its name, in `$EDITOR`.
  case editPrompt(String)
  /// Reads the file of a response schema.
  case readSchema(String)
  case enterKey
  /// Writes a setting into the settings file.
  case changeSetting(SettingChange)
  /// Writes a line as the settings file has it, for a setting with a name of one's own.
  case addSetting(line: String, to: [String])
  /// Reads what the settings file says, item by item.
  case listSettings
  /// Keeps a choice for the next start.
  case remember(String, String)
  case suspend
  case redraw
  /// Asks the terminal something that only now is worth asking.
  case ask(TerminalQuestion)
  /// Asks tmux about the pane and the terminal around it.
  case readTmux
  case bell
  /// Goes on without a terminal until running answers have ended.
  case detach
  case quit
}

/// A run to be made.
package struct Generation: Hashable, Sendable {
  package var session: Session
  package var turn: Turn
  /// True if the turn itself is new, not just another answer to it.
  package var isNewTurn: Bool
  package var run: Run
  package var request: GenerateContentRequest
  /// False if the person chose to go on although the store refuses.
  package var isStored = true
}
