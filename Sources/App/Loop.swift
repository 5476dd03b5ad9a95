import Core
import Screen
import TTY
import Views

/// The main thread of the studio: waits for keys and mail, updates the state, starts effects, shows frames.
final class Loop {
  /// Frames are shown as soon as something changed, but on average not closer together than this.
  private static let frameTime = Duration.milliseconds(4)
  /// So much later while more streams in than can be read: the time is better spent on taking it in.
  private static let floodTime = Duration.milliseconds(12)
  /// Answers that go on without a terminal are given up after this many seconds.
  private static let detachedSeconds = 600

  /// The size in an event that only says that it may have changed.
  private static let unmeasured = Size(columns: 0, rows: 0)

  private var studio: Studio
  private let runner: EffectRunner
  private let mailbox = Mailbox()
  private let copier = Copier()
  private let clock: Clock
  /// Mails the settings when they were saved; `nil` if the system does not tell.
  private let watch: SettingsWatch?
  /// `nil` once the terminal is gone.
  private var terminal: Terminal?
  private let signals: Signals
  /// What was read of the studio, where it is read line by line.
  private var plain: PlainScreen?
  private var isDirty = true
  /// What clicks mean on the frame that is shown.
  private var clicks: [ClickArea] = []
  /// When a frame may be shown that nobody typed for.
  private var nextFrame = ContinuousClock.now
  private var hasEnded = false
  /// False if the server is to be asked for its models: what is kept of them is old, or there is none.
  private let hasFreshModels: Bool
  /// The speed of the line as the studio knows it: it is told of a change that matters.
  private var reportedSpeed: Int?

  init(workshop: Workshop, terminal: Terminal, isPlain: Bool, opened: OpenedSession) throws(TerminalError) {
    clock = workshop.clock
    plain = isPlain ? PlainScreen() : nil
    self.terminal = terminal
    let mailbox = self.mailbox
    signals = try Signals { signal in
      switch signal {
      case .windowChanged: mailbox.post(.resized(Self.unmeasured, cellPixels: nil))
      case .hangUp: mailbox.post(.hangUp)
      case .terminate: mailbox.post(.terminate)
      // A shell may have changed the terminal's modes, and its window another size.
      case .continued: mailbox.post(.resized(Self.unmeasured, cellPixels: nil))
      // Ctrl+C is a key here; the signal is meant for a program the terminal is lent to.
      case .interrupt, .stop: break
      }
    }
    var settings = isPlain ? workshop.settings.forPlainMode : workshop.settings
    let (themes, themeProblems) = ThemeFile.readAll(in: workshop.paths.themeFolders)
    settings.themes = themes
    settings.utcOffsetSeconds = Clock.utcOffsetSeconds
    runner = EffectRunner(workshop: workshop, mailbox: mailbox)
    watch = SettingsWatch(runner.settings, queue: runner.settingsQueue) { mailbox.post(.settingsSaved($0)) }
    let fileSettings = settings
    runner.restore(&settings)
    terminal.isLineFast = settings.bandwidth.isLineFast
    studio = Studio(
      settings: settings, fileSettings: fileSettings,
      terminal: TerminalState(terminal.facts, variables: workshop.environment.process),
      backend: workshop.environment.key == nil ? .simulator : .developer, seed: Workshop.seed(), now: clock.now)
    studio.restore(history: runner.promptHistory(includesDemo: studio.backend == .simulator))
    studio.restore(draft: runner.newDraft())
    studio.isFileBroken = workshop.isFileBroken || !themeProblems.isEmpty
    let listed = runner.listedModels()
    hasFreshModels = listed?.isFresh(at: clock.now) ?? true
    if plain != nil { apply(.resized(Self.unmeasured, cellPixels: nil)) }
    if let listed { apply(.modelsListed(listed.models)) }
    if let session = opened.session { apply(.sessionOpened(session)) }
    runner.startAttachServer(studio.attachStatus)
    // One notice for all, as a later one takes the place of those before; it stays until a key is pressed.
    let vertexProblem = workshop.environment.vertexProblem.map { [$0] } ?? []
    let news = runner.openingNews(opened.cutOff)
    let sentences =
      vertexProblem + workshop.notices + themeProblems
      + [settings.themeProblem].compactMap { $0 } + news.sentences
    if !sentences.isEmpty { apply(.notice(sentences.joined(separator: " "), .error, about: news.sessions)) }
  }

