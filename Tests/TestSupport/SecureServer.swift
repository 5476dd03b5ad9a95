import Foundation

/// An HTTPS server of `openssl` on loopback that answers GET with files, its certificate its own authority.
package final class SecureServer: Sendable {
  package enum Failure: Error {
    /// A call of `openssl` failed.
    case openssl
  }

  /// The port it listens on.
  package let port: Int
  /// The file to trust for its certificate.
  package let certificate: String

  private let process: Process
  private static let program = "/usr/bin/openssl"

  /// True where `openssl` is installed.
  package static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

  /// - Parameters:
  ///   - host: the name the certificate is for.
  ///   - answers: the bodies, by the target of their requests without its first slash.
  ///   - folder: where its files go.
  /// - Throws: `Failure`, or the system's error for a file.
  package init(for host: String, answers: [String: String], in folder: String) throws {
    for (path, body) in answers {
      let file = URL(fileURLWithPath: folder + "/" + path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
      try Data((head + body).utf8).write(to: file)
    }
    certificate = folder + "/certificate.pem"
    let request = try Self.openssl(
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-keyout", "private.pem", "-out", "certificate.pem", "-subj", "/CN=\(host)",
        "-addext", "subjectAltName=DNS:\(host)",
      ], in: folder, output: FileHandle.nullDevice)
    request.waitUntilExit()
    guard request.terminationStatus == 0 else { throw Failure.openssl }
    let output = Pipe()
    process = try Self.openssl(
      ["s_server", "-accept", "127.0.0.1:0", "-cert", "certificate.pem", "-key", "private.pem", "-HTTP"], in: folder,
      output: output)
    // It says `ACCEPT 127.0.0.1:PORT` once it listens.
    var text = ""
    while text.firstMatch(of: /ACCEPT \S+:(\d+)\n/) == nil {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Failure.openssl }
      text += String(decoding: more, as: UTF8.self)
    }
    port = text.firstMatch(of: /ACCEPT \S+:(\d+)\n/).flatMap { Int($0.1) } ?? 0
  }

  deinit { process.terminate() }

  private static func openssl(_ arguments: [String], in folder: String, output: Any) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
