import Gemini
import Screen

/// Files and pictures that go with the next prompt.
extension Studio {
  /// A paste of nothing but files is offered as attachments, and a picture's address to be fetched.
  /// - Returns: `nil` for a text like any other.
  mutating func attachPasted(_ text: String) -> [Effect]? {
    switch DroppedFiles.find(in: text) {
    case .paths(let paths):
      return readFiles(paths, pasted: text)
    case .address(let address):
      askToFetch(address, text: text)
      return []
    case nil: return nil
    }
  }

  /// Asks for files to be read and attached. They come in the order in which they were asked for.
  mutating func readFiles(_ paths: [String], pasted: String? = nil) -> [Effect] {
    awaitedFiles.append(pasted)
    return [.attach(paths: paths, sends: false)]
  }

  mutating func receive(
    _ attached: [AttachedPath], problems: [String], sends: Bool, missing: [String]
  ) -> [Effect] {
    let known = attach(attached.map(\.attachment))
    let pasted = sends || awaitedFiles.isEmpty ? nil : awaitedFiles.removeFirst()
    if !problems.isEmpty {
      say(problems.joined(separator: " "), .error)
      // What only looked like a path of a picture here is text all the same.
      if let pasted, attached.isEmpty { prompt.paste(pasted) }
      return []
    }
    sayAttached(attached.compactMap(\.notice) + known)
    guard sends else { return [] }
    removeTokens(of: Set(attached.map(\.path)))
    return sendPrompt(missing: missing)
  }

  /// Attaches files, and keeps what is known of pictures.
  /// - Returns: a sentence for each whose bytes go with the prompt already.
  mutating func attach(_ attachments: [Attachment]) -> [String] {
    attachments.compactMap { attachment in
      let known = prompt.attachments.first { $0.asset == attachment.asset }
      prompt.attach(attachment)
      if let width = attachment.width, let height = attachment.height {
        shelf.facts[attachment.asset.sha256] = PictureFacts(width: width, height: height, kind: attachment.kind)
      }
      guard let known else { return nil }
      let names = (VisibleText.make(attachment.name), VisibleText.make(known.name))
      return names.0 == names.1
        ? "\(names.0) is attached already."
        : "\(names.0) has the same bytes as \(names.1), which is attached already."
    }
  }

  /// Says what a person should know of files that were attached, and what the model would refuse of them.
  mutating func sayAttached(_ notices: [String]) {
    let warning = attachmentWarning(sending: sendEstimate.bytes)
    let sentences = notices + [warning].compactMap { $0 }
    // What was said of a file before this one is over.
    notice = nil
    if !sentences.isEmpty { say(sentences.joined(separator: " "), warning == nil ? .info : .warning) }
  }

  /// What stands against sending what is attached; `nil` if nothing is known.
  /// - Parameter bytes: of the whole request.
  package func attachmentWarning(sending bytes: Int) -> String? {
    guard !prompt.attachments.isEmpty else { return nil }
    let content = Content(parts: prompt.attachments.map(\.part))
    if let problem = RequestCheck.inputProblems(content.blobs, for: traits).first { return problem }
    guard bytes > RequestCheck.mostFileBytes else { return nil }
    return "With the turns before, this makes \(byteText(bytes)), and one request carries "
      + "\(byteText(RequestCheck.mostFileBytes)). Begin a new session, or take an attachment out."
  }

  /// Takes the paths of attached files out of the text.
  private mutating func removeTokens(of paths: Set<String>) {
    for token in PathTokens.find(in: prompt.characters).reversed() where paths.contains(token.path) {
      // One of the blanks around it goes too.
      var range = token.range
      if range.upperBound < prompt.characters.count, prompt.characters[range.upperBound] == " " {
        range = range.lowerBound..<range.upperBound + 1
      } else if range.lowerBound > 0, prompt.characters[range.lowerBound - 1] == " " {
        range = range.lowerBound - 1..<range.upperBound
      }
      prompt.replace(range, with: "")
    }
  }

  // MARK: Addresses

  /// Asks before anything leaves this machine: an address that is asked for learns who asks.
  /// - Parameter text: what was pasted; `nil` if the address stands in the prompt already.
  mutating func askToFetch(_ address: String, text: String?) {
    // What is typed on after a paste is no answer.
    questionSince = text == nil ? nil : now
    let shown = address.count > 200 ? address.prefix(199) + "…" : address
    overlay = .question(
      Question(
        purpose: .fetch(address: address, pasted: text),
        text: "Fetch \(shown) and attach it? Its server learns that this machine asks; no key goes along.",
        choices: [Question.Choice(key: "f", title: "fetch and attach")]
          + (text == nil
            ? [Question.Choice(key: "t", title: "send it as text"), Question.Choice(key: "c", title: "cancel")]
            : [Question.Choice(key: "t", title: "keep it as text")])))
  }

  mutating func answerFetch(_ address: String, pasted: String?, with key: Character) -> [Effect] {
    switch (key, pasted) {
    case ("f", _):
      say("Fetching \(VisibleText.make(address)) ...")
      return [.fetchPicture(address: address)]
    case ("t", let text?):
      prompt.paste(text)
      return []
    case ("t", nil): return submit(asksForAddresses: false)
    default: return []
    }
  }

  mutating func receiveFetched(_ attached: AttachedPath) {
    let known = attach([attached.attachment])
    removeTokens(of: [attached.path])
    let name = VisibleText.make(attached.attachment.name)
    sayAttached(["\(name) was fetched and goes with the next prompt."] + [attached.notice].compactMap { $0 } + known)
  }

  // MARK: Looking at them

  /// The attachment that fills the screen.
  package var shownAttachment: Attachment? {
    guard case .attachment(let index) = overlay, prompt.attachments.indices.contains(index) else { return nil }
    return prompt.attachments[index]
  }

  mutating func showAttachment() {
    chipBehind = nil
    overlay = .attachment(prompt.attachments.count - 1)
  }

  /// Next, previous and out, while one fills the screen.
  mutating func performOnAttachment(_ name: CommandName, at index: Int) {
    let count = prompt.attachments.count
    switch name {
    case .nextAttachment: overlay = .attachment((index + 1) % count)
    case .previousAttachment: overlay = .attachment((index + count - 1) % count)
    case .dropAttachment:
      prompt.detach(at: index)
      overlay = count > 1 ? .attachment(min(index, count - 2)) : nil
      if overlay == nil { returnToChips() }
    default: break
    }
  }

  /// Tokens that an attachment costs by the model's rule; `nil` where only the service can count.
  package func tokens(of attachment: Attachment) -> Int? {
    if attachment.isImage {
      return traits.tokens(
        ofPictureWidth: attachment.width, height: attachment.height,
        mediaResolution: session.config["mediaResolution"]?.string)
    }
    return attachment.mimeType.hasPrefix("text/") ? (attachment.asset.byteCount + 3) / 4 : nil
  }
}

extension Attachment {
  package var isImage: Bool { mimeType.hasPrefix("image/") }

  /// What people call its type: `PNG`, `PDF`, `CSV`.
  package var kind: String {
    let subtype = mimeType.split(separator: "/").last.map(String.init) ?? mimeType
    return ["webp": "WebP", "plain": "text", "markdown": "Markdown"][subtype] ?? subtype.uppercased()
  }
}
