import CChafa
package import Screen

/// How many colours of its palette a terminal shows.
package enum ArtColors: UInt8, CaseIterable, Sendable {
  case none, eight, sixteen, two56
}

/// Pictures made of characters, through libchafa.
package enum CharacterArt {
  /// Draws with half blocks and quadrants, or letters where there are no colours, in palette indices. With 256 colours
  /// the first sixteen are left out, because every terminal has its own idea of them.
  /// - Parameter background: the terminal's own, so that letters without colours are light on dark or dark on light.
  /// - Throws: `noRoom` if there is no cell, `outOfMemory`.
  /// - Source: terminal-graphics.md section 10.
  package static func render(
    _ pixels: Pixels, columns: Int, rows: Int, colors: ArtColors, background: RGB = .black
  ) throws(ImageError) -> Grid {
    guard (1...mostCells).contains(columns), (1...mostCells).contains(rows) else { throw .noRoom }
    let small = pixels.averaged(to: columns * cellSide, rows * cellSide)
    var grid = Grid(Size(columns: columns, rows: rows))
    let drawn = unsafe draw(small, into: &grid, colors: colors, background: background)
    guard drawn else { throw .outOfMemory }
    return grid
  }

  /// The characters that `render` may use: ASCII, half blocks, the full block and quadrants.
  static func isGlyph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0x2580, 0x2584, 0x2588, 0x258C, 0x2590, 0x2596...0x259F: true
    default: false
    }
  }

  /// More columns or rows than any terminal has.
  static let mostCells = 1_000
  /// The library compares each cell with glyphs of 8x8 pixels; given just as many it has nothing to scale.
  private static let cellSide = 8

  @unsafe
  private static func draw(_ pixels: Pixels, into grid: inout Grid, colors: ArtColors, background: RGB) -> Bool {
    // Worker threads would only reserve memory; the picture is small by now.
    chafa_set_n_threads(1)
    guard let symbols = unsafe chafa_symbol_map_new() else { return false }
    defer { unsafe chafa_symbol_map_unref(symbols) }
    unsafe chafa_symbol_map_add_by_tags(symbols, tags(for: colors))
    guard let config = unsafe chafa_canvas_config_new() else { return false }
    defer { unsafe chafa_canvas_config_unref(config) }
    unsafe chafa_canvas_config_set_geometry(config, Int32(grid.size.columns), Int32(grid.size.rows))
    unsafe chafa_canvas_config_set_symbol_map(config, symbols)
    unsafe chafa_canvas_config_set_pixel_mode(config, CHAFA_PIXEL_MODE_SYMBOLS)
    unsafe chafa_canvas_config_set_canvas_mode(config, mode(for: colors))
    let isDark = Int(background.red) + Int(background.green) + Int(background.blue) < 3 * 128
    unsafe chafa_canvas_config_set_bg_color(config, isDark ? 0 : 0xFF_FFFF)
    unsafe chafa_canvas_config_set_fg_color(config, isDark ? 0xFF_FFFF : 0)
    guard let canvas = unsafe chafa_canvas_new(config) else { return false }
    defer { unsafe chafa_canvas_unref(canvas) }
    unsafe pixels.rgb.withUnsafeBufferPointer {
      unsafe chafa_canvas_draw_all_pixels(
        canvas, CHAFA_PIXEL_RGB8, $0.baseAddress, Int32(pixels.width), Int32(pixels.height), Int32(pixels.width * 3))
    }
    for row in 0..<grid.size.rows {
      for column in 0..<grid.size.columns {
        var (foreground, background): (Int32, Int32) = (-1, -1)
        unsafe chafa_canvas_get_raw_colors_at(canvas, Int32(column), Int32(row), &foreground, &background)
        let scalar = Unicode.Scalar(unsafe chafa_canvas_get_char_at(canvas, Int32(column), Int32(row)))
        let style =
          colors == .none
          ? Style.plain : Style(foreground: UInt8(exactly: foreground), background: UInt8(exactly: background))
        grid[row, column] = Cell(Character(scalar ?? " "), style)
      }
    }
    return true
  }

  private static func tags(for colors: ArtColors) -> ChafaSymbolTags {
    let blocks = [
      CHAFA_SYMBOL_TAG_SPACE, CHAFA_SYMBOL_TAG_SOLID, CHAFA_SYMBOL_TAG_HHALF, CHAFA_SYMBOL_TAG_VHALF,
      CHAFA_SYMBOL_TAG_QUAD,
    ]
    let letters = [CHAFA_SYMBOL_TAG_SPACE, CHAFA_SYMBOL_TAG_ASCII]
    return ChafaSymbolTags((colors == .none ? letters : blocks).reduce(0) { $0 | $1.rawValue })
  }

  private static func mode(for colors: ArtColors) -> ChafaCanvasMode {
    switch colors {
    case .none: CHAFA_CANVAS_MODE_FGBG
    case .eight: CHAFA_CANVAS_MODE_INDEXED_8
    case .sixteen: CHAFA_CANVAS_MODE_INDEXED_16
    case .two56: CHAFA_CANVAS_MODE_INDEXED_240
    }
  }
}
