import Core
import Gemini
import Store

/// Several pictures asked for at once from the command line: one turn, and a request for each.
struct PictureBatch: Sendable {
  private let askings: [Asking]

  /// - Parameter first: the one request that the options ask for.
  init(_ first: Asking, count: Int, identifiers: inout IdentifierSource) {
    var askings: [Asking] = []
    for number in 0..<count {
      var asking = first
      let id = number == 0 ? first.prepared.run.id : identifiers.run()
      asking.prepared.take(first.prepared.run.again(as: id, atOnce: count), number: number)
      asking.output = first.output?.numbered(number + 1)
      asking.lane = number
      // What the models say at the same time would be mixed up; objects are put together at the end.
      if first.format != .jsonl { asking.out = Output() }
      askings.append(asking)
    }
    self.askings = askings
  }

  /// Runs all of them to their end.
  /// - Returns: the exit code: that of the first that failed, or 0.
  func run() async -> Int32 {
    askings.first?.console.sayCost(of: askings.map(\.prepared), askings[0].workshop)
    var recorders: [RunRecorder?] = []
    for asking in askings {
      recorders.append(recorders.isEmpty || recorders[0] != nil ? asking.begin(isNewTurn: recorders.isEmpty) : nil)
    }
    let codes = await withTaskGroup(of: (Int, Int32).self) { group in
      for (number, asking) in askings.enumerated() {
        let recorder = recorders[number]
        group.addTask { (number, await asking.run(recorder: recorder)) }
      }
      return await group.reduce(into: [Int: Int32]()) { $0[$1.0] = $1.1 }
    }
    if let good = askings.indices.first(where: { codes[$0] == 0 }), recorders[good] != nil { choose(askings[good]) }
    if let first = askings.first, first.format == .json {
      let objects = askings.compactMap { try? JSON(parsing: $0.out.held) }
      let report: JSON = ["prompt": .string(first.prepared.turn.content.text), "runs": .array(objects)]
      first.console.out.line(report.text)
    }
    return askings.indices.lazy.compactMap { codes[$0] }.first { $0 != 0 } ?? 0
  }

  /// Lets the session go on from an answer that has a picture.
  private func choose(_ asking: Asking) {
    var turn = asking.prepared.turn
    turn.chosen = asking.prepared.run.id
    do throws(StoreError) { try asking.workshop.store.get().update(turn) } catch { asking.console.note(error.sentence) }
  }
}

extension PreparedTurn {
  /// Makes another run the answer that is asked for, one of several that leave together.
  fileprivate mutating func take(_ run: Run, number: Int) {
    request.generationConfig = request.generationConfig.ofRequest(number)
    self.run = run
    self.run.config = request.generationConfig
    session.turns[session.turns.count - 1].runs = [self.run]
  }
}

extension Console {
  /// Nobody may be there to be asked, so what costs much is said.
  /// - Parameter times: how often all of them are sent.
  func sayCost(of requests: [PreparedTurn], times: Int = 1, _ workshop: Workshop) {
    let today = workshop.clock.now.day(utcOffsetSeconds: 0)
    let costs = requests.map { prepared -> Double? in
      guard prepared.run.backend == .developer else { return nil }
      let request = prepared.request
      let bytes = request.contents.reduce(request.systemInstruction?.utf8.count ?? 0) { $0 + $1.text.utf8.count }
      return workshop.settings.models.traits(of: request.model).leastCost(
        promptTokens: bytes / 4, on: today, images: prepared.makesImages ? 1 : 0,
        imageSize: request.generationConfig.imageSize)
    }
    let sum = costs.compactMap { $0 }.reduce(0, +) * Double(times)
    guard sum > workshop.settings.confirmAboveUSD else { return }
    let text = requests.allSatisfy(\.makesImages) ? "" : ", without the tokens of the answers"
    note("These \(requests.count * times) requests cost about \(priceText(sum)) at list price\(text).")
  }
}
