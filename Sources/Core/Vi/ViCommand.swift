/// One command of vi's normal or visual mode.
struct ViCommand: Hashable, Sendable {
  enum Operator: Hashable, Sendable {
    case delete, change, yank
    case lowercase, uppercase, switchCase
    case indent, unindent, reflow

    /// True for what takes text into a register.
    var cuts: Bool { self == .delete || self == .change || self == .yank }
  }

  enum Motion: Hashable, Sendable {
    case left, right, up, down
    case wordStart(isBig: Bool), wordBack(isBig: Bool), wordEnd(isBig: Bool), wordEndBack(isBig: Bool)
    case lineStart, firstLetter, lineEnd, lastLetter, column
    /// Half of the line, or so many hundredths of it.
    case lineMiddle
    /// To the first letter of a line: above, below, or this one, from which a count goes down.
    case lineUp, lineDown, line
    case find(Find)
    case findAgain(isReversed: Bool)
    case firstLine, middleLine, lastLine
    /// Lines counted from the last one.
    case lineFromEnd
    /// To where the word at the cursor stands too, round the ends of the text.
    case sameWord(isBackward: Bool, isWhole: Bool)
    case sameWordAgain(isReversed: Bool)
    case sentence(isBackward: Bool), paragraph(isBackward: Bool)
    /// To the bracket that belongs to the next one of the line; with a count to so many hundredths of the text.
    case bracket
    /// To a named place, or to the first letter of its line.
    case place(Character, isLine: Bool)

