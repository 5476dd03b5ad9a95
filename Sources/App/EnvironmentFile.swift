import Dispatch
import Foundation
import Synchronization

/// One `.env` file: what it sets, and why it cannot be used, where that is so.
struct EnvironmentFile: Sendable {
  /// The variables of the process fill in what the file leaves open, as in `${HOME}`.
  private(set) var values: [String: String] = [:]
  /// What the file sets all by itself.
  private(set) var ownValues: [String: String] = [:]
  private(set) var problem: String?

  /// No file at all, which is no problem.
  init() {}

  /// - Parameter name: how the file is called in sentences.
  init(_ path: String, named name: String, process: [String: String]) {
    guard let contents = Self.contents(path) else { return }
    do throws(Unreadable) {
      let text = try contents.get()
      values = try Self.values(text, process)
      ownValues = try Self.values(text, [:])
    } catch {
      problem = "\(name) is passed over: \(error.reason)."
    }
  }

  private struct Unreadable: Error { let reason: String }

  private static func values(_ text: String, _ process: [String: String]) throws(Unreadable) -> [String: String] {
    do throws(DotEnv.TooLong) {
      return try DotEnv.values(text, environment: process)
    } catch {
      throw Unreadable(reason: "its ${NAME} references make its values longer than 1 MB")
    }
  }

  /// - Returns: `nil` where there is no file; a folder of this name is none.
  private static func contents(_ path: String) -> Result<String, Unreadable>? {
    // The kind of the file behind a link is what counts.
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let kind = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType else {
      return nil
    }
    switch kind {
    case .typeRegular: return decoded(bytes(target))
    // Managers of secrets put a pipe where the file would be.
    case .typeUnknown: return decoded(bytes(target, withinSeconds: 5))
    // A link that leads nowhere stays a link.
    case .typeDirectory, .typeSymbolicLink: return nil
    default: return .failure(Unreadable(reason: "it is no file"))
    }
  }

  private static func decoded(_ bytes: Data?) -> Result<String, Unreadable> {
    guard let bytes else { return .failure(Unreadable(reason: "it cannot be read")) }
    guard bytes.count <= DotEnv.mostBytes else { return .failure(Unreadable(reason: "it is longer than 1 MB")) }
    guard let text = String(bytes: bytes, encoding: .utf8) else {
      return .failure(Unreadable(reason: "it is no text in UTF-8"))
    }
    return .success(text)
  }

  /// One byte more than a file may have shows that it is too long.
  private static func bytes(_ path: String) -> Data? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    var bytes = Data()
    do {
      // A pipe gives what it has just then, and nothing at its end.
      while bytes.count <= DotEnv.mostBytes, let more = try file.read(upToCount: DotEnv.mostBytes + 1 - bytes.count),
        !more.isEmpty
      {
        bytes += more
      }
      return bytes
    } catch {
      return nil
    }
  }

  /// A pipe to which nobody writes would be waited for without an end.
  private static func bytes(_ path: String, withinSeconds seconds: Int) -> Data? {
    let result = Mutex<Data?>(nil)
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let data = bytes(path)
      result.withLock { $0 = data }
      done.signal()
    }
    return done.wait(timeout: .now() + .seconds(seconds)) == .success ? result.withLock { $0 } : nil
  }
}
