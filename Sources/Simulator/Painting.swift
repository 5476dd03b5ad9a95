import Foundation
import Gemini

/// A placeholder picture: a scene after the words of the prompt, with a label that says what it is.
struct Painting {
  private let words: [String]
  private var seed: Seed
  private let main: RGB
  private let accent: RGB
  private let isNight: Bool

  /// - Parameter variation: another number sets things elsewhere.
  init(_ request: GenerateRequest, variation: Int = 0) {
    words = request.words
    var seed = Seed("painting\n" + request.prompt + (variation == 0 ? "" : "\n\(variation)"))
    let named = ColourWords.found(in: words).map(\.colour)
    // Of several colours, the one that stands before something large is the main one.
    let large = zip(words, words.dropFirst()).first { Self.large.contains($0.1) && ColourWords.colour($0.0) != nil }
    let main = large.flatMap { ColourWords.colour($0.0) } ?? named.first ?? Self.colour(hue: seed.fraction())
    self.main = main
    accent = named.first { $0 != main } ?? RGB(0xF5_D78C)
    isNight = words.contains { ["night", "moon", "stars", "midnight", "neon", "dark"].contains($0) }
    self.seed = seed
  }

  func drawn(_ size: PictureSize) -> RGBImage {
    var scene = Scene(size)
    var seed = seed
    if has(["wall", "walls", "room", "kitchen", "house", "interior", "sofa", "office"]) {
      room(&scene, &seed)
    } else if has(["city", "skyline", "town", "street", "building", "buildings", "tower", "neon"]) {
      sky(&scene, &seed)
      city(&scene, &seed)
    } else if has(["sea", "ocean", "beach", "lake", "water", "boat", "ship", "island"]) {
      sky(&scene, &seed)
      sea(&scene, &seed)
    } else {
      sky(&scene, &seed)
      hills(&scene, &seed)
    }
    var image = scene.rendered()
    Label.draw(words: words, on: &image)
    return image
  }

  private static let large: Set = [
    "wall", "walls", "room", "sky", "sea", "ocean", "lake", "water", "city", "skyline", "town", "hills", "mountains",
    "valley", "forest", "field", "fields", "meadow", "background", "landscape",
  ]

  private func has(_ any: Set<String>) -> Bool { words.contains { any.contains($0) } }

  /// A colour of medium strength; `hue` from 0 to 1.
  private static func colour(hue: Double) -> RGB {
    func channel(_ shift: Double) -> UInt8 { UInt8(125 + 70 * cos((hue + shift) * 2 * Double.pi)) }
    return RGB(red: channel(0), green: channel(1 / 3), blue: channel(2 / 3))
  }

  private func sky(_ scene: inout Scene, _ seed: inout Seed) {
    let (width, height) = (scene.width, scene.height)
    let top = isNight ? main.darker(0.8) : main.lighter(0.35)
    scene.band(0..<height, from: top, to: isNight ? main.darker(0.35) : main.lighter(0.8))
    let radius = min(width, height) / 11
    let x = width / 5 + seed.number(0...width / 2)
    let y = height / 6 + seed.number(0...height / 8)
    let light = isNight ? RGB(0xF0_F0DC) : accent.lighter(0.3)
    scene.disc(x: x, y: y, radius: radius * 8 / 5, top.mixed(with: light, 0.25))
    scene.disc(x: x, y: y, radius: radius, light)
  }

  private func hills(_ scene: inout Scene, _ seed: inout Seed) {
    let layers = 5
    for layer in 0..<layers {
      let depth = Double(layer) / Double(layers - 1)
      let outline = outline(
        scene, level: 0.42 + 0.46 * depth, swing: 0.1 - 0.06 * depth, waves: 1.2 + depth * 1.5, &seed)
      let far = isNight ? main.darker(0.3) : main.lighter(0.45)
      scene.ridge(outline, far.mixed(with: main.darker(0.55), depth))
      if layer == layers - 2 { firs(&scene, outline, &seed) }
    }
  }

  private func firs(_ scene: inout Scene, _ outline: [Int], _ seed: inout Seed) {
    let size = max(min(scene.width, scene.height) / 14, 4)
    let trees = (0..<14).map { _ in
      let x = seed.number(0...scene.width - 1)
      let height = size + seed.number(0...size)
      return (x: x, base: outline[x] + size / 3, width: height / 2, height: height)
    }
    scene.triangles(trees, main.darker(0.5))
  }

