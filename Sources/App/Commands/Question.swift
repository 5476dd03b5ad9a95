import Core
import Gemini

/// What is asked, as the options say it: words and files, and the session they go to.
struct Question: Sendable {
  let content: Content
  var session: Session
  var identifiers: IdentifierSource

  /// - Parameters:
  ///   - words: the prompt of the command line.
  ///   - keepsFiles: false for what is only printed or counted, which leaves no bytes behind in the store.
  /// - Throws: if there is nothing to ask, or a file or a session cannot be had.
  init(_ words: String?, _ options: PromptOptions, in workshop: Workshop, keepsFiles: Bool) throws(CommandError) {
    let piped = options.noStdin ? nil : try StandardInput.prompt()
    let text = StandardInput.joined(words, piped)
    guard !text.isEmpty || !options.attachments.isEmpty else {
      throw CommandError("There is no prompt. Give one as an argument or through standard input.")
    }
    let files = try Self.files(options.attachments, keptBy: keepsFiles ? workshop.assets : nil)
    content = Content(parts: files + (text.isEmpty ? [] : [Part(text: text)]))
    identifiers = IdentifierSource(seed: Workshop.seed())
    session = try SessionChoice(options).session(in: workshop, now: workshop.clock.now, identifiers: &identifiers)
  }

  /// The files that go with the prompt, in the order they were given.
  private static func files(_ paths: [String], keptBy kept: Assets?) throws(CommandError) -> [Part] {
    let assets = kept ?? Assets(nil)
    var attachments: [Attachment] = []
    for path in paths {
      switch AttachmentFile.read(path, into: assets) {
      case .success(let attachment): attachments.append(attachment)
      case .failure(let problem): throw CommandError(problem.sentence)
      }
    }
    let total = attachments.reduce(0) { $0 + $1.asset.byteCount }
    guard total <= AttachmentType.requestLimit else {
      throw CommandError(
        "The files have \(byteText(total)) together; \(byteText(AttachmentType.requestLimit)) is the most one request "
          + "carries.")
    }
    if kept != nil { return attachments.map(\.part) }
    return attachments.map { attachment in
      let bytes = (try? assets.read(attachment.asset)) ?? []
      return Part(.inlineData(Blob(mimeType: attachment.mimeType, data: .bytes(bytes))))
    }
  }
}
