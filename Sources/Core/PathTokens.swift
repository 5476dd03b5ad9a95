/// Paths that follow an `@` in a prompt: `@room.jpg`, `@~/pictures/hall.png`, `@"with blanks.png"`.
enum PathTokens {
  struct Token: Hashable {
    /// The path without the `@` and the quotes.
    var path: String
    /// Character offsets in the text, the `@` included.
    var range: Range<Int>
  }

  /// The tokens that look like paths: they have a dot or a slash. Other words after an `@` are words.
  static func find(in characters: [Character]) -> [Token] { all(in: characters, characters.indices).filter(isPath) }

  /// The other ones, without the `@`.
  static func words(in characters: [Character]) -> [String] {
    all(in: characters, characters.indices).filter { !isPath($0) && !$0.path.isEmpty }.map(\.path)
  }

  private static func isPath(_ token: Token) -> Bool {
    token.path.contains("/") || (token.path.contains(".") && !token.path.hasSuffix("."))
  }

  /// The token the cursor stands in or behind.
  static func token(in characters: [Character], at cursor: Int) -> Token? {
    let line = cursor.lineStart(in: characters)..<cursor.lineEnd(in: characters)
    return all(in: characters, line).first { $0.range.lowerBound < cursor && cursor <= $0.range.upperBound }
  }

  /// Those of one or more whole lines: none goes from a line to the next.
  private static func all(in characters: [Character], _ range: Range<Int>) -> [Token] {
    var tokens: [Token] = []
    var at = range.lowerBound
    while at < range.upperBound {
      let begins = characters[at] == "@" && (at == 0 || characters[at - 1].isWhitespace)
      guard begins else {
        at += 1
        continue
      }
      let start = at
      at += 1
      let isQuoted = at < range.upperBound && characters[at] == "\""
      if isQuoted { at += 1 }
      let first = at
      while at < range.upperBound, isQuoted ? !"\"\n".contains(characters[at]) : !characters[at].isWhitespace {
        at += 1
      }
      let path = String(characters[first..<at])
      if isQuoted, at < range.upperBound, characters[at] == "\"" { at += 1 }
      tokens.append(Token(path: path, range: start..<at))
    }
    return tokens
  }
}
