import PictureSupport
import Screen
import Testing

@testable import Images

@Suite struct DecoderTests {
  @Test(arguments: Fixtures.opaque) func decodesOpaqueFixtures(file: [UInt8]) throws {
    let pixels = try Decoder.decode(file, background: .black)
    // Four inks cannot show every colour, and lossy formats come near only.
    #expect(pixels[3, 3].distance(to: .rose) <= 12)
    #expect(pixels[28, 3].distance(to: .grass) <= 12)
    #expect(pixels[3, 12].distance(to: .sea) <= 12)
    #expect(pixels[28, 12].distance(to: .white) <= 12)
  }

  @Test func decodesGray() throws {
    let pixels = try Decoder.decode(Fixtures.grayJPEG, background: .black)
    for row in 0..<pixels.height {
      for column in 0..<pixels.width { #expect(Set(pixels[column, row].channels).count == 1) }
    }
    #expect(pixels[28, 12].red > pixels[28, 3].red)
  }

  @Test(arguments: Fixtures.transparent, [RGB.black, .white, RGB(red: 10, green: 200, blue: 90)])
  func laysTransparentPartsOverTheBackground(file: [UInt8], background: RGB) throws {
    let pixels = try Decoder.decode(file, background: background)
    #expect(pixels[2, 8].distance(to: RGB(red: 255, green: 0, blue: 0)) <= 6)
    #expect(pixels[13, 13].distance(to: background) <= 1)
    let half = zip([0, 0, 255], background.channels).map { ($0 + $1) / 2 }
    #expect(zip(pixels[13, 2].channels, half).allSatisfy { abs($0 - $1) <= 6 })
  }

  @Test func refusesWhatIsNoStillPicture() {
    #expect(throws: ImageError.unsupported("An animated WebP picture")) {
      try Decoder.decode(Fixtures.animatedWebP, background: .black)
    }
    #expect(throws: ImageError.notAPicture) { try Decoder.decode(Array("hello".utf8), background: .black) }
  }

  @Test func cutFilesAreRefusedOrShownInPart() throws {
    for file in Fixtures.opaque + Fixtures.transparent {
      for count in 0..<file.count {
        do {
          let pixels = try Decoder.decode(Array(file.prefix(count)), background: .black)
          #expect(pixels.width * pixels.height * 3 == pixels.rgb.count)
        } catch {
          #expect(!error.sentence.isEmpty)
        }
      }
    }
    #expect(throws: ImageError.self) { try Decoder.decode(Fixtures.truecolorPNG.dropLast(40), background: .black) }
    #expect(throws: ImageError.self) { try Decoder.decode(Fixtures.alphaWebP.dropLast(20), background: .black) }
  }

  @Test func changedFilesNeverCrash() {
    var random = Seeded(7)
    for round in 0..<2_000 {
      var file = (Fixtures.opaque + Fixtures.transparent)[round % 12]
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        file[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        guard try ImageHeader(file).width < 1_000, try ImageHeader(file).height < 1_000 else { continue }
        _ = try Decoder.decode(file, background: .black)
      } catch {
        #expect(error.sentence.allSatisfy { $0.isASCII && !$0.isNewline })
      }
    }
  }

  /// Where the stored top left and top right corners go.
  /// - Source: EXIF 2.32, section 4.6.4.
  @Test(arguments: [
    (1, "TL", "TR"), (2, "TR", "TL"), (3, "BR", "BL"), (4, "BL", "BR"), (5, "TL", "BL"), (6, "TR", "BR"),
    (7, "BR", "TR"), (8, "BL", "TL"),
  ])
  func turnsAJPEGAsItsOrientationSays(value: UInt8, left: String, right: String) throws {
    for isLittle in [true, false] {
      let file = oriented(Fixtures.baselineJPEG, value, isLittle: isLittle)
      let header = try ImageHeader(file)
      let pixels = try Decoder.decode(file, background: .black)
      #expect((header.width, header.height) == (value >= 5 ? (16, 32) : (32, 16)))
      #expect((header.width, header.height) == (pixels.width, pixels.height))
      #expect(corner(left, of: pixels).distance(to: .rose) <= 12)
      #expect(corner(right, of: pixels).distance(to: .grass) <= 12)
    }
  }

