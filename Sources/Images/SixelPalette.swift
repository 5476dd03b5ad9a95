/// The colour definitions in sixel data.
enum SixelPalette {
  /// The data without the definitions of colours it never uses: a strip of a picture needs a few of its palette only,
  /// and each costs some 14 bytes.
  static func trimmed(_ sixel: [UInt8]) -> [UInt8] {
    let commands = colorCommands(in: sixel)
    let used = Set(commands.filter { !$0.isDefinition }.map(\.register))
    var result: [UInt8] = []
    result.reserveCapacity(sixel.count)
    var at = 0
    for command in commands where command.isDefinition && !used.contains(command.register) {
      result += sixel[at..<command.range.lowerBound]
      at = command.range.upperBound
    }
    return result + sixel[at...]
  }

  /// `#register`, or `#register;2;red;green;blue`.
  private struct ColorCommand {
    var register: Int
    var isDefinition: Bool
    var range: Range<Int>
  }

  private static func colorCommands(in sixel: [UInt8]) -> [ColorCommand] {
    var commands: [ColorCommand] = []
    var at = 0
    while let start = sixel[at...].firstIndex(of: UInt8(ascii: "#")) {
      var register = 0
      var separators = 0
      at = start + 1
      while at < sixel.count, sixel[at] == UInt8(ascii: ";") || isDigit(sixel[at]) {
        if sixel[at] == UInt8(ascii: ";") {
          separators += 1
        } else if separators == 0 {
          register = min(register * 10 + Int(sixel[at] - UInt8(ascii: "0")), 1_000_000)
        }
        at += 1
      }
      commands.append(ColorCommand(register: register, isDefinition: separators > 0, range: start..<at))
    }
    return commands
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
