import Foundation
import PictureSupport
import Screen
import Testing

@testable import Images

@Suite struct SixelTests {
  /// How near a palette comes depends on how many colours a picture has: the dusk is of the common kind, the photo with
  /// its three independent slopes is about the worst.
  @Test(arguments: [64, 256, 16, 2])
  func decodesToTheSamePicture(colors: Int) throws {
    let floors = [2: (10.0, 10.0), 16: (25, 23), 64: (30, 28), 256: (33, 32)]
    let (easy, hard) = try #require(floors[colors])
    for (pixels, floor) in [(Pixels.dusk(150, 97), easy), (.photo(150, 97), hard)] {
      let decoded = try DecodedSixel(try SixelEncoder.encode(pixels, colors: colors))
      #expect((decoded.pixels.width, decoded.pixels.height) == (pixels.width, pixels.height))
      #expect(decoded.colors <= colors)
      #expect(10 * log10(255 * 255 / decoded.pixels.squaredError(to: pixels)) > floor)
    }
  }

  @Test func moreColoursAreNearerAndTakeMoreBytes() throws {
    let pixels = Pixels.photo(150, 97)
    let encoded = try [16, 64, 256].map { try SixelEncoder.encode(pixels, colors: $0) }
    #expect(encoded[0].count < encoded[1].count && encoded[1].count < encoded[2].count)
    let errors = try encoded.map { try DecodedSixel($0).pixels.squaredError(to: pixels) }
    #expect(errors[0] > errors[1] && errors[1] > errors[2])
  }

  @Test func isTheSameEveryTimeAlsoOnManyThreads() async throws {
    let pixels = Pixels.photo(90, 60)
    let first = try SixelEncoder.encode(pixels, colors: 64)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 { group.addTask { try SixelEncoder.encode(pixels, colors: 64) } }
      for try await encoded in group { #expect(encoded == first) }
    }
  }

  @Test func encodesEverySmallSize() throws {
    for width in 1...14 {
      for height in 1...14 {
        let encoded = try SixelEncoder.encode(.random(width, height, seed: 2), colors: 64)
        #expect(SixelCheck.flaw(in: encoded, room: PixelSize(width: width, height: (height + 5) / 6 * 6)) == nil)
      }
    }
  }

  @Test(arguments: [2, 6, 12]) func keepsTheBudget(grain: Int) throws {
    let pixels = Pixels.photo(240, 180, grain: grain)
    let free = try SixelEncoder.encode(pixels, budget: nil, maxColors: 256)
    #expect(free.quality == SixelQuality(colors: 256, tolerance: 30))
    var last = Double.infinity
    for budget in [6_000, 8_000, 12_000, 20_000, 40_000, 400_000] {
      let (bytes, quality) = try SixelEncoder.encode(pixels, budget: budget, maxColors: 256)
      #expect(bytes.count <= budget)
      #expect(try DecodedSixel(bytes).colors <= quality.colors)
      let error = try DecodedSixel(bytes).pixels.squaredError(to: pixels)
      // More bytes give a picture that is not clearly worse.
      #expect(error <= last * 1.25)
      last = error
    }
  }

  @Test func stepsDownOnlyAsFarAsItMust() throws {
    let pixels = Pixels.photo(240, 180, grain: 12)
    let best = try SixelEncoder.encode(pixels, colors: 64, tolerance: 60)
    let (same, quality) = try SixelEncoder.encode(pixels, budget: best.count, maxColors: 64)
    #expect(same == best)
    #expect(quality == SixelQuality(colors: 64, tolerance: 60))
    let second = try SixelEncoder.encode(pixels, colors: 32, tolerance: 200)
    let next = try SixelEncoder.encode(pixels, budget: best.count - 1, maxColors: 64)
    #expect(second.count < best.count)
    #expect(next.quality.colors == 32 && next.bytes == second)
  }

  /// A picture of few colours keeps them as near as the percentages of sixel come.
  @Test func fewColorsStayTheirOwn() throws {
    let cream = RGB(red: 238, green: 232, blue: 213)
    let pixels = Pixels(width: 60, height: 40) { x, y in x < 20 ? cream : y < 9 ? .sea : x == y ? .rose : .grass }
    let shown = try DecodedSixel(try SixelEncoder.encode(pixels, colors: 64)).pixels
    for y in 0..<40 {
      for x in 0..<60 { #expect(shown[x, y].distance(to: pixels[x, y]) <= 2) }
    }
    let indexed = try pixels.indexed(colors: 64)
    #expect(indexed.palette.count == 4 * 3 && indexed.squaredError(to: pixels) == 0)
  }

  @Test func anAreaOfOneColourKeepsItBesideOneThatIsNear() throws {
    let pixels = Pixels(width: 400, height: 12) { x, _ in
      if x < 300 { return RGB(red: UInt8(x % 256), green: UInt8(255 - x % 200), blue: UInt8(x / 2)) }
      return x < 340 ? RGB(red: 0, green: 14, blue: 0) : .black
    }
    let exact = try pixels.indexed(colors: 64)
    let loose = try pixels.indexed(colors: 64, tolerance: 300)
    #expect(loose.palette == exact.palette && loose.indices != exact.indices)
    #expect(loose.indices[340..<399] == exact.indices[340..<399])
    #expect(exact.indices[320] != exact.indices[380], "the two are near, and not one")
  }

  @Test func toleranceMakesRunsLongerAndNeverStraysFarther() throws {
    let pixels = Pixels.photo(200, 150, grain: 8)
    let exact = try pixels.indexed(colors: 64)
    var last = try SixelEncoder.encode(pixels, colors: 64).count
    for tolerance in [60, 300, 1_000] {
      let loose = try pixels.indexed(colors: 64, tolerance: tolerance)
      #expect(loose.palette == exact.palette)
      // The error is a mean over three channels, the tolerance their sum.
      #expect(loose.squaredError(to: pixels) <= exact.squaredError(to: pixels) + Double(tolerance) / 3)
      let count = try SixelEncoder.encode(pixels, colors: 64, tolerance: tolerance).count
      #expect(count < last)
      last = count
    }
  }

  @Test func usesNoMoreRegistersThanTheTerminalHas() throws {
    let (bytes, quality) = try SixelEncoder.encode(.photo(120, 90), budget: nil, maxColors: 16)
    #expect(quality.colors == 16)
    #expect(try DecodedSixel(bytes).colors <= 16)
  }

  @Test func saysSoIfNothingFits() {
    #expect(throws: ImageError.self) { try SixelEncoder.encode(.photo(120, 90), budget: 100, maxColors: 256) }
  }
}

@Suite struct SixelCheckTests {
  private let room = PixelSize(width: 12, height: 18)