  private func outline(
    _ scene: Scene, level: Double, swing: Double, waves: Double, _ seed: inout Seed
  ) -> [Int] {
    let (first, second) = (seed.fraction() * 6.28, seed.fraction() * 6.28)
    let step = waves * 6.28 / Double(scene.width)
    return (0..<scene.width).map { x in
      let phase = Double(x) * step
      let rise = sin(phase + first) * 0.65 + sin(phase * 2.7 + second) * 0.35
      return Int((level - swing * rise) * Double(scene.height))
    }
  }

  private func city(_ scene: inout Scene, _ seed: inout Seed) {
    let (width, height) = (scene.width, scene.height)
    for row in 0..<2 {
      let colour = isNight ? main.darker(0.5 + 0.25 * Double(row)) : main.darker(0.1 + 0.3 * Double(row))
      var x = -seed.number(0...width / 20)
      while x < width {
        let wide = width / 18 + seed.number(0...width / 16)
        let tall = height * (row == 0 ? 45 : 28) / 100 + seed.number(0...height / 5)
        scene.rectangle(x: x..<x + wide, y: height - tall..<height, colour)
        if row == 1 { windows(&scene, x: x, wide: wide, top: height - tall, &seed) }
        x += wide + seed.number(0...width / 60)
      }
    }
  }

  /// Lit windows of one building: those of a floor share a shape.
  private func windows(_ scene: inout Scene, x: Int, wide: Int, top: Int, _ seed: inout Seed) {
    let unit = max(min(scene.width, scene.height) / 90, 2)
    var y = top + unit * 2
    while y < scene.height - unit * 2 {
      var lit: [Range<Int>] = []
      var left = x + unit
      while left + unit * 2 < x + wide {
        if seed.number(0...2) > 0 { lit.append(left..<left + unit) }
        left += unit * 2
      }
      let rows = y..<y + unit
      let colour = accent.lighter(0.2)
      scene.shapes.append(Scene.Shape(spans: { rows.contains($0) ? lit : [] }, colour: { _ in colour }))
      y += unit * 3
    }
  }

  private func sea(_ scene: inout Scene, _ seed: inout Seed) {
    let (width, height) = (scene.width, scene.height)
    let horizon = height * 55 / 100
    scene.band(horizon..<height, from: main.darker(0.1), to: main.darker(0.6))
    for line in 0..<18 {
      let y = horizon + (height - horizon) * (line * line + 3) / 360
      let long = width / 12 + line * width / 90
      let x = seed.number(0...width)
      scene.rectangle(x: x..<x + long, y: y..<y + max(height / 300, 1), main.lighter(0.4))
    }
    let unit = max(min(width, height) / 20, 2)
    let x = width * 3 / 5 + seed.number(0...width / 6)
    scene.triangles([(x: x, base: horizon + unit, width: unit * 2, height: unit * 3)], accent)
    scene.rectangle(
      x: x - unit..<x + unit * 3 / 2, y: horizon + unit * 11 / 10..<horizon + unit * 8 / 5, main.darker(0.7))
  }

  private func room(_ scene: inout Scene, _ seed: inout Seed) {
    let (width, height) = (scene.width, scene.height)
    let floor = height * 72 / 100
    scene.band(0..<floor, from: main.lighter(0.12), to: main)
    scene.band(floor..<height, from: main.mixed(with: RGB(0x8C_6A46), 0.6), to: main.mixed(with: RGB(0x5A_4028), 0.6))
    scene.rectangle(x: 0..<width, y: floor - height / 60..<floor, main.lighter(0.5))
    let left = width / 8 + seed.number(0...width / 10)
    scene.rectangle(x: left..<left + width / 4, y: height / 7..<height * 45 / 100, main.lighter(0.75))
    scene.rectangle(
      x: left + width / 80..<left + width / 4 - width / 80,
      y: height / 7 + height / 60..<height * 45 / 100 - height / 60,
      isNight ? main.darker(0.7) : main.lighter(0.5))
    let right = width * 55 / 100
    let sofa = accent.mixed(with: main, 0.25)
    scene.rectangle(x: right..<right + width * 35 / 100, y: height * 50 / 100..<height * 68 / 100, sofa.darker(0.15))
    scene.rectangle(x: right - width / 40..<right + width * 3 / 8, y: height * 60 / 100..<height * 76 / 100, sofa)
  }
}
