import Gemini
import Screen

/// The lines of a prompt in the conversation: its text as it was typed, then its pictures.
enum PromptLines {
  /// Characters of a prompt that are shown; a log that was pasted has many more.
  private static let longest = 20_000

  static func make(_ content: Content, columns: Int, shelf: PictureShelf) -> [Line] {
    var lines: [Line] = []
    let whole = content.text
    var text = whole.trimmingBlanks
    let left = text.utf8.count - longest
    if left > 0 { text = String(text.prefix(longest)) }
    if !text.isEmpty {
      let blanks = whole.utf8.count - whole.drop(while: \.isWhitespace).utf8.count
      lines += TextWrap.wrap(VisibleText.spans(text, Style(.text), from: blanks), columns: columns)
    }
    if left > 0 { lines.append(Line("… and about \(byteText(left)) more", .faint)) }
    for (index, blob) in content.blobs.enumerated() {
      lines += shelf.lines(for: blob, number: index + 1, columns: columns)
    }
    return lines
  }
}

/// What stands after an answer: how it ended if not plainly, and its sources.
enum AnswerNotes {
  /// The notes, each an unbroken line.
  static func make(_ run: Run, in turn: Turn) -> [Line] {
    var lines: [Line] = []
    if let batch = batch(of: run, in: turn) { lines.append(Line(batch, .faint)) }
    if let sentence = run.endingSentence {
      let role: Role =
        switch run.ending {
        // One's own stop is nothing that went wrong.
        case .failed(let failure): failure.kind == .cancelled ? .faint : .error
        default: .warning
        }
      if run.hasAnswerContent { lines.append(Line()) }
      lines.append(Line(VisibleText.make(sentence), role))
    }
    if run.isUnkept {
      let sentence = "This answer is not stored yet. That is tried again every few seconds, until the studio ends."
      if !lines.isEmpty || run.hasAnswerContent { lines.append(Line()) }
      lines.append(Line(sentence, .warning))
    }
    if run.isContinued { lines.append(Line("The next request goes on from what came.", .accent)) }
    let sources = Self.sources(of: run)
    if !sources.isEmpty { lines.append(Line()) }
    return lines
      + sources.enumerated().map { number, source in
        Line(VisibleText.make("[\(number + 1)] \(source.title ?? source.address ?? "")"), .faint)
      }
  }

  /// What an answer cites: it has one of both at least.
  struct Source: Hashable {
    var title: String?
    var address: String?
  }

  /// What the answer cites, each once.
  /// - Source: gemini-api.md section 5.
  static func sources(of run: Run) -> [Source] {
    guard let answer = run.answer else { return [] }
    let citations = ["citationSources", "citations"].flatMap { answer.citationMetadata?[$0]?.array ?? [] }
    let chunks = answer.groundingMetadata?["groundingChunks"]?.array ?? []
    let pages = chunks.compactMap { $0["web"] ?? $0["maps"] ?? $0["retrievedContext"] } + citations
    var seen: Set<String> = []
    return pages.compactMap { page in
      func text(_ key: String) -> String? { page[key]?.string.flatMap { $0.trimmingBlanks.isEmpty ? nil : $0 } }
      let source = Source(title: text("title"), address: text("uri"))
      guard let name = source.title ?? source.address, seen.insert(name).inserted else { return nil }
      return source
    }
  }
}
