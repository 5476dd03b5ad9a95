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
  }

  /// Bytes of the line that has not ended yet; they are never looked through again, however long the line gets.
  private var line: [UInt8] = []
  /// The last byte was a CR: an LF that follows belongs to it.
  private var afterCR = false
  private var event: [UInt8]?
  private var bare = BareObject()

  package init() {}

  /// Takes in the next bytes of the body, cut anywhere.
  package mutating func feed(_ bytes: [UInt8]) -> [Message] {
    var messages: [Message] = []
    var start = 0
    if afterCR, let first = bytes.first {
      afterCR = false
      if first == 0x0A { start = 1 }
    }
    let span = bytes.span
    var at = start
    while at < span.count {
      let byte = span[at]
      guard byte == 0x0A || byte == 0x0D else {
        at += 1
        continue
      }
      line.append(contentsOf: bytes[start..<at])
      endLine(into: &messages)
      at += 1
      if byte == 0x0D {
        if at == span.count { afterCR = true } else if span[at] == 0x0A { at += 1 }
      }
      start = at
    }
    line.append(contentsOf: bytes[start...])
    return messages
  }

  /// Ends the body: what stands open is given out.
  package mutating func finish() -> [Message] {
    var messages: [Message] = []
    if !line.isEmpty { endLine(into: &messages) }
    endEvent(into: &messages)
    if let rest = bare.takeRest() { messages.append(.debris(rest)) }
    return messages
  }

  private mutating func endLine(into messages: inout [Message]) {
    defer { line.removeAll(keepingCapacity: line.count < 1 << 16) }
    if line.isEmpty {
      // A bare object may be printed with empty lines in it.
      if !bare.isOpen { endEvent(into: &messages) }
    } else if bare.isOpen {
      messages += bare.feed(line)
    } else if line.starts(with: "data:".utf8) {
      let skip = line.count > 5 && line[5] == 0x20 ? 6 : 5
      if event == nil {
        event = Array(line[skip...])
      } else {
        event?.append(0x0A)
        event?.append(contentsOf: line[skip...])
      }
    } else if ![":", "event:", "id:", "retry:"].contains(where: { line.starts(with: $0.utf8) }) {
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
  private var escaped = false

  /// True between the first bracket of an object and its last.
  var isOpen: Bool { depth > 0 }

  mutating func feed(_ line: [UInt8]) -> [SSEParser.Message] {
    var messages: [SSEParser.Message] = []
    for byte in line {
      // The brackets and commas of a JSON array around the objects mean nothing here.
      if depth == 0, bytes.isEmpty, [0x20, 0x09, 0x2C, 0x5B, 0x5D].contains(byte) { continue }
      bytes.append(byte)
      if inString {
        if escaped { escaped = false } else if byte == 0x5C { escaped = true } else if byte == 0x22 { inString = false }
      } else if byte == 0x22 {
        inString = depth > 0
      } else if byte == 0x7B {
        depth += 1
      } else if byte == 0x7D, depth > 0 {
        depth -= 1
        if depth == 0 {
          messages.append(.object(bytes))
          bytes = []
        }
      }
    }
    if !bytes.isEmpty { bytes.append(0x0A) }
    return messages
  }

  mutating func takeRest() -> [UInt8]? {
    defer { self = BareObject() }
    return bytes.isEmpty ? nil : bytes
  }
}