    /// True for those that `''` goes back from, and that delete into the numbered registers however little they pass.
    var isJump: Bool {
      switch self {
      case .firstLine, .middleLine, .lastLine, .lineFromEnd, .sameWord, .sameWordAgain, .sentence, .paragraph,
        .bracket, .place:
        true
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

  /// The word that `*` and `n` look for.
  struct Sought: Hashable, Sendable {
    var text: [Character]
    /// No letters beside it.
    var isWhole: Bool
    var isBackward: Bool
  }

  /// What an operator is about.
  enum Target: Hashable, Sendable {
    case motion(Motion)
    case lines
    case object(Character, isAround: Bool)
    case selection
    /// The lines that the selection is in.
    case selectedLines
    /// The same; of a block, all that follows in its lines.
    case selectedRest
    /// So much text as was selected when the command was given.
    case span(lines: Int, characters: Int)
    /// From the cursor to the end of so many lines, with the last one's break.
    case rest(lines: Int)
  }

  /// Where inserting begins.
  enum Insertion: Hashable, Sendable {
    case here, after, atLineStart, atFirstColumn, atLineEnd, lineBelow, lineAbove
    /// Where inserting ended last.
    case lastPlace
    /// Over what is there.
    case over
  }

  indirect enum Action: Hashable, Sendable {
    case move(Motion)
    case operate(Operator, Target)
    case insert(Insertion)
    case replace(Character)
    /// With the cursor on what was put, or behind it.
    case put(isBefore: Bool, goesBehind: Bool)
    /// With a blank between the lines, or as they are.
    case join(isBare: Bool)
    case switchCase, undo, again
    /// The line that was changed last becomes what it was.
    case restoreLine
    case visual, visualLine
    /// Of what is selected; of a block it may be the other one in the same line.
    case otherEnd(staysInLine: Bool)
    case select(Character, isAround: Bool)
    /// The same with a block of so many lines and columns from the cursor on; `Int.max` is all that follows.
    case onBlock(lines: Int, columns: Int, Action)
    /// Selects once more what was selected last.
    case selectAgain
    case mark(Character)
    /// What is pressed from now on is kept in a register; a capital adds to it.
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

  /// The motion that it is about, by itself or with an operator.
  var motion: Motion? {
    switch action {
    case .move(let motion), .operate(_, .motion(let motion)): motion
    default: nil
    }
  }

  /// The places that are named by themselves.
  enum Place {
    /// Where the last jump came from.
    static let before: Character = "'"
    /// Where inserting ended last.
    static let inserted: Character = "^"
    static let selectionStart: Character = "<"
    static let selectionEnd: Character = ">"
    /// Of what was changed or copied last.
    static let changeStart: Character = "["
    static let changeEnd: Character = "]"
  }

  /// The keys of the vi set and what they do, for help and `docs/keys.md`, with other words they are found by.
  static let table: [(keys: String, title: String, words: String)] = [
    ("Esc", "Normal mode; a second time as without vi", "command mode"),
    ("Enter", "Send the prompt, in every mode; within a command, a line break", ""),
    ("i  a  I  A  gi", "Insert at the cursor or behind it, at the line's start or end, where it ended last", "append"),
    ("o  O  gI", "Insert on a new line below or above, at the first column", "open"),
    ("^O", "While inserting: one command of normal mode", ""),
    ("h  j  k  l", "Move; j and k pass into the history at the ends", "left down up right"),
    ("w  b  e  ge", "Move by words; with capitals by what blanks part", "motion"),
    (
      "0  ^  $  g_  |  gM",
      "Move to the start, first letter, end or last letter of the line, to a column, to its middle", ""
    ),
    ("gg  G  +  -  _", "Move to the first or last line, to the next or the one before, in this one", "first letter"),
    ("H  M  L  50%", "Move to the first, middle or last line, to so many hundredths of the text", "percent"),
    ("(  )  {  }  %", "Move by sentences, by paragraphs, to the bracket that belongs to the next one", "match"),
    ("f  F  t  T  ;  ,", "Move to a character of the line, or beside it; again, or the other way", "find till"),
    (
      "*  #  g*  g#  n  N", "Move to where the word at the cursor stands too, before or after; again, or the other way",
      "search"
    ),
    ("m  `  '", "Name a place; go to it, or to its line; '' goes back from a jump", "mark"),
    ("`[  `]", "Go to the start or end of what was changed or copied last", "mark"),
    ("d  c  y", "Delete, change or copy what a motion passes or what follows", "operator cut yank"),
    (
      "iw  aw  iW  aW  ip  ap", "The word or paragraph around the cursor, without or with the blanks beside it",
      "text object inner"
    ),
    ("is  as", "The sentence around the cursor, without or with the blanks beside it", "text object inner"),
    ("i\"  a\"  i'  i`", "What is in quotes, without or with them and the blanks beside", "text object inner"),
    ("i(  a(  i[  i{  i<", "What is in brackets, without or with them", "text object inner parentheses braces"),
    ("it  at", "What is between a tag and its end tag, without or with both", "text object inner html xml element"),
    ("dd  cc  yy  D  C  Y", "Delete, change or copy lines, or to the end of the line", "cut yank"),
    ("x  X  s  S  r  ~", "Delete or change characters, change a line, replace, switch case", "cut substitute"),
    ("J  gJ", "Join lines with a blank between, or as they are", ""),
    ("R", "Type over what is there", "replace mode overwrite"),
    ("gu  gU  g~", "Lower case, upper case or the other case for what a motion passes or what follows", "operator"),
    ("gq", "Break lines anew at 72 columns; items of lists stay apart, and code as it is", "operator wrap reflow"),
    (">>  <<", "Indent lines more or less; also with a motion", "shift operator"),
    (
      "\"a  \"A  \"_  \"+", "Take text to or from a register; add to it; to none; also to the clipboard",
      "named yank buffer"
    ),
    ("\"0  \"-", "From the register of what was copied last, or was deleted last within a line", "small delete yank"),
    ("\"1  …  \"9", "From what was deleted by lines, the last first; . goes on to the next", "numbered register"),
    (
      "p  P  gp  gP", "Put back what was deleted or copied, after or before the cursor, or go behind it",
      "paste register"
    ),
    (".  u  ^R", "Do the last change again; undo; redo", "repeat"),
    ("U", "Make the line what it was before its latest changes", "undo restore"),
    ("q  @  @@", "Record keys to a register until the next q; press what a register has; once more", "macro"),
    (
      "v  V  ^V  o  O  gv", "Select characters, lines, a block; go to the other end or corner; select that again",
      "visual mode"
    ),
    ("u  U  >  <", "Selected text in lower or upper case, indented more or less", "visual mode"),
    ("I  A", "Insert before what is selected, or behind it; of a block in all its lines", "visual mode"),
    ("/  :  ?", "Search earlier prompts; find a command; help", ""),
    ("2  3  …", "So many times, before any of these", "count"),
  ]
}
