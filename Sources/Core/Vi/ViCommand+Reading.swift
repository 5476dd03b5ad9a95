/// Commands read from the keys that spell them.
extension ViCommand {
  /// What keys say so far.
  enum Reading: Hashable, Sendable {
    case unfinished, unknown
    case command(ViCommand)
  }

  /// A larger number is no person's wish.
  private static let mostCount = 10_000

  /// - Parameter isRecording: `q` ends a macro instead of beginning one.
  static func read(_ keys: [Character], isVisual: Bool, isRecording: Bool = false) -> Reading {
    var reader = Reader(keys: keys[...], isVisual: isVisual, isRecording: isRecording)
    var count = reader.count()
    guard reader.keys.first == "\"" else { return reader.command(count: count) }
    _ = reader.next()
    guard let register = reader.next() else { return .unfinished }
    guard register.isASCII, register.isLetter || register.isNumber || "_+*\"-".contains(register) else {
      return .unknown
    }
    count = product(count, reader.count())
    let reading = reader.command(count: count)
    guard case .command(var command) = reading else { return reading }
    command.register = register
    return .command(command)
  }

  private static func product(_ first: Int?, _ second: Int?) -> Int? {
    first == nil && second == nil ? nil : min(mostCount, (first ?? 1) * (second ?? 1))
  }

  // MARK: The letters

  private static let operators: [Character: Operator] = [
    "d": .delete, "c": .change, "y": .yank, ">": .indent, "<": .unindent,
  ]
  /// Behind a `g`.
  private static let caseOperators: [Character: Operator] = [
    "u": .lowercase, "U": .uppercase, "~": .switchCase, "q": .reflow,
  ]
  /// What is an operator behind a `g` in vi and none here: the motion after it is no command of its own.
  private static let foreign: Set<Character> = ["w", "?", "@"]
  /// What stands before one character more in vi and means nothing here.
  private static let beginnings: Set<Character> = ["z", "Z", "[", "]"]

  private static let motions: [Character: Motion] = [
    "h": .left, "l": .right, "j": .down, "k": .up, " ": .right,
    "w": .wordStart(isBig: false), "b": .wordBack(isBig: false), "e": .wordEnd(isBig: false),
    "W": .wordStart(isBig: true), "B": .wordBack(isBig: true), "E": .wordEnd(isBig: true),
    "0": .lineStart, "^": .firstLetter, "$": .lineEnd, "|": .column, "+": .lineDown, "-": .lineUp, "_": .line,
    "G": .lastLine, "H": .firstLine, "M": .middleLine, "L": .lineFromEnd,
    "*": .sameWord(isBackward: false, isWhole: true), "#": .sameWord(isBackward: true, isWhole: true),
    "n": .sameWordAgain(isReversed: false), "N": .sameWordAgain(isReversed: true),
    "(": .sentence(isBackward: true), ")": .sentence(isBackward: false),
    "{": .paragraph(isBackward: true), "}": .paragraph(isBackward: false), "%": .bracket,
    ";": .findAgain(isReversed: false), ",": .findAgain(isReversed: true),
  ]

  private static let motionsBehindG: [Character: Motion] = [
    "g": .firstLine, "e": .wordEndBack(isBig: false), "E": .wordEndBack(isBig: true), "_": .lastLetter,
    "0": .lineStart, "^": .firstLetter, "$": .lineEnd, "j": .down, "k": .up, "m": .lineMiddle, "M": .lineMiddle,
    "*": .sameWord(isBackward: false, isWhole: false), "#": .sameWord(isBackward: true, isWhole: false),
  ]

  /// What normal mode alone has.
  private static let normal: [Character: Action] = [
    "i": .insert(.here), "a": .insert(.after), "I": .insert(.atLineStart), "A": .insert(.atLineEnd),
    "o": .insert(.lineBelow), "O": .insert(.lineAbove), "R": .insert(.over),
    "x": .operate(.delete, .motion(.right)), "X": .operate(.delete, .motion(.left)),
    "D": .operate(.delete, .motion(.lineEnd)), "C": .operate(.change, .motion(.lineEnd)),
    "Y": .operate(.yank, .lines), "s": .operate(.change, .motion(.right)), "S": .operate(.change, .lines),
    "u": .undo, "U": .restoreLine, ".": .again,
  ]

  /// What visual mode alone has.
  private static let visual: [Character: Action] = [
    "x": .operate(.delete, .selection), "s": .operate(.change, .selection), "u": .operate(.lowercase, .selection),
    "U": .operate(.uppercase, .selection), "o": .otherEnd(staysInLine: false),
    "O": .otherEnd(staysInLine: true),
    "X": .operate(.delete, .selectedLines), "D": .operate(.delete, .selectedRest),
    "C": .operate(.change, .selectedRest), "S": .operate(.change, .selectedLines),
    "R": .operate(.change, .selectedLines), "Y": .operate(.yank, .selectedLines),
    "I": .insert(.atLineStart), "A": .insert(.atLineEnd),
  ]