  private func flaw(_ text: String) -> String? { SixelCheck.flaw(in: Array(text.utf8), room: room) }

  @Test func acceptsWhatItShould() {
    #expect(flaw("\u{1B}Pq\"1;1;12;13#0;2;0;50;100#0!12~-!12~-!12@\u{1B}\\") == nil)
    #expect(flaw("\u{1B}P0;1;0q\"1;1;12;13#255;2;0;0;0#255~~$??\n-\u{1B}\\") == nil)
  }

  @Test(arguments: [
    "", "\u{1B}", "\u{1B}P", "\u{1B}P\\", "\u{1B}\\", "~~~",
    "\u{1B}Pq\"1;1;12;13~~", "q\"1;1;12;13~~\u{1B}\\", "\u{1B}]q\"1;1;12;13~~\u{1B}\\",
    // Other commands in the same clothes: tmux passthrough, a question, a user key.
    "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;eA==\u{07}\u{1B}\\", "\u{1B}P$qm\u{1B}\\", "\u{1B}P+q544e\u{1B}\\",
    "\u{1B}P1;1|17/0A\u{1B}\\",
    // Another size, no size, a second size.
    "\u{1B}Pq\"1;1;13;13~\u{1B}\\", "\u{1B}Pq\"1;1;12;19~\u{1B}\\", "\u{1B}Pq~\u{1B}\\",
    "\u{1B}Pq\"1;1;12;13~\"1;1;99;99\u{1B}\\",
    "\u{1B}Pq\"1;1;12\u{1B}\\", "\u{1B}Pq\"1;1;12;13;\u{7F}\u{1B}\\",
    // More than the size.
    "\u{1B}Pq\"1;1;12;13!13~\u{1B}\\", "\u{1B}Pq\"1;1;12;13!99999999999999999999~\u{1B}\\",
    "\u{1B}Pq\"1;1;12;13~~~~~~~~~~~~~\u{1B}\\", "\u{1B}Pq\"1;1;12;13-----~\u{1B}\\",
    // Bytes that do not belong there.
    "\u{1B}Pq\"1;1;12;13~\u{1B}[2J~\u{1B}\\", "\u{1B}Pq\"1;1;12;13~\u{1B}\\~\u{1B}\\",
    "\u{1B}Pq\"1;1;12;13~\u{07}\u{1B}\\",
    "\u{1B}Pq\"1;1;12;13~é\u{1B}\\", "\u{1B}Pq\"1;1;12;13~ ~\u{1B}\\", "\u{1B}Pq\"1;1;12;13~\u{18}\u{1B}\\",
    "\u{1B}Pq\"1;1;12;13~\u{9C}~\u{1B}\\", "\u{1B}Pq\"1;1;12;13(\u{1B}\\", "\u{1B}Pq\"1;1;12;13!5\u{1B}\\",
    // Colours that are none.
    "\u{1B}Pq\"1;1;12;13#256~\u{1B}\\", "\u{1B}Pq\"1;1;12;13#1;2;101;0;0~\u{1B}\\", "\u{1B}Pq\"1;1;12;13#~\u{1B}\\",
    "\u{1B}Pq\"1;1;12;13#1;1;0;0;0~\u{1B}\\", "\u{1B}Pq\"1;1;12;13#1;2;3~\u{1B}\\",
  ])
  func refusesEverythingElse(text: String) {
    #expect(flaw(text) != nil)
  }

  @Test func changedDataIsRefusedOrStillOnePicture() throws {
    let pixels = Pixels.photo(40, 30)
    let room = PixelSize(width: 40, height: 30)
    let right = try SixelEncoder.encode(pixels, colors: 16)
    var random = Seeded(11)
    for _ in 0..<3_000 {
      var data = right
      data[Int.random(in: 0..<data.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      guard SixelCheck.flaw(in: data, room: room) == nil else { continue }
      #expect(data.dropFirst().dropLast(2).allSatisfy { (0x21...0x7E).contains($0) || $0 == 0x0A })
    }
  }
}
