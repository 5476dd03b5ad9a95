/// Paths that follow an `@` in a prompt: `@room.jpg`, `@~/pictures/hall.png`, `@"with blanks.png"`.
enum PathTokens {
  struct Token: Hashable {
    /// The path without the `@` and the quotes.
    var path: String
    /// Character offsets in the text, the `@` included.
    var range: Range<Int>
  }

  /// The tokens that look like paths: they have a dot or a slash. Other words after an `@` are words.
  static func find(in characters: [Character]) -> [Token] {
    all(in: characters).filter { token in
      token.path.contains("/") || (token.path.contains(".") && !token.path.hasSuffix("."))
    }
  }

  /// The token the cursor stands in or behind.
  static func token(in characters: [Character], at cursor: Int) -> Token? {
    all(in: characters).first { $0.range.lowerBound < cursor && cursor <= $0.range.upperBound }
  }

  private static func all(in characters: [Character]) -> [Token] {
    var tokens: [Token] = []
    var at = 0
    while at < characters.count {
      let begins = characters[at] == "@" && (at == 0 || characters[at - 1].isWhitespace)
      guard begins else {
        at += 1
        continue
      }
      let start = at
      at += 1
      let isQuoted = at < characters.count && characters[at] == "\""
      if isQuoted { at += 1 }
      let first = at
      while at < characters.count, isQuoted ? characters[at] != "\"" : !characters[at].isWhitespace { at += 1 }
      let path = String(characters[first..<at])
      if isQuoted, at < characters.count { at += 1 }
      tokens.append(Token(path: path, range: start..<at))
    }
    return tokens
  }
}
