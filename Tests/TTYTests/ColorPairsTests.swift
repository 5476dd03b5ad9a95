import Screen
import Testing

@testable import TTY

@Suite struct ColorPairsTests {
  @Test(arguments: [ColorDepth.eight, .sixteen])
  func everyColorBecomesTheNearest(_ depth: ColorDepth) {
    func distance(_ a: UInt8, _ b: UInt8) -> Int {
      let (x, y) = (Palette.rgb(a), Palette.rgb(b))
      let (red, green, blue) = (x.red - y.red, x.green - y.green, x.blue - y.blue)
      return red * red + green * green + blue * blue
    }
    for index in UInt8.min...UInt8.max {
      let reduced = Palette.reduce(index, to: depth)
      #expect(reduced < depth.rawValue)
      #expect((0..<UInt8(depth.rawValue)).allSatisfy { distance(index, reduced) <= distance(index, $0) })
      #expect(Palette.reduce(index, to: .full) == index)
    }
  }

  @Test(arguments: [
    // A soft red, orange, olive, teal, sky, lilac and pink.
    (UInt8(210), UInt8(9), UInt8?(1)), (180, 11, 5), (144, 11, 5), (152, 14, 4), (117, 14, 4), (146, 14, 4),
    (176, 13, 5), (150, 10, nil),
  ])
  func softColorsKeepTheirHue(_ index: UInt8, _ onDark: UInt8, _ onLight: UInt8?) {
    #expect(!Palette.isGrey(index) && Palette.isGrey(247))
    #expect(Palette.hue(of: index, at: .sixteen, on: .dark) == onDark)
    #expect(Palette.hue(of: index, at: .sixteen, on: .white) == onLight)
    #expect(Palette.hue(of: index, at: .eight, on: .dark) == onDark - 8)
  }

  @Test func knownColors() {
    #expect(Palette.rgb(196) == (255, 0, 0))
    #expect(Palette.rgb(255) == (238, 238, 238))
    #expect(Palette.rgb(16) == (0, 0, 0))
    #expect(Palette.reduce(196, to: .sixteen) == 9)
    #expect(Palette.reduce(196, to: .eight) == 1)
    #expect(Palette.reduce(11, to: .eight) == 3)
    #expect(Palette.reduce(231, to: .sixteen) == 15)
  }

  @Test(arguments: [(0, ColorDepth.none), (8, .eight), (15, .eight), (16, .sixteen), (256, .full), (1 << 24, .full)])
  func depthOfAnyNumber(_ colors: Int, _ depth: ColorDepth) {
    #expect(ColorDepth(colors: colors) == depth)
  }

  private var theme: Theme {
    Theme(
      name: "t",
      looks: [
        .faint: .init(.palette(236)), .selected: .init(.palette(16), on: .palette(110)),
        .title: .init(.palette(212), on: .standard, .bold), .chip: .init(.palette(238), on: .palette(235)),
      ])
  }

  @Test func fullDepthKeepsTheTheme() {
    let pairs = ColorPairs(depth: .full, theme: theme)
    #expect(pairs[Style(.title, .underline)] == CellLook(attributes: [.bold, .underline], foreground: 212))
    #expect(pairs[Style(.selected)] == CellLook(foreground: 16, background: 110))
    #expect(pairs[Style(.text)] == CellLook())
    #expect(pairs[Style(.text, foreground: 7, background: 200)] == CellLook(foreground: 7, background: 200))
  }

  @Test(arguments: [ColorDepth.eight, .sixteen])
  func reducedTextStaysReadable(_ depth: ColorDepth) {
    let pairs = ColorPairs(depth: depth, theme: theme)
    #expect(pairs[Style(.faint)] == CellLook(attributes: .dim))
    let chip = pairs[Style(.chip)]
    #expect(chip.foreground != chip.background)
    for role in Role.allCases { #expect(pairs[Style(role)].foreground < Int32(depth.rawValue)) }
  }

  @Test(arguments: [ColorDepth.eight, .sixteen])
  func greyTextCanBeReadOnAnyBackground(_ depth: ColorDepth) {
    for grey: UInt8 in [16, 232, 238, 244, 247, 255, 231] {
      let pairs = ColorPairs(depth: depth, theme: Theme(name: "t", looks: [.faint: .init(.palette(grey))]))
      #expect(pairs[Style(.faint)] == CellLook(attributes: .dim), "\(grey)")
    }
  }

  @Test func withoutColorsEveryThemeIsMonochrome() {
    let pairs = ColorPairs(depth: .none, theme: theme)
    #expect(pairs[Style(.selected)] == CellLook(attributes: [.bold, .reverse]))
    #expect(pairs[Style(.popup)] == CellLook())
    #expect(pairs[Style(.title, .italic)] == CellLook(attributes: [.bold, .italic]))
    #expect(pairs[Style(.text, foreground: 1, background: 2)] == CellLook())
  }

  @Test func anotherThemeIsNoticed() {
    var pairs = ColorPairs(depth: .full, theme: theme)
    let isSame = !pairs.use(theme)
    #expect(isSame)
    let isOther = pairs.use(Theme(name: "other"))
    #expect(isOther)
    #expect(pairs[Style(.title)] == CellLook())
  }
}
