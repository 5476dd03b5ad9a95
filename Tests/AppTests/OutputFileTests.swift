import Core
import Foundation
import Testing

@testable import App

@Suite("The file of -o")
struct OutputFileTests {
  private let png = OutputFile.Item(
    mimeType: "image/png", sha256: "0123456789ab", head: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  private let jpeg = OutputFile.Item(mimeType: "image/png", sha256: "ffff0000ffff", head: [0xFF, 0xD8, 0xFF, 0xE0])

  private func paths(_ path: String, _ items: OutputFile.Item...) -> [String] {
    OutputFile.file(path).targets(for: items).map(\.path)
  }

  @Test("A name without extension gets the one of the bytes, whatever the server calls them")
  func extensions() {
    #expect(paths("/a/cat", png) == ["/a/cat.png"])
    #expect(paths("/a/cat", jpeg) == ["/a/cat.jpg"])
    #expect(paths("/a.b/cat", png) == ["/a.b/cat.png"])
    let strange = OutputFile.Item(mimeType: "image/avif", sha256: "0", head: [0])
    #expect(paths("/a/cat", strange) == ["/a/cat.avif"])
    let hostile = OutputFile.Item(mimeType: "image/../../x", sha256: "0", head: [0])
    #expect(paths("/a/cat", hostile) == ["/a/cat.x"])
    let odd = OutputFile.Item(mimeType: "image/svg+xml", sha256: "0", head: [0])
    #expect(paths("/a/cat", odd) == ["/a/cat.bin"])
  }

  @Test("A file is written at once, without a trace beside it; a device is written as it is")
  func finished() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("precious", to: "a.txt")
    try FinishedFile.write(Array("whole".utf8), to: path)
    #expect(folder.bytes("a.txt") == Array("whole".utf8))
    #expect(folder.names == ["a.txt"])
    #expect(throws: (any Error).self) { try FinishedFile.write([1], to: folder.path + "/none/a.txt") }
    #expect(FinishedFile.isSpecial("/dev/null") && !FinishedFile.isSpecial(path))
    #expect(paths("/dev/null", png) == ["/dev/null"])
    #expect(OutputFile.file("/dev/null").answerFile(.text, RunID(rawValue: "r"))?.path == "/dev/null")
    try FinishedFile.write([1], to: "/dev/null")
  }

  @Test("The right extension stays, in its own spelling; a wrong one stays with a warning")
  func named() {
    #expect(paths("/a/cat.PNG", png) == ["/a/cat.PNG"])
    #expect(paths("/a/cat.jpeg", jpeg) == ["/a/cat.jpeg"])
    #expect(OutputFile.file("/a/cat.jpeg").targets(for: [jpeg])[0].warning == nil)
    let wrong = OutputFile.file("/a/cat.png").targets(for: [jpeg])
    #expect(wrong.map(\.path) == ["/a/cat.png"])
    #expect(wrong[0].warning?.contains("jpg") == true)
  }

  @Test("Several pictures are numbered")
  func several() {
    #expect(paths("/a/cat", png, jpeg) == ["/a/cat-1.png", "/a/cat-2.jpg"])
    #expect(paths("/a/cat.png", png, png) == ["/a/cat-1.png", "/a/cat-2.png"])
  }

  @Test("In a folder a picture is named for its bytes; standard output has no names")
  func folder() {
    #expect(
      OutputFile.folder("/a").targets(for: [png, jpeg]).map(\.path)
        == ["/a/image-01234567.png", "/a/image-ffff0000.jpg"])
    #expect(OutputFile.standardOutput.targets(for: [png]).isEmpty)
  }

  @Test("What cannot be written to is said before anything is paid for")
  func checks() throws {
    let folder = try TemporaryFolder()
    #expect(try OutputFile("-") == .standardOutput)
    #expect(try OutputFile(folder.path) == .folder(folder.path))
    #expect(try OutputFile(folder.path + "/cat") == .file(folder.path + "/cat"))
    for name in ["", folder.path + "/none/cat.png", folder.path + "/none/", "/dev/null/x"] {
      #expect(throws: CommandError.self, "\(name)") { try OutputFile(name) }
    }
  }
}
