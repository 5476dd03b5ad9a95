/// One command of vi's normal or visual mode.
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
    case wordStart(isBig: Bool), wordBack(isBig: Bool), wordEnd(isBig: Bool), wordEndBack(isBig: Bool)
    case lineStart, firstLetter, lineEnd, lastLetter, column
    /// To the first letter of a line above or below.
    case lineUp, lineDown
    case find(Find)
    case findAgain(isReversed: Bool)
    case firstLine, lastLine
    case sentence(isBackward: Bool), paragraph(isBackward: Bool)
    /// To the bracket that belongs to the next one of the line.
    case bracket
    /// To a named place, or to the first letter of its line.
    case place(Character, isLine: Bool)

    /// True for those that `''` goes back from.
    var isJump: Bool {
      switch self {
      case .firstLine, .lastLine, .sentence, .paragraph, .bracket, .place: true
      default: false
      }
    }
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
    /// The lines that the selection is in.
    case selectedLines
    /// So much text as was selected when the command was given.
    case span(lines: Int, characters: Int)
  }

  /// Where inserting begins.
  enum Insertion: Hashable, Sendable {
    case here, after, atLineStart, atLineEnd, lineBelow, lineAbove
    /// Where inserting ended last.
    case lastPlace
    /// Over what is there.
    case over
  }

  enum Action: Hashable, Sendable {
    case move(Motion)
    case operate(Operator, Target)
    case insert(Insertion)
    case replace(Character)
    /// With the cursor on what was put, or behind it.
    case put(isBefore: Bool, goesBehind: Bool)
    /// With a blank between the lines, or as they are.
    case join(isBare: Bool)
    case switchCase, undo, again
    case visual, visualLine, otherEnd
    case select(Character, isAround: Bool)
    /// Selects once more what was selected last.
    case selectAgain
    case mark(Character)
    /// What is pressed from now on is kept as a macro; a capital adds to it.
    case record(Character)
    case endRecording
    case play(Character)
    /// A command of the studio.
    case studio(CommandName)
  }

  /// How often; `nil` if it was not said.
  var count: Int?
  var action: Action
  /// Where text is taken to or from; `nil` if it was not said.
  var register: Character?

  /// The places that are named by themselves.
  enum Place {
    /// Where the last jump came from.
    static let before: Character = "'"
    /// Where inserting ended last.
    static let inserted: Character = "^"
    static let selectionStart: Character = "<"
    static let selectionEnd: Character = ">"
  }

  /// The keys of the vi set and what they do, for help and `docs/keys.md`.
  static let table: [(keys: String, title: String)] = [
    ("Esc", "Normal mode; a second time as without vi"),
    ("Enter", "Send the prompt, in every mode; within a command, a line break"),
    ("i  a  I  A  gi", "Insert at the cursor or behind it, at the line's start or end, where it ended last"),
    ("o  O", "Insert on a new line below or above"),
    ("^O", "While inserting: one command of normal mode"),
    ("h  j  k  l", "Move; j and k pass into the history at the ends"),
    ("w  b  e  ge", "Move by words; with capitals by what blanks part"),
    ("0  ^  $  g_  |", "Move to the start, first letter, end or last letter of the line, or to a column"),
    ("gg  G  +  -", "Move to the first or last line, to the next or the one before"),
    ("(  )  {  }  %", "Move by sentences, by paragraphs, to the bracket that belongs to the next one"),
    ("f  F  t  T  ;  ,", "Move to a character of the line, or beside it; again, or the other way"),
    ("m  `  '", "Name a place; go to it, or to its line; '' goes back from a jump"),
    ("d  c  y", "Delete, change or copy what a motion passes or what follows"),
    ("iw  aw  iW  aW  ip  ap", "The word or paragraph around the cursor, without or with the blanks beside it"),
    ("i\"  a\"  i'  i`", "What is in quotes, without or with them"),
    ("i(  a(  i[  i{  i<", "What is in brackets, without or with them"),
    ("dd  cc  yy  D  C  Y", "Delete, change or copy lines, or to the end of the line"),
    ("x  X  s  S  r  ~", "Delete or change characters, change a line, replace, switch case"),
    ("J  gJ", "Join lines with a blank between, or as they are"),
    ("R", "Type over what is there"),
    ("gu  gU  g~", "Lower case, upper case or the other case for what a motion passes or what follows"),
    (">>  <<", "Indent lines more or less; also with a motion"),
    ("\"a  \"A  \"_  \"+", "Take text to or from a register; add to it; to none; also to the clipboard"),
    ("\"0  \"-", "From what was copied last, or was deleted last within a line"),
    ("p  P  gp  gP", "Put back what was deleted or copied, after or before the cursor, or go behind it"),
    (".  u  ^R", "Do the last change again; undo; redo"),
    ("q  @  @@", "Record keys under a letter until the next q; press them again; once more"),
    ("v  V  o  gv", "Select characters or lines; go to the other end; select the same again"),
    ("u  U  >  <", "Selected text in lower or upper case, indented more or less"),
    ("/  :  ?", "Search earlier prompts; find a command; help"),
    ("2  3  …", "So many times, before any of these"),
  ]
}
