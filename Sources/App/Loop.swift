import Core
import Screen
import TTY
import Views

/// The main thread of the studio: waits for keys and mail, updates the state, starts effects, shows frames.
final class Loop {
  /// Frames are shown as soon as something changed, but not closer together than this.
  private static let frameTime = Duration.milliseconds(4)
  /// Answers that go on without a terminal are given up after this many seconds.
  private static let detachedSeconds = 600

  /// The size in an event that only says that it may have changed.
  private static let unmeasured = Size(columns: 0, rows: 0)

  private var studio: Studio
  private let runner: EffectRunner
  private let mailbox = Mailbox()
  private let clock: Clock
  /// `nil` once the terminal is gone.
  private var terminal: Terminal?
  private let signals: Signals
  private var isDirty = true
  private var lastFrame = ContinuousClock.now - Loop.frameTime
  private var hasEnded = false

  init(workshop: Workshop, terminal: Terminal, opened: Session?) throws(TerminalError) {
    clock = workshop.clock
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
    var settings = workshop.settings
    let (themes, themeProblems) = ThemeFile.readAll(in: workshop.paths.themeFolders, builtIn: .dark)
    settings.themes = themes
    runner = EffectRunner(workshop: workshop, mailbox: mailbox)
    runner.restore(&settings)
    studio = Studio(
      settings: settings, terminal: TerminalState(terminal.facts, variables: workshop.environment.process),
      backend: workshop.environment.key == nil ? .simulator : .developer, seed: Workshop.seed(), now: clock.now)
    studio.restore(history: runner.promptHistory())
    if opened == nil { studio.restore(draft: runner.newDraft()) }
    if let opened { apply(.sessionOpened(opened)) }
    // One notice for all, as a later one takes the place of those before; it stays until a key is pressed.
    let vertexProblem = workshop.environment.vertexProblem.map { [$0] } ?? []
    let news = runner.openingNews()
    let sentences = vertexProblem + workshop.notices + themeProblems + news.sentences
    if !sentences.isEmpty { apply(.notice(sentences.joined(separator: " "), .error, about: news.sessions)) }
  }

  /// Runs until the person leaves.
  func run() -> Int32 {
    show()
    terminal?.ask()
    runner.perform(.listSessions)
    if studio.terminal.isTmux { runner.perform(.readTmux) }
    while !hasEnded {
      wait()
      let hasTyped = takeInput()
      for event in mailbox.takeAll() { apply(event) }
      if let deadline = studio.nextDeadline, clock.now >= deadline { apply(.tick) }
      if let terminal, terminal.wantsWrite { _ = terminal.flushPending() }
      // What was typed is shown at once; what streams in, at the frames' pace.
      if isDirty, hasTyped || ContinuousClock.now - lastFrame >= Self.frameTime { show() }
    }
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
    if let deadline = terminal?.inputDeadline { waits.append(ContinuousClock.now.duration(to: deadline)) }
    if isDirty, terminal?.wantsWrite == false {
      waits.append(ContinuousClock.now.duration(to: lastFrame + Self.frameTime))
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
      apply(.input(input))
    }
    if reading.isHungUp { apply(.hangUp) }
    return !inputs.isEmpty
  }

  private func apply(_ event: Event) {
    var event = event
    if case .resized = event, let terminal {
      terminal.resume()
      event = .resized(terminal.facts.size, cellPixels: terminal.facts.cellPixels.map(CellPixels.init))
    }
    let effects = update(&studio, event, at: clock.now)
    isDirty = true
    for effect in effects { perform(effect) }
  }

  private func show() {
    guard let terminal else {
      isDirty = false
      return
    }
    if terminal.wantsWrite, !terminal.flushPending() { return }
    // Counted from the beginning, so that work on a frame is no part of the pause after it.
    let beginning = ContinuousClock.now
    if terminal.show(render(studio)) {
      isDirty = false
      lastFrame = beginning
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
    case .enterKey:
      guard let terminal else { return }
      let entry = terminal.lend { runner.enterKey() }
      apply(.resized(Self.unmeasured, cellPixels: nil))
      apply(.keyEntered(entry))
    case .detach:
      terminal?.close()
      terminal = nil
      runner.giveUp(afterSeconds: Self.detachedSeconds)
    case .quit: hasEnded = true
    default: runner.perform(effect)
    }
  }

  private func copy(_ text: String) {
    switch Clipboard.copy(text, isTmux: studio.terminal.isTmux) {
    case .done(let sentence): apply(.notice(sentence, .info))
    case .needsTerminal(let base64):
      terminal?.setClipboard(base64: base64)
      apply(
        .notice("Sent to the terminal's clipboard (OSC 52); whether it takes it, the terminal does not say.", .info))
    }
  }
}