  /// PNG and WebP keep the same data in a chunk.
  @Test(arguments: [
    (1, "TL", "TR"), (2, "TR", "TL"), (3, "BR", "BL"), (4, "BL", "BR"), (5, "TL", "BL"), (6, "TR", "BR"),
    (7, "BR", "TR"), (8, "BL", "TL"),
  ])
  func turnsPNGAndWebPAsTheirOrientationSays(value: UInt8, left: String, right: String) throws {
    let tiff = tiff(value, isLittle: true)
    let count = UInt8(tiff.count)
    var png = Fixtures.truecolorPNG
    let checksum: [UInt8] = [0, 0, 0, 0]
    png.insert(contentsOf: [0, 0, 0, count] + Array("eXIf".utf8) + tiff + checksum, at: 33)
    var webp = Fixtures.lossyWebP
    webp.insert(contentsOf: Array("VP8X".utf8) + [10, 0, 0, 0, 0x08, 0, 0, 0, 31, 0, 0, 15, 0, 0], at: 12)
    webp += Array("EXIF".utf8) + [count, 0, 0, 0] + tiff
    webp[4] = UInt8(webp.count - 8)
    for file in [png, webp] {
      let header = try ImageHeader(file)
      let pixels = try Decoder.decode(file, background: .black)
      #expect((header.width, header.height) == (value >= 5 ? (16, 32) : (32, 16)))
      #expect((header.width, header.height) == (pixels.width, pixels.height))
      #expect(corner(left, of: pixels).distance(to: .rose) <= 12)
      #expect(corner(right, of: pixels).distance(to: .grass) <= 12)
    }
  }

  @Test func decodesAJPEGSmallerButNeverBelowTheTarget() throws {
    let file = Fixtures.baselineJPEG
    func size(_ width: Int, _ height: Int) throws -> [Int] {
      let pixels = try Decoder.decode(file, background: .black, target: PixelSize(width: width, height: height))
      return [pixels.width, pixels.height]
    }
    #expect(try size(32, 16) == [32, 16])
    #expect(try size(17, 8) == [32, 16])
    #expect(try size(16, 8) == [16, 8])
    #expect(try size(5, 2) == [8, 4])
    #expect(try size(1, 1) == [4, 2])
    let turned = oriented(file, 6, isLittle: true)
    let pixels = try Decoder.decode(turned, background: .black, target: PixelSize(width: 8, height: 16))
    #expect([pixels.width, pixels.height] == [8, 16])
  }

  @Test func whatIsEncodedAsPNGDecodesToTheSame() throws {
    for (width, height) in [(1, 1), (7, 3), (64, 48)] {
      let pixels = Pixels.random(width, height, seed: 3)
      #expect(try Decoder.decode(try PNGEncoder.encode(pixels), background: .black) == pixels)
    }
  }

  @Test func notesAreStoredBesideThePixels() throws {
    let pixels = Pixels.random(5, 5, seed: 4)
    let file = try PNGEncoder.encode(pixels, text: [("prompt", "a café\nat night"), ("model", "m")])
    #expect(try Decoder.decode(file, background: .black) == pixels)
    let note = Array("prompt".utf8) + [0, 0, 0, 0, 0] + Array("a café\nat night".utf8)
    #expect(file.indices.contains { file[$0...].starts(with: note) })
    #expect(file.count > (try PNGEncoder.encode(pixels)).count + note.count)
  }

  private func corner(_ name: String, of pixels: Pixels) -> RGB {
    pixels[name.hasSuffix("L") ? 2 : pixels.width - 3, name.hasPrefix("T") ? 2 : pixels.height - 3]
  }

  /// A directory of one entry.
  private func tiff(_ value: UInt8, isLittle: Bool) -> [UInt8] {
    isLittle
      ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]
      : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]
  }

  /// The file with an EXIF segment of one entry after its first marker.
  private func oriented(_ file: [UInt8], _ value: UInt8, isLittle: Bool) -> [UInt8] {
    let content = Array("Exif".utf8) + [0, 0] + tiff(value, isLittle: isLittle)
    return file.prefix(2) + [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content + file.dropFirst(2)
  }
}

extension Array<UInt8> {
  fileprivate func dropLast(_ count: Int) -> [UInt8] { Array(prefix(self.count - count)) }
}
