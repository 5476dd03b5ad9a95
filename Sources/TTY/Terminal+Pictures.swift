import Screen

extension Terminal {
  /// Sends as much of the pictures as the line takes without keeping anybody waiting who types. To be called after each
  /// frame, and when something was read, written or `pictureDeadline` is over.
  package func sendPictures(at now: ContinuousClock.Instant = .now) {
    pictureDeadline = nil
    guard isOpen, !pictures.isComplete, device.flush() else { return }
    let bytes = takePictures(at: now)
    guard !bytes.isEmpty else { return }
    device.write(bytes)
    device.flush()
  }

  /// The next bytes of pictures with what has to follow them; none while nothing may go.
  /// - Parameter wantsAll: nothing goes unless everything may.
  func takePictures(at now: ContinuousClock.Instant, wantsAll: Bool = false) -> [UInt8] {
    guard !pictures.isComplete else { return [] }
    switch feed.permit(at: now) {
    case .wait(let time):
      pictureDeadline = time
      return []
    case .go(let limit):
      if wantsAll, limit < .max { return [] }
      var (bytes, changesCells) = pictures.take(limit)
      if !bytes.isEmpty { bytes = withoutCursor(bytes) }
      if changesCells, let frame { bytes += cells(of: frame).bytes }
      guard !bytes.isEmpty else { return [] }
      armRescue()
      if feed.asks { bytes += Questions.status }
      feed.noteSent(bytes.count, at: now)
      if !pictures.isComplete, case .wait(let time) = feed.permit(at: now) { pictureDeadline = time }
      return bytes
    }
  }

  /// Bytes that draw pictures, with the cursor hidden meanwhile: a terminal that shows it on a picture for a moment
  /// leaves a hole there.
  private func withoutCursor(_ bytes: [UInt8]) -> [UInt8] {
    guard frame?.cursor != nil else { return bytes + cursorBytes }
    return Sequences.hideCursor + bytes + cursorBytes + Sequences.showCursor
  }

  /// Asks how long an answer takes, while nothing else is on the line.
  func measureLatency() {
    guard feed.asks, !feed.isAwaiting else { return }
    device.write(Questions.status)
    device.flush()
    feed.noteSent(0, at: .now)
  }

  /// What a crash leaves behind includes pictures once the terminal keeps some.
  private func armRescue() {
    guard pictures.hasUploads, !isRescueWhole else { return }
    isRescueWhole = true
    device.arm(Sequences.rescue(removing: pictures.rescue))
  }

  /// When a slow line has passed on what it was given: a frame that comes before waits behind it; `nil` elsewhere.
  package var lineEnd: ContinuousClock.Instant? { feed.lineEnd }

  /// What was measured of the line, in bytes a second; `nil` before the terminal has answered for something.
  package var lineSpeed: Int? { feed.meter.bytesPerSecond.map { Int(min($0, 1e12)) } }

  /// The bytes that went out for each picture since the last call, by its id; nothing while more of them are to come.
  package func takeSpent() -> [String: Int] { pictures.takeSpent() }

  /// Sets what is presumed of the line before it is measured.
  func presumeLine() {
    feed.line =
      switch isLineFast {
      case true?: .near
      case false? where !facts.isTmux: .far
      default: facts.isTmux ? .multiplexed : facts.isSSH ? .far : .near
      }
  }
}