  /// Runs until the person leaves.
  func run() -> Int32 {
    show()
    terminal?.ask()
    runner.perform(.listSessions)
    runner.purgePictures()
    runner.purgeSessions()
    if !hasFreshModels { runner.perform(.listModels) }
    if studio.terminal.isTmux { runner.perform(.readTmux) }
    while !hasEnded {
      wait()
      let hasTyped = takeInput()
      let mail = mailbox.takeAll()
      for event in mail.events { apply(event) }
      if let deadline = studio.nextDeadline, clock.now >= deadline { apply(.tick) }
      if let terminal, terminal.wantsWrite { _ = terminal.flushPending() }
      // What was typed is shown at once; what streams in, at the frames' pace.
      if isDirty, hasTyped || .now >= nextFrame + (mail.isFlood ? Self.floodTime : .zero) { show() }
      sendPictures()
    }
    finishCopies()
    terminal?.close()
    runner.finish()
    return 0
  }

  /// Sleeps until there is input, mail, room for output or a deadline; without any it sleeps for good.
  private func wait() {
    let sources = [mailbox.descriptor, terminal?.inputDescriptor].compactMap { $0 }
    let full = terminal?.wantsWrite == true ? terminal?.outputDescriptor : nil
    Descriptors.wait(readable: sources, writable: full, milliseconds: timeout)
  }

  /// Milliseconds to sleep at most, -1 without limit.
  private var timeout: Int32 {
    var waits: [Duration] = []
    if let deadline = studio.nextDeadline { waits.append(.milliseconds(max(0, deadline - clock.now))) }
    if let deadline = terminal?.pictureDeadline { waits.append(ContinuousClock.now.duration(to: deadline)) }
    if let deadline = terminal?.inputDeadline { waits.append(ContinuousClock.now.duration(to: deadline)) }
    if isDirty, terminal?.wantsWrite == false {
      waits.append(ContinuousClock.now.duration(to: nextFrame))
    }
    guard let shortest = waits.min() else { return -1 }
    return shortest <= .zero ? 0 : Int32(min((shortest / .milliseconds(1)).rounded(.up), 60_000))
  }

  /// - Returns: true if there was any.
  private func takeInput() -> Bool {
    guard let terminal else { return false }
    let reading = terminal.readInput()
    let inputs = reading.inputs + terminal.flushInput()
    for input in inputs {
      if input == .focus(true) { terminal.askCellSize() }
      if case .mouse(var mouse) = input {
        mouse.meaning = clicks.last { $0.rect.contains(mouse.point) }?.meaning
        apply(.input(.mouse(mouse)))
      } else {
        apply(.input(input))
      }
    }
    if reading.isHungUp { apply(.hangUp) }
    return !inputs.isEmpty
  }

  private func apply(_ event: Event) {
    var event = event
    if case .resized = event, let terminal {
      terminal.resume()
      event = .resized(size(of: terminal), cellPixels: terminal.facts.cellPixels)
    }
    if case .settingsSaved(var reading) = event, plain != nil {
      reading.settings = reading.settings?.forPlainMode
      event = .settingsSaved(reading)
    }
    let effects = update(&studio, event, at: clock.now)
    if case .settingsSaved = event {
      terminal?.isLineFast = studio.settings.bandwidth.isLineFast
      runner.take(studio.settings)
    }
    isDirty = true
    runner.attachServer?.update(studio.attachStatus)
    for effect in effects { perform(effect) }
  }

  private func show() {
    guard let terminal else {
      isDirty = false
      return
    }
    if terminal.wantsWrite, !terminal.flushPending() { return }
    if let output = plain?.next(studio, columns: terminal.facts.size.columns) {
      terminal.show(appending: output.lines, prompt: output.prompt, cursor: output.cursor)
      isDirty = false
      nextFrame = .now + Self.frameTime
      return
    }
    let beginning = ContinuousClock.now
    let frame = render(studio)
    isDirty = !terminal.show(frame)
    if !isDirty { clicks = frame.grid.clicks }
    // One that comes late is no reason to put off the next: a stream a little slower than this pace would wait with
    // each of its chunks.
    nextFrame = max(nextFrame, beginning - Self.frameTime) + Self.frameTime
    // On a slow line frames that wait for each other only keep what is typed waiting.
    if let end = terminal.lineEnd { nextFrame = max(nextFrame, end) }
  }