  /// What both modes have.
  private static let common: [Character: Action] = [
    "p": .put(isBefore: false, goesBehind: false), "P": .put(isBefore: true, goesBehind: false),
    "~": .switchCase, "J": .join(isBare: false), "v": .visual, "V": .visualLine,
    ":": .studio(.palette), "/": .studio(.searchHistory), "?": .studio(.help),
  ]

  private static let behindG: [Character: Action] = [
    "p": .put(isBefore: false, goesBehind: true), "P": .put(isBefore: true, goesBehind: true),
    "J": .join(isBare: true), "v": .selectAgain, "i": .insert(.lastPlace), "I": .insert(.atFirstColumn),
  ]

  // MARK: Reading

  private struct Reader {
    var keys: ArraySlice<Character>
    let isVisual: Bool
    let isRecording: Bool

    mutating func next() -> Character? { keys.popFirst() }

    /// A number; 0 alone is a motion.
    mutating func count() -> Int? {
      guard keys.first != "0" else { return nil }
      var count: Int?
      while let digit = keys.first, digit.isASCII, let value = digit.wholeNumberValue {
        count = min(ViCommand.mostCount, (count ?? 0) * 10 + value)
        keys.removeFirst()
      }
      return count
    }

    mutating func command(count: Int?) -> Reading {
      guard let key = next() else { return .unfinished }
      if let kind = ViCommand.operators[key] ?? (key == "=" || key == "!" ? .yank : nil) {
        return operation(kind, doubled: key, count: count, isKnown: ViCommand.operators[key] != nil)
      }
      switch key {
      case "g":
        guard let next = keys.first else { return .unfinished }
        if let kind = ViCommand.caseOperators[next] ?? (ViCommand.foreign.contains(next) ? .yank : nil) {
          _ = self.next()
          return operation(kind, doubled: next, count: count, isKnown: !ViCommand.foreign.contains(next))
        }
        guard let action = ViCommand.behindG[next], !isVisual || next.lowercased() != "i" else { break }
        return .command(ViCommand(count: count, action: action))
      case "r": return letter(count) { .replace($0) }
      case "m": return letter(count) { Self.isName($0) ? .mark($0) : nil }
      case "q" where isRecording: return .command(ViCommand(action: .endRecording))
      case "q": return letter(count) { Self.isName($0) ? .record($0) : nil }
      case "@": return letter(count) { Self.isName($0) || $0 == "@" ? .play($0) : nil }
      case "i" where isVisual, "a" where isVisual:
        return letter(count) { ViObject.isKnown($0) ? .select($0, isAround: key == "a") : nil }
      default: break
      }
      if let action = (isVisual ? ViCommand.visual : ViCommand.normal)[key] ?? ViCommand.common[key] {
        return .command(ViCommand(count: count, action: action))
      }
      return motion(key) { ViCommand(count: count, action: .move($0)) }
    }

    private static func isName(_ letter: Character) -> Bool { letter.isASCII && letter.isLetter }

    /// What one character more makes of a command; none if it makes nothing of it.
    private mutating func letter(_ count: Int?, _ action: (Character) -> Action?) -> Reading {
      guard let letter = next() else { return .unfinished }
      return action(letter).map { .command(ViCommand(count: count, action: $0)) } ?? .unknown
    }

    /// What an operator is about, its own key again for lines.
    /// - Parameter isKnown: false for one whose keys are only passed by.
    private mutating func operation(
      _ kind: Operator, doubled key: Character, count first: Int?, isKnown: Bool
    ) -> Reading {
      if isVisual {
        return isKnown ? .command(ViCommand(count: first, action: .operate(kind, .selection))) : .unknown
      }
      let reading = target(kind, doubled: key, count: ViCommand.product(first, count()))
      if case .command = reading, !isKnown { return .unknown }
      return reading
    }

    private mutating func target(_ kind: Operator, doubled key: Character, count: Int?) -> Reading {
      guard let next = next() else { return .unfinished }
      if next == key || next == "g" && keys.first == key {
        return .command(ViCommand(count: count, action: .operate(kind, .lines)))
      }
      if next == "i" || next == "a" {
        return letter(count) {
          ViObject.isKnown($0) ? .operate(kind, .object($0, isAround: next == "a")) : nil
        }
      }
      return motion(next) { ViCommand(count: count, action: .operate(kind, .motion($0))) }
    }

    private mutating func motion(_ key: Character, command: (Motion) -> ViCommand) -> Reading {
      if let motion = ViCommand.motions[key] { return .command(command(motion)) }
      switch key {
      case "g":
        guard let next = next() else { return .unfinished }
        return ViCommand.motionsBehindG[next].map { .command(command($0)) } ?? .unknown
      case "f", "F", "t", "T":
        guard let character = next() else { return .unfinished }
        let find = Find(
          character: character, isBackward: key.isUppercase, stopsBefore: key == "t" || key == "T")
        return .command(command(.find(find)))
      case "'", "`":
        guard let name = next() else { return .unfinished }
        guard Self.isName(name) || "'`^<>[]".contains(name) else { return .unknown }
        return .command(command(.place(name == "`" ? Place.before : name, isLine: key == "'")))
      default: return ViCommand.beginnings.contains(key) && keys.isEmpty ? .unfinished : .unknown
      }
    }
  }
}
