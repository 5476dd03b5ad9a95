import Testing

@testable import Images

@Suite struct BMPTests {
  /// A file of four pixels, two by two: rose and grass above, sea and white below.
  private struct Sample {
    var bits: Int
    var compression = 0
    var palette: [RGB] = []
    var masks: [UInt32] = []
    var rows: [UInt8]
    var isTopDown = false

    var bytes: [UInt8] {
      var extra: [UInt8] = []
      for color in palette { extra += [color.blue, color.green, color.red, 0] }
      for mask in masks { extra += Self.number(Int(mask), 4) }
      let start = 54 + extra.count
      var file = Array("BM".utf8)
      for value in [start + rows.count, 0, start, 40, 2, isTopDown ? -2 : 2] { file += Self.number(value, 4) }
      file += [1, 0] + Self.number(bits, 2) + Self.number(compression, 4)
      file += [UInt8](repeating: 0, count: 20)
      return file + extra + rows
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
  }

  private static let colors: [RGB] = [.rose, .grass, .sea, .white]

  private static func triple(_ color: RGB) -> [UInt8] { [color.blue, color.green, color.red] }

  private static let below = triple(.sea) + triple(.white) + [0, 0]
  private static let above = triple(.rose) + triple(.grass) + [0, 0]

  private static let samples: [Sample] = [
    Sample(bits: 24, rows: below + above),
    Sample(bits: 24, rows: above + below, isTopDown: true),
    Sample(bits: 32, rows: [RGB.sea, .white, .rose, .grass].flatMap { triple($0) + [0] }),
    Sample(bits: 8, palette: colors, rows: [2, 3, 0, 0, 0, 1, 0, 0]),
    Sample(bits: 4, palette: colors, rows: [0x23, 0, 0, 0, 0x01, 0, 0, 0]),
    // A run, bytes as they are with their even end, the end of a row, the end of all.
    Sample(bits: 8, compression: 1, palette: colors, rows: [1, 2, 1, 3, 0, 0, 1, 0, 1, 1, 0, 1]),
    Sample(bits: 4, compression: 2, palette: colors, rows: [2, 0x23, 0, 0, 2, 0x01, 0, 0, 0, 1]),
    Sample(
      bits: 32, compression: 3, masks: [0xFF, 0xFF00, 0xFF0000],
      rows: [RGB.sea, .white, .rose, .grass].flatMap { [$0.red, $0.green, $0.blue, 0] }),
  ]

  @Test(arguments: samples.indices) func decodes(index: Int) throws {
    let file = Self.samples[index].bytes
    let header = try ImageHeader(file)
    #expect(header.type == .bmp)
    #expect((header.width, header.height) == (2, 2))
    let pixels = try Decoder.decode(file, background: .black)
    #expect([pixels[0, 0], pixels[1, 0], pixels[0, 1], pixels[1, 1]] == Self.colors)
  }

  @Test func sixteenBitsAreFiveForEachChannel() throws {
    let rows: [UInt8] = [0x1F, 0, 0xFF, 0x7F, 0, 0x7C, 0xE0, 0x03]
    let pixels = try Decoder.decode(Sample(bits: 16, rows: rows).bytes, background: .black)
    #expect(pixels[0, 0] == RGB(red: 255, green: 0, blue: 0))
    #expect(pixels[1, 0] == RGB(red: 0, green: 255, blue: 0))
    #expect(pixels[0, 1] == RGB(red: 0, green: 0, blue: 255))
    #expect(pixels[1, 1] == .white)
  }

  @Test func whatARunSkipsShowsTheBackground() throws {
    // One pixel, then the end of all.
    let file = Sample(bits: 8, compression: 1, palette: Self.colors, rows: [1, 2, 0, 1]).bytes
    let pixels = try Decoder.decode(file, background: RGB(red: 9, green: 8, blue: 7))
    #expect(pixels[0, 1] == .sea)
    #expect(pixels[1, 0] == RGB(red: 9, green: 8, blue: 7))
  }

  @Test func becomesAPNGOfTheSamePixels() throws {
    for sample in Self.samples {
      let file = try pngFile(of: sample.bytes)
      #expect(!file.hasAlphaChannel)
      #expect(try Decoder.decode(file, background: .black) == Decoder.decode(sample.bytes, background: .black))
    }
  }

  /// Four pixels with an alpha channel, opaque above and as given below.
  private func withAlpha(_ above: UInt8, _ left: UInt8, _ right: UInt8) -> [UInt8] {
    let rows = zip([RGB.sea, .white, .rose, .grass], [left, right, above, above]).flatMap { Self.triple($0) + [$1] }
    return Sample(bits: 32, compression: 6, masks: [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000], rows: rows).bytes
  }

  @Test func theFileThatIsSentKeepsWhatIsTransparent() throws {
    let file = try pngFile(of: withAlpha(255, 128, 0))
    #expect(file.hasAlphaChannel)
    for under in [RGB.black, .white, .rose] {
      let pixels = try Decoder.decode(file, background: under)
      #expect(try pixels == Decoder.decode(withAlpha(255, 128, 0), background: under))
      #expect(pixels[0, 0] == .rose && pixels[1, 0] == .grass && pixels[1, 1] == under)
      let half = zip(RGB.sea.channels, under.channels).map { ($0 * 128 + $1 * 127) / 255 }
      #expect(zip(pixels[0, 1].channels, half).allSatisfy { abs($0 - $1) <= 1 })
    }
    // What a run skips.
    let skipped = try pngFile(of: Sample(bits: 8, compression: 1, palette: Self.colors, rows: [1, 2, 0, 1]).bytes)
    #expect(try Decoder.decode(skipped, background: .grass)[1, 0] == .grass)
  }

  @Test func anAlphaChannelThatHidesEverythingIsNone() throws {
    let file = try pngFile(of: withAlpha(0, 0, 0))
    #expect(!file.hasAlphaChannel)
    #expect(try Decoder.decode(file, background: .black)[0, 1] == .sea)
  }

  @Test func aTextIsNoPicture() {
    #expect(ImageType.sniff(Array("BM is how this text begins, and it goes on.".utf8)) == nil)
  }

  @Test func cutAndChangedFilesNeverCrash() {
    for sample in Self.samples {
      for count in 0..<sample.bytes.count - sample.rows.count {
        #expect(throws: ImageError.self) {
          try Decoder.decode(Array(sample.bytes.prefix(count)), background: .black)
        }
      }
    }
    var random = Seeded(3)
    for round in 0..<10_000 {
      var file = Self.samples[round % Self.samples.count].bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // The size stays small: what is tested are contradictions, not patience.
        let at = Int.random(in: 0..<file.count, using: &random)
        if !(20...21).contains(at), !(24...25).contains(at) { file[at] = UInt8.random(in: 0...255, using: &random) }
      }
      _ = try? Decoder.decode(file, background: .black)
    }
  }
}
