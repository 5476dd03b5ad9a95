import FlyingSocks
import Gemini

/// The body of an answer, given out chunk by chunk with its pauses.
///
/// A client that goes away makes the next write fail; the server then lets go of the iterator, and no more is made.
struct ReplyBody: AsyncBufferedSequence {
  typealias Element = UInt8

  /// The connection is to be dropped in the middle of the answer.
  struct Cut: Error {}

  private let reply: Reply
  private let framing: SimulatorService.Framing
  private let isPaced: Bool
  private let onEnd: @Sendable (_ how: String) -> Void

  /// - Parameters:
  ///   - isPaced: whether the pauses are kept.
  ///   - onEnd: called once, when all was given out or nobody wants the rest.
  init(
    _ reply: Reply, framing: SimulatorService.Framing, isPaced: Bool,
    onEnd: @escaping @Sendable (_ how: String) -> Void
  ) {
    self.reply = reply
    self.framing = framing
    self.isPaced = isPaced
    self.onEnd = onEnd
  }

  func makeAsyncIterator() -> Iterator { Iterator(self) }

  final class Iterator: AsyncBufferedIteratorProtocol {
    private let body: ReplyBody
    /// Chunks that were taken so far.
    private var next = 0
    private var isOver = false
    private var isLogged = false
    /// Bytes that were framed and not given out yet.
    private var pending: ArraySlice<UInt8> = []

    /// Bytes of a trickle, and milliseconds between them.
    private static let drop = (bytes: 7, pause: 10)
    /// Chunks of a flood that go out in one piece.
    private static let wave = 64

    init(_ body: ReplyBody) { self.body = body }

    deinit { log("left after \(next) of \(body.reply.steps.count) chunks") }

    /// One byte at a time is not how a body is read.
    func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      if pending.isEmpty {
        guard !isOver else { return nil }
        pending = ArraySlice(body.framing == .whole ? try await whole() : try await more())
        if pending.isEmpty { return nil }
      }
      guard body.reply.pace == .trickle else {
        defer { pending = [] }
        return Array(pending)
      }
      try await Task.sleep(for: .milliseconds(Self.drop.pause))
      defer { pending = pending.dropFirst(Self.drop.bytes) }
      return Array(pending.prefix(Self.drop.bytes))
    }

    /// The next chunks with their frames; empty at the end.
    private func more() async throws -> [UInt8] {
      let steps = body.reply.steps
      guard next < steps.count else { return try await ending() }
      if body.reply.pace == .flood {
        let wave = steps[next...].prefix(Self.wave)
        next += wave.count
        return wave.indices.flatMap { body.framed(steps[$0], isFirst: $0 == 0) }
      }
      let step = steps[next]
      if body.isPaced, step.pause > 0 { try await Task.sleep(for: .milliseconds(step.pause)) }
      next += 1
      return body.framed(step, isFirst: next == 1)
    }

    private func ending() async throws -> [UInt8] {
      let steps = body.reply.steps
      switch body.reply.ending {
      case .silence: try await keepSilence()
      case .cut: try cut("cut after \(steps.count) chunks")
      case .failure(let refusal):
        isOver = true
        log("failed after \(steps.count) chunks")
        return body.framedFailure(refusal)
      case .complete:
        isOver = true
        log("\(steps.count) chunks")
        return body.framing == .array ? Array((steps.isEmpty ? "[]\n" : "\n]\n").utf8) : []
      }
    }

    /// One body, as far as it comes.
    private func whole() async throws -> [UInt8] {
      if body.reply.ending == .silence { try await keepSilence() }
      let bytes = body.reply.whole.encoded
      switch body.reply.ending {
      case .cut where next > 0: try cut("cut")
      case .cut:
        next = 1
        return Array(bytes.prefix(bytes.count / 2))
      default:
        isOver = true
        log("whole")
        return body.reply.steps.contains(where: \.isBroken) ? Array(bytes.prefix(bytes.count / 2)) : bytes
      }
    }

    private func cut(_ how: String) throws -> Never {
      isOver = true
      log(how)
      throw Cut()
    }

    /// Waits until the server ends. Nothing is written, so nothing tells that the client left.
    private func keepSilence() async throws -> Never {
      while true { try await Task.sleep(for: .seconds(3600)) }
    }

    private func log(_ how: String) {
      if isLogged { return }
      isLogged = true
      body.onEnd(how)
    }
  }

  /// Events end in CR LF; elements of an array are parted by a comma, CR LF.
  /// - Source: gemini-api.md section 6.
  private func framed(_ step: Reply.Step, isFirst: Bool) -> [UInt8] {
    if framing == .array { return Array(((isFirst ? "[" : ",\r\n") + step.chunk.prettyText).utf8) }
    let json = step.chunk.encoded
    return Array("data: ".utf8) + (step.isBroken ? json.prefix(json.count / 2) : json[...]) + Array("\r\n\r\n".utf8)
  }

  /// An error in mid-stream stands bare, over several lines.
  private func framedFailure(_ refusal: Refusal) -> [UInt8] {
    framing == .events
      ? Array((refusal.json.prettyText + "\n").utf8) : Array((",\r\n" + refusal.json.prettyText + "\n]\n").utf8)
  }
}
