import Screen

/// Reads sixel data as a terminal would, before it is sent to one. Anything but one picture inside its room is
/// refused: other strings that start with `ESC P` are commands, some of them of printable characters only.
/// - Source: terminal-graphics.md sections 3 and 9.
struct SixelCheck {
  /// The most pixels it may paint, all bands counted whole.
  private let room: PixelSize
  private var size = PixelSize(width: 0, height: 0)
  private var rest: ArraySlice<UInt8>

  private init(room: PixelSize, data: [UInt8]) {
    self.room = room
    rest = data[...]
  }

  /// What is wrong with the data, to be put after "its sixel data"; `nil` if it is right.
  static func flaw(in data: [UInt8], room: PixelSize) -> String? {
    var check = SixelCheck(room: room, data: data)
    return check.flaw()
  }

  private mutating func flaw() -> String? {
    guard rest.starts(with: [0x1B, UInt8(ascii: "P")]), rest.suffix(2).elementsEqual([0x1B, UInt8(ascii: "\\")]),
      rest.count >= 4
    else { return "has no right beginning and end" }
    rest = rest.dropFirst(2).dropLast(2)
    _ = numbers()
    guard take("q") else { return "is another kind of command" }
    guard take("\"") else { return "names no size" }
    let measures = numbers()
    guard measures.count == 4, measures[..<2] == [1, 1], (1...max(1, room.width)).contains(measures[2]),
      (1...max(1, room.height)).contains((measures[3] + 5) / 6 * 6)
    else { return "has another size than asked for" }
    size = PixelSize(width: measures[2], height: measures[3])
    return body()
  }

  private mutating func body() -> String? {
    var column = 0
    var bands = 1
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "?")...UInt8(ascii: "~"):
        column += 1
      case UInt8(ascii: "!"):
        guard let count = number(), let sixel = rest.popFirst(), (UInt8(ascii: "?")...UInt8(ascii: "~")).contains(sixel)
        else { return "repeats nothing" }
        column += count
      case UInt8(ascii: "#"):
        guard isColor(numbers()) else { return "names no colour that there is" }
      case UInt8(ascii: "$"):
        column = 0
      case UInt8(ascii: "-"):
        column = 0
        bands += 1
      case UInt8(ascii: "\n"):
        break
      default:
        return "has bytes that do not belong there"
      }
      // The encoder may end with a line feed of its own, which paints nothing.
      guard column <= size.width, (bands - 1) * 6 <= size.height + 5 else { return "paints outside of the picture" }
    }
    return nil
  }

  /// A register alone selects it, followed by 2 and percentages of red, green and blue it defines it.
  private func isColor(_ numbers: [Int]) -> Bool {
    guard let register = numbers.first, register < SixelEncoder.mostColors else { return false }
    if numbers.count == 1 { return true }
    return numbers.count == 5 && numbers[1] == 2 && numbers[2...].allSatisfy { $0 <= 100 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Numbers between semicolons, as many as stand here.
  private mutating func numbers() -> [Int] {
    var found: [Int] = []
    while let value = number() {
      found.append(value)
      guard take(";") else { break }
    }
    return found
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      // Longer numbers stay too large for everything they are compared with.
      value = min((value ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
      rest = rest.dropFirst()
    }
    return value
  }
}
