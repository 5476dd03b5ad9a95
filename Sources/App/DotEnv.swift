/// Reads the text of a `.env` file as python-dotenv does: `export`, comments, quotes, escapes in double quotes.
enum DotEnv {
  static func parse(_ text: String) -> [String: String] {
    var values: [String: String] = [:]
    var rest = Substring(text.replacing("\r\n", with: "\n"))
    while !rest.isEmpty {
      rest = rest.drop(while: \.isWhitespace)
      if rest.hasPrefix("#") {
        rest = rest.drop { $0 != "\n" }
        continue
      }
      if rest.hasPrefix("export "), let name = rest.dropFirst(7).first, !name.isWhitespace { rest = rest.dropFirst(7) }
      let name = String(rest.prefix { $0 != "=" && $0 != "\n" })
      rest = rest.dropFirst(name.count)
      let key = name.trimmingCharacters
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      values[key] = value(&rest)
    }
    values[""] = nil
    return values
  }

  private static func value(_ rest: inout Substring) -> String {
    guard let quote = rest.first, quote == "\"" || quote == "'" else {
      let line = rest.prefix { $0 != "\n" }
      rest = rest.dropFirst(line.count)
      return unquoted(line)
    }
    var value = ""
    var inner = rest.dropFirst()
    while let character = inner.first {
      inner = inner.dropFirst()
      if character == quote {
        rest = inner.drop { $0 != "\n" }
        return value
      }
      if character == "\\", let next = inner.first {
        inner = inner.dropFirst()
        value += escaped(next, in: quote)
      } else {
        value.append(character)
      }
    }
    // Without a closing quote it is an ordinary value of one line.
    let line = rest.prefix { $0 != "\n" }
    rest = rest.dropFirst(line.count)
    return unquoted(line)
  }

  private static func escaped(_ character: Character, in quote: Character) -> String {
    if character == quote || character == "\\" { return String(character) }
    guard quote == "\"" else { return "\\" + String(character) }
    switch character {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    default: return "\\" + String(character)
    }
  }

  /// A value up to a comment, which needs a blank before it.
  private static func unquoted(_ line: Substring) -> String {
    var end = line.endIndex
    var previous: Character = " "
    for index in line.indices {
      if line[index] == "#", previous.isWhitespace {
        end = index
        break
      }
      previous = line[index]
    }
    return String(line[..<end]).trimmingCharacters
  }
}

extension String {
  /// Without blanks at both ends.
  fileprivate var trimmingCharacters: String {
    var text = Substring(self)
    text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
