import Core
import Dispatch
import Foundation
import Gemini
import Synchronization
import TTY

extension EffectRunner {
  func listModels() {
    let mailbox = mailbox
    let http = workshop.http
    let place = place(of: enteredKey == nil && workshop.environment.key == nil ? .simulator : .developer)
    Task {
      do {
        let client = APIClient(http: http, server: try await place())
        mailbox.post(.modelsListed(try await client.listModels()))
      } catch {
        mailbox.post(.modelsFailed(error as? Failure ?? .malformed("no list of models")))
      }
    }
  }

  /// Asks for a key on an ordinary screen, tries it, and keeps it. Runs while the terminal is lent.
  func enterKey() -> KeyEntry {
    let question = """

      An API key is made at https://aistudio.google.com/apikey
      It is not shown while you type. Esc goes back without one.

      API key: \("")
      """
    guard let line = SecretLine.read(question), !line.isEmpty else { return .cancelled }
    guard let key = APIKey(line) else {
      return .refused("That is no API key: it holds characters no key has. Nothing was kept.")
    }
    FileHandle.standardOutput.write(Data("Trying the key ...\n".utf8))
    if let failure = check(key) {
      return .refused("The key was not kept. \(failure.sentence)")
    }
    do {
      try KeyFile.save(key, in: workshop.paths)
    } catch {
      return .refused("The key works, but \(workshop.paths.environmentFile) cannot be written: it was not kept.")
    }
    enteredKey = key
    return .accepted(savedIn: workshop.paths.environmentFile)
  }

  /// Tries a key by listing the models; the wait is short, as a person sits before it.
  private func check(_ key: APIKey) -> Failure? {
    let client = APIClient(http: workshop.http, server: workshop.server(key: key))
    let result = Mutex<Failure?>(nil)
    let done = DispatchSemaphore(value: 0)
    let task = Task {
      do throws(Failure) {
        _ = try await client.json(.listModels())
      } catch {
        result.withLock { $0 = error }
      }
      done.signal()
    }
    if done.wait(timeout: .now() + .seconds(Self.keyCheckSeconds)) == .timedOut {
      task.cancel()
      return Failure(.timeout, "The server did not answer.", hint: "Check the connection, then enter the key again.")
    }
    return result.withLock { $0 }
  }

  private static let keyCheckSeconds = 20
}

/// Keeps a key in `.env` of the configuration folder, for the owner's eyes only.
enum KeyFile {
  static func save(_ key: APIKey, in paths: Paths) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: paths.configuration, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let old = String(bytes: files.contents(atPath: paths.environmentFile) ?? Data(), encoding: .utf8)
    // What is no text is not ours to overwrite.
    guard let old else { throw CocoaError(.fileReadInapplicableStringEncoding) }
    let text = DotEnv.text(old, setting: "GEMINI_API_KEY", to: key.value, removing: Environment.keyNames)
    let temporary = paths.environmentFile + ".new"
    try? files.removeItem(atPath: temporary)
    guard files.createFile(atPath: temporary, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
      throw CocoaError(.fileWriteUnknown)
    }
    try PrivateFile.rename(temporary, to: paths.environmentFile)
  }
}
