import Core
import Dispatch
import Foundation
import Synchronization

/// Takes files that other programs of this user hand to the studio, over a socket in a folder that is theirs alone.
///
/// Everything but the last step happens on threads of its own: the studio learns of files once they are assets.
final class AttachServer: Sendable {
  private struct State {
    var status: StudioStatus
    var connections = 0
    var nextID = 0
    /// Those that wait for what the studio says to their files.
    var waiting: [Int: CheckedContinuation<HandOver.Answer, Never>] = [:]
    var isClosed = false
  }

  /// Connections at once; whoever comes then is turned away.
  private static let mostConnections = 8

  private let folder: PrivateFolder
  private let name: String
  private let listener: UnixSocket
  private let reader: AttachmentReader
  private let post: @Sendable (HandOver) -> Void
  private let mayTalk: @Sendable (uid_t?) -> Bool
  private let patience: Int
  private let state: Mutex<State>

  /// Begins to listen.
  /// - Parameters:
  ///   - folder: made if it is missing, with its parents.
  ///   - patience: seconds in which nothing may come from a client.
  ///   - mayTalk: true for a user that is listened to.
  ///   - post: brings what was taken to the studio, which answers through `answer`.
  /// - Returns: `nil` if the folder cannot be used.
  init?(
    folder path: String, status: StudioStatus, reader: AttachmentReader, patience: Int = AttachFrame.patience,
    mayTalk: @escaping @Sendable (uid_t?) -> Bool = { $0 == geteuid() }, post: @escaping @Sendable (HandOver) -> Void
  ) {
    let parent = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard let folder = PrivateFolder(path, creates: true) else { return nil }
    AttachFolder.sweep(folder)
    let name = AttachFolder.newName()
    guard let listener = UnixSocket.listen(at: name, in: folder) else { return nil }
    self.folder = folder
    self.name = name
    self.listener = listener
    self.reader = reader
    self.post = post
    self.patience = patience
    self.mayTalk = mayTalk
    state = Mutex(State(status: status))
    Thread.detachNewThread { [weak self] in
      while let socket = listener.accept() { self?.accept(socket) }
    }
  }

  deinit { listener.shutDown() }

  /// Keeps what is said of the studio up to date; cheap where nothing changed.
  func update(_ status: StudioStatus) { state.withLock { $0.status = status } }

  /// Tells a client what the studio did with its files.
  func answer(_ id: Int, _ answer: HandOver.Answer) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: answer)
  }

  /// Ends listening; who still waits is refused.
  func close() {
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    listener.shutDown()
    folder.remove(name)
    for continuation in waiting { continuation.resume(returning: .refused("The studio has ended.")) }
  }

  // MARK: One connection

  private func accept(_ socket: UnixSocket) {
    guard mayTalk(socket.peerUser) else { return }
    let isFull = state.withLock { state in
      if state.isClosed || state.connections >= Self.mostConnections { return true }
      state.connections += 1
      return false
    }
    if !isFull { DispatchQueue(label: "attach").async { [self] in serve(socket) } }
  }

  private func serve(_ socket: UnixSocket) {
    let status = state.withLock { $0.status }
    guard AttachFrame.send(.status, status.payload, over: socket),
      let payload = AttachFrame.receive(.offer, from: socket, seconds: patience)
    else { return leave() }
    guard let offer = AttachOffer(payload) else {
      finish(.refused("That is more than one request carries, or no list of files."), socket)
      return
    }
    guard AttachFrame.send(.accepted, [], over: socket),
      let bytes = AttachFrame.receive(.bytes, from: socket, limit: offer.byteCount, seconds: patience),
      bytes.count == offer.byteCount
    else { return leave() }
    Task(executorPreference: TaskQueue()) { [self] in finish(await take(bytes, offer), socket) }
  }

  private func take(_ bytes: [UInt8], _ offer: AttachOffer) async -> AttachAnswer {
    var attachments: [Attachment] = []
    var answer = AttachAnswer(count: 0)
    var at = 0
    for file in offer.files {
      let own = Array(bytes[at..<at + file.byteCount])
      at += file.byteCount
      switch await reader.take(own, name: file.name) {
      case .success(let taken):
        attachments.append(taken.attachment)
        answer.notices += [taken.notice].compactMap { $0 }
      case .failure(let problem): answer.problems.append(problem.sentence)
      }
    }
    guard !attachments.isEmpty else { return answer }
    switch await hand(attachments, notices: answer.notices, to: offer.session) {
    case .taken(let session, let title, let count):
      answer.count = count
      answer.session = StudioStatus(session: session, title: title, lastKey: Instant(milliseconds: 0)).name
    case .refused(let sentence): answer.problems.append(sentence)
    }
    return answer
  }

  private func hand(
    _ attachments: [Attachment], notices: [String], to session: SessionID
  ) async -> HandOver.Answer {
    await withCheckedContinuation { continuation in
      let id = state.withLock { state -> Int? in
        guard !state.isClosed else { return nil }
        state.nextID += 1
        state.waiting[state.nextID] = continuation
        return state.nextID
      }
      guard let id else { return continuation.resume(returning: .refused("The studio has ended.")) }
      post(HandOver(id: id, session: session, attachments: attachments, notices: notices))
    }
  }

  private func finish(_ answer: AttachAnswer, _ socket: UnixSocket) {
    _ = AttachFrame.send(.answer, answer.payload, over: socket)
    leave()
  }

  private func leave() { state.withLock { $0.connections -= 1 } }
}

/// The folder with a socket for each running studio.
enum AttachFolder {
  private static let ending = ".sock"

  /// A name that no other studio has.
  static func newName() -> String { "\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16))\(ending)" }

  static func names(in folder: PrivateFolder) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(ending) }.sorted()
  }

  /// Removes what studios left that were killed.
  static func sweep(_ folder: PrivateFolder) {
    for name in names(in: folder) {
      if case .abandoned = UnixSocket.connect(to: name, in: folder) { folder.remove(name) }
    }
  }
}
