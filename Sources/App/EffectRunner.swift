import Core
import Dispatch
import Foundation
import Gemini
import HTTP
import Screen
import Store

/// Does what the studio wants done, and mails what came of it. Owned by the loop's thread.
final class EffectRunner {
  let workshop: Workshop
  let mailbox: Mailbox
  /// Everything that touches the store, in the order it was asked for.
  let storeQueue = DispatchQueue(label: "store")
  let fileQueue = DispatchQueue(label: "files")
  /// Everything that reads or changes the settings file.
  let settingsQueue = DispatchQueue(label: "settings")
  let settings: SettingsSource
  let simulator: SimulatorHost
  private let tmux: TmuxReader
  /// Where a saved picture says how it was made.
  private(set) var provenance: Settings.ProvenancePlace
  /// A key entered since the start.
  var enteredKey: APIKey?
  /// What is read to be attached, one after the other, in the order it was asked for.
  var attaching: Task<Void, Never>?
  /// The newest reading of the gallery: those before it are not worth the time any more.
  let galleryReading = GalleryReading()
  /// The command that a text was piped to last.
  var piped: (number: Int, command: PipedCommand)?
  /// Takes files from other programs; `nil` if that is not possible here.
  private(set) var attachServer: AttachServer?
  private var runs: [RunID: (task: Task<Void, Never>, driver: RunDriver)] = [:]
  /// What the store has yet to take.
  private let unkept: UnkeptRuns
  private let running = DispatchGroup()

  init(workshop: Workshop, mailbox: Mailbox) {
    self.workshop = workshop
    self.mailbox = mailbox
    provenance = workshop.settings.provenance
    settings = SettingsSource(
      file: workshop.paths.settingsFile, themeFolders: workshop.paths.themeFolders, network: workshop.network)
    unkept = UnkeptRuns(queue: storeQueue)
    tmux = TmuxReader(variables: workshop.environment.process)
    simulator = SimulatorHost(pictures: workshop.pictures)
  }

  var stateFolder: String { workshop.paths.state }
  var store: SessionStore? { try? workshop.store.get() }

  func perform(_ effect: Effect) {
    switch effect {
    case .generate(let generation): start(generation)
    case .cancel(let run): runs[run]?.task.cancel()
    case .retryNow(let run): runs[run]?.driver.retryNow()
    case .save(let session): inStore { try $0.save(session) }
    case .continueRun(let run, let continues): inStore { try $0.continue(run, continues) }
    case .choose(let turn): inStore { try $0.update(turn) }
    case .compareTexts(let job):
      let mailbox = mailbox
      Task(executorPreference: TaskQueue(), priority: .utility) { mailbox.post(.textsCompared(job.run())) }
    case .judge(let verdict): inStore { try $0.judge(verdict) }
    case .listVerdicts where store == nil: mailbox.post(.verdictsListed([]))
    case .listVerdicts: inStore { store in .verdictsListed(try store.verdicts()) }
    case .rename(let session, let title): inStore { try $0.rename(session, to: title) }
    case .remember(let key, let value): inStore { try $0.setSetting(key, value) }
    case .changeSetting(let change): changeSetting(change)
    case .addSetting(let line, let path): addSetting(line: line, to: path)
    case .listSettings: listSettings()
    case .listSessions: listSessions()
    case .readKeptLists:
      inStore { store in
        .keptListsRead(
          presets: Kept(text: try store.setting(Preset.key) ?? ""),
          lineUps: Kept(text: try store.setting(LineUp.key) ?? ""))
      }
    case .previewSession(let id, let turns):
      inStore { store in .sessionPreviewed(try store.preview(of: id, turns: turns)) }
    case .searchSessions(let filter): searchSessions(filter)
    case .pinSession(let id, let isPinned): pinSession(id, isPinned)
    case .deleteSession(let id, let time):
      inStore(refused: { .deletionRefused(id, wasDeletedAt: nil, $0.sentence) }) { try $0.deleteSession(id, at: time) }
    case .restoreSession(let id, let now):
      inStore(refused: { .deletionRefused(id, wasDeletedAt: now, $0.sentence) }) { try $0.restoreSession(id) }
    case .listPrompts where store == nil: mailbox.post(.promptsListed([]))
    case .listPrompts(let includesDemo):
      inStore { store in .promptsListed(try store.pastPrompts(limit: 5000, includesDemo: includesDemo)) }
    case .openSession(let id):
      inStore { store in
        guard let session = try store.session(id) else { throw StoreError.missing("The session") }
        return .sessionOpened(session)
      }
    case .know(let session, let keepsDraft): inStore { $0.know(session, keepsDraft: keepsDraft) }
    case .refreshSession(let id, let extent):
      inStore { store in
        // What a window was at that is gone by now will not go on.
        _ = try store.repairInterruptedRuns()
        guard try store.extent(of: id).isMore(than: extent) else { return nil }
        return try store.session(id).map { .sessionRefreshed($0) }
      }
    case .listModels: listModels()
    case .readSchema(let path): readSchema(path)
    case .readLibrary: readLibrary()
    case .countTokens(let request, let key): count(request, key)
    case .savePrompt(let title, let text): savePrompt(title: title, text: text)
    case .renamePrompt(let name, let title): changeLibrary { try $0.rename(name, title: title) }
    case .deletePrompt(let name):
      changeLibrary { folder in
        try folder.delete(name)
        return nil
      }
    case .restorePrompt(let name): changeLibrary { try $0.restore(name) }
    case .attach(let paths, let sends): attach(paths, sends: sends)
    case .fetchPicture(let address): fetchPicture(address)
    case .answer(let id, let answer): attachServer?.answer(id, answer)
    case .listFolder(let folder): listFolder(folder)
    case .lookAt(let path, let size, let colors, let cell): look(at: path, size: size, colors: colors, cell: cell)
    case .completePath(let token): complete(token)
    case .readFacts(let assets): readFacts(of: assets)
    case .makePreview(let key, let budget): makePreview(key, budget)
    case .makeThumbnail(let asset, let size, let colors, let cell, let background):
      makeThumbnail(asset, size: size, colors: colors, cell: cell, background: background)
    case .listPictures(let query, let cursor, let limit, let effort, let number):
      listPictures(query, after: cursor, limit: limit, effort: effort, number: number)
    case .deletePicture(let mark, let time):
      inStore(refused: { .markRefused(mark, wasDeletedAt: nil, $0.sentence) }) {
        try $0.deletePicture(mark.asset.sha256, of: mark.run, at: time)
      }
    case .restorePicture(let mark, let now):
      inStore(refused: { .markRefused(mark, wasDeletedAt: now, $0.sentence) }) {
        try $0.restorePicture(mark.asset.sha256, of: mark.run, at: now)
      }
    case .deleteVersion(let mark, let time): delete(mark, at: time)
    case .restoreVersion(let mark):
      inStore(refused: { .versionRefused(mark, isDeleted: true, $0.sentence) }) { try $0.restoreVersion(mark) }
    case .savePictures(let save, let name): savePictures(save, as: name)
    case .openPicture(let asset): openPicture(asset)
    case .saveText(let text, let name): saveText(text, as: name)
    case .pipe(let text, let command, let number): pipe(text, to: command, number: number)
    case .endPipe(let number): endPipe(number)
    case .openAddress(let address): openAddress(address)
    case .readTmux: tmux.read { [mailbox] in mailbox.post(.tmuxFacts($0)) }
    case .suspend, .redraw, .ask, .bell, .copy, .copyPicturePath, .sendToClipboard, .openEditor, .editPrompt, .enterKey,
      .detach, .quit:
      preconditionFailure("the loop does this itself")
    }
  }

