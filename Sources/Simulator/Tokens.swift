import Gemini

/// The simulator's own tokens: pieces of words with the blanks before them, and single signs.
enum Tokens {
  private static let longestPiece = 6

  /// The tokens of an answer; joined they are the text again.
  static func split(_ text: String) -> [Substring] {
    var tokens: [Substring] = []
    var start = text.startIndex
    var at = start
    var length = 0
    while at < text.endIndex {
      let character = text[at]
      if character.isLetter || character.isNumber {
        if length == longestPiece {
          tokens.append(text[start..<at])
          start = at
          length = 0
        }
        length += 1
        at = text.index(after: at)
        continue
      }
      if length > 0 {
        tokens.append(text[start..<at])
        start = at
        length = 0
      }
      at = text.index(after: at)
      if !character.isWhitespace {
        tokens.append(text[start..<at])
        start = at
      }
    }
    if start < text.endIndex { tokens.append(text[start...]) }
    return tokens
  }

  /// About how many tokens a text is that is only counted: one for four bytes, rounded up.
  static func estimate(_ text: String) -> Int { (text.utf8.count + 3) / 4 }

  /// About how many tokens a request counts, by modality.
  /// - Source: gemini-api.md section 9 for pictures.
  static func ofPrompt(
    _ contents: [Content], _ systemInstruction: String?, model: String
  ) -> [(modality: String, count: Int)] {
    var text = estimate(systemInstruction ?? "")
    let perPicture = model.hasPrefix("gemini-2") ? 258 : 1120
    var image = 0
    for part in contents.flatMap(\.parts) {
      if let words = part.text { text += estimate(words) }
      if let blob = part.blob {
        if blob.isImage { image += perPicture }
        if case .bytes(let bytes) = blob.data, blob.mimeType.hasPrefix("text/") { text += (bytes.count + 3) / 4 }
      }
    }
    return image == 0 ? [("TEXT", text)] : [("TEXT", text), ("IMAGE", image)]
  }
}
