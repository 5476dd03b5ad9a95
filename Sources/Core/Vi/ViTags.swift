/// Tags of a text with their ends, such as `<a b="c">…</a>`.
enum ViTags {
  private struct Tag {
    var range: Range<Int>
    var name: String
    var isEnd: Bool
  }

  /// What stands between a tag and its end that the cursor is in, on the tags themselves too.
  /// - Parameters:
  ///   - isAround: with the tags.
  ///   - count: so many outwards.
  static func passed(isAround: Bool, count: Int, in text: ViText) -> ViText.Passed? {
    // Blanks before a line's first letter belong to it.
    let cursor = max(text.cursor, text.firstLetter(text.cursor))
    let around = pairs(in: text.characters).filter { $0.start.lowerBound <= cursor && cursor < $0.end.upperBound }
    guard around.indices.contains(count - 1) else { return nil }
    let (start, end) = around[count - 1]
    return ViText.Passed(
      range: isAround ? start.lowerBound..<end.upperBound : start.upperBound..<end.lowerBound)
  }

  /// All tags that have an end, inner ones before outer ones. One without, such as `<br>`, is in none's way.
  private static func pairs(in characters: [Character]) -> [(start: Range<Int>, end: Range<Int>)] {
    var pairs: [(start: Range<Int>, end: Range<Int>)] = []
    var open: [Tag] = []
    for index in characters.indices where characters[index] == "<" {
      guard let tag = tag(at: index, in: characters) else { continue }
      guard tag.isEnd else {
        open.append(tag)
        continue
      }
      guard let start = open.lastIndex(where: { $0.name == tag.name }) else { continue }
      pairs.append((open[start].range, tag.range))
      open.removeSubrange(start...)
    }
    return pairs
  }

  /// - Returns: `nil` for a `<` that is none's, and for a tag that is its own end, such as `<br/>`.
  private static func tag(at start: Int, in characters: [Character]) -> Tag? {
    var at = start + 1
    let isEnd = at < characters.count && characters[at] == "/"
    if isEnd { at += 1 }
    let name = characters[at...].prefix { $0.isWordLetter || "-:.".contains($0) }
    at = name.endIndex
    guard name.first?.isWordLetter == true, at < characters.count,
      characters[at].isWhitespace || "/>".contains(characters[at])
    else { return nil }
    var quote: Character?
    while at < characters.count {
      let character = characters[at]
      if quote != nil {
        if character == quote { quote = nil }
      } else if character == ">" {
        if characters[at - 1] == "/" { return nil }
        return Tag(range: start..<at + 1, name: String(name).lowercased(), isEnd: isEnd)
      } else if character == "<" {
        return nil
      } else if "\"'".contains(character), characters[at - 1] == "=" {
        quote = character
      }
      at += 1
    }
    return nil
  }
}
