package import Gemini
package import Screen

/// The whole state of the program. `update` alone changes it.
package struct Studio: Sendable {
  package internal(set) var settings: Settings
  /// What the settings file said when it was read last, without what was chosen in the studio.
  var fileSettings: Settings
  /// True if something in it, or in a theme file, could not be used when it was saved last.
  package var isFileBroken = false
  /// True if the keys went to the conversation before this event.
  var isReading = false
  /// True if an answer of the session comes in another window, and when that was looked for last.
  var awaitsOtherWindow = false
  var lookedForOthers = Instant(milliseconds: 0)
  package internal(set) var terminal: TerminalState
  /// Who answers: without a key it is the offline simulator.
  package internal(set) var backend: Backend
  package internal(set) var session: Session
  /// Other sessions whose answers are still coming.
  var parked: [SessionID: Session] = [:]
  /// Those of them in which a prompt waits. Their drafts hold both, as they are stored.
  var leftPrompts: [SessionID: LeftPrompt] = [:]
  /// Where sessions were read that were left, and the message that was current.
  var leftPlaces: [SessionID: LeftPlace] = [:]
  package internal(set) var recentSessions: [SessionSummary] = []
  package internal(set) var listedSessions: SessionList?
  package internal(set) var browser = SessionBrowser()
  package internal(set) var models: [Model] = []
  package internal(set) var modelsProblem: String?
  /// The prompts of the library; `nil` while they are read.
  package internal(set) var library: [LibraryPrompt]?
  /// The names of those that were deleted or replaced and can be brought back, the newest last.
  var deletedPrompts: [String] = []
  /// The folder with their files.
  package internal(set) var libraryFolder = ""
  /// What the settings file says; `nil` before it was read for the screen of settings.
  package internal(set) var settingList: SettingList?

  package internal(set) var focus = Pane.prompt
  package internal(set) var overlay: Overlay?
  /// What help was asked for over, and goes back to.
  package internal(set) var overlayBehindHelp: Overlay?
  /// The chip that was gone to before it was looked at.
  var chipBehind: Int?
  /// The keys of a sequence that has begun, and when it did.
  package internal(set) var pendingKeys: [Key] = []
  package internal(set) var pendingSince: Instant?
  /// The page of letters the menu shows.
  var menuPage = 0
  package internal(set) var prompt = PromptEditor()
  /// The prompt's rows after the last event.
  var keptRows: PromptRows?
  var vi = ViKeys()
  package internal(set) var completion: Completion?
  /// What was typed after an `@` that names of files begin with.
  var offeredPaths: Set<String> = []
  /// What was typed before the prompt of an earlier turn took its place: brought back, it is a new turn again.
  var typedBeforeEditing: String?
  /// The turn whose prompt is in the editor to become another version of it.
  package var editedTurn: TurnID? {
    if case .version(let turn)? = promptOrigin { turn } else { nil }
  }
  /// The prompt that goes out when the running answer has ended well.
  package internal(set) var queued: QueuedPrompt?
  /// The turn whose prompt is in the editor, if there is one.
  var promptOrigin: Draft.Origin? {
    didSet {
      guard promptOrigin != oldValue else { return }
      estimateHistory()
      notedRevision = nil
    }
  }
  /// The bytes of prompts that were folded pastes when they were sent, so that one that comes back has its chips.
  var sentFolds: [TurnID: [Range<Int>]] = [:]
  /// The end of the branch that was left, while the next prompt goes on from a place before it.
  var branchedFrom: TurnID?
  var history = PromptHistory()

  package internal(set) var transcript = Transcript()
  package internal(set) var comparison = ComparisonView()
  /// All verdicts there are; `nil` while they are read.
  package internal(set) var verdicts: [JudgedComparison]?
  /// The rows of the conversation pane, from its top.
  package internal(set) var rows: [TranscriptRow] = []
  /// The code block or picture that keys are about.
  var markedBlock: MessageBlock.Mark?
  /// The rows of the focused pane that belong to it.
  package internal(set) var markedRows = 0..<0
  /// What is looked for.
  var finding: TextSearch?
  /// The cursor of a reading pane and what is selected.
  var selection: TextSelection?
  /// The commands that texts were piped to, and how many ran.
  var commands = PromptHistory()
  var pipedCommands = 0
  /// Where the mouse was pressed last on a text.
  var mousePress: MousePress?
  /// Where it was pressed last in the prompt, until a key is.
  var promptPress: PromptPress?
  /// What stands out of the reading panes.
  package internal(set) var textMarks: [TextMark] = []
  /// Rows that came below what is being read.
  package internal(set) var newRowCount = 0
  /// What the turns so far add to the next request.
  var historyEstimate = HistoryEstimate()
  /// The same for each lane, by its number: it goes on from answers of its own.
  var laneHistories: [Int: HistoryEstimate] = [:]
  /// The service's count of what would be sent.
  var counting = CountedTokens()
  /// What the answers of the session took.
  package internal(set) var usage = SessionUsage()
  /// The indices of the messages that have pictures, in order.
  var messagesWithPictures: [Int] = []
  package internal(set) var thinking = ThinkingView()
  /// The thinking pane was asked for, so it stays open where it would fold for want of room.
  var opensThinking = false
  /// The pane that was given the screen, for as long as it has the focus.
  var zoomed: Pane?
  /// Nothing but text and prompt is drawn.
  package internal(set) var isBare = false
  /// The rule that the mouse holds.
  var drag: PaneDrag?
  /// The shape of the screen that the folds are those of.
  var lastShape: PaneShape?
  package internal(set) var shelf = PictureShelf()
  /// How the full screen looks at a picture.
  package internal(set) var viewer = PictureViewer()
  package internal(set) var gallery = Gallery()
  /// The picture to be shown as soon as its session is open.
  var goal: PictureMark?
  /// What was deleted since the studio was opened, the newest last.
  var steps = SessionSteps()
  /// The first picture shown with less than the terminal could do.
  var hintedPicture: AssetReference?
  /// The message a person chose; `nil` is the newest.
  package internal(set) var chosenMessage: MessageID?
  /// Which of its pictures is shown.
  var chosenPicture: Int?

  package internal(set) var notice: Notice?
  package internal(set) var takesMouse = true
  package internal(set) var now: Instant
  /// A second Ctrl+C until then leaves.
  var leavesUntil: Instant?
  package internal(set) var lastKeyTime: Instant
  /// What was typed then.
  var lastInput: TerminalInput?
  /// True while one key comes again every few milliseconds.
  var isKeyHeld = false
  /// When the preview is made that waits for the keys to rest.
  var previewDue: Instant?
  /// The pictures to be shown in full quality, by SHA-256.
  var fullQuality: Set<String> = []
  /// When a question came that nobody asked for with a key.
  var questionSince: Instant?
  /// The folder that the picker opens; empty is the working folder.
  var pickerFolder = ""
  /// For each time files are being read, in order: the text of the paste they stood in, if they came by one.
  var awaitedFiles: [String?] = []
  /// When what is typed is stored.
  var draftDue: Instant?
  /// What was typed and attached in a session without turns that was left: the next one begins with it.
  var newDraft: Draft?
  /// How often one went to a place that was found.
  package internal(set) var foundCount = 0
  /// The revision of the prompt that `draftDue` is about; `nil` if all of it is to be kept anew.
  var notedRevision: Int? = 0
  /// The terminal is gone or the person left: only running answers are waited for.
  package internal(set) var isDetached = false
  package internal(set) var hasQuit = false
  /// What the session was like when it was asked whether another window went on with it.
  var refreshBasis: SessionState?
  /// Answers that would be gone if the program ended now, as the store refused them.
  var unkept: Set<RunID> = []
  /// Answers that ended since the terminal is gone.
  var arrivals: [Arrival] = []
  /// Sessions that are not shown and whose answers have ended since they were.
  package internal(set) var endedBehind: Set<SessionID> = []
  /// Leaves as soon as no answer is running.
  package internal(set) var leavesWhenDone = false
  var identifiers: IdentifierSource
  var settled: Settled?

  /// - Parameter fileSettings: what the file says, where choices of earlier times went over it in `settings`.
  package init(
    settings: Settings, fileSettings: Settings? = nil, terminal: TerminalState, backend: Backend, seed: UInt64,
    now: Instant
  ) {
    self.settings = settings
    self.fileSettings = fileSettings ?? settings
    self.terminal = terminal
    self.backend = backend
    self.now = now
    lastKeyTime = now
    identifiers = IdentifierSource(seed: seed)
    session = Session(
      id: identifiers.session(), createTime: now, isDemo: backend == .simulator,
      textModel: settings.model(settings.textModel), pictureModel: settings.model(settings.pictureModel))
    session.runSettings = settings.runSettings
  }
}

