import Screen
import Testing

@testable import TTY

extension TerminalTests {
  /// A look of its own for every role, with all attributes and with colours of all kinds among them.
  private static let manyLooks: Theme = {
    let attributes: [Attributes] = [
      [], .bold, .dim, .italic, .underline, .reverse, [.bold, .underline], [.italic, .dim],
    ]
    var theme = Theme(name: "many looks")
    for role in Role.allCases {
      let number = role.rawValue
      let background: Color = number.isMultiple(of: 3) ? .palette(232 + number % 24) : .standard
      theme[role] = Theme.Look(.palette(16 + 5 * number), on: background, attributes[Int(number) % attributes.count])
    }
    return theme
  }()

  @Test(
    "Every role reaches the terminal as its theme has it, with as many colours as there are",
    arguments: [
      ("xterm-256color", ColorDepth.full), ("xterm-16color", .sixteen), ("xterm", .eight), ("xterm-256color", .none),
    ])
  func looks(term: String, depth: ColorDepth) throws {
    let terminal = try open(["TERM": term], colors: depth)
    var grid = Grid(Size(columns: 80, rows: 24))
    for (index, role) in Role.allCases.enumerated() {
      grid.write("<\(role.name)>", row: index / 2, column: index % 2 * 40, style: Style(role))
    }
    terminal.show(Frame(grid: grid, theme: Self.manyLooks))
    let letters = LookReader.letters(in: pty.take(from: terminal))
    let text = String(letters.map(\.character))
    let pairs = ColorPairs(depth: depth, theme: Self.manyLooks)
    for role in Role.allCases {
      let place = try #require(text.firstRange(of: "<\(role.name)>"), "\(role)")
      let first = text.distance(from: text.startIndex, to: place.lowerBound)
      let looks = Set(letters[first..<first + role.name.count + 2].map(\.look))
      #expect(looks == [pairs[Style(role)]], "\(role)")
    }
  }
}

/// Reads bytes as a terminal does, as far as letters and their looks go.
private enum LookReader {
  static func letters(in bytes: [UInt8]) -> [(character: Character, look: CellLook)] {
    var result: [(Character, CellLook)] = []
    var look = CellLook()
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte == 0x1B else {
        if byte >= 0x20, byte < 0x7F { result.append((Character(Unicode.Scalar(byte)), look)) }
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "["):
        let parameters = rest.prefix { $0 < 0x40 }
        rest = rest.dropFirst(parameters.count)
        if rest.popFirst() == UInt8(ascii: "m") {
          let numbers = String(decoding: parameters, as: UTF8.self).split(
            separator: ";", omittingEmptySubsequences: false)
          apply(numbers.map { Int32($0) ?? 0 }, to: &look)
        }
      case UInt8(ascii: "]"), UInt8(ascii: "P"):
        while let end = rest.popFirst(), end != 0x07, end != 0x5C {}
      case UInt8(ascii: "("): _ = rest.popFirst()
      default: break
      }
    }
    return result
  }

  private static func apply(_ numbers: [Int32], to look: inout CellLook) {
    let attributes: [Int32: Attributes] = [1: .bold, 2: .dim, 3: .italic, 4: .underline, 7: .reverse]
    var rest = numbers[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: look = CellLook()
      case 23: look.attributes.remove(.italic)
      case 24: look.attributes.remove(.underline)
      case 38: look.foreground = rest.dropFirst().first ?? -1
      case 48: look.background = rest.dropFirst().first ?? -1
      case 39: look.foreground = -1
      case 49: look.background = -1
      case 30...37: look.foreground = number - 30
      case 40...47: look.background = number - 40
      case 90...97: look.foreground = number - 90 + 8
      case 100...107: look.background = number - 100 + 8
      default: if let attribute = attributes[number] { look.attributes.insert(attribute) }
      }
      if number == 38 || number == 48 { rest = rest.dropFirst(2) }
    }
  }
}
