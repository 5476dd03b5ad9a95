import Foundation
import TestSupport
import Testing

@testable import App

/// To the superuser every file is open.
private let isRoot = NSUserName() == "root"

@Suite("The file with variables itself")
struct EnvironmentFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.env"
  }

  private func read(_ process: [String: String] = [:]) -> EnvironmentFile {
    EnvironmentFile(path, named: "my .env", process: process)
  }

  @Test("No file, an empty one and a folder of its name are no problem")
  func nothing() throws {
    #expect(read().problem == nil && read().values.isEmpty)
    try folder.write("", to: ".env")
    #expect(read().problem == nil && read().values.isEmpty)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(read().problem == nil && read().values.isEmpty)
  }

  @Test("A link leads to its file, one that leads nowhere is no file")
  func links() throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path + "/elsewhere")
    #expect(read().problem == nil && read().values.isEmpty)
    try folder.write("A=b", to: "elsewhere")
    #expect(read().values == ["A": "b"])
  }

  @Test("Bytes that are no text, a file that is too long, a device: one sentence, and nothing is set")
  func unusable() throws {
    try folder.write([0x41, 0x3D, 0xFF, 0xFE, 0x0A], to: ".env")
    #expect(read().problem == "my .env is passed over: it is no text in UTF-8.")
    #expect(read().values.isEmpty)
    try folder.write([UInt8](repeating: 0x41, count: DotEnv.mostBytes + 1), to: ".env")
    #expect(read().problem == "my .env is passed over: it is longer than 1 MB.")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
    #expect(read().problem == "my .env is passed over: it is no file.")
  }

  @Test("A file one may not read is named", .disabled(if: isRoot))
  func forbidden() throws {
    try folder.write("A=b", to: ".env")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(read().problem == "my .env is passed over: it cannot be read.")
  }

  @Test("Values that grow without an end are named")
  func doubling() throws {
    let lines = (1...60).map { "A\($0)=${A\($0 - 1)}${A\($0 - 1)}" }
    try folder.write("A0=0123456789\n" + lines.joined(separator: "\n"), to: ".env")
    #expect(read().problem?.contains("longer than 1 MB") == true)
    #expect(read().values.isEmpty)
  }

  @Test("A pipe is read to its end, as a manager of secrets offers one")
  func pipe() async throws {
    let make = try ChildProcess(["mkfifo", path])
    #expect(await make.end.wait { $0 != nil } == .exited(0))
    let writer = Thread { [path] in
      let file = FileHandle(forWritingAtPath: path)
      try? file?.write(contentsOf: Data("A=b\n".utf8))
      try? file?.write(contentsOf: Data("C=d\n".utf8))
      try? file?.close()
    }
    writer.start()
    #expect(read().values == ["A": "b", "C": "d"])
  }

  @Test("What the process fills in is told from what the file says itself")
  func ownValues() throws {
    try folder.write("A=${HOME}/x\nB=y", to: ".env")
    let file = read(["HOME": "/home/me"])
    #expect(file.values == ["A": "/home/me/x", "B": "y"])
    #expect(file.ownValues == ["A": "/x", "B": "y"])
  }
}
