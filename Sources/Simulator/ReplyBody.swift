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
    private var next = 0
    private var isOver = false

    init(_ body: ReplyBody) { self.body = body }

    deinit {
      if !isOver { body.onEnd("left after \(next) of \(body.reply.steps.count) chunks") }
    }

    /// One byte at a time is not how a body is read.
    func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      if isOver { return nil }
      if body.framing == .whole { return try half() }
      let steps = body.reply.steps
      if next < steps.count {
        let step = steps[next]
        if body.isPaced, step.pause > 0 { try await Task.sleep(for: .milliseconds(step.pause)) }
        next += 1
        return body.framed(step.chunk, isFirst: next == 1)
      }
      isOver = true
      switch body.reply.ending {
      case .cut:
        body.onEnd("cut after \(steps.count) chunks")
        throw Cut()
      case .failure(let refusal):
        body.onEnd("failed after \(steps.count) chunks")
        return body.framedFailure(refusal)
      case .complete:
        body.onEnd("\(steps.count) chunks")
        return body.framing == .array ? Array((steps.isEmpty ? "[]\n" : "\n]\n").utf8) : nil
      }
    }

    /// The first half of a whole answer, then the cut.
    private func half() throws -> [UInt8] {
      if next > 0 {
        isOver = true
        body.onEnd("cut")
        throw Cut()
      }
      next = 1
      let whole = body.reply.whole.encoded
      return Array(whole.prefix(whole.count / 2))
    }
  }

  /// Events end in CR LF; elements of an array are parted by a comma, CR LF.
  /// - Source: gemini-api.md section 6.
  private func framed(_ chunk: JSON, isFirst: Bool) -> [UInt8] {
    framing == .events
      ? Array("data: ".utf8) + chunk.encoded + Array("\r\n\r\n".utf8)
      : Array(((isFirst ? "[" : ",\r\n") + chunk.prettyText).utf8)
  }

  /// An error in mid-stream stands bare, over several lines.
  private func framedFailure(_ refusal: Refusal) -> [UInt8] {
    framing == .events
      ? Array((refusal.json.prettyText + "\n").utf8) : Array((",\r\n" + refusal.json.prettyText + "\n]\n").utf8)
  }
}
