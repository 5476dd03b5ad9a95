/// One command of vi's normal or visual mode, read from the keys that spell it.
struct ViCommand: Hashable, Sendable {
  enum Operator: Hashable, Sendable {
    case delete, change, yank
    case lowercase, uppercase, switchCase
    case indent, unindent

    /// True for what takes text into a register.
    var cuts: Bool { self == .delete || self == .change || self == .yank }
  }

  enum Motion: Hashable, Sendable {
    case left, right, up, down
    case wordStart(isBig: Bool), wordBack(isBig: Bool), wordEnd(isBig: Bool)
    case lineStart, firstLetter, lineEnd
    case find(Find)
    case findAgain(isReversed: Bool)
    case firstLine, lastLine
  }

  /// A character looked for in the line.
  struct Find: Hashable, Sendable {
    var character: Character
    var isBackward: Bool
    /// The cursor stops beside it.
    var stopsBefore: Bool
  }

  /// What an operator is about.
  enum Target: Hashable, Sendable {
    case motion(Motion)
    case lines
    case object(Character, isAround: Bool)
    case selection
    /// So much text as was selected when the command was given.
    case span(lines: Int, characters: Int)
  }

  /// Where inserting begins.
  enum Insertion: Character, Hashable, Sendable {
    case here = "i"
    case after = "a"
    case atLineStart = "I"
    case atLineEnd = "A"
    case lineBelow = "o"
    case lineAbove = "O"
    /// Over what is there.
    case over = "R"
  }

  enum Action: Hashable, Sendable {
    case move(Motion)
    case operate(Operator, Target)
    case insert(Insertion)
    case replace(Character)
    case put(isBefore: Bool)
    case switchCase, join, undo, again
    case visual, visualLine, otherEnd
    case select(Character, isAround: Bool)
    /// A command of the studio.
    case studio(CommandName)
  }

  /// What keys say so far.
  enum Reading: Hashable, Sendable {
    case unfinished, unknown
    case command(ViCommand)
  }

  /// How often; `nil` if it was not said.
  var count: Int?
  var action: Action
  /// Where text is taken to or from; `nil` if it was not said.
  var register: Character?

  /// A larger number is no person's wish.
  private static let mostCount = 10_000

  static func read(_ keys: [Character], isVisual: Bool) -> Reading {
    var reader = Reader(keys: keys[...])
    var count = reader.count()
    guard reader.keys.first == "\"" else { return read(&reader, count: count, isVisual: isVisual) }
    _ = reader.next()
    guard let register = reader.next() else { return .unfinished }
    guard register.isASCII, register.isLetter || "_+*\"0".contains(register) else { return .unknown }
    count = product(count, reader.count())
    let reading = read(&reader, count: count, isVisual: isVisual)
    guard case .command(var command) = reading else { return reading }
    command.register = register
    return .command(command)
  }

  private static func read(_ reader: inout Reader, count: Int?, isVisual: Bool) -> Reading {
    guard let key = reader.next() else { return .unfinished }
    if key == "g", let next = reader.keys.first,
      let kind = caseOperators[next] ?? (foreign.contains(next) ? .yank : nil)
    {
      _ = reader.next()
      return reader.operation(kind, doubled: next, count: count, isVisual: isVisual, isKnown: !foreign.contains(next))
    }
    if let kind = operators[key] ?? (key == "=" || key == "!" ? .yank : nil) {
      let isKnown = operators[key] != nil
      return reader.operation(kind, doubled: key, count: count, isVisual: isVisual, isKnown: isKnown)
    }
    if key == "r" {
      return reader.next().map { .command(ViCommand(count: count, action: .replace($0))) } ?? .unfinished
    }
    if isVisual, key == "i" || key == "a" {
      guard let object = reader.next() else { return .unfinished }
      return ViObject.isKnown(object)
        ? .command(ViCommand(count: count, action: .select(object, isAround: key == "a"))) : .unknown
    }
    if let action = isVisual ? visual(key) : normal(key) { return .command(ViCommand(count: count, action: action)) }
    return reader.motion(key) { ViCommand(count: count, action: .move($0)) }
  }

  private static let operators: [Character: Operator] = [
    "d": .delete, "c": .change, "y": .yank, ">": .indent, "<": .unindent,
  ]
  /// Behind a `g`.
  private static let caseOperators: [Character: Operator] = ["u": .lowercase, "U": .uppercase, "~": .switchCase]
  /// What is an operator behind a `g` in vi and none here: the motion after it is no command of its own.
  private static let foreign: Set<Character> = ["q", "w", "?", "@"]
  /// What stands before one character more in vi: macros, marks, folds.
  private static let beginnings: Set<Character> = ["q", "@", "m", "'", "`", "z", "Z", "[", "]"]

  private static func product(_ first: Int?, _ second: Int?) -> Int? {
    first == nil && second == nil ? nil : min(mostCount, (first ?? 1) * (second ?? 1))
  }