// MARK: What follows from the state

extension Studio {
  /// The runs that are going on in this session.
  package var activeRuns: [Run] {
    session.turns.last(where: { $0.runs.contains(where: \.isActive) })?.runs.filter(\.isActive) ?? []
  }

  package var activeRun: Run? { activeRuns.last }

  /// True while any session waits for an answer.
  package var hasActiveRuns: Bool {
    activeRun != nil || parked.values.contains { $0.turns.contains { $0.runs.contains(where: \.isActive) } }
  }

  /// The place keys go to.
  package var place: Place {
    overlay?.place ?? placeBehind
  }

  /// The place keys go to once nothing lies in front.
  package var placeBehind: Place {
    if selection?.takesKeys == true { return .cursor }
    switch focus {
    case .prompt: return prompt.isEmpty ? .emptyPrompt : .prompt
    case .conversation: return .conversation
    case .thinking: return .thinking
    case .preview: return .preview
    case .compare: return .compare
    }
  }

  /// The message that Thinking and Preview show and that commands are about.
  package var currentMessage: MessageID? {
    if let chosenMessage, transcript.index(of: chosenMessage) != nil { return chosenMessage }
    return transcript.messages.last?.id
  }

  /// The turn of the current message.
  var currentTurn: Int? {
    currentMessage.flatMap { transcript.index(of: $0) }.map { transcript.messages[$0].turn }
  }

