import Gemini

/// Going on from another place of the tree than the end of the shown branch.
extension Studio {
  var whyNotBranch: String? {
    if case .tree = overlay { return activeRun == nil ? nil : "An answer is still coming." }
    guard let message = currentMessage else { return "There is no message yet." }
    if activeRun != nil { return "An answer is still coming." }
    switch message {
    case .answer(let id):
      guard currentRun?.isSentOn == true else {
        return "This answer is not whole: the next prompt cannot go on from it."
      }
      if session.path.last.flatMap({ session.turns[$0].shownRun?.id }) == id, branchedFrom == nil, picturesHere < 2 {
        return "This is the end of the branch: the next prompt goes on from here anyway."
      }
      return nil
    case .prompt:
      return picturesHere > 0
        ? nil
        : "The conversation goes on from an answer." + way(.nextMessage, "goes to this one's", at: .conversation)
          + way(.edit, "edits the prompt", at: .conversation)
    }
  }

  /// Pictures of the current message itself.
  private var picturesHere: Int {
    guard let message = currentMessage, let turn = currentTurn else { return 0 }
    if case .prompt = message { return session.turns[turn].content.blobs.count(where: \.isImage) }
    return session.turns[turn].shownRun?.answerPictures.count ?? 0
  }

  /// `E`: the next prompt answers to the current message, beside what followed it. Which of several pictures is meant goes
  /// along as input; a picture of a prompt goes into another version of that turn.
  mutating func branchHere() {
    guard let message = currentMessage, let index = currentTurn else { return }
    let blob = picturesHere > 0 ? shownPicture : nil
    overlay = nil
    focus = .prompt
    if case .prompt(let turn) = message {
      guard let attachment = blob.flatMap({ self.attachment(of: $0) }) else { return }
      prompt.attach(attachment)
      promptOrigin = .version(of: turn)
      say("The picture goes with another version of its turn. \(spelledEscape) makes it a new turn.")
      return
    }
    if picturesHere > 1, let attachment = blob.flatMap({ self.attachment(of: $0) }) { prompt.attach(attachment) }
    promptOrigin = nil
    guard session.turns[index].id != session.head else { return }
    branchedFrom = branchedFrom ?? session.head
    session.head = session.turns[index].id
    chosenMessage = nil
    branchChanged()
    transcript.follow()
    say("The next prompt goes on from here, beside what followed. \(spelledEscape) goes back to the end.")
  }

  /// Back to the end of the branch that was left for another place.
  /// - Returns: false if it was not left.
  mutating func leaveBranchPoint() -> Bool {
    guard let end = branchedFrom else { return false }
    branchedFrom = nil
    session.head = end
    chosenMessage = nil
    branchChanged()
    transcript.follow()
    say("The prompt goes to the end of the conversation again.")
    return true
  }

  /// The number of the turn that the next prompt goes on from, where that is not the end.
  package var branchPoint: Int? { branchedFrom == nil ? nil : session.path.count }

  // MARK: Pictures as input

  /// A picture of a message as it goes with a prompt.
  func attachment(of blob: Blob) -> Attachment? {
    guard let asset = blob.asset else { return nil }
    let facts = shelf.facts[asset.sha256]
    return Attachment(
      name: blob.other["displayName"]?.string
        ?? "picture \(shownPictureIndex + 1).\(facts?.kind.lowercased() ?? "png")",
      mimeType: blob.mimeType, asset: asset, width: facts?.width, height: facts?.height)
  }

  /// The shown picture becomes an attachment of the next turn.
  mutating func usePicture() {
    guard let attachment = shownPicture.flatMap({ self.attachment(of: $0) }) else { return }
    prompt.attach(attachment)
    overlay = nil
    focus = .prompt
    say("The picture goes with the next prompt.")
  }

  /// The picture that goes with a prompt where the conversation stays out and the prompt brings none of its own.
  func pictureToSendAlone(with attachments: [Attachment]) -> Attachment? {
    guard session.sendsOnlyPicture, editedTurn == nil, !attachments.contains(where: \.isImage) else { return nil }
    return shownPicture.flatMap { attachment(of: $0) }
  }

  /// Sends the whole conversation, or only the shown picture and the prompt.
  mutating func switchHistory() -> [Effect] {
    session.sendsOnlyPicture.toggle()
    say(
      session.sendsOnlyPicture
        ? "Only the shown picture and the prompt are sent; the conversation before stays out."
        : "The whole conversation is sent.")
    return saved()
  }
}
