import Core
import Gemini
import Store
import Synchronization

/// How a comparison is printed.
enum CompareFormat: String, CaseIterable, Sendable { case text, json, jsonl, markdown }

/// Sends the requests of a comparison together, and keeps and shows what comes.
struct Comparing: Sendable {
  let workshop: Workshop
  let console: Console
  let connect: @Sendable () async throws -> Server
  let isStored: Bool
  let format: CompareFormat
  let live: LiveLanes
  /// Where the events go, for `jsonl`.
  let out: Output
  /// True if pictures get their files only at the end.
  var defersImages = false

  /// Runs all requests to their end. None waits for another.
  /// - Parameters:
  ///   - isNewTurn: false if the turn is stored already.
  ///   - header: a line above those of the lanes, on a terminal.
  ///   - prompt: the number of the prompt in a list.
  /// - Returns: the session with the answers, and what prints the end of each where pictures have to get their files first.
  func run(
    _ comparison: PreparedComparison, isNewTurn: Bool = true, header: String? = nil, prompt: Int? = nil
  ) async -> (session: Session, printers: [RunID: LinePrinter]) {
    var comparison = comparison
    let recorders = begin(comparison, isNewTurn: isNewTurn)
    let requests = comparison.requests.map(\.prepared)
    let printers = requests.enumerated().map { number, prepared -> LinePrinter? in
      guard format == .jsonl else { return nil }
      return LinePrinter(prepared.run, out: out, lane: number, prompt: prompt, defersImages: defersImages) {
        [workshop] in workshop.kept($0)
      }
    }
    let names = ComparedTurn(comparison.turn, lanes: comparison.session.lanes, count: .max).answers
    if format != .jsonl || !out.isTerminal {
      live.begin(names.map(\.run), names: names.map(\.name), header: header)
    }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1.run.id, $0) })
    let stream = AnswerStream(workshop: workshop, console: console, connect: connect)
    let runs = await withTaskGroup(of: Run.self) { group in
      for (number, prepared) in requests.enumerated() {
        let (recorder, printer) = (recorders[prepared.run.id], printers[number])
        group.addTask { [live, out, workshop, defersImages] in
          let run = await stream.run(prepared, recorder: recorder, out: out) { event, now in
            printer?.take(event, at: now)
            if let place = places[prepared.run.id] { live.take(event, of: place, at: now) }
          }
          if !defersImages { printer?.finish(run, exitCode: run.exitCode) { workshop.kept($0) } }
          return run
        }
      }
      return await group.reduce(into: [RunID: Run]()) { $0[$1.id] = $1 }
    }
    live.end()
    let last = comparison.session.turns.count - 1
    for index in comparison.session.turns[last].runs.indices {
      let id = comparison.session.turns[last].runs[index].id
      if let run = runs[id] { comparison.session.turns[last].runs[index] = run }
    }
    choose(&comparison.session.turns[last], isKept: !recorders.isEmpty)
    guard defersImages else { return (comparison.session, [:]) }
    let pairs = zip(requests, printers).compactMap { prepared, printer in printer.map { (prepared.run.id, $0) } }
    return (comparison.session, Dictionary(uniqueKeysWithValues: pairs))
  }

  /// Stores the prompt and all its runs before any request leaves.
  private func begin(_ comparison: PreparedComparison, isNewTurn: Bool) -> [RunID: RunRecorder] {
    guard isStored else { return [:] }
    do throws(StoreError) {
      let store = try workshop.store.get()
      try store.save(comparison.session)
      if isNewTurn {
        try store.insert(comparison.turn, in: comparison.session.id)
      } else {
        for request in comparison.requests { try store.begin(request.prepared.run, in: comparison.turn.id) }
      }
      return comparison.requests.reduce(into: [:]) { recorders, request in
        recorders[request.prepared.run.id] = store.recorder(for: request.prepared.run.id)
      }
    } catch {
      console.note("\(error.sentence) The answers are not kept.")
      return [:]
    }
  }

  /// Lets the session go on from a whole answer, the first lane's if it gave one.
  private func choose(_ turn: inout Turn, isKept: Bool) {
    let chosen = turn.runs.first { $0.id == turn.chosen }
    guard chosen?.exitCode != 0, let whole = turn.runs.first(where: { $0.exitCode == 0 }) else { return }
    turn.chosen = whole.id
    guard isKept else { return }
    do throws(StoreError) { try workshop.store.get().update(turn) } catch { console.note(error.sentence) }
  }
}

extension Workshop {
  /// Where the bytes of a picture are kept; `nil` if they are in no file.
  func kept(_ blob: Blob) -> String? { blob.asset.flatMap { assets.path($0, mimeType: blob.mimeType) } }
}