  /// The answer the Thinking pane is about: the current one, or the one to the current prompt.
  package var currentRun: Run? {
    guard let turn = currentTurn, session.turns.indices.contains(turn) else { return nil }
    return session.turns[turn].shownRun
  }

  /// The last answer of the shown branch.
  package var latestRun: Run? {
    guard let turn = transcript.messages.last?.turn, session.turns.indices.contains(turn) else { return nil }
    return session.turns[turn].shownRun
  }

  /// The versions of the current turn as pairs of turn and run, in the order they were made.
  package var currentSiblings: [(turn: TurnID, run: RunID?)] {
    guard let turn = currentTurn, session.turns.indices.contains(turn) else { return [] }
    return session.siblings(of: turn).flatMap { index -> [(TurnID, RunID?)] in
      let turn = session.turns[index]
      return turn.runs.isEmpty ? [(turn.id, nil)] : turn.runs.map { (turn.id, $0.id) }
    }
  }

  /// Which of the versions is shown, from 0.
  package var currentSibling: Int? {
    guard let turn = currentTurn else { return nil }
    let shown = session.turns[turn]
    return currentSiblings.firstIndex { $0.turn == shown.id && $0.run == shown.shownRun?.id }
  }

  var whyNotRegenerate: String? {
    if showsComparison { return whyNotAskLane }
    guard currentMessage != nil else { return "There is no answer yet." }
    if activeRun != nil { return "An answer is still coming." }
    if let failure = currentRun?.failure, failure == .comingElsewhere { return failure.message }
    return whyNotSend
  }

  /// Why nothing can be sent in this session.
  var whyNotSend: String? {
    if session.isDemo, backend != .simulator {
      return "This session was made with the offline simulator and does not go on with a real model. "
        + "Start a new session."
    }
    if !session.isDemo, backend == .simulator {
      return "There is no API key, and the offline simulator does not go on with a real conversation. Enter a key, "
        + "or start a new session."
    }
    let models = session.isComparison ? session.lanes.map(\.model) : [session.model]
    return models.lazy.compactMap(ModelID.problem).first
  }

