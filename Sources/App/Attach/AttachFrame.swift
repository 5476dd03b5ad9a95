import Core
import Gemini

/// The little protocol between `gemstudio attach` and a studio: frames of a kind, a length and so many bytes.
///
/// The studio says first who it is. Then comes either nothing, from one who only looks for the right studio, or an offer,
/// which is accepted or refused; after it the files' bytes; and at last the studio says what became of them.
enum AttachFrame {
  enum Kind: UInt8 {
    /// Studio: which session is open, and when a key was pressed last.
    case status = 1
    /// Client: names and sizes of files.
    case offer
    /// Studio: the bytes may come.
    case accepted
    /// Client: the bytes of all files, one after the other.
    case bytes
    /// Studio: what became of them.
    case answer
  }

  /// Bytes of a frame at most, but for files.
  static let mostBytes = 1 << 16
  /// Files of one offer.
  static let mostFiles = 64
  /// Seconds in which nothing may come from the other end.
  static let patience = 10

  static func send(_ kind: Kind, _ payload: [UInt8], over socket: UnixSocket) -> Bool {
    let length = UInt32(payload.count)
    let head = [kind.rawValue] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
    return socket.write(head, seconds: patience) && socket.write(payload, seconds: patience)
  }

  /// - Returns: `nil` if something else comes, too much, or nothing.
  static func receive(
    _ kind: Kind, from socket: UnixSocket, limit: Int = mostBytes, seconds: Int = patience
  ) -> [UInt8]? {
    guard let head = socket.read(5, seconds: seconds), head[0] == kind.rawValue else { return nil }
    let length = head[1...].reduce(0) { $0 << 8 | Int($1) }
    guard length <= limit else { return nil }
    return socket.read(length, seconds: seconds)
  }
}

/// What a studio says of itself.
struct StudioStatus: Hashable, Sendable {
  var session: SessionID
  var title: String
  /// When a key was pressed last.
  var lastKey: Instant

  var payload: [UInt8] {
    Array(
      ([
        "session": .string(session.rawValue), "title": .string(String(title.prefix(200))),
        "lastKeyMs": .int(lastKey.milliseconds),
      ] as JSON)
      .text.utf8)
  }

  init(session: SessionID, title: String, lastKey: Instant) {
    self.session = session
    self.title = title
    self.lastKey = lastKey
  }

  init?(_ payload: [UInt8]) {
    guard let json = try? JSON(parsing: payload), let session = json["session"]?.string,
      let title = json["title"]?.string, let lastKey = json["lastKeyMs"]?.int
    else { return nil }
    self.init(session: SessionID(rawValue: session), title: title, lastKey: Instant(milliseconds: lastKey))
  }

  /// How a person knows it.
  var name: String { title.isEmpty ? "the new session \(session.rawValue)" : "\"\(title)\" (\(session.rawValue))" }
}

/// The files that a client would hand over.
struct AttachOffer: Hashable, Sendable {
  struct File: Hashable, Sendable {
    /// Without its folder.
    var name: String
    var byteCount: Int
  }

  var session: SessionID
  var files: [File]

  var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  var payload: [UInt8] {
    let files = files.map { ["name": .string($0.name), "bytes": .int($0.byteCount)] as JSON }
    return Array((["session": .string(session.rawValue), "files": .array(files)] as JSON).text.utf8)
  }

  init(session: SessionID, files: [File]) {
    self.session = session
    self.files = files
  }

  /// `nil` for what is no offer, or one of more than may come.
  init?(_ payload: [UInt8]) {
    guard let json = try? JSON(parsing: payload), let session = json["session"]?.string,
      let list = json["files"]?.array, (1...AttachFrame.mostFiles).contains(list.count)
    else { return nil }
    var files: [File] = []
    for item in list {
      guard let name = item["name"]?.string, let count = item["bytes"]?.int,
        (0...AttachmentType.requestLimit).contains(count)
      else { return nil }
      let ownName = name.split(separator: "/").last.map(String.init) ?? ""
      files.append(File(name: ownName.isEmpty ? "file" : String(ownName.prefix(200)), byteCount: count))
    }
    self.init(session: SessionID(rawValue: session), files: files)
    guard byteCount <= AttachmentType.requestLimit else { return nil }
  }
}

/// What became of an offer or of its files.
struct AttachAnswer: Hashable, Sendable {
  /// How many files were taken; 0 if `problems` say why none.
  var count: Int
  /// The session that has them now.
  var session = ""
  var notices: [String] = []
  var problems: [String] = []

  static func refused(_ sentence: String) -> AttachAnswer { AttachAnswer(count: 0, problems: [sentence]) }

  var payload: [UInt8] {
    Array(
      ([
        "count": .int(count), "session": .string(session), "notices": .array(notices.map { .string($0) }),
        "problems": .array(problems.map { .string($0) }),
      ] as JSON).text.utf8)
  }

  init(count: Int, session: String = "", notices: [String] = [], problems: [String] = []) {
    self.count = count
    self.session = session
    self.notices = notices
    self.problems = problems
  }

  init?(_ payload: [UInt8]) {
    guard let json = try? JSON(parsing: payload), let count = json["count"]?.int,
      let session = json["session"]?.string
    else { return nil }
    self.init(
      count: count, session: session, notices: json["notices"]?.array?.compactMap(\.string) ?? [],
      problems: json["problems"]?.array?.compactMap(\.string) ?? [])
  }
}