  // MARK: Store

  /// Does something with the store, in order.
  /// - Parameter refused: what a failure means; without it, it is a notice, and a store that is not there is none.
  func inStore(
    refused: (@Sendable (StoreError) -> Event?)? = nil, _ work: @escaping @Sendable (SessionStore) throws -> Void
  ) {
    inStore(refused: refused) { store -> Event? in
      try work(store)
      return nil
    }
  }

  func inStore(
    refused: (@Sendable (StoreError) -> Event?)? = nil, _ work: @escaping @Sendable (SessionStore) throws -> Event?
  ) {
    let (store, mailbox) = (workshop.store, mailbox)
    if case .failure = store, refused == nil { return }
    storeQueue.async {
      do {
        if let event = try work(store.get()) { mailbox.post(event) }
      } catch {
        let error = error as? StoreError ?? .io("\(type(of: error))")
        let event = refused.map { $0(error) } ?? .notice(error.sentence, .error)
        if let event { mailbox.post(event) }
      }
    }
  }

  /// Goes by other settings from now on.
  func take(_ settings: Settings) {
    provenance = settings.provenance
    workshop.limiter.change { settings.limit(of: $0) }
  }

  /// The choices made in the studio before.
  func restore(_ settings: inout Settings) {
    guard let store else { return }
    if let pane = (try? store.setting("thinking.pane")).flatMap({ $0 }).flatMap(PaneMode.init) {
      settings.thinkingPane = pane
    }
    settings.favouriteModels = (try? store.setting(ModelList.favourites)).flatMap { $0 }.map(ModelList.read) ?? []
    settings.recentModels = (try? store.setting(ModelList.recent)).flatMap { $0 }.map(ModelList.read) ?? []
    settings.panes = PaneMemory.read((try? store.setting(PaneMemory.key)).flatMap { $0 } ?? "")
    settings.presets = Kept(text: (try? store.setting(Preset.key)).flatMap { $0 } ?? "")
    settings.lineUps = Kept(text: (try? store.setting(LineUp.key)).flatMap { $0 } ?? "")
  }

  /// What was typed last in a session without turns.
  func newDraft() -> String { (try? store?.setting(Studio.newDraftKey)) ?? "" }

  func promptHistory(includesDemo: Bool) -> [String] {
    ((try? store?.pastPrompts(limit: 200, includesDemo: includesDemo)) ?? []).reversed().map(\.text)
  }

