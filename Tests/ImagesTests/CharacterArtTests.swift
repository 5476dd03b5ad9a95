import Screen
import Testing

@testable import Images

@Suite struct CharacterArtTests {
  @Test(arguments: ArtColors.allCases) func fillsAGridOfTheSizeAskedFor(colors: ArtColors) throws {
    for (columns, rows) in [(1, 1), (7, 3), (40, 20)] {
      let grid = try CharacterArt.render(.photo(90, 70), columns: columns, rows: rows, colors: colors)
      #expect(grid.size == Size(columns: columns, rows: rows))
      for cell in grid.cells {
        #expect(cell.character.unicodeScalars.count == 1)
        #expect(cell.character.unicodeScalars.allSatisfy(CharacterArt.isGlyph))
        for color in [cell.style.foreground, cell.style.background].compactMap(\.self) {
          switch colors {
          case .none: Issue.record("a colour where there should be none")
          case .eight: #expect(color < 8)
          case .sixteen: #expect(color < 16)
          case .two56: #expect(color >= 16)
          }
        }
      }
    }
  }

  /// One colour above another, in a cell each: what a person sees must be these colours.
  @Test func showsTheColoursOfThePicture() throws {
    let cube = RGB(red: 215, green: 0, blue: 0)
    let grey = RGB(red: 8, green: 8, blue: 8)
    let pixels = Pixels(width: 16, height: 32) { _, row in row < 16 ? cube : grey }
    let grid = try CharacterArt.render(pixels, columns: 1, rows: 2, colors: .two56)
    // Index 160 is the cube's (4, 0, 0), index 232 the darkest grey.
    #expect(shownColors(grid[0, 0]) == [160])
    #expect(shownColors(grid[1, 0]) == [232])
    let both = try CharacterArt.render(pixels, columns: 1, rows: 1, colors: .two56)
    #expect(shownColors(both[0, 0]) == [160, 232])
  }

  private func shownColors(_ cell: Cell) -> Set<UInt8?> {
    switch cell.character {
    case " ": [cell.style.background]
    case "█": [cell.style.foreground]
    default: [cell.style.foreground, cell.style.background]
    }
  }

  @Test func lettersAreDenserWhereThePictureDiffersFromTheBackground() throws {
    let pixels = Pixels(width: 64, height: 32) { column, _ in column < 32 ? .black : .white }
    func ink(_ background: RGB) throws -> (left: Int, right: Int) {
      let grid = try CharacterArt.render(pixels, columns: 8, rows: 2, colors: .none, background: background)
      let isInk = { (column: Int) in grid[0, column].character == " " ? 0 : 1 }
      return ((0..<4).map(isInk).reduce(0, +), (4..<8).map(isInk).reduce(0, +))
    }
    let dark = try ink(.black)
    #expect(dark.left == 0 && dark.right == 4)
    let light = try ink(.white)
    #expect(light.left == 4 && light.right == 0)
  }

  @Test func isTheSameEveryTime() throws {
    let first = try CharacterArt.render(.photo(90, 70), columns: 30, rows: 12, colors: .two56)
    #expect(try CharacterArt.render(.photo(90, 70), columns: 30, rows: 12, colors: .two56) == first)
  }

  @Test func needsACell() {
    for (columns, rows) in [(0, 5), (5, 0), (-1, -1), (5, 100_000)] {
      #expect(throws: ImageError.noRoom) {
        try CharacterArt.render(.photo(9, 9), columns: columns, rows: rows, colors: .two56)
      }
    }
  }
}