  private static func normal(_ key: Character) -> Action? {
    if let insertion = Insertion(rawValue: key) { return .insert(insertion) }
    switch key {
    case "x": return .operate(.delete, .motion(.right))
    case "X": return .operate(.delete, .motion(.left))
    case "D": return .operate(.delete, .motion(.lineEnd))
    case "C": return .operate(.change, .motion(.lineEnd))
    case "Y": return .operate(.yank, .lines)
    case "s": return .operate(.change, .motion(.right))
    case "S": return .operate(.change, .lines)
    case "u": return .undo
    case ".": return .again
    default: return common(key)
    }
  }

  private static func visual(_ key: Character) -> Action? {
    switch key {
    case "x": .operate(.delete, .selection)
    case "s": .operate(.change, .selection)
    case "u": .operate(.lowercase, .selection)
    case "U": .operate(.uppercase, .selection)
    case "o": .otherEnd
    default: common(key)
    }
  }

  /// What both modes have.
  private static func common(_ key: Character) -> Action? {
    switch key {
    case "p": .put(isBefore: false)
    case "P": .put(isBefore: true)
    case "~": .switchCase
    case "J": .join
    case "v": .visual
    case "V": .visualLine
    case ":": .studio(.palette)
    case "/": .studio(.searchHistory)
    case "?": .studio(.help)
    default: nil
    }
  }

  private struct Reader {
    var keys: ArraySlice<Character>

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

    /// What an operator is about, its own key again for lines.
    /// - Parameter isKnown: false for one whose keys are only passed by.
    mutating func operation(
      _ kind: Operator, doubled key: Character, count first: Int?, isVisual: Bool, isKnown: Bool
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
        guard let object = self.next() else { return .unfinished }
        guard ViObject.isKnown(object) else { return .unknown }
        return .command(ViCommand(count: count, action: .operate(kind, .object(object, isAround: next == "a"))))
      }
      return motion(next) { ViCommand(count: count, action: .operate(kind, .motion($0))) }
    }

    mutating func motion(_ key: Character, command: (Motion) -> ViCommand) -> Reading {
      if let motion = ViCommand.motions[key] { return .command(command(motion)) }
      switch key {
      case "g":
        guard let next = next() else { return .unfinished }
        return next == "g" ? .command(command(.firstLine)) : .unknown
      case "f", "F", "t", "T":
        guard let character = next() else { return .unfinished }
        let find = Find(
          character: character, isBackward: key.isUppercase, stopsBefore: key == "t" || key == "T")
        return .command(command(.find(find)))
      default: return ViCommand.beginnings.contains(key) && keys.isEmpty ? .unfinished : .unknown
      }
    }
  }

  private static let motions: [Character: Motion] = [
    "h": .left, "l": .right, "j": .down, "k": .up, " ": .right,
    "w": .wordStart(isBig: false), "b": .wordBack(isBig: false), "e": .wordEnd(isBig: false),
    "W": .wordStart(isBig: true), "B": .wordBack(isBig: true), "E": .wordEnd(isBig: true),
    "0": .lineStart, "^": .firstLetter, "$": .lineEnd, "G": .lastLine,
    ";": .findAgain(isReversed: false), ",": .findAgain(isReversed: true),
  ]

  /// The keys of the vi set and what they do, for help and `docs/keys.md`.
  static let table: [(keys: String, title: String)] = [
    ("Esc", "Normal mode; a second time as without vi"),
    ("Enter", "Send the prompt, in every mode"),
    ("i  a  I  A", "Insert before or after the cursor, at the start or the end of the line"),
    ("o  O", "Insert on a new line below or above"),
    ("h  j  k  l", "Move; j and k pass into the history at the ends"),
    ("w  b  e  W  B  E", "Move by words, or by what blanks part"),
    ("0  ^  $  gg  G", "Move to the start, first letter or end of the line, to the first or last line"),
    ("f  F  t  T  ;  ,", "Move to a character of the line, or beside it; again, or the other way"),
    ("d  c  y", "Delete, change or copy what a motion passes or what follows"),
    ("iw  aw  i\"  a\"  i'  i(  i[  i{", "The word, quotes or brackets around the cursor, without or with them"),
    ("dd  cc  yy  D  C  Y", "Delete, change or copy lines, or to the end of the line"),
    ("x  X  s  S  r  ~  J", "Delete or change characters, change a line, replace, switch case, join lines"),
    ("R", "Type over what is there"),
    ("gu  gU  g~", "Lower case, upper case or the other case for what a motion passes or what follows"),
    (">>  <<", "Indent lines more or less; also with a motion"),
    ("\"a  \"A  \"_  \"+", "Take text to or from a register; add to it; to none; also to the clipboard"),
    ("p  P", "Put back what was deleted or copied, after or before the cursor"),
    (".  u  ^R", "Do the last change again; undo; redo"),
    ("v  V  o", "Select characters or lines; go to the other end"),
    ("u  U  >  <", "Selected text in lower or upper case, indented more or less"),
    ("/  :  ?", "Search earlier prompts; find a command; help"),
    ("2  3  …", "So many times, before any of these"),
  ]
}
