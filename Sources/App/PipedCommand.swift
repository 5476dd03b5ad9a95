import Core
import Dispatch
import Foundation
import Glibc
import Synchronization

/// A command of the shell that a person pipes a text to. It gets the text and nothing else: no terminal, no key.
final class PipedCommand: Sendable {
  /// Bytes of its output that are kept; with more it is ended.
  static let mostBytes = 200_000
  /// Seconds that it may take.
  static let patience = 60

  private enum Reason { case tooLong, tooMuch, cancelled }

  private struct State {
    var process: pid_t?
    var reason: Reason?
  }

  private let state = Mutex(State())
  private let patience: Int

  init(patience: Int = PipedCommand.patience) { self.patience = patience }

  /// Runs it and waits for its end.
  /// - Parameter variables: the environment of the process.
  /// - Returns: what it wrote, its errors among it, and how it ended, as a sentence.
  func run(_ command: String, input: String, variables: [String: String]) -> (output: String, ending: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.environment = variables.filter { !Environment.keyNames.contains($0.key) }
    let (given, written) = (Foundation.Pipe(), Foundation.Pipe())
    process.standardInput = given
    process.standardOutput = written
    process.standardError = written
    do { try process.run() } catch { return ("", "The shell could not be started: \(error.localizedDescription).") }
    // A process of Foundation's leads a group of its own: with it go all that it started.
    let isCancelled = state.withLock { state in
      state.process = process.processIdentifier
      return state.reason != nil
    }
    if isCancelled { end(.cancelled) }
    let limit = DispatchWorkItem { [self] in end(.tooLong) }
    DispatchQueue(label: "patience with a command").asyncAfter(deadline: .now() + .seconds(patience), execute: limit)
    DispatchQueue(label: "what a command reads").async {
      try? given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try? given.fileHandleForWriting.close()
    }
    let output = read(written.fileHandleForReading)
    process.waitUntilExit()
    limit.cancel()
    let reason = state.withLock { state in
      state.process = nil
      return state.reason
    }
    return (String(decoding: output, as: UTF8.self), sentence(process, reason, byteCount: output.count))
  }

  func cancel() { end(.cancelled) }

  private func read(_ handle: FileHandle) -> Data {
    var output = Data()
    while let chunk = try? handle.read(upToCount: 65_536), !chunk.isEmpty {
      output += chunk
      if output.count > Self.mostBytes {
        end(.tooMuch)
        return output.prefix(Self.mostBytes)
      }
    }
    return output
  }

  private func end(_ reason: Reason) {
    state.withLock { state in
      state.reason = state.reason ?? reason
      if let process = state.process { kill(-process, SIGKILL) }
    }
  }

  private func sentence(_ process: Process, _ reason: Reason?, byteCount: Int) -> String {
    switch reason {
    case .tooLong: return "It was ended after \(patience) s."
    case .tooMuch: return "It was ended, as it wrote more than \(byteText(Self.mostBytes))."
    case .cancelled: return "It was ended."
    case nil: break
    }
    let status = process.terminationStatus
    if process.terminationReason == .uncaughtSignal { return "It was ended by signal \(status)." }
    if status != 0 { return "It ended with exit code \(status)." }
    return byteCount == 0 ? "It ended well and wrote nothing." : ""
  }
}
