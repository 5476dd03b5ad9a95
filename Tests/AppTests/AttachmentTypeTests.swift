import Core
import Images
import Testing

@testable import App

@Suite("Files that go with a prompt")
struct AttachmentTypeTests {
  private static func mp4(_ brand: String) -> [UInt8] { [0, 0, 0, 24] + Array("ftyp\(brand)".utf8) + [0, 0, 2, 0] }
  private static func riff(_ form: String) -> [UInt8] { Array("RIFF".utf8) + [1, 0, 0, 0] + Array("\(form) ".utf8) }

  @Test(
    "The first bytes tell the type, and the name where they say nothing",
    arguments: [
      ("a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
      ("a.txt", [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), ("a.heic", mp4("heic"), "image/heic"),
      ("a", Array("%PDF-1.7".utf8), "application/pdf"), ("notes.txt", Array("häuser\n".utf8), "text/plain"),
      ("main.swift", Array("let a = 1".utf8), "text/plain"), ("Makefile", Array("all:".utf8), "text/plain"),
      ("a.MD", Array("# A".utf8), "text/markdown"), ("a.csv", Array("a,b".utf8), "text/csv"),
      ("index.html", Array("<p>".utf8), "text/html"), ("id3.txt", Array("ID3 is a mark".utf8), "text/plain"),
      ("a.wav", riff("WAVE"), "audio/wav"), ("a.mp3", Array("ID3".utf8) + [4, 0, 0], "audio/mp3"),
      ("a.mp3", [0xFF, 0xFB, 0x90, 0], "audio/mp3"), ("a.ogg", Array("OggS".utf8) + [0], "audio/ogg"),
      ("a.flac", Array("fLaC".utf8) + [0], "audio/flac"), ("a.aiff", Array("FORM\0\0\0\0AIFF".utf8), "audio/aiff"),
      ("a.aac", [0xFF, 0xF1, 0x50, 0x80], "audio/aac"), ("a.avi", riff("AVI"), "video/avi"),
      ("a.mp4", mp4("isom"), "video/mp4"), ("a.mov", mp4("qt  "), "video/mov"), ("a.3gp", mp4("3gp4"), "video/3gpp"),
      ("a.webm", [0x1A, 0x45, 0xDF, 0xA3, 0], "video/webm"), ("a.wmv", [0x30, 0x26, 0xB2, 0x75, 0], "video/wmv"),
      ("a.flv", Array("FLV".utf8) + [1, 0], "video/x-flv"), ("a.mpg", [0, 0, 1, 0xBA], "video/mpeg"),
    ] as [(String, [UInt8], String)])
  func types(name: String, bytes: [UInt8], expected: String) throws {
    #expect(try AttachmentType.mimeType(of: bytes, name: name) == expected)
  }

  @Test(
    "What the API does not take is refused by its name",
    arguments: [
      ("a.gif", Array("GIF89a".utf8), "GIF"), ("a.bmp", Array("BM".utf8) + [0, 0], "BMP"),
      ("a.tif", [0x49, 0x49, 0x2A, 0], "TIFF"), ("a.svg", Array("<svg/>".utf8), "SVG"),
      ("a.avif", mp4("avif"), "AVIF"), ("a.zip", [0x50, 0x4B, 3, 4, 0], "nothing the API takes"),
      ("photo.png", Array("<html>".utf8), "its name says png"), ("a.pdf", Array("Not found".utf8), "but it holds text"),
      ("a.m4a", mp4("M4A "), "nothing the API takes"), ("a.bin", [0xC3, 0x28], "nothing the API takes"),
    ] as [(String, [UInt8], String)])
  func refusals(name: String, bytes: [UInt8], part: String) {
    let error = #expect(throws: AttachmentType.Refusal.self) { try AttachmentType.mimeType(of: bytes, name: name) }
    #expect(error?.reason.contains(part) == true)
  }

  private func reader(_ assets: Assets) -> AttachmentReader {
    AttachmentReader(assets: assets, pictures: PictureProcess(executable: ProgramProcess.path))
  }

  @Test("A file is attached with its type and its exact bytes")
  func attached() async throws {
    let folder = try TemporaryFolder()
    let assets = Assets(nil)
    let path = try folder.write("one, two\n", to: "list.csv")
    let taken = try await reader(assets).read(path).get()
    let attachment = taken.attachment
    #expect(taken.notice == nil)
    #expect(attachment.mimeType == "text/csv")
    #expect(try assets.read(attachment.asset) == Array("one, two\n".utf8))
    #expect(attachment.width == nil)
  }

  @Test("Too large, empty, a folder or missing is a sentence")
  func problems() async throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "empty.txt")
    let huge = Array("%PDF-1.7".utf8) + [UInt8](repeating: 0x20, count: AttachmentType.limit("application/pdf"))
    try folder.write(huge, to: "huge.pdf")
    let cases = [("huge.pdf", "50.0 MB is the most"), ("empty.txt", "empty"), ("", "folder"), ("none", "no such file")]
    for (name, part) in cases {
      guard case .failure(let problem) = await reader(Assets(nil)).read("\(folder.path)/\(name)") else {
        Issue.record("\(name) was attached")
        continue
      }
      #expect(problem.sentence.contains(part), "\(problem.sentence)")
      #expect(problem.sentence.hasSuffix("."))
    }
  }
}
