import Testing

@testable import Images

@Suite struct ScalingTests {
  @Test(arguments: [(40, 30, 20, 15), (40, 30, 13, 7), (17, 5, 3, 4), (9, 9, 1, 1), (10, 10, 15, 12)])
  func keepsTheMean(width: Int, height: Int, newWidth: Int, newHeight: Int) {
    let pixels = Pixels.random(width, height, seed: 5)
    let scaled = pixels.averaged(to: newWidth, newHeight)
    #expect((scaled.width, scaled.height) == (newWidth, newHeight))
    // Each pixel is rounded once, by half a step at most.
    #expect(abs(scaled.mean - pixels.mean) <= 0.5)
  }

  @Test func halvesExactly() {
    let pixels = Pixels.random(20, 12, seed: 6)
    let scaled = pixels.averaged(to: 10, 6)
    for row in 0..<6 {
      for column in 0..<10 {
        let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map { Int(pixels[2 * column + $0.0, 2 * row + $0.1].green) }
        #expect(Int(scaled[column, row].green) == (four.reduce(0, +) + 2) / 4)
      }
    }
  }

  @Test func aFlatPictureStaysFlat() {
    let flat = Pixels(width: 31, height: 17) { _, _ in .sea }
    for size in [(1, 1), (7, 5), (31, 17), (40, 60)] {
      #expect(Set(flat.averaged(to: size.0, size.1).rgb) == Set(flat.rgb))
    }
  }

  @Test func wholeFactorsRepeatPixels() {
    let pixels = Pixels.random(5, 4, seed: 8)
    let large = pixels.averaged(to: 15, 12)
    #expect(large == Pixels(width: 15, height: 12) { column, row in pixels[column / 3, row / 3] })
  }

  @Test func blocksHaveOneColourEach() {
    let blocks = Pixels.random(20, 14, seed: 9).inBlocks(of: 6)
    #expect((blocks.width, blocks.height) == (20, 14))
    for row in 0..<14 {
      for column in 0..<20 { #expect(blocks[column, row] == blocks[column / 6 * 6, row / 6 * 6]) }
    }
  }
}
