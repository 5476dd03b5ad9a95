import Core
import Foundation
import TestSupport
import Testing

@testable import App

@Suite("Files from other programs")
struct AttachServerTests {
  private let folder: TemporaryFolder
  private let assets = Assets(nil)

  init() throws { folder = try TemporaryFolder() }

  private static let png = StoredPNG.make(width: 4, height: 3)

  /// A studio that takes whatever it is given, and what came to it.
  private final class Desk: Sendable {
    let server: AttachServer
    let came = Watched<[HandOver]>([])

    init(
      _ path: String, session: String = "abc", lastKey: Int = 1, assets: Assets, answers: Bool = true,
      mayTalk: @escaping @Sendable (uid_t?) -> Bool = { $0 == geteuid() }
    ) throws {
      let status = StudioStatus(
        session: SessionID(rawValue: session), title: "", lastKey: Instant(milliseconds: lastKey))
      let reader = AttachmentReader(assets: assets, pictures: PictureProcess(executable: ProgramProcess.path))
      let own = Watched<AttachServer?>(nil)
      // Tests that compute share the machine with this one.
      let made = AttachServer(folder: path, status: status, reader: reader, patience: 600, mayTalk: mayTalk) {
        [came] handOver in
        came.change { $0.append(handOver) }
        guard answers, let session = handOver.session else { return }
        own.value?.answer(handOver.id, .taken(session: session, title: "Rooms", count: handOver.attachments.count))
      }
      server = try #require(made)
      own.set(server)
    }

    deinit { server.close() }
  }

  private var path: String { folder.path + "/sockets" }
  private var client: AttachClient { AttachClient(folders: [path], patience: 60, answerPatience: 600) }

