import Screen
import Testing

@testable import Images

@Suite struct FitTests {
  private let pane = Size(columns: 9, rows: 5)
  private let cell = PixelSize(width: 7, height: 13)

  @Test(arguments: 1...40) func sixelPicturesLieInsideThePane(width: Int) throws {
    for height in 1...40 {
      for picture in [
        PixelSize(width: width, height: height), PixelSize(width: width * 37, height: height),
        PixelSize(width: width, height: height * 37), PixelSize(width: width * 37, height: height * 37),
      ] {
        let fit = try #require(Fit.sixel(picture, into: pane, cell: cell))
        #expect(fit.cells.columns <= pane.columns && fit.cells.rows <= pane.rows)
        // The cells are the fewest that cover the picture with its last band whole.
        let painted = (fit.pixels.height + 5) / 6 * 6
        #expect(painted <= fit.cells.rows * cell.height && painted > (fit.cells.rows - 1) * cell.height)
        #expect(fit.pixels.width <= fit.cells.columns * cell.width)
        #expect(fit.pixels.width > (fit.cells.columns - 1) * cell.width)
        expectShape(of: picture, in: fit.pixels)
      }
    }
  }

  /// Same shape to the pixel, and either a whole enlargement or one side as long as the room.
  private func expectShape(of picture: PixelSize, in scaled: PixelSize) {
    let room = PixelSize(width: pane.columns * cell.width, height: pane.rows * cell.height / 6 * 6)
    #expect(scaled.width >= 1 && scaled.height >= 1)
    let difference = abs(scaled.width * picture.height - scaled.height * picture.width)
    #expect(difference <= max(picture.width, picture.height))
    if scaled.width >= picture.width, scaled.height >= picture.height {
      let factor = scaled.width / picture.width
      #expect(scaled == PixelSize(width: picture.width * factor, height: picture.height * factor))
      #expect((1...4).contains(factor))
    } else {
      #expect(scaled.width == room.width || scaled.height == room.height)
    }
  }

  @Test func smallPicturesAreEnlargedFourTimesAtMost() {
    let fit = Fit.sixel(PixelSize(width: 1, height: 1), into: Size(columns: 60, rows: 30), cell: cell)
    #expect(fit?.pixels == PixelSize(width: 4, height: 4))
    #expect(fit?.cells == Size(columns: 1, rows: 1))
  }

  @Test func noRoomIsNoFit() {
    let picture = PixelSize(width: 10, height: 10)
    for size in [Size(columns: 0, rows: 5), Size(columns: 5, rows: 0), Size(columns: -3, rows: 5)] {
      #expect(Fit.sixel(picture, into: size, cell: cell) == nil)
      #expect(Fit.cells(picture, into: size, cell: cell) == nil)
    }
    #expect(Fit.sixel(picture, into: Size(columns: 5, rows: 1), cell: PixelSize(width: 3, height: 5)) == nil)
    #expect(Fit.sixel(picture, into: pane, cell: PixelSize(width: 0, height: 0)) == nil)
  }

  @Test func sizesBeyondReasonAreCutDown() throws {
    let endless = Size(columns: .max, rows: .max)
    for cell in [cell, PixelSize(width: .max, height: .max)] {
      let fit = try #require(Fit.sixel(PixelSize(width: 9_000, height: 9_000), into: endless, cell: cell))
      #expect(max(fit.pixels.width, fit.pixels.height) <= 4_096)
    }
  }

  @Test(arguments: 1...40) func artLiesInsideThePane(width: Int) throws {
    for height in 1...40 {
      let picture = PixelSize(width: width * 9, height: height * 9)
      let fit = try #require(Fit.cells(picture, into: pane, cell: cell))
      #expect((1...pane.columns).contains(fit.cells.columns))
      #expect((1...pane.rows).contains(fit.cells.rows))
    }
  }

  @Test func pixelsShrinkOnly() {
    #expect(Fit.pixels(PixelSize(width: 10, height: 4), maxSide: 20) == PixelSize(width: 10, height: 4))
    #expect(Fit.pixels(PixelSize(width: 100, height: 40), maxSide: 20) == PixelSize(width: 20, height: 8))
    #expect(Fit.pixels(PixelSize(width: 1, height: 400), maxSide: 20) == PixelSize(width: 1, height: 20))
  }
}
