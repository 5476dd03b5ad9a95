import PictureSupport
import Testing

@testable import Images

@Suite struct ImageHeaderTests {
  @Test(arguments: Fixtures.opaque) func readsTheSizeOfOpaqueFixtures(file: [UInt8]) throws {
    let header = try ImageHeader(file)
    #expect(header.width == 32)
    #expect(header.height == 16)
  }

  @Test(arguments: Fixtures.transparent) func readsTheSizeOfTransparentFixtures(file: [UInt8]) throws {
    let header = try ImageHeader(file)
    #expect(header.width == 16)
    #expect(header.height == 16)
  }

  @Test func namesTheTypes() {
    #expect(ImageType.sniff(Fixtures.truecolorPNG) == .png)
    #expect(ImageType.sniff(Fixtures.baselineJPEG) == .jpeg)
    #expect(ImageType.sniff(Fixtures.lossyWebP) == .webp)
    #expect(ImageType.sniff(Fixtures.gif) == .gif)
    #expect(ImageType.sniff(Array("RIFF....WAVE".utf8)) == nil)
    #expect(ImageType.allCases.map(\.label) == ["PNG", "JPEG", "WebP", "GIF", "BMP"])
    #expect(ImageType.jpeg.mimeType == "image/jpeg")
    #expect(ImageType.jpeg.fileExtension == "jpg")
  }

  @Test func namesTheMimeTypeOfHEIC() {
    func box(_ brand: String) -> [UInt8] { [0, 0, 0, 24] + Array("ftyp\(brand)".utf8) + [0, 0, 0, 0] }
    #expect(ImageType.mimeType(of: box("heic")) == "image/heic")
    #expect(ImageType.mimeType(of: box("mif1")) == "image/heif")
    #expect(ImageType.mimeType(of: box("isom")) == nil)
    #expect(ImageType.mimeType(of: Fixtures.gif) == "image/gif")
  }

  /// A cut header is either refused or, past its size, read as the whole.
  @Test(arguments: Fixtures.all) func cutAnywhereItNeverLies(file: [UInt8]) throws {
    let whole = try ImageHeader(file)
    var refused = 0
    for count in 0..<file.count {
      do {
        #expect(try ImageHeader(Array(file.prefix(count))) == whole)
      } catch {
        refused += 1
      }
    }
    #expect(refused >= 10)
  }

  @Test func refusesSizesThatDecodingWouldNotBear() {
    #expect(throws: ImageError.tooLarge(width: 60_000, height: 60_000)) { try ImageHeader(png(60_000, 60_000)) }
    #expect(throws: ImageError.tooLarge(width: 16_385, height: 1)) { try ImageHeader(png(16_385, 1)) }
    #expect(throws: ImageError.tooLarge(width: 8_000, height: 5_001)) { try ImageHeader(png(8_000, 5_001)) }
    #expect(throws: Never.self) { try ImageHeader(png(8_000, 5_000)) }
    #expect(throws: ImageError.self) { try ImageHeader(png(0, 5)) }
    #expect(throws: ImageError.self) { try ImageHeader(png(0xFFFF_FFFF, 0xFFFF_FFFF)) }
    let long = Fixtures.truecolorPNG + [UInt8](repeating: 0, count: ImageLimits.bytes)
    #expect(throws: ImageError.tooManyBytes(long.count)) { try ImageHeader(long) }
  }

  @Test func bytesWithoutSenseAreRefusedOrRead() {
    let beginnings = Fixtures.all.map { $0.prefix(30) }
    var random = Seeded(1)
    for _ in 0..<10_000 {
      // Half of them start like a picture, which leads further into the readers.
      var bytes = Bool.random(using: &random) ? Array(beginnings.randomElement(using: &random) ?? []) : []
      bytes += (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      for _ in 0..<3 {
        guard let at = bytes.indices.dropFirst(3).randomElement(using: &random) else { continue }
        bytes[at] = UInt8.random(in: 0...255, using: &random)
      }
      if let header = try? ImageHeader(bytes) {
        #expect(header.width * header.height <= ImageLimits.pixels)
        #expect(header.width > 0 && header.height > 0)
      }
    }
  }

  private func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    var file = Fixtures.truecolorPNG
    for (at, value) in [(16, width), (20, height)] {
      for index in 0..<4 { file[at + index] = UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(index))) }
    }
    return file
  }
}
