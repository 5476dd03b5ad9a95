/// Cuts the body of `streamGenerateContent?alt=sse` into its messages, working on bytes.
///
/// Lines end in CR LF, LF or CR; several `data:` lines of one event are joined by LF; an event ends at an empty line
/// or at the end of the body. Lines without a field name belong to an object that was sent bare, as errors in
/// mid-stream are: it is complete when its brackets balance.
/// - Source: gemini-api.md section 6.
package struct SSEParser: Sendable {
  package enum Message: Hashable, Sendable {
    /// The payload of one event.
    case event([UInt8])
    /// A complete JSON object that stood outside any event.
    case object([UInt8])
    /// Text at the end of the body that is neither.
    case debris([UInt8])
    /// More bytes without an end than any message has; nothing of the body is read after it.
    case excess
  }

  /// Bytes of the line that has not ended yet; they are never looked through again, however long the line gets.
  private var line: [UInt8] = []
  /// The last byte was a CR: an LF that follows belongs to it.
  private var afterCR = false
  private var isFirstLine = true
  private var event: [UInt8]?
  private var bare = BareObject()
  /// The most bytes of one message.
  private let limit: Int
  private var isOverfull = false

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// Comments, and the fields that say nothing here.
  private static let ignoredStarts = [":", "event:", "id:", "retry:"]

  /// A message may hold several pictures, and one of 4K takes more than 10 MB.
  /// - Source: gemini-api.md section 6.
  package static let usualLimit = 256 << 20

  /// - Parameter limit: the most bytes of one message, so that a wrong server cannot fill the memory.
  package init(limit: Int = Self.usualLimit) { self.limit = limit }

  /// True while the last line has begun and not ended.
  var isInLine: Bool { !line.isEmpty }

  /// Takes in the next bytes of the body, cut anywhere.
  package mutating func feed(_ bytes: [UInt8]) -> [Message] {
    var messages: [Message] = []
    if isOverfull { return messages }
    let span = bytes.span
    var start = 0
    if afterCR, let first = bytes.first {
      afterCR = false
      if first == 0x0A { start = 1 }
    }
    while true {
      let end = span.firstIndex(of: 0x0A, or: 0x0D, from: start)
      guard line.count + (event?.count ?? 0) + bare.count + end - start <= limit else {
        giveUp(into: &messages)
        return messages
      }
      line.append(contentsOf: bytes[start..<end])
      guard end < span.count else { return messages }
      endLine(into: &messages)
      start = end + 1
      if span[end] == 0x0D {
        if start == span.count { afterCR = true } else if span[start] == 0x0A { start += 1 }
      }
    }
  }

  /// Ends the body: what stands open is given out.
  package mutating func finish() -> [Message] {
    var messages: [Message] = []
    if !line.isEmpty { endLine(into: &messages) }
    endEvent(into: &messages)
    if let rest = bare.takeRest() { messages.append(.debris(rest)) }
    return messages
  }

  private mutating func giveUp(into messages: inout [Message]) {
    isOverfull = true
    line = []
    event = nil
    bare = BareObject()
    messages.append(.excess)
  }

  private mutating func endLine(into messages: inout [Message]) {
    // The line is moved out, not copied: it may be a picture.
    var line = line
    self.line = []
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: Self.byteOrderMark) { line.removeFirst(Self.byteOrderMark.count) }
    }
    if line.isEmpty {
      endEvent(into: &messages)
    } else if line.starts(with: "data:".utf8) {
      line.removeFirst(line.count > 5 && line[5] == 0x20 ? 6 : 5)
      if event == nil {
        event = line
      } else {
        event?.append(0x0A)
        event?.append(contentsOf: line)
      }
    } else if !Self.ignoredStarts.contains(where: { line.starts(with: $0.utf8) }) {
      // What stands outside comes after the event before it, even if no empty line lies between.
      endEvent(into: &messages)
      messages += bare.feed(line)
    }
  }

  private mutating func endEvent(into messages: inout [Message]) {
    if let event, !event.isEmpty { messages.append(.event(event)) }
    event = nil
  }
}

/// Collects lines until the brackets of an object balance, those inside strings left out of the count.
private struct BareObject: Sendable {
  private var bytes: [UInt8] = []
  private var depth = 0
  private var inString = false

  /// Bytes of the object that is not complete.
  var count: Int { bytes.count }

  mutating func feed(_ line: [UInt8]) -> [SSEParser.Message] {
    var messages: [SSEParser.Message] = []
    let span = line.span
    var start = 0
    var at = 0
    while at < span.count {
      if inString {
        at = span.firstIndex(of: UInt8(ascii: "\""), or: UInt8(ascii: "\\"), from: at)
        guard at < span.count else { break }
        inString = span[at] == UInt8(ascii: "\\")
        at += inString ? 2 : 1
        continue
      }
      switch span[at] {
      case UInt8(ascii: "\""): inString = depth > 0
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}") where depth > 0:
        depth -= 1
        if depth == 0 {
          messages.append(.object(bytes + line[start...at]))
          bytes = []
          start = at + 1
        }
      case 0x20, 0x09, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"):
        // The brackets and commas of a JSON array around the objects mean nothing here.
        if depth == 0, bytes.isEmpty, start == at { start = at + 1 }
      default: break
      }
      at += 1
    }
    bytes.append(contentsOf: line[start...])
    if !bytes.isEmpty { bytes.append(0x0A) }
    return messages
  }

  mutating func takeRest() -> [UInt8]? {
    defer { self = BareObject() }
    return bytes.isEmpty ? nil : bytes
  }
}
