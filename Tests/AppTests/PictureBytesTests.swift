import Testing

@testable import App

@Suite("Bytes that came as a picture")
struct PictureBytesTests {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D]
  private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10]

  @Test("There is nothing to say of bytes that are what they came as, nor where nobody can tell")
  func silent() {
    #expect(PictureBytes.warning(Self.png, mimeType: "image/png") == nil)
    #expect(PictureBytes.warning(Self.jpeg, mimeType: "image/jpeg") == nil)
    #expect(PictureBytes.warning(Self.jpeg, mimeType: "image/jpg") == nil)
    #expect(PictureBytes.warning(Array("\u{0}\u{0}\u{0}\u{18}ftypheic".utf8), mimeType: "image/heic") == nil)
    #expect(PictureBytes.warning(Array("BM".utf8), mimeType: "image/bmp") == nil)
    #expect(PictureBytes.warning(Array("RIFF".utf8), mimeType: "audio/wav") == nil)
  }

  @Test("Bytes that are none, or another one, are said to be", arguments: ["", "<html>no picture</html>", "PNG"])
  func warned(text: String) {
    #expect(
      PictureBytes.warning(Array(text.utf8), mimeType: "image/png")
        == "It came as image/png, but its bytes are no picture of a known kind.")
    #expect(
      PictureBytes.warning(Self.jpeg, mimeType: "image/png") == "It came as image/png, but its bytes are image/jpeg.")
  }
}
