/// Sentences without a message, about streaming and reading.
enum Filler {
  private static let subjects = [
    "The simulator", "This sentence", "A row of words", "The scroll bar", "The next line", "A patient reader",
    "The stream", "Each chunk", "The window", "An empty phrase",
  ]
  private static let verbs = [
    "moves past", "makes room for", "waits for", "leans on", "says little about", "takes its time with", "returns to",
    "is followed by", "stands in for", "keeps company with",
  ]
  private static let objects = [
    "the one before it", "a real answer", "the end of the paragraph", "whatever comes next", "another screen of text",
    "the edge of the pane", "a quiet afternoon", "the page above", "some **bold** words", "a bit of `code`",
  ]
  private static let endings = [
    "", ", and the view stays where it is", ", as it should", ", one small piece at a time", ", without any hurry",
    ", which wraps at the width of the pane", ", and nothing flickers",
  ]

  /// Four to seven sentences, one of which takes up a word of the prompt.
  static func paragraph(words: [String], seed: inout Seed) -> String {
    let count = seed.number(4...7)
    let place = seed.number(0...count - 1)
    return (0..<count).map { index in
      if index == place, !words.isEmpty {
        return "Somewhere in the prompt stands “\(Quote.inline(seed.pick(words), limit: 24))”."
      }
      return "\(seed.pick(subjects)) \(seed.pick(verbs)) \(seed.pick(objects))\(seed.pick(endings))."
    }.joined(separator: " ")
  }
}

/// Programs that count the words of a prompt.
enum SampleCode {
  /// Words that can stand in any program without quoting.
  private static func plain(_ words: [String]) -> [String] {
    let plain = words.filter { $0.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A } }.prefix(5)
    return plain.isEmpty ? ["offline", "simulator"] : Array(plain)
  }

  private static func list(_ words: [String]) -> String {
    plain(words).map { "\"\($0)\"" }.joined(separator: ", ")
  }

  static func swift(_ words: [String]) -> String {
    """
    ```swift
    let words = [\(list(words))]
    let longest = words.max { $0.count < $1.count }
    print(words.count, longest ?? "none")
    ```
    """
  }

  /// The same program in three languages, with a word between them.
  static func blocks(_ words: [String]) -> String {
    """
    In Swift, counting letters:

    \(swift(words))

    The same in Python:

    ```python
    words = [\(list(words))]
    longest = max(words, key=len, default="none")
    print(len(words), longest)  # the offline simulator runs no code
    ```

    And as data:

    ```json
    {"words": [\(list(words))], "simulator": true}
    ```
    """
  }
}
