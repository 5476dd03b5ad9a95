import Testing

@testable import Images

@Suite struct GIFTests {
  private let background = RGB(red: 9, green: 90, blue: 200)

  @Test(arguments: 2...8, [false, true]) func decodesWhatWasEncoded(bits: Int, isInterlaced: Bool) throws {
    for (width, height) in [(1, 1), (7, 3), (61, 19), (200, 131)] {
      var gif = TestGIF(width: width, height: height, bits: bits)
      gif.isInterlaced = isInterlaced
      #expect(try Decoder.decode(gif.file, background: background) == gif.pixels(over: background))
    }
  }

  /// Noise fills the table of codes; an encoder may start it anew or go on with it full.
  @Test(arguments: [false, true]) func decodesAFullTable(clears: Bool) throws {
    var gif = TestGIF(width: 300, height: 200, bits: 8)
    gif.clears = clears
    #expect(try Decoder.decode(gif.file, background: background) == gif.pixels(over: background))
  }

  @Test func aFrameInsideShowsTheBackgroundAroundIt() throws {
    var gif = TestGIF(width: 20, height: 10, bits: 4)
    gif.frame = (left: 5, top: 3, width: 8, height: 7)
    gif.transparent = 3
    let pixels = try Decoder.decode(gif.file, background: background)
    #expect(pixels == gif.pixels(over: background))
    #expect(pixels[0, 0] == background && pixels[4, 9] == background && pixels[13, 5] == background)
  }

  @Test func theFileThatIsSentKeepsWhatIsTransparent() throws {
    var gif = TestGIF(width: 20, height: 10, bits: 4)
    gif.frame = (left: 5, top: 3, width: 8, height: 7)
    gif.transparent = 3
    let file = try pngFile(of: gif.file)
    #expect(file.hasAlphaChannel)
    for under in [background, .black, .white] {
      #expect(try Decoder.decode(file, background: under) == gif.pixels(over: under))
    }
    // Nothing is transparent: three channels will do.
    let opaque = TestGIF(width: 20, height: 10, bits: 4)
    #expect(try !pngFile(of: opaque.file).hasAlphaChannel)
  }

  @Test(arguments: [false, true]) func aTableOfTheFramesOwnComesFirst(hasGlobal: Bool) throws {
    var gif = TestGIF(width: 12, height: 9, bits: 3)
    gif.hasOwnColors = true
    gif.hasGlobalColors = hasGlobal
    #expect(try Decoder.decode(gif.file, background: background) == gif.pixels(over: background))
  }

  @Test func readsNothingBehindTheFirstFrame() throws {
    let gif = TestGIF(width: 12, height: 9, bits: 3)
    let file = gif.file.dropLast() + [0x2C, 0, 0, 1, 2, 3]
    #expect(try Decoder.decode(Array(file), background: background) == gif.pixels(over: background))
  }

  @Test func refusesWhatIsWrong() throws {
    var outside = TestGIF(width: 12, height: 9, bits: 3)
    outside.frame = (left: 5, top: 0, width: 8, height: 9)
    var empty = TestGIF(width: 12, height: 9, bits: 3)
    empty.frame = (left: 0, top: 0, width: 0, height: 9)
    var colorless = TestGIF(width: 12, height: 9, bits: 3)
    colorless.hasGlobalColors = false
    let right = TestGIF(width: 12, height: 9, bits: 3)
    let head = Array(right.file.prefix(13 + 24))
    let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 12, 0, 9, 0, 0]
    for file in [
      outside.file, empty.file, colorless.file,
      // No frame, an unknown block, codes of no or too many bits, no data, a code that nothing defined.
      head + [0x3B], head + [0x00], head + [0x21], head + frame + [0, 0], head + frame + [12, 0],
      head + frame + [3, 0],
      head + frame + [3, 2, 0x58, 0xFF, 0, 0x3B],
    ] {
      #expect(throws: ImageError.self) { try Decoder.decode(file, background: background) }
    }
    for count in 0..<right.file.count - 3 {
      #expect(throws: ImageError.self) { try Decoder.decode(Array(right.file.prefix(count)), background: background) }
    }
  }

  /// A few bytes that say they are millions of pixels are refused before these are made.
  @Test func aBombIsRefused() {
    var file = TestGIF(width: 12, height: 9, bits: 3).file
    file.replaceSubrange(6..<10, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: ImageError.tooLarge(width: 65_535, height: 65_535)) {
      try Decoder.decode(file, background: background)
    }
  }

  @Test func changedFilesGiveAPictureOrASentence() {
    var random = Seeded(21)
    let files = [2, 5, 8].map { TestGIF(width: 40, height: 30, bits: $0).file }
    for round in 0..<3_000 {
      var file = files[round % 3]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        file[Int.random(in: 10..<file.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        let pixels = try Decoder.decode(file, background: background)
        #expect((pixels.width, pixels.height) == (40, 30))
      } catch {
        #expect(error.sentence.hasSuffix("."))
      }
    }
  }
}

