import Core
import Foundation
import Gemini

/// What one server says of its models, kept on disk: the picker shows it at once, and settings are judged by it.
///
/// Only what `ModelTraits` takes is kept. A file that cannot be read, or is about another server, is as good as none.
struct ListedModels: Sendable {
  private struct Entry {
    var model: Model
    /// When the server said so.
    var time: Instant
  }

  /// What is younger is not asked for again, in milliseconds: a day.
  private static let lifetime = 86_400_000
  /// Bytes; all models there are take a few ten thousand.
  private static let mostBytes = 1 << 20

  /// `nil` for a server of which nothing is kept.
  private let path: String?
  private let address: String
  private var entries: [Entry] = []
  /// When the server last listed all of them.
  private var listTime: Instant?

  /// Reads what is kept. Of the simulator, which is another one at each start, nothing is.
  init(of server: Server, in paths: Paths) {
    address = "\(server.baseURL)/\(server.version)"
    let name = address.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) ? $0 : "_" }
    path = server.backend == .simulator ? nil : "\(paths.listedModels)/\(String(name.suffix(100))).json"
    guard let path, let data = FileManager.default.contents(atPath: path), data.count <= Self.mostBytes,
      let json = try? JSON(parsing: Array(data)), json["server"]?.string == address
    else { return }
    listTime = json["time"]?.int.map(Instant.init)
    entries = (json["models"]?.array ?? []).compactMap { json in
      guard let model = Model(json), let time = json["time"]?.int else { return nil }
      return Entry(model: model, time: Instant(milliseconds: time))
    }
  }

  /// In the order of the server.
  var models: [Model] { entries.map(\.model) }

  /// True if the server listed all its models within a day.
  func isFresh(at now: Instant) -> Bool { listTime.map { Self.isFresh($0, at: now) } ?? false }

  /// True if the server spoke of a model within a day.
  /// - Parameter id: with or without `models/`.
  func isFresh(_ id: String, at now: Instant) -> Bool {
    entries.contains { $0.model.id == ModelID.bare(id) && Self.isFresh($0.time, at: now) }
  }

  /// A time to come is that of a clock that was wrong.
  private static func isFresh(_ time: Instant, at now: Instant) -> Bool { (0..<lifetime).contains(now - time) }

  // MARK: Keeping

  /// Keeps a whole list in the place of all that was.
  mutating func keep(all models: [Model], at now: Instant) {
    entries = models.map { Entry(model: $0, time: now) }
    listTime = now
    write()
  }

  /// Keeps what the server says of one model.
  mutating func keep(_ model: Model, at now: Instant) {
    let entry = Entry(model: model, time: now)
    if let index = entries.firstIndex(where: { $0.model.id == model.id }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
    write()
  }

  /// Where it cannot be kept it is asked for again, and nobody has to know.
  private func write() {
    guard let path else { return }
    var object = JSONObject(["server": .string(address)])
    object["time"] = listTime.map { .int($0.milliseconds) }
    object["models"] = .array(entries.map(Self.json))
    let bytes = Array(JSON.object(object).text.utf8)
    if bytes.count <= Self.mostBytes { try? PrivateFile.write(bytes, to: path) }
  }

  private static let fields = [
    "name", "displayName", "inputTokenLimit", "outputTokenLimit", "supportedGenerationMethods", "thinking",
    "maxTemperature", "modelStage",
  ]

  private static func json(_ entry: Entry) -> JSON {
    var object = JSONObject()
    for field in fields { object[field] = entry.model.json[field] }
    object["time"] = .int(entry.time.milliseconds)
    return .object(object)
  }
}
