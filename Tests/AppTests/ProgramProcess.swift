import Foundation

/// The built program, run as people run it.
struct ProgramProcess {
  struct Result: Sendable {
    var exitCode: Int32
    var out: [UInt8]
    var err: String

    var text: String { String(decoding: out, as: UTF8.self) }
  }

  /// The program that was built beside these tests.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (own as NSString).deletingLastPathComponent + "/gemstudio"
  }()

  private let folder: TemporaryFolder
  private let environment: [String: String]

  /// - Parameter environment: beside PATH, all there is.
  init(_ folder: TemporaryFolder, _ environment: [String: String] = [:]) {
    self.folder = folder
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
  ///   - started: gets the process id.
  func run(
    _ arguments: [String], input: String? = nil, pipe: Pipe? = nil, output: String? = nil,
    closing: Int32? = nil, started: (@Sendable (Int32) -> Void)? = nil
  ) async throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    if let closing {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "exec \"$0\" \"$@\" \(closing)>&-", Self.path] + arguments
    }
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let name = UUID().uuidString
    let (out, err) = (try folder.write("", to: ".\(name).out"), try folder.write("", to: ".\(name).err"))
    process.standardOutput = FileHandle(forWritingAtPath: output ?? out)
    process.standardError = FileHandle(forWritingAtPath: err)
    let file = try input.map { try folder.write($0, to: ".\(name).in") } ?? "/dev/null"
    process.standardInput = pipe ?? FileHandle(forReadingAtPath: file)
    let exitCode: Int32 = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do {
        try process.run()
        started?(process.processIdentifier)
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Result(
      exitCode: exitCode, out: folder.bytes(".\(name).out") ?? [],
      err: String(decoding: folder.bytes(".\(name).err") ?? [], as: UTF8.self))
  }
}
