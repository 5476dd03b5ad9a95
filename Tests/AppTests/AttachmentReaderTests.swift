import Core
import Images
import Screen
import Testing

@testable import App

@Suite("Taking files in")
struct AttachmentReaderTests {
  private let assets = Assets(nil)
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var reader: AttachmentReader {
    AttachmentReader(assets: assets, pictures: PictureProcess(executable: ProgramProcess.path))
  }

  /// One red pixel.
  static let bmp: [UInt8] =
    Array("BM".utf8) + [58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0]
    + [UInt8](repeating: 0, count: 24) + [0, 0, 255, 0]

  @Test("A type the API refuses becomes a PNG of the same picture, and that is said")
  func converted() async throws {
    let taken = try await reader.take(Self.bmp, name: "Scan.BMP").get()
    #expect(taken.attachment.name == "Scan.png")
    #expect(taken.attachment.mimeType == "image/png")
    #expect(taken.attachment.width == 1)
    #expect(taken.notice?.contains("the API takes no BMP") == true)
    let file = try assets.read(taken.attachment.asset)
    #expect(try Decoder.decode(file, background: .black)[0, 0] == RGB(red: 255, green: 0, blue: 0))
  }

  @Test("One that is damaged is refused with a sentence")
  func damaged() async {
    for bytes in [Array(Self.bmp.dropLast(4)), Array("GIF89a".utf8) + [0, 0, 0, 0]] {
      guard case .failure(let problem) = await reader.take(bytes, name: "a") else {
        Issue.record("it was taken")
        continue
      }
      #expect(problem.sentence.contains("it could not be made a PNG"), "\(problem.sentence)")
    }
  }

  @Test("A TIFF is refused with what to do, and HEIC goes as it is")
  func others() async throws {
    guard case .failure(let problem) = await reader.take([0x49, 0x49, 0x2A, 0, 8, 0, 0, 0], name: "a.tif") else {
      Issue.record("it was taken")
      return
    }
    #expect(problem.sentence.contains("TIFF; save it as PNG or JPEG"))
    let heic = [0, 0, 0, 24] + Array("ftypheic".utf8) + [0, 0, 2, 0]
    #expect(try await reader.take(heic, name: "a.heic").get().attachment.mimeType == "image/heic")
  }

  @Test("A file address is a path, with its blanks")
  func fileAddress() async throws {
    try folder.write("text", to: "my notes.txt")
    let taken = try await reader.read("file://\(folder.path)/my%20notes.txt").get()
    #expect(taken.attachment.name == "my notes.txt")
  }

  @Test("A look keeps nothing, and shows what would be sent")
  func look() async throws {
    let path = try folder.write(Self.bmp, to: "a.bmp")
    let art = PictureRequest.Operation.art(
      maxSize: Size(columns: 20, rows: 10), cellPixels: PixelSize(width: 10, height: 20), colors: .two56)
    let look = await reader.look(at: path, art: art)
    #expect(look.mimeType == "image/png" && look.width == 1 && look.isAttachable)
    #expect(look.note?.contains("goes as PNG") == true)
    let missing = await reader.look(at: folder.path + "/none.png", art: art)
    #expect(!missing.isAttachable && missing.note?.contains("no such file") == true)
  }

  @Test("After an @ stand all files that can be attached, then folders")
  func completion() throws {
    let names = ["b.png", "a.txt", "d.pdf", "c.zip", ".hidden.png", "sub/inside.png"]
    for name in names { try folder.write("x", to: name) }
    let found = PathCompletion.items(for: folder.path + "/")
    #expect(found == ["a.txt", "b.png", "d.pdf", "sub/"].map { "\(folder.path)/\($0)" })
  }

  @Test("Of a folder with too many names the first are listed, and how many are not")
  func crowded() throws {
    for number in 0..<5003 { try folder.write("", to: "\(10_000 + number).png") }
    let listing = FolderReader.list(folder.path)
    #expect(listing.entries.count == 5000 && listing.unread == 3)
    #expect(listing.entries.last?.name == "14999.png")
  }

  @Test("A folder lists folders first and leaves out what the API does not take")
  func list() throws {
    for name in ["b.png", "a.txt", "c.zip", "sub/inside.png"] { try folder.write("x", to: name) }
    let listing = FolderReader.list(folder.path + "/sub/..")
    #expect(listing.folder == folder.path)
    #expect(listing.entries.map(\.name) == ["sub", "a.txt", "b.png"])
    #expect(listing.entries.map(\.byteCount) == [0, 1, 1])
    #expect(FolderReader.list(folder.path + "/none").problem?.contains("cannot be read") == true)
  }
}