  /// The size that the studio lays out for. Read line by line it needs no screen, and so none is too small.
  private func size(of terminal: Terminal) -> Size {
    let size = terminal.facts.size
    guard plain != nil else { return size }
    return Size(columns: max(80, size.columns), rows: max(24, size.rows))
  }

  /// After what was typed and the frame, the pictures get what the line has left.
  private func sendPictures() {
    guard let terminal, plain == nil else { return }
    terminal.sendPictures()
    let sent = terminal.takeSpent()
    if !sent.isEmpty { apply(.picturesSent(sent)) }
    if let speed = terminal.lineSpeed, reportedSpeed.map({ !($0 / 2...$0 * 2).contains(speed) }) ?? true {
      reportedSpeed = speed
      apply(.lineMeasured(speed))
    }
  }

  // MARK: Effects of the terminal

  private func perform(_ effect: Effect) {
    switch effect {
    case .suspend:
      terminal?.suspend()
      apply(.resized(Self.unmeasured, cellPixels: nil))
    case .redraw: terminal?.redrawAll()
    case .ask(let question): terminal?.ask(question)
    case .bell: terminal?.ring()
    case .copy(let text): copy(text)
    case .sendToClipboard(let base64, let passesThrough):
      terminal?.setClipboard(base64: base64, passesThrough: passesThrough)
    case .copyPicturePath(let asset, let mimeType):
      if let path = runner.workshop.assets.path(asset, mimeType: mimeType) {
        copy(path)
      } else {
        apply(.notice("The picture is in no file, as the disk refused it. Save it under a name first.", .warning))
      }
    case .openEditor(let text):
      guard let terminal else { return }
      let edited = terminal.lend { ExternalEditor.edit(text, folder: runner.stateFolder) }
      apply(.resized(Self.unmeasured, cellPixels: nil))
      switch edited {
      case .success(let text): apply(.editorClosed(text))
      case .failure(let problem): apply(.notice(problem.sentence, .error))
      }
    case .editPrompt(let name):
      guard let terminal else { return }
      let file = "\(runner.promptFolder.path)/\(name).md"
      let problem = terminal.lend { ExternalEditor.open(file) }
      apply(.resized(Self.unmeasured, cellPixels: nil))
      if let problem { apply(.notice(problem.sentence, .error)) }
      runner.readLibrary()
    case .enterKey:
      guard let terminal else { return }
      let entry = terminal.lend { runner.enterKey() }
      apply(.resized(Self.unmeasured, cellPixels: nil))
      apply(.keyEntered(entry))
    case .detach:
      terminal?.close()
      terminal = nil
      runner.stopAttachServer()
      runner.giveUp(afterSeconds: Self.detachedSeconds)
    case .quit: hasEnded = true
    default: runner.perform(effect)
    }
  }

  private func copy(_ text: String) {
    let clipboard = Clipboard(
      variables: runner.workshop.environment.process, isTmux: studio.terminal.isTmux,
      passesThrough: studio.terminal.passesThrough, folder: runner.stateFolder)
    copier.copy(text, to: clipboard) { [mailbox] outcome in
      switch outcome {
      case .done(let sentence): mailbox.post(.notice(sentence, .info))
      case .needsTerminal(let base64, let passesThrough, let sentence):
        mailbox.post(.copyEncoded(base64: base64, passesThrough: passesThrough, sentence))
      }
    }
  }

  /// Lets what was copied just before leaving reach the terminal.
  private func finishCopies() {
    copier.finish()
    for event in mailbox.takeAll().events {
      if case .copyEncoded = event { apply(event) }
    }
  }
}

extension Studio {
  /// What `gemstudio attach` is told.
  fileprivate var attachStatus: StudioStatus {
    StudioStatus(session: session.id, title: session.title, lastKey: lastKeyTime)
  }
}