  /// What the first screen has to say of the store: that it cannot be used, what came without a terminal, or what a
  /// process that died left; and the sessions that is about.
  /// - Parameter cutOff: the answers that a process which died left.
  func openingNews(
    _ cutOff: [(session: SessionSummary, run: RunID)]
  ) -> (sentences: [String], sessions: [SessionID]) {
    switch workshop.store {
    case .failure(let error):
      return (["\(error.sentence) Nothing can be kept until then."], [])
    case .success(let store):
      let arrivals = Arrival.read((try? store.setting(Arrival.key)) ?? "")
      if !arrivals.isEmpty { inStore { try $0.setSetting(Arrival.key, "") } }
      var sentences = [Arrival.sentence(arrivals)].compactMap { $0 }
      if cutOff.count > 1 {
        sentences.append("\(cutOff.count) answers were cut off when the studio ended; what came of them is kept.")
      } else if let only = cutOff.first {
        let place = sessionName(only.session.title)
        sentences.append("An answer in \(place) was cut off when the studio ended; what came is kept.")
      }
      return (sentences, arrivals.map(\.session) + cutOff.map(\.session.id))
    }
  }

  // MARK: Runs

  private func start(_ generation: Generation) {
    let run = generation.run
    let isStored = generation.isStored
    let stored = AsyncStream<StoreError?>.makeStream()
    let outcome = workshop.store
    let unkept = unkept
    storeQueue.async {
      // What this turn hangs on comes before it.
      unkept.catchUp()
      stored.continuation.yield(isStored ? Self.keep(generation, in: outcome) : nil)
      stored.continuation.finish()
    }
    let mailbox = mailbox
    let clock = workshop.clock
    let journal = journal(of: generation)
    let driver = RunDriver(
      http: workshop.http, assets: workshop.assets, models: workshop.settings.models, limiter: workshop.limiter,
      server: place(of: run.backend))
    running.enter()
    let group = running
    let task = Task(executorPreference: TaskQueue()) {
      defer {
        Memory.trim()
        group.leave()
      }
      for await problem in stored.stream {
        if let problem {
          mailbox.post(.storeRefused(run.id, problem.sentence))
          return
        }
      }
      if !isStored { unkept.add(run.id, journal) }
      await driver.run(generation.request) { event in
        let event = event.joined
        journal.apply(event, at: clock.now)
        await mailbox.send(.run(run.id, event))
      }
    }
    runs[run.id] = (task, driver)
  }

  /// What keeps a run. One that was refused is stored with its turn as soon as the store takes it.
  private func journal(of generation: Generation) -> RunJournal {
    let (run, mailbox, unkept, store) = (generation.run.id, mailbox, unkept, store)
    let adopt: @Sendable (Run) throws(StoreError) -> Void = { run throws(StoreError) in
      guard let store else { return }
      try store.adopt(run, of: generation.turn, in: generation.session)
    }
    let recorder = store?.recorder(for: run)
    return RunJournal(
      generation.run, recorder: recorder, queue: storeQueue, begin: generation.isStored ? nil : adopt
    ) { journal, error in
      if error != nil { unkept.add(run, journal) }
      mailbox.post(.keepingFailed(run, error?.sentence))
    }
  }

  /// Stores what has to be kept before a request may leave.
  /// - Returns: why it could not be.
  private static func keep(_ generation: Generation, in store: Result<SessionStore, StoreError>) -> StoreError? {
    do throws(StoreError) {
      let store = try store.get()
      try store.save(generation.session)
      if generation.isNewTurn {
        try store.insert(generation.turn, in: generation.session.id)
      } else {
        try store.begin(generation.run, in: generation.turn.id)
        try store.update(generation.turn)
      }
      return nil
    } catch {
      return error
    }
  }

  /// Where requests of a backend go. The simulator is started when it is first asked.
  func place(of backend: Backend) -> @Sendable () async throws -> Server {
    let simulator = simulator
    let server = workshop.server(key: enteredKey)
    return { backend == .simulator ? try await simulator.server() : server }
  }

  // MARK: Files from other programs

  /// Begins to take files from `gemstudio attach`.
  func startAttachServer(_ status: StudioStatus) {
    let mailbox = mailbox
    for folder in workshop.paths.sockets where attachServer == nil {
      attachServer = AttachServer(folder: folder, status: status, reader: attachmentReader) {
        mailbox.post(.handedOver($0))
      }
    }
  }

  func stopAttachServer() {
    attachServer?.close()
    attachServer = nil
  }

  /// Ends everything that still runs, so that what came is stored.
  func finish() {
    stopAttachServer()
    piped?.command.cancel()
    for run in runs.values { run.task.cancel() }
    _ = running.wait(timeout: .now() + 3)
    storeQueue.sync { unkept.catchUp() }
    workshop.http.close()
  }

  /// Without a terminal, answers may go on this long.
  func giveUp(afterSeconds seconds: Int) {
    let mailbox = mailbox
    DispatchQueue(label: "giving up").asyncAfter(deadline: .now() + .seconds(seconds)) { mailbox.post(.terminate) }
  }
}
