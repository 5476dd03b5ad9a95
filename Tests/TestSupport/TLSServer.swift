import Foundation
import Glibc
import Processes

/// An HTTPS server on 127.0.0.1 whose certificate comes from a certificate authority made on the spot, both by the
/// `openssl` program. It answers its first request and no other.
package final class TLSServer: Sendable {
  package enum Failure: Error {
    case openssl(String)
  }

  private static let program = "/usr/bin/openssl"

  /// False on a machine without `openssl`.
  package static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: program) }

  package let port: Int
  /// A file with the certificate of the authority.
  package let authority: String
  /// What came decrypted, with the server's own remarks between.
  package var received: String { String(decoding: output.value, as: UTF8.self) }

  private let server: ChildProcess
  private let output: Watched<[UInt8]>

  /// Starts one on a thread that may wait, which those of tests may not.
  /// - Parameters:
  ///   - name: whom the certificate is for, as OpenSSL writes it.
  ///   - folder: where keys and certificates are made.
  ///   - answer: the whole answer.
  /// - Throws: `Failure.openssl`, or why the program cannot be started.
  package static func start(
    for name: String = "IP:127.0.0.1", folder: String, answer: String
  ) async throws -> TLSServer {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try TLSServer(for: name, folder: folder, answer: answer) })
      }
    }
  }

  private init(for name: String, folder: String, answer: String) throws {
    authority = "\(folder)/authority.pem"
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    try Self.run(
      ["req", "-x509", "-keyout", "\(folder)/authority.key", "-out", authority, "-subj", "/CN=Test authority"] + key)
    try Self.run(
      ["req", "-x509", "-CA", authority, "-CAkey", "\(folder)/authority.key", "-keyout", "\(folder)/server.key"]
        + ["-out", "\(folder)/server.pem", "-subj", "/CN=server", "-addext", "subjectAltName=\(name)"]
        + ["-addext", "basicConstraints=critical,CA:false"] + key)
    let (input, output) = (Pipe(), Pipe())
    let bytes = Watched<[UInt8]>([])
    server = try ChildProcess(
      [
        Self.program, "s_server", "-accept", "127.0.0.1:0", "-cert", "\(folder)/server.pem", "-key",
        "\(folder)/server.key",
      ],
      input: .descriptor(input.fileHandleForReading.fileDescriptor),
      output: .descriptor(output.fileHandleForWriting.fileDescriptor))
    try output.fileHandleForWriting.close()
    let (reading, writing) = (output.fileHandleForReading, input.fileHandleForWriting)
    Thread.detachNewThread {
      var hasAnswered = false
      while true {
        let more = reading.availableData
        if more.isEmpty { break }
        bytes.change { $0 += more }
        if !hasAnswered, bytes.value.firstRange(of: Array("\r\n\r\n".utf8)) != nil {
          hasAnswered = true
          try? writing.write(contentsOf: Data(answer.utf8))
        }
      }
      bytes.change { $0 += Array("\nEND".utf8) }
    }
    self.output = bytes
    let announced = bytes.blockingWait { Self.port(in: $0) != nil || $0.suffix(3) == Array("END".utf8)[...] }
    guard let port = announced.flatMap(Self.port) else { throw Failure.openssl("it listens nowhere") }
    self.port = port
  }

  deinit { server.signal(SIGKILL) }

  private static func port(in output: [UInt8]) -> Int? {
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    // The last line may still be coming.
    return lines.dropLast().first { $0.hasPrefix("ACCEPT") }?.split(separator: ":").last.flatMap { Int($0) }
  }

  private static func run(_ arguments: [String]) throws {
    let process = try ChildProcess([program] + arguments)
    guard process.end.blockingWait(until: { $0 != nil }) == .exited(0) else {
      throw Failure.openssl(arguments.joined(separator: " "))
    }
  }
}
