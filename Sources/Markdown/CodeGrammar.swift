/// What a lexer has to know of a language to colour its code: words, quotes, comments.
struct CodeGrammar: Sendable {
  enum Kind: Sendable { case words, markup, diff }

  /// One way to write a string.
  struct Quote: Sendable {
    var open: [UInt8]
    var close: [UInt8]
    /// A backslash takes the next byte with it.
    var escapes = true
    /// It goes on over the end of a line.
    var isMultiline = false
    /// It holds one letter, or is none: `'` before a lifetime of Rust.
    var isCharacter = false

    init(_ open: String, _ close: String? = nil, escapes: Bool = true, multiline: Bool = false, character: Bool = false)
    {
      self.open = Array(open.utf8)
      self.close = Array((close ?? open).utf8)
      self.escapes = escapes
      isMultiline = multiline
      isCharacter = character
    }
  }

  var kind = Kind.words
  var keywords: Set<String> = []
  var types: Set<String> = []
  var lineComments: [[UInt8]] = []
  var blockComment: (open: [UInt8], close: [UInt8])?
  var nestsComments = false
  /// Tried in this order, so that longer ones come first.
  var quotes: [Quote] = []
  /// What begins a word that is no plain name, such as `@` or `$`.
  var sigils: Set<UInt8> = []
  /// Bytes of a word beside letters, digits and `_`.
  var wordBytes: Set<UInt8> = []
  /// Words that begin with a capital letter name types.
  var capitalsAreTypes = false
  /// Keywords are written in any case.
  var ignoresCase = false
  /// A word or string before a colon is a key.
  var hasKeys = false
  /// A comment begins after a blank only, and a string not inside a word.
  var needsBlank = false

  /// The grammar of a language by the name after a fence, in any case; `nil` for one that is not known.
  static func named(_ name: String) -> CodeGrammar? {
    byName[name] ?? byName[name.lowercased()]
  }

  private static let byName: [String: CodeGrammar] = {
    var table: [String: CodeGrammar] = [:]
    for (names, grammar) in all {
      for name in names.split(separator: " ") { table[String(name)] = grammar }
    }
    return table
  }()
}