/// A GIF made here, of random runs of colours.
struct TestGIF {
  let width: Int
  let height: Int
  let bits: Int
  var isInterlaced = false
  var hasGlobalColors = true
  var hasOwnColors = false
  var transparent: UInt8?
  /// False goes on with the table of codes when it is full.
  var clears = true
  var frame: (left: Int, top: Int, width: Int, height: Int)

  init(width: Int, height: Int, bits: Int) {
    (self.width, self.height, self.bits) = (width, height, bits)
    frame = (0, 0, width, height)
  }

  /// Of the frame, from the top.
  private var indices: [UInt8] {
    var random = Seeded(UInt64(bits))
    var last: UInt8 = 0
    return (0..<frame.width * frame.height).map { _ in
      if Int.random(in: 0..<3, using: &random) == 0 { last = UInt8(Int.random(in: 0..<(1 << bits), using: &random)) }
      return last
    }
  }

  private func color(_ index: Int, own: Bool) -> RGB {
    RGB(red: UInt8(index), green: UInt8(255 - index), blue: own ? 7 : 70)
  }

  func pixels(over background: RGB) -> Pixels {
    let indices = indices
    return Pixels(width: width, height: height) { x, y in
      let (column, row) = (x - frame.left, y - frame.top)
      guard (0..<frame.width).contains(column), (0..<frame.height).contains(row) else { return background }
      let index = indices[row * frame.width + column]
      return index == transparent ? background : color(Int(index), own: hasOwnColors)
    }
  }

  var file: [UInt8] {
    func short(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }
    func table(own: Bool) -> [UInt8] {
      (0..<1 << bits).flatMap { color($0, own: own).channels.map { UInt8($0) } }
    }
    let size = UInt8(bits - 1)
    var file = Array("GIF89a".utf8) + short(width) + short(height) + [hasGlobalColors ? 0x80 | size : 0, 0, 0]
    if hasGlobalColors { file += table(own: false) }
    // A comment that looks like a frame.
    file += [0x21, 0xFE, 2, 0x2C, 0x2C, 0]
    if let transparent { file += [0x21, 0xF9, 4, 1, 0, 0, transparent, 0] }
    file += [0x2C] + short(frame.left) + short(frame.top) + short(frame.width) + short(frame.height)
    file.append((isInterlaced ? 0x40 : 0) | (hasOwnColors ? 0x80 | size : 0))
    if hasOwnColors { file += table(own: true) }
    let data = encoded(rows.flatMap { indices[$0 * frame.width..<($0 + 1) * frame.width] })
    file.append(UInt8(bits))
    for start in stride(from: 0, to: data.count, by: 255) {
      let block = data[start..<min(start + 255, data.count)]
      file += [UInt8(block.count)] + block
    }
    return file + [0, 0x3B]
  }

  private var rows: [Int] {
    let all = Array(0..<frame.height)
    guard isInterlaced else { return all }
    return all.filter { $0 % 8 == 0 } + all.filter { $0 % 8 == 4 } + all.filter { $0 % 4 == 2 }
      + all.filter { $0 % 2 == 1 }
  }

  private func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let clear = 1 << bits
    var codes: [[UInt8]: Int] = [:]
    var (next, width) = (clear + 2, bits + 1)
    var data: [UInt8] = []
    var (buffer, held) = (0, 0)
    func emit(_ code: Int) {
      buffer |= code << held
      held += width
      while held >= 8 {
        data.append(UInt8(buffer & 255))
        buffer >>= 8
        held -= 8
      }
    }
    func code(of string: [UInt8]) -> Int? { string.count == 1 ? Int(string[0]) : codes[string] }
    emit(clear)
    var string: [UInt8] = []
    for byte in bytes {
      let longer = string + [byte]
      if code(of: longer) != nil {
        string = longer
        continue
      }
      emit(code(of: string) ?? clear)
      if next < 4_096 {
        codes[longer] = next
        next += 1
        if next - 1 == 1 << width, width < 12 { width += 1 }
      } else if clears {
        emit(clear)
        (codes, next, width) = ([:], clear + 2, bits + 1)
      }
      string = [byte]
    }
    if let last = code(of: string) { emit(last) }
    // The reader's table grows once more, and with it the width of the end.
    if next < 4_096, next == 1 << width, width < 12 { width += 1 }
    emit(clear + 1)
    if held > 0 { data.append(UInt8(buffer & 255)) }
    return data
  }
}