  /// Waits on a thread of its own: the server makes its answer in a task, which needs one of the few that tests run on.
  private func hand(_ files: [(name: String, bytes: [UInt8])], to found: AttachClient.Found) async throws
    -> AttachAnswer
  {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { [client] in continuation.resume(with: Result { try client.hand(files, to: found) }) }
    }
  }

  private func names() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  @Test("Exact bytes arrive under their names, and the answer names the session")
  func handed() async throws {
    let desk = try Desk(path, assets: assets)
    let binary = Array("%PDF-".utf8) + (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let found = try client.find(session: nil)
    let answer = try await hand([("../x/shot.png", Self.png), ("a.pdf", binary)], to: found)
    #expect(answer == AttachAnswer(count: 2, session: "\"Rooms\" (abc)"))
    let came = try #require(desk.came.value.first)
    #expect(came.attachments.map(\.name) == ["shot.png", "a.pdf"])
    #expect(try assets.read(came.attachments[0].asset) == Self.png)
    #expect(try assets.read(came.attachments[1].asset) == binary)
    #expect(came.attachments[0].width == 4)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
  }

  @Test("What cannot be taken is said file by file, and the rest is taken")
  func partly() async throws {
    let desk = try Desk(path, assets: assets)
    let answer = try await hand(
      [("empty.png", []), ("shot.png", Self.png), ("a.zip", [0x50, 0x4B, 3, 4, 0])], to: try client.find(session: nil))
    #expect(answer.count == 1)
    #expect(answer.problems.count == 2)
    #expect(answer.problems.first?.contains("empty.png is not attached: it is empty.") == true)
    #expect(desk.came.value.first?.attachments.map(\.name) == ["shot.png"])
    let none = try await hand([("a.zip", [0x50, 0x4B, 3, 4, 0])], to: try client.find(session: nil))
    #expect(none.count == 0)
    #expect(desk.came.value.count == 1, "the studio is not asked for nothing")
  }

  @Test("Of several studios it is the one with the latest key, or the one that is named")
  func several() throws {
    let first = try Desk(path, session: "abc", lastKey: 5, assets: assets)
    let second = try Desk(path, session: "abd", lastKey: 9, assets: assets)
    #expect(try client.find(session: nil).status.session.rawValue == "abd")
    first.server.update(
      StudioStatus(session: SessionID(rawValue: "abc"), title: "Rooms", lastKey: Instant(milliseconds: 10)))
    #expect(try client.find(session: nil).status.session.rawValue == "abc")
    #expect(try client.find(session: "abd").status.session.rawValue == "abd")
    let ambiguous = #expect(throws: AttachClient.Problem.self) { try client.find(session: "ab") }
    #expect(ambiguous?.sentence.contains("More than one") == true)
    let unknown = #expect(throws: AttachClient.Problem.self) { try client.find(session: "x") }
    #expect(unknown?.sentence.contains("abd") == true)
    #expect(second.came.value.isEmpty)
  }

  @Test("A peer that is another user gets nothing, not even a name")
  func stranger() throws {
    let desk = try Desk(path, assets: assets, mayTalk: { _ in false })
    let problem = #expect(throws: AttachClient.Problem.self) { try client.find(session: nil) }
    #expect(problem?.sentence.contains("does not answer") == true)
    #expect(desk.came.value.isEmpty)
  }

  @Test("The system says which user a peer is")
  func peer() async throws {
    let users = Watched<[uid_t?]>([])
    let desk = try Desk(
      path, assets: assets,
      mayTalk: { user in
        users.change { $0.append(user) }
        return true
      })
    _ = try client.find(session: nil)
    #expect(users.value == [geteuid()])
    #expect(desk.came.value.isEmpty)
  }

  @Test("Without a studio there is a sentence, and what killed ones left is removed")
  func none() throws {
    #expect(throws: AttachClient.Problem.self) { try client.find(session: nil) }
    let private_ = try #require(PrivateFolder(path, creates: true))
    // A name nobody listens at: what is left of a studio that was killed.
    do { _ = try #require(UnixSocket.listen(at: "1-a.sock", in: private_)) }
    #expect(names() == ["1-a.sock"])
    let problem = #expect(throws: AttachClient.Problem.self) { try client.find(session: nil) }
    #expect(problem?.sentence.contains("No studio is running") == true)
    #expect(names().isEmpty)
    do { _ = try #require(UnixSocket.listen(at: "1-b.sock", in: private_)) }
    let desk = try Desk(path, assets: assets)
    #expect(names().count == 1)
    desk.server.close()
    #expect(names().isEmpty)
  }

  @Test("Offers of too much, of nothing or of nonsense are refused, before any byte of a file comes")
  func offers() throws {
    let desk = try Desk(path, assets: assets)
    let payloads = [
      "{}", "not json", #"{"session":"abc","files":[]}"#, #"{"session":"abc","files":[{"name":"a","bytes":-1}]}"#,
      #"{"session":"abc","files":[{"name":"a","bytes":99999999999}]}"#,
      #"{"session":"abc","files":[\#(Array(repeating: #"{"name":"a","bytes":70000000}"#, count: 2).joined(separator: ","))]}"#,
    ]
    for payload in payloads {
      let socket = try client.find(session: nil).socket
      #expect(AttachFrame.send(.offer, Array(payload.utf8), over: socket))
      let answer = AttachFrame.receive(.answer, from: socket).flatMap(AttachAnswer.init)
      #expect(answer?.count == 0)
      #expect(answer?.problems.isEmpty == false, "\(payload)")
    }
    #expect(desk.came.value.isEmpty)
  }

  @Test("Clients that vanish in the middle, send frames of another kind or too long ones, leave the studio as it was")
  func broken() async throws {
    let desk = try Desk(path, assets: assets)
    let offer = AttachOffer(
      session: SessionID(rawValue: "abc"), files: [AttachOffer.File(name: "a.png", byteCount: 100)])
    let beginnings: [(UnixSocket) -> Void] = [
      { _ in }, { _ = $0.write([2, 0, 0], seconds: 1) }, { _ = $0.write([9, 0, 0, 0, 1, 0], seconds: 1) },
      { _ = $0.write([2, 255, 255, 255, 255], seconds: 1) }, { _ = AttachFrame.send(.offer, offer.payload, over: $0) },
      { socket in
        _ = AttachFrame.send(.offer, offer.payload, over: socket)
        _ = AttachFrame.receive(.accepted, from: socket)
        _ = socket.write([4, 0, 0, 0, 100, 1, 2, 3], seconds: 1)
      },
      { socket in
        _ = AttachFrame.send(.offer, offer.payload, over: socket)
        _ = AttachFrame.receive(.accepted, from: socket)
        _ = AttachFrame.send(.bytes, [1, 2, 3], over: socket)
      },
    ]
    // More often than there may be connections at once: none of them may stay counted.
    for beginning in beginnings + beginnings { beginning(try client.find(session: nil).socket) }
    let answer = try await hand([("shot.png", Self.png)], to: try client.find(session: nil))
    #expect(answer.count == 1)
    #expect(desk.came.value.count == 1)
  }

  @Test("A studio that ends while it has files refuses them")
  func ending() async throws {
    let desk = try Desk(path, assets: assets, answers: false)
    let found = try client.find(session: nil)
    async let handed = hand([("shot.png", Self.png)], to: found)
    let came = await desk.came.wait { !$0.isEmpty }
    // Whatever came: a client of a studio that is there waits for its answer.
    desk.server.close()
    let answer = try await handed
    _ = try #require(came)
    #expect(answer.count == 0)
    #expect(answer.problems.first?.contains("ended") == true)
  }

  @Test("A folder of a path longer than a socket's own may be, and one that others could look into")
  func folders() throws {
    let long = folder.path + "/" + String(repeating: "long/", count: 30)
    try FileManager.default.createDirectory(
      atPath: long + "sockets", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let desk = try Desk(long + "sockets", assets: assets)
    #expect(try AttachClient(folders: [long + "sockets"]).find(session: nil).status.session.rawValue == "abc")
    let attributes = try FileManager.default.attributesOfItem(atPath: long + "sockets")
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    #expect(desk.came.value.isEmpty)
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: long + "sockets")
    #expect(PrivateFolder(folder.path + "/link", creates: true) == nil)
    #expect(PrivateFolder("/proc", creates: true) == nil || geteuid() == 0)
  }
}
