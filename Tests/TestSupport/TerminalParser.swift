/// Reads a program's bytes and changes a `TerminalScreen` by them.
package struct TerminalParser: Sendable {
  /// A question the program asked the terminal, such as `[c`: the sequence without ESC.
  package typealias Question = String

  private enum State: Hashable {
    case ground, escape, charset, csi
    /// A sequence that ends with ST: its introducer.
    case string(UInt8)
    /// ESC inside a string.
    case stringEscape(UInt8)
  }

  private var state = State.ground
  private var collected: [UInt8] = []
  /// The bytes of a character of which some are missing.
  private var character: [UInt8] = []
  private var lastPrinted: Unicode.Scalar = " "

  package init() {}

  /// - Returns: the questions in these bytes, in order.
  package mutating func feed(_ bytes: some Sequence<UInt8>, to screen: inout TerminalScreen) -> [Question] {
    var questions: [Question] = []
    for byte in bytes {
      if let question = take(byte, &screen) { questions.append(question) }
    }
    return questions
  }

  private mutating func take(_ byte: UInt8, _ screen: inout TerminalScreen) -> Question? {
    switch state {
    case .ground: ground(byte, &screen)
    case .escape: escape(byte, &screen)
    case .charset: state = .ground
    case .csi:
      collected.append(byte)
      guard (0x40...0x7E).contains(byte) else { return nil }
      state = .ground
      return control(String(decoding: collected, as: UTF8.self), &screen)
    case .string(let introducer):
      if byte == 0x1B {
        state = .stringEscape(introducer)
      } else if byte == 0x07, introducer == UInt8(ascii: "]") {
        return endString(introducer, &screen)
      } else {
        collected.append(byte)
      }
    case .stringEscape(let introducer):
      if byte == UInt8(ascii: "\\") { return endString(introducer, &screen) }
      collected += [0x1B, byte]
      state = .string(introducer)
    }
    return nil
  }

  private mutating func ground(_ byte: UInt8, _ screen: inout TerminalScreen) {
    if byte >= 0x80 || !character.isEmpty {
      character.append(byte)
      var decoder = UTF8()
      var bytes = character.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&bytes) {
        character = []
        printed(scalar, &screen)
      } else if character.count >= 4 {
        screen.unknown.append("bytes \(character)")
        character = []
      }
      return
    }
    switch byte {
    case 0x1B: state = .escape
    case 0x08: screen.move(row: screen.row, column: screen.column - 1)
    case 0x09: screen.move(row: screen.row, column: (screen.column / 8 + 1) * 8)
    case 0x0A: screen.lineFeed()
    case 0x0D: screen.move(row: screen.row, column: 0)
    case 0x07, 0x0E, 0x0F: break
    case 0..<0x20, 0x7F: screen.unknown.append("control \(byte)")
    default: printed(Unicode.Scalar(byte), &screen)
    }
  }

  private mutating func printed(_ scalar: Unicode.Scalar, _ screen: inout TerminalScreen) {
    lastPrinted = scalar
    screen.print(scalar)
  }

  private mutating func escape(_ byte: UInt8, _ screen: inout TerminalScreen) {
    collected = []
    state = .ground
    switch byte {
    case UInt8(ascii: "["): state = .csi
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"): state = .string(byte)
    case UInt8(ascii: "("), UInt8(ascii: ")"): state = .charset
    case UInt8(ascii: "7"): screen.saved = (screen.row, screen.column)
    case UInt8(ascii: "8"): screen.move(row: screen.saved.row, column: screen.saved.column)
    case UInt8(ascii: "M"): screen.reverseLineFeed()
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "\\"): break
    default: screen.unknown.append("ESC \(Character(Unicode.Scalar(byte)))")
    }
  }

  // MARK: Strings

  private mutating func endString(_ introducer: UInt8, _ screen: inout TerminalScreen) -> Question? {
    state = .ground
    let bytes = collected
    collected = []
    let text = String(decoding: bytes, as: UTF8.self)
    switch introducer {
    case UInt8(ascii: "]"):
      screen.commands.append(text)
      if text.hasPrefix("2;") { screen.title = String(text.dropFirst(2)) }
      return text.hasSuffix(";?") || text == "1337;ReportCellSize" ? "]" + text : nil
    case UInt8(ascii: "_"):
      return "_" + text
    case UInt8(ascii: "P"):
      placeSixel(bytes, &screen)
    default: screen.unknown.append("string \(introducer)")
    }
    return nil
  }

  /// A sixel picture begins `q"1;1;WIDTH;HEIGHT`.
  private func placeSixel(_ bytes: [UInt8], _ screen: inout TerminalScreen) {
    let head = String(decoding: bytes.prefix(40), as: UTF8.self)
    guard let quote = head.firstIndex(of: "\""), head[..<quote].hasSuffix("q") else {
      screen.unknown.append("DCS \(head)")
      return
    }
    let numbers = head[head.index(after: quote)...].prefix { $0.isNumber || $0 == ";" }.split(separator: ";")
    guard numbers.count == 4, let width = Int(numbers[2]), let height = Int(numbers[3]) else {
      screen.unknown.append("DCS \(head)")
      return
    }
    screen.place(sixel: [0x1B, UInt8(ascii: "P")] + bytes + [0x1B, UInt8(ascii: "\\")], width: width, height: height)
  }

  // MARK: Control sequences

  private func control(_ text: String, _ screen: inout TerminalScreen) -> Question? {
    guard let final = text.last else { return nil }
    let body = text.dropLast()
    if let mark = body.first, "?><=".contains(mark) { return privateControl(text, body.dropFirst(), final, &screen) }
    let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch final {
    case "H", "f": screen.move(row: count - 1, column: max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "d": screen.move(row: count - 1, column: screen.column)
    case "G", "`": screen.move(row: screen.row, column: count - 1)
    case "A": screen.move(row: screen.row - count, column: screen.column)
    case "B", "e": screen.move(row: screen.row + count, column: screen.column)
    case "C", "a": screen.move(row: screen.row, column: screen.column + count)
    case "D": screen.move(row: screen.row, column: screen.column - count)
    case "I": screen.move(row: screen.row, column: (screen.column / 8 + count) * 8)
    case "Z": screen.move(row: screen.row, column: max(0, (screen.column + 7) / 8 - count) * 8)
    case "J": eraseDisplay(first, &screen)
    case "K": eraseLine(first, &screen)
    case "X": screen.erase(row: screen.row, screen.column..<screen.column + count)
    case "b": for _ in 0..<count { screen.print(lastPrinted) }
    case "@": screen.insertCells(count)
    case "P": screen.deleteCells(count)
    case "L": screen.scroll(-count, from: screen.row)
    case "M": screen.scroll(count, from: screen.row)
    case "S": screen.scroll(count, from: screen.top)
    case "T": screen.scroll(-count, from: screen.top)
    case "r":
      screen.top = count - 1
      screen.bottom = (numbers.count > 1 && numbers[1] > 0 ? min(numbers[1], screen.rows) : screen.rows) - 1
      screen.move(row: 0, column: 0)
    case "m", "l", "h": break
    case "c", "n": return "[" + text
    case "t" where [14, 16, 18].contains(first): return "[" + text
    case "t": break
    default: screen.unknown.append("CSI \(text)")
    }
    return nil
  }

  private func privateControl(
    _ text: String, _ body: Substring, _ final: Character, _ screen: inout TerminalScreen
  ) -> Question? {
    switch final {
    case "h", "l", "s", "r":
      for mode in body.split(separator: ";").compactMap({ Int($0) }) {
        switch final {
        case "s": screen.savedModes[mode] = screen.modes.contains(mode)
        case "r": screen.set(mode, screen.savedModes[mode] ?? false)
        default: screen.set(mode, final == "h")
        }
      }
    case "m": break
    case "S", "p", "q", "c": return "[" + text
    default: screen.unknown.append("CSI \(text)")
    }
    return nil
  }

  private func eraseDisplay(_ what: Int, _ screen: inout TerminalScreen) {
    switch what {
    case 0:
      screen.erase(row: screen.row, screen.column..<screen.columns)
      screen.eraseRows(screen.row + 1..<max(screen.row + 1, screen.rows))
    case 1:
      screen.eraseRows(0..<screen.row)
      screen.erase(row: screen.row, 0..<screen.column + 1)
    default: screen.eraseRows(0..<screen.rows)
    }
  }

  private func eraseLine(_ what: Int, _ screen: inout TerminalScreen) {
    switch what {
    case 0: screen.erase(row: screen.row, screen.column..<screen.columns)
    case 1: screen.erase(row: screen.row, 0..<screen.column + 1)
    default: screen.erase(row: screen.row, 0..<screen.columns)
    }
  }
}
