import Screen

extension TerminalReply {
  /// A reply in the shape of a control sequence, `nil` when the sequence is no reply.
  /// - Source: terminal-graphics.md section 1.
  init?(_ sequence: ControlSequence) {
    switch (sequence.prefix, sequence.intermediates, sequence.final) {
    case (0x3f, [], 0x63): self = .primaryAttributes(sequence.parameters.map { $0.first ?? -1 })
    case (0x3f, [], 0x53): self = Self.graphicsAttribute(sequence)
    case (0x3f, [0x24], 0x79): self = sequence.first == 2026 ? .synchronizedOutput(sequence.value(1) ?? 0) : .other
    case (nil, [], 0x74): self = Self.windowReport(sequence)
    case (nil, [], 0x6e): self = sequence.first == 0 ? .ready : .other
    case (nil, [], 0x52):
      // F3 with modifiers has the shape of a cursor report in the first row.
      guard sequence.parameters.count == 2, sequence.first != 1 || !(2...8).contains(sequence.value(1) ?? 0) else {
        return nil
      }
      self = Self.cursor(sequence)
    case (.some(0x3d...0x3f), _, _): self = .other
    default: return nil
    }
  }

  /// `CSI ? item ; status ; values S`.
  private static func graphicsAttribute(_ sequence: ControlSequence) -> TerminalReply {
    guard sequence.value(1) == 0, let first = sequence.value(2), first > 0 else { return .other }
    switch (sequence.first, sequence.value(3)) {
    case (1, _): return .colorRegisters(first)
    case (2, let height?) where height > 0: return .sixelGeometry(width: first, height: height)
    default: return .other
    }
  }

  /// `CSI 4|6|8 ; height ; width t`.
  private static func windowReport(_ sequence: ControlSequence) -> TerminalReply {
    guard let height = sequence.value(1), let width = sequence.value(2), height > 0, width > 0 else { return .other }
    switch sequence.first {
    case 4: return .windowPixels(width: width, height: height)
    case 6: return .cellPixels(width: width, height: height)
    default: return .other
    }
  }

  /// `CSI row ; column R`.
  private static func cursor(_ sequence: ControlSequence) -> TerminalReply {
    guard let row = sequence.first, let column = sequence.value(1), row > 0, column > 0 else { return .other }
    return .cursor(Point(row: row - 1, column: column - 1))
  }

  /// A reply in the shape of a string, such as `ESC ] 11 ; … BEL`; `text` is what stands between the two ends.
  init(_ kind: InputDecoder.StringKind, text: String) {
    switch kind {
    case .dcs where text.hasPrefix(">|"):
      self = .version(String(text.dropFirst(2).unicodeScalars.filter { $0.properties.generalCategory != .control }))
    case .osc where text.hasPrefix("11;"): self = Self.background(text.dropFirst(3)) ?? .other
    case .osc where text.hasPrefix(Self.cellPoints):
      self = Self.scaledCell(text.dropFirst(Self.cellPoints.count)) ?? .other
    // Another number belongs to a picture, perhaps one of another program.
    case .apc where text == "Gi=\(Questions.kittyNumber);OK": self = .kittyGraphics
    default: self = .other
    }
  }

  private static let cellPoints = "1337;ReportCellSize="

  /// `height;width`, in newer versions `height;width;scale`: points, with a fraction, and the pixels of a point.
  /// - Source: iterm2.com/documentation-escape-codes.html, "Report Cell Size"; iTerm2's issue 7439 shows `12.0;6.0;2.0`.
  private static func scaledCell(_ text: Substring) -> TerminalReply? {
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Double($0) ?? 0 }
    // A cell of more pixels is a mistake.
    guard (2...3).contains(numbers.count), numbers.allSatisfy({ $0 > 0 && $0 <= 1_000 }) else { return nil }
    let pixels = numbers.prefix(2).map { Int(($0 * (numbers.count == 3 ? numbers[2] : 1)).rounded(.down)) }
    guard pixels.allSatisfy({ (1...1_000).contains($0) }) else { return nil }
    return .scaledCell(width: pixels[1], height: pixels[0])
  }

  /// `rgb:RRRR/GGGG/BBBB` with one to four hexadecimal digits a channel.
  private static func background(_ text: Substring) -> TerminalReply? {
    guard let colon = text.firstIndex(of: ":"), ["rgb", "rgba"].contains(text[..<colon]) else { return nil }
    let channels = text[text.index(after: colon)...].split(separator: "/").prefix(3).compactMap { digits -> Int? in
      guard digits.utf8.count <= 4, digits.allSatisfy(\.isHexDigit), let value = Int(digits, radix: 16) else {
        return nil
      }
      return value * 255 / ((1 << (4 * digits.utf8.count)) - 1)
    }
    guard channels.count == 3 else { return nil }
    return .background(red: channels[0], green: channels[1], blue: channels[2])
  }
}
