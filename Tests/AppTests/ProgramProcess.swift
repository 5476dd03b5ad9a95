import Foundation
import Processes
import TestSupport
import Testing

/// The built program, run as people run it. After each run its output, its files and what the list of processes showed
/// of it are searched for the key.
struct ProgramProcess {
  struct Result: Sendable {
    var exitCode: Int32
    var out: [UInt8]
    var err: String

    var text: String { String(decoding: out, as: UTF8.self) }
  }

  /// It did not end within the time that tests wait; it is killed.
  struct Endless: Error { let arguments: [String] }

  /// The program that was built beside these tests.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (own as NSString).deletingLastPathComponent + "/gemstudio"
  }()

  private let folder: TemporaryFolder
  private let environment: [String: String]
  private let search: KeySearch

  /// - Parameters:
  ///   - environment: beside PATH, all there is.
  ///   - secrets: what nobody may see, beside the key.
  init(_ folder: TemporaryFolder, _ environment: [String: String] = [:], secrets: [String] = []) {
    self.folder = folder
    search = KeySearch(and: secrets)
    var all = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": folder.path,
      "GEMSTUDIO_HOME": folder.path + "/home", "no_proxy": "127.0.0.1",
    ]
    all.merge(environment) { $1 }
    self.environment = all
  }

  /// Runs it to its end.
  /// - Parameters:
  ///   - input: the file that is its standard input; `nil` is `/dev/null`.
  ///   - pipe: its standard input instead, for as long as the test keeps it open.
  ///   - output: another file for standard output.
  ///   - closing: a descriptor the program is started without.
  ///   - fileLimit: the most KiB a file may get.
  ///   - ignoresEnds: the program is started with the signal ignored that tells of the end of another one.
  ///   - started: gets the process id.
  ///   - written: files the test itself wrote a secret into, which are not searched.
  func run(
    _ arguments: [String], input: String? = nil, pipe: Pipe? = nil, output: String? = nil, closing: Int32? = nil,
    fileLimit: Int? = nil, ignoresEnds: Bool = false, written: Set<String> = [],
    started: (@Sendable (Int32) -> Void)? = nil
  ) async throws -> Result {
    var words = [Self.path] + arguments
    if closing != nil || fileLimit != nil || ignoresEnds {
      let limit = (fileLimit.map { "ulimit -f \($0); " } ?? "") + (ignoresEnds ? "trap '' CHLD; " : "")
      words = ["/bin/bash", "-c", "\(limit)exec \"$0\" \"$@\"\(closing.map { " \($0)>&-" } ?? "")"] + words
    }
    let name = UUID().uuidString
    let (out, err) = (try folder.write("", to: ".\(name).out"), try folder.write("", to: ".\(name).err"))
    let file = try input.map { try folder.write($0, to: ".\(name).in") } ?? "/dev/null"
    let process = try ChildProcess(
      words, environment: environment, folder: folder.path,
      input: pipe.map { .descriptor($0.fileHandleForReading.fileDescriptor) } ?? .file(file),
      output: .file(output ?? out), errors: .file(err))
    let watch = ArgumentWatch(search, process: process.pid)
    started?(process.pid)
    let exitCode: Int32 =
      switch await process.end.wait(until: { $0 != nil }) ?? nil {
      case .exited(let code): code
      case .killed(let signal): signal
      case nil: throw Endless(arguments: arguments)
      }
    let wasInArguments = watch.end()
    #expect(!wasInArguments, "The key was in the list of processes: \(arguments)")
    let leaks = search.files(in: folder.path, except: written)
    #expect(leaks.isEmpty, "The key is in \(leaks): \(arguments)")
    return Result(
      exitCode: exitCode, out: folder.bytes(".\(name).out") ?? [],
      err: String(decoding: folder.bytes(".\(name).err") ?? [], as: UTF8.self))
  }
}
