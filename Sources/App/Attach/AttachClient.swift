import Core
import Dispatch
import Foundation

/// Finds the studio that files are meant for, and hands them over.
struct AttachClient: Sendable {
  /// A studio that answered.
  struct Found: Sendable {
    let socket: UnixSocket
    let status: StudioStatus
  }

  /// Why files were not handed over, as a sentence.
  struct Problem: Error, Hashable, Sendable { let sentence: String }

  /// Where studios may listen, the likeliest first.
  let folders: [String]
  /// Seconds that a studio has to say who it is.
  var patience = 3
  /// Seconds that it has for its answer: pictures may have to be converted first, and wait for each other.
  var answerPatience = 60

  /// - Parameter prefix: the beginning of a session's id; `nil` is the studio that was used last.
  func find(session prefix: String?) throws(Problem) -> Found {
    let (found, silent) = all()
    guard let prefix else {
      if let last = found.max(by: { $0.status.lastKey < $1.status.lastKey }) { return last }
      throw silent == 0
        ? Problem(sentence: "No studio is running on this machine. Start one with `gemstudio`, then try again.")
        : Problem(
          sentence: "A studio is running, but does not answer: it may be suspended. Wake it up (`fg`), then try again.")
    }
    let matches = found.filter { $0.status.session.rawValue.hasPrefix(prefix) }
    if matches.count == 1 { return matches[0] }
    if let exact = matches.first(where: { $0.status.session.rawValue == prefix }) { return exact }
    if found.isEmpty { return try find(session: nil) }
    let open = found.map(\.status.name).joined(separator: ", ")
    throw Problem(
      sentence: matches.isEmpty
        ? "No running studio has a session open whose id begins with \(prefix). Open: \(open)."
        : "More than one open session begins with \(prefix): \(matches.map(\.status.name).joined(separator: ", ")).")
  }

  /// All studios that answer, and the number of those that do not.
  private func all() -> (found: [Found], silent: Int) {
    var found: [Found] = []
    var silent = 0
    for path in folders {
      guard let folder = PrivateFolder(path, creates: false) else { continue }
      for name in AttachFolder.names(in: folder) {
        switch UnixSocket.connect(to: name, in: folder) {
        case .abandoned: folder.remove(name)
        case .failed: silent += 1
        case .connected(let socket):
          guard socket.peerUser == geteuid() else { continue }
          let payload = AttachFrame.receive(.status, from: socket, seconds: patience)
          if let status = payload.flatMap(StudioStatus.init) {
            found.append(Found(socket: socket, status: status))
          } else {
            silent += 1
          }
        }
      }
    }
    return (found, silent)
  }

  /// Hands files to a studio that was found, and waits for what it says.
  func hand(_ files: [(name: String, bytes: [UInt8])], to found: Found) throws(Problem) -> AttachAnswer {
    let offer = AttachOffer(
      session: found.status.session, files: files.map { AttachOffer.File(name: $0.name, byteCount: $0.bytes.count) })
    let gone = Problem(sentence: "The studio ended or broke off before it had everything. Try again.")
    guard AttachFrame.send(.offer, offer.payload, over: found.socket) else { throw gone }
    guard let head = found.socket.read(5, seconds: AttachFrame.patience) else { throw gone }
    // A refused offer is answered at once.
    if head[0] == AttachFrame.Kind.answer.rawValue { return try answer(found, head: head, gone) }
    guard head[0] == AttachFrame.Kind.accepted.rawValue,
      AttachFrame.send(.bytes, files.flatMap(\.bytes), over: found.socket),
      let head = found.socket.read(5, seconds: answerPatience)
    else { throw gone }
    return try answer(found, head: head, gone)
  }

  private func answer(_ found: Found, head: [UInt8], _ gone: Problem) throws(Problem) -> AttachAnswer {
    let length = head[1...].reduce(0) { $0 << 8 | Int($1) }
    guard head[0] == AttachFrame.Kind.answer.rawValue, length <= AttachFrame.mostBytes,
      let payload = found.socket.read(length, seconds: AttachFrame.patience), let answer = AttachAnswer(payload)
    else { throw gone }
    return answer
  }
}