  /// True if there is a thinking setting to step: the model has several, or one is set that can be taken out.
  var stepsThinking: Bool {
    let setup = setup
    let traits = traits(of: setup.model)
    return setup.choices(of: .thinking, traits)?.count ?? 0 > 1 || setup.thinkingText(traits) != nil
  }

  /// True if the current answer was refused for the thinking that is still set, by a model that may take none.
  var offersNoThinking: Bool {
    guard activeRun == nil, !session.isBlind, let run = currentRun, let failure = run.failure else { return false }
    let setup = setup
    let traits = traits(of: setup.model)
    return failure.kind == .invalidRequest && failure.message.lowercased().contains("thinking")
      && run.model == setup.model && traits.thinking == .unknown && setup.thinkingText(traits) != nil
  }

  /// What is known of the model that takes the next turn.
  package var traits: ModelTraits { traits(of: session.model) }

  package func traits(of model: String) -> ModelTraits { settings.models.traits(of: model) }

  package var layout: Layout { settled?.layout ?? freshLayout }

  /// What was worked out after the last event, so that drawing does not do it again. `nil` while an event is taken in.
  struct Settled: Sendable {
    var layout: Layout
  }

  var freshLayout: Layout {
    Layout(
      size: terminal.size,
      wish: Layout.Wish(
        thinking: showsComparison ? .hidden : shownThinking, opensThinking: opensThinking,
        preview: !showsComparison && shownPicture != nil, compares: showsComparison, zoomed: shownZoom, isBare: isBare,
        keepsStatus: backend == .simulator, sizes: settings.panes[shape], promptRows: promptRows.rows.count,
        noticeRows: noticeLines.count))
  }

  /// The rows of the prompt at the present width.
  package var promptRows: PromptRows {
    guard var rows = keptRows else { return PromptRows(prompt, columns: promptColumns) }
    rows.follow(prompt, columns: promptColumns)
    return rows
  }

  /// The columns of text in the prompt.
  var promptColumns: Int { terminal.size.columns - 3 }

  /// True if the screen is too small to draw on.
  package var isTooSmall: Bool {
    terminal.size.columns < Layout.minimum.columns || terminal.size.rows < Layout.minimum.rows
  }

  /// When the clock has to be looked at again; `nil` while nothing waits for it.
  package var nextDeadline: Instant? {
    var deadlines = [notice?.until, leavesUntil, draftDue, previewDue, counting.due].compactMap { $0 }
    if let pendingSince, takesMenu, now - pendingSince < Self.menuDelay {
      deadlines.append(pendingSince + Self.menuDelay)
    }
    if awaitsOtherWindow, mayRefresh, !isDetached { deadlines.append(lookedForOthers + Self.lookDelay) }
    if activeRun != nil, !isDetached { deadlines.append(now + (1000 - now.milliseconds % 1000)) }
    return deadlines.min()
  }

  /// Milliseconds without a key after which what is typed is undone alone.
  static let typingPause = 1500

  /// Milliseconds between looks at whether an answer is whole that comes in another window.
  static let lookDelay = 2000

  /// Milliseconds from the last change of the prompt to its being stored.
  static let draftDelay = 1000

  /// Milliseconds without a key after which a picture is made that one passed by.
  static let keyRest = 50

  /// Milliseconds from the menu key to the box with its letters.
  static let menuDelay = 300

  /// True once the box with the letters of a begun sequence is to be shown.
  package var showsMenu: Bool {
    guard !pendingKeys.isEmpty, let pendingSince else { return false }
    return now - pendingSince >= Self.menuDelay
  }
}

extension Studio {
  /// Takes in the prompts of earlier times, the oldest first.
  package mutating func restore(history prompts: [String]) { history = PromptHistory(prompts) }

  /// Takes back what was typed and attached in a session that has no turns yet.
  package mutating func restore(draft text: String) {
    guard session.turns.isEmpty, prompt.isEmpty, !text.isEmpty else { return }
    prompt = PromptEditor(Draft(kept: text))
    notedRevision = prompt.revision
  }
}
