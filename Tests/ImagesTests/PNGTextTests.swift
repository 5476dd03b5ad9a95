import PictureSupport
import TestSupport
import Testing

@testable import Images

@Suite("The text of a PNG") struct PNGTextTests {
  private let text = "{\"prompt\":\"ein Leuchtturm 🗼\\n\"}"

  @Test func isReadBackAndChangesNoPixel() throws {
    let file = try #require(PNGText.adding(text, keyword: "gemstudio", to: Fixtures.truecolorPNG))
    #expect(PNGText.read("gemstudio", in: file) == text)
    #expect(PNGText.read("gem", in: file) == nil)
    #expect(try PictureDecoding.rgb(file) == PictureDecoding.rgb(Fixtures.truecolorPNG))
    #expect(file.count == Fixtures.truecolorPNG.count + 12 + "gemstudio".utf8.count + 5 + text.utf8.count)
  }

  @Test func theChecksumIsThatOfTheFormat() {
    // The chunk that ends every PNG file.
    #expect(PNGChunk.make("IEND", []) == [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
  }

  @Test func takesThePlaceOfTheOneThereWasAndLeavesOthers() throws {
    let other = try #require(PNGText.adding("other", keyword: "gems", to: Fixtures.truecolorPNG))
    let first = try #require(PNGText.adding("first", keyword: "gemstudio", to: other))
    let second = try #require(PNGText.adding("second", keyword: "gemstudio", to: first))
    #expect(PNGText.read("gemstudio", in: second) == "second")
    #expect(PNGText.read("gems", in: second) == "other")
    #expect(second.count == first.count + 1)
  }

  @Test func whatFollowsTheEndStays() throws {
    let file = try #require(PNGText.adding(text, keyword: "k", to: Fixtures.truecolorPNG + [1, 2, 3]))
    #expect(file.suffix(3) == [1, 2, 3])
  }

  @Test func otherTypesAndHalfFilesGetNone() {
    for file in [Fixtures.baselineJPEG, Fixtures.lossyWebP, Fixtures.gif, [], Fixtures.truecolorPNG.dropLast()] {
      #expect(PNGText.adding(text, keyword: "k", to: Array(file)) == nil)
    }
    #expect(PNGText.read("k", in: Fixtures.baselineJPEG) == nil)
  }

  @Test func aDamagedTextIsNone() throws {
    let file = try #require(PNGText.adding(text, keyword: "k", to: Fixtures.truecolorPNG))
    let start = 33 + 8 + "k".utf8.count + 5
    var flipped = file
    flipped[start + 3] ^= 1
    #expect(PNGText.read("k", in: flipped) == nil)
    var compressed = file
    compressed[33 + 8 + 2] = 1
    #expect(PNGText.read("k", in: compressed) == nil)
  }

  @Test func anyCutAndAnyByteIsSurvived() throws {
    let file = try #require(PNGText.adding(text, keyword: "k", to: Fixtures.truecolorPNG))
    for count in file.indices { _ = PNGText.read("k", in: Array(file[..<count])) }
    var random = Seeded(7)
    for _ in 0..<5000 {
      var broken = file
      for _ in 0..<4 {
        broken[Int.random(in: broken.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let read = PNGText.read("k", in: broken)
      #expect(read == nil || read == text)
      _ = PNGText.adding("x", keyword: "k", to: broken)
    }
  }
}

private enum PictureDecoding {
  static func rgb(_ file: [UInt8]) throws -> [UInt8] {
    try PNG.decode(file, header: ImageHeader(file), background: .black).rgb
  }
}
