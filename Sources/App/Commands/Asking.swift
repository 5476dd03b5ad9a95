import Core
import Gemini
import Images
import Store

/// One turn made from the command line: stored, sent, shown and written out.
struct Asking: Sendable {
  let workshop: Workshop
  let console: Console
  /// Whom to ask.
  let connect: @Sendable () async throws -> Server
  var prepared: PreparedTurn
  /// True if the session is to be kept.
  var isStored: Bool
  var format: OutputFormat
  /// Where `-o` puts what comes; `nil` leaves pictures where they are kept.
  var output: OutputFile?
  /// Where pictures say how they were made.
  var provenance = Settings.ProvenancePlace.none
  /// How pictures are shown; `nil` follows the settings.
  var way: Settings.Pictures?
  /// Where the answer goes.
  var out: Output
  /// Its number among requests that left together.
  var lane = 0
  /// The file of the answer if no picture comes; `out` holds the answer back until that is known.
  var answerFile: OutputFile.Target?
  /// True if a run without a picture has not done what it was asked for.
  var needsPicture = false

  /// Runs the turn to its end.
  /// - Returns: the exit code.
  func run() async -> Int32 { await run(recorder: begin()) }

  /// - Parameter recorder: stores the answer.
  func run(recorder: RunRecorder?) async -> Int32 {
    let printer = makePrinter()
    let stream = AnswerStream(workshop: workshop, console: console, connect: connect)
    let run = await stream.run(prepared, recorder: recorder, out: out) { printer.take($0, at: $1) }
    return await finish(run, printer)
  }

  // MARK: The store

  /// Stores the prompt before the request leaves.
  /// - Parameter isNewTurn: false for another answer to a turn that is stored already.
  /// - Returns: what stores the answer; `nil` if nothing can be stored.
  func begin(isNewTurn: Bool = true) -> RunRecorder? {
    guard isStored else { return nil }
    do throws(StoreError) {
      let store = try workshop.store.get()
      if isNewTurn {
        try store.save(prepared.session)
        try store.insert(prepared.turn, in: prepared.session.id)
      } else {
        try store.begin(prepared.run, in: prepared.turn.id)
      }
      return store.recorder(for: prepared.run.id)
    } catch {
      console.note("\(error.sentence) The answer is not kept.")
      return nil
    }
  }

  // MARK: Showing

  private func makePrinter() -> any RunPrinter {
    switch format {
    case .json: JSONPrinter(out: out)
    case .jsonl:
      LinePrinter(prepared.run, out: out, lane: lane, defersImages: output != nil && output != .standardOutput) {
        [workshop] in
        Self.kept($0, in: workshop)
      }
    case .text:
      TextPrinter(prepared.run, out: out, console: console, waiting: WaitingLine(prepared.run.model, on: console.err))
    }
  }

  private static func kept(_ blob: Blob, in workshop: Workshop) -> String? {
    blob.asset.flatMap { workshop.assets.path($0, mimeType: blob.mimeType) }
  }

  private func finish(_ run: Run, _ printer: any RunPrinter) async -> Int32 {
    if out.isClosed { return 0 }
    if let problem = out.problem {
      console.note(problem + (isStored ? " The answer is kept in the session store." : ""))
      return 1
    }
    let found = run.finalPictures
    let pictures = pictureFile(found)
    var exitCode = run.exitCode
    if exitCode == 0, needsPicture, found.isEmpty { exitCode = 3 }
    let saved = SavedPictures(found, in: pictures, workshop: workshop, console: console, place: provenance) {
      $0.asset.flatMap { Provenance(of: $0, in: session(with: run), models: workshop.settings.models) }
    }
    if let code = saved.exitCode, exitCode == 0 { exitCode = code }
    printer.finish(run, exitCode: exitCode) { blob in
      saved.path(blob) ?? Self.kept(blob, in: workshop)
    }
    let isWritten = deliver(besidePictures: !found.isEmpty)
    if !isWritten, exitCode == 0 { exitCode = 1 }
    if format == .text { await show(found, saved, pictures) }
    if let sentence = run.endingSentence { console.note(sentence) }
    if format == .text, run.callsFunctions {
      console.note("The model asks for what functions give; none is run here. `--format json` has its calls.")
    }
    if needsPicture, found.isEmpty, run.endingSentence == nil {
      console.note("The model answered without a picture. Ask for one in so many words, or ask again.")
    }
    if let problem = console.out.problem ?? out.problem {
      console.note(problem)
      return exitCode == 0 ? 1 : exitCode
    }
    return exitCode
  }

  /// The session as it is with the answer.
  private func session(with run: Run) -> Session {
    var session = prepared.session
    session.turns[session.turns.count - 1].runs = [run]
    return session
  }

  /// Where the pictures go that came. Standard output that holds a text already takes no picture behind it.
  private func pictureFile(_ found: [Blob]) -> OutputFile? {
    guard output == .standardOutput, out === console.out, !found.isEmpty else { return output }
    if out.isUsed || out.isTerminal || format != .text { return nil }
    return .standardOutput
  }

  /// Brings an answer that was held back where it belongs: beside pictures to standard output, alone into its file.
  /// - Returns: false if the file cannot be written.
  private func deliver(besidePictures hasPictures: Bool) -> Bool {
    guard let answerFile, out.isUsed else { return true }
    if hasPictures {
      console.out.write(String(decoding: out.held, as: UTF8.self))
      return true
    }
    do throws(CommandError) {
      try FinishedFile.write(out.held, to: answerFile.path)
    } catch {
      console.note(error.sentence + (isStored ? " The answer is kept in the session store." : ""))
      return false
    }
    if let warning = answerFile.warning { console.note(warning) }
    console.out.line(answerFile.path)
    return true
  }

  private func show(_ found: [Blob], _ saved: SavedPictures, _ pictures: OutputFile?) async {
    if pictures != .standardOutput, !saved.paths.isEmpty {
      console.out.endLine()
      for path in saved.paths { console.out.line(path) }
    }
    guard !found.isEmpty, pictures != .standardOutput else { return }
    if console.out.isTerminal {
      await PictureShow(console, workshop, wish: way).print(found, from: workshop.assets)
    }
    guard pictures == nil else { return }
    for blob in found { console.note(blob.sentence(keptAs: Self.kept(blob, in: workshop))) }
  }
}

extension Blob {
  /// Where a picture is that came.
  func sentence(keptAs path: String?) -> String {
    let what = "A picture came (\(mimeType), \(byteText(asset?.byteCount ?? 0)))"
    return path.map { "\(what); it is kept as \($0)." } ?? "\(what) and is not kept; -o FILE writes it to a file."
  }
}

extension Run {
  /// True if the answer calls functions.
  var callsFunctions: Bool {
    parts.contains { if case .functionCall = $0.data { true } else { false } }
  }
}
