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
  init(
    _ words: String?, _ options: AskedOptions, in workshop: Workshop, keepsFiles: Bool, console: Console
  ) async throws(CommandError) {
    let piped = options.noStdin ? nil : try StandardInput.prompt()
    let text = StandardInput.joined(words, piped)
    guard !text.isEmpty || !options.attachments.isEmpty else {
      throw CommandError("There is no prompt. Give one as an argument or through standard input.")
    }
    let assets = keepsFiles ? workshop.assets : Assets(nil)
    let reader = AttachmentReader(assets: assets, pictures: workshop.pictures)
    let attachments = try await Self.read(options.attachments, by: reader, console)
    let files = keepsFiles ? attachments.map(\.part) : attachments.map { $0.part(in: assets) }
    content = Content(parts: files + (text.isEmpty ? [] : [Part(text: text)]))
    identifiers = IdentifierSource(seed: Workshop.seed())
    session = try SessionChoice(options).session(in: workshop, now: workshop.clock.now, identifiers: &identifiers)
  }

  /// The files that go with the prompt, in the order they were given.
  static func read(
    _ paths: [String], by reader: AttachmentReader, _ console: Console
  ) async throws(CommandError) -> [Attachment] {
    var attachments: [Attachment] = []
    for path in paths {
      switch await reader.read(path) {
      case .success(let taken):
        attachments.append(taken.attachment)
        if let notice = taken.notice { console.note(notice) }
      case .failure(let problem): throw CommandError(problem.sentence)
      }
    }
    let total = attachments.reduce(0) { $0 + $1.asset.byteCount }
    guard total <= AttachmentType.requestLimit else {
      throw CommandError(
        "The files have \(byteText(total)) together; \(byteText(AttachmentType.requestLimit)) is the most one request "
          + "carries.")
    }
    return attachments
  }
}

extension Attachment {
  /// The part with its bytes, for a request that leaves none in the store.
  fileprivate func part(in assets: Assets) -> Part {
    Part(.inlineData(Blob(mimeType: mimeType, data: .bytes((try? assets.read(asset)) ?? []))))
  }
}
