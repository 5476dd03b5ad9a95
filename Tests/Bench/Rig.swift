import Foundation
import Gemini

/// What all measurements share: the server, the built program, curl, and a folder of their own.
final class Rig {
  let folder: String
  private let server: Child
  private let base: String
  private let program: String

  /// Starts the server.
  /// - Parameter program: the path of gemstudio.
  init(program: String) throws {
    self.program = program
    folder = NSTemporaryDirectory() + "gemstudio-bench-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    server = try Child([CommandLine.arguments[0], "--serve"], environment: [:], streams: .both, isLasting: true)
    guard let port = server.read().map({ String(decoding: $0.bytes, as: UTF8.self) }), port.hasSuffix("\n") else {
      throw BenchFailure("The server of the measurements does not start.")
    }
    base = "http://127.0.0.1:\(port.dropLast())"
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Only what the programs need: no key of the machine's owner and no folder of theirs.
  var environment: [String: String] {
    [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": folder,
      "GEMSTUDIO_HOME": folder + "/data", "GEMINI_API_KEY": "bench-key-of-nobody", "GOOGLE_GEMINI_BASE_URL": base,
    ]
  }

  /// - Parameter variables: added to the plain environment.
  func gemstudio(
    _ words: [String], _ streams: Child.Streams = .nothing, variables: [String: String] = [:]
  ) throws -> Child {
    try Child([program] + words, environment: environment.merging(variables) { $1 }, streams: streams)
  }

  /// This program again, in another part.
  func bench(_ words: [String], _ streams: Child.Streams) throws -> Child {
    try Child([CommandLine.arguments[0]] + words, environment: environment, streams: streams)
  }

  /// `curl` asking for the same.
  /// - Parameter count: how often, all at once.
  func curl(_ workload: Workload, _ streams: Child.Streams = .nothing, count: Int = 1) throws -> Child {
    let url = base + "/v1beta/models/bench:streamGenerateContent?alt=sse"
    let body: JSON = ["contents": [["role": "user", "parts": [["text": .string(workload.prompt)]]]]]
    var words = ["curl", "-sN", "-H", "Content-Type: application/json", "--data", body.text]
    if count == 1 {
      words.append(url)
    } else {
      words += ["-Z", "--parallel-immediate", "--parallel-max", String(count), "--no-progress-meter"]
      for _ in 0..<count { words += ["-o", "/dev/null", url] }
    }
    return try Child(words, environment: environment, streams: streams)
  }

  /// What the server wrote down since it was last asked.
  func records() throws -> [BenchServer.Record] {
    let curl = try Child(["curl", "-s", base + BenchServer.recordsPath], environment: environment, streams: .output)
    let bytes = curl.readAll().flatMap(\.bytes)
    _ = try curl.wait()
    return try JSONDecoder().decode([BenchServer.Record].self, from: Data(bytes))
  }

  /// What the server wrote down of the one answer since it was last asked.
  func record() throws -> BenchServer.Record {
    let records = try records()
    guard records.count == 1 else { throw BenchFailure("The server had \(records.count) requests and not one.") }
    return records[0]
  }

  /// Milliseconds from the start of a process until the server had its whole request.
  func untilRequest(_ child: Child) throws -> Double {
    _ = try child.wait()
    return Double(try record().arrived - child.started) / 1e6
  }
}
