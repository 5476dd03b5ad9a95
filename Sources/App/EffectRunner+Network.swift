import Core
import Dispatch
import Foundation
import Gemini
import Synchronization
import TTY

extension EffectRunner {
  private var backend: Backend { enteredKey == nil && workshop.environment.key == nil ? .simulator : .developer }

  /// What the server said of its models before; `nil` for the simulator.
  func listedModels() -> ListedModels? {
    backend == .simulator ? nil : ListedModels(of: workshop.server(key: enteredKey), in: workshop.paths)
  }

  /// Asks for the models, and keeps what is said.
  func listModels() {
    let mailbox = mailbox
    let workshop = workshop
    let place = place(of: backend)
    Task(executorPreference: TaskQueue()) {
      do {
        let client = APIClient(http: workshop.http, server: try await place())
        let models = try await client.within(EffectRunner.patience) { (client) throws(Failure) in
          try await client.listModels()
        }
        var listed = ListedModels(of: client.server, in: workshop.paths)
        listed.keep(all: models, at: workshop.clock.now)
        mailbox.post(.modelsListed(models))
      } catch {
        mailbox.post(.modelsFailed(error as? Failure ?? .malformed("no list of models")))
      }
    }
  }

  /// Asks for the tokens of a request.
  func count(_ request: GenerateContentRequest, _ key: CountKey) {
    let mailbox = mailbox
    let workshop = workshop
    let place = place(of: backend)
    Task(executorPreference: TaskQueue()) {
      do {
        let whole = try request.complete(workshop.assets)
        let client = APIClient(http: workshop.http, server: try await place())
        let answer = try await client.within(EffectRunner.patience) { (client) throws(Failure) in
          try await client.json(.countTokens(whole))
        }
        // A prompt has at least one token, so that an answer without a number is none.
        guard let tokens = answer["totalTokens"]?.int else { throw Failure.malformed("no count of tokens") }
        mailbox.post(.tokensCounted(key, .success(tokens)))
      } catch {
        mailbox.post(.tokensCounted(key, .failure(error as? Failure ?? .malformed("no count of tokens"))))
      }
    }
  }

  /// Asks for a key on an ordinary screen, tries it, and keeps it. Runs while the terminal is lent.
  func enterKey() -> KeyEntry {
    let question = """

      An API key is made at https://aistudio.google.com/apikey
      It is tried, and kept in \(workshop.paths.environmentFile) for you alone to read.
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
      let file = workshop.paths.environmentFile
      return .refused(
        "The key works, but \(file) cannot be written: it was not kept. \(PrivateFile.wayOut(of: error))")
    }
    enteredKey = key
    return .accepted(savedIn: workshop.paths.environmentFile)
  }

  /// Tries a key by listing the models; the wait is short, as a person sits before it.
  private func check(_ key: APIKey) -> Failure? {
    let client = APIClient(http: workshop.http, server: workshop.server(key: key))
    let result = Mutex<Failure?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task(executorPreference: TaskQueue()) {
      do throws(Failure) {
        _ = try await client.within(EffectRunner.patience) { (client) throws(Failure) in
          try await client.json(.listModels())
        }
      } catch {
        result.withLock { $0 = error }
      }
      done.signal()
    }
    done.wait()
    return result.withLock { $0 }
  }

  /// Seconds the server may take for its list of models.
  private static let patience = 20.0
}

/// Keeps a key in `.env` of the configuration folder, for the owner's eyes only.
enum KeyFile {
  static func save(_ key: APIKey, in paths: Paths) throws {
    let old = String(bytes: FileManager.default.contents(atPath: paths.environmentFile) ?? Data(), encoding: .utf8)
    // What is no text is not ours to overwrite.
    guard let old else { throw CocoaError(.fileReadInapplicableStringEncoding) }
    let text = DotEnv.text(old, setting: "GEMINI_API_KEY", to: key.value, removing: Environment.keyNames)
    try PrivateFile.write(Array(text.utf8), to: paths.environmentFile)
  }
}
