import CSixel
import Synchronization

/// Pixels to sixel data, through libsixel.
package enum SixelEncoder {
  /// The most colours libsixel can choose.
  package static let mostColors = 256

  /// libsixel keeps a sort key in a global: two encodes at once get wrong palettes.
  /// - Source: terminal-graphics.md section 8.
  private static let turn = Mutex(())

  /// Encodes without diffusion, which would cost bytes and, below 256 colours, fidelity.
  /// - Parameters:
  ///   - colors: 2 to 256, others are taken as the nearest of these.
  ///   - tolerance: as of `Pixels.indexed`.
  /// - Returns: `ESC P` to `ESC \`.
  /// - Throws: `outOfMemory` or `workerFailed`.
  package static func encode(_ pixels: Pixels, colors: Int, tolerance: Int = 0) throws(ImageError) -> [UInt8] {
    try encode(pixels.indexed(colors: colors, tolerance: tolerance), strips: [0..<pixels.height])[0]
  }

  /// Encodes rows of pixels, each strip as a picture of its own, all in the colours of the whole, so that strips show
  /// no seam.
  /// - Returns: one for each strip.
  static func encode(_ pixels: IndexedPixels, strips: [Range<Int>]) throws(ImageError) -> [[UInt8]] {
    try turn.withLock { _ throws(ImageError) in
      let dither = unsafe try Dither(colors: pixels.palette.count / 3)
      unsafe dither.usePalette(of: pixels)
      var encoded: [[UInt8]] = []
      for strip in strips { encoded.append(SixelPalette.trimmed(unsafe try dither.encode(pixels, rows: strip))) }
      return encoded
    }
  }

  /// The colours that stand for a picture's own, three bytes each, as libsixel finds them.
  /// - Throws: `outOfMemory` or `workerFailed`.
  static func palette(of pixels: Pixels, colors: Int) throws(ImageError) -> [UInt8] {
    try turn.withLock { _ throws(ImageError) in
      let dither = unsafe try Dither(colors: colors)
      unsafe try dither.findPalette(of: pixels)
      return unsafe dither.palette
    }
  }
}

/// libsixel's palette and what it does with it.
@unsafe
private final class Dither {
  private var allocator: OpaquePointer?
  private var dither: OpaquePointer?

  init(colors: Int) throws(ImageError) {
    unsafe try Self.check(sixel_allocator_new(&allocator, nil, nil, nil, nil))
    unsafe try Self.check(sixel_dither_new(&dither, Int32(colors), allocator))
    unsafe sixel_dither_set_diffusion_type(dither, Int32(SIXEL_DIFFUSE_NONE))
  }

  deinit {
    if let dither = unsafe dither { unsafe sixel_dither_unref(dither) }
    if let allocator = unsafe allocator { unsafe sixel_allocator_unref(allocator) }
  }

  func findPalette(of pixels: Pixels) throws(ImageError) {
    // The library takes mutable pixels; with other settings it does write into them.
    var source = pixels.rgb
    let status = unsafe source.withUnsafeMutableBufferPointer {
      unsafe sixel_dither_initialize(
        dither, $0.baseAddress, Int32(pixels.width), Int32(pixels.height), Int32(SIXEL_PIXELFORMAT_RGB888),
        Int32(SIXEL_LARGE_AUTO), Int32(SIXEL_REP_AUTO), Int32(SIXEL_QUALITY_LOW))
    }
    unsafe try Self.check(status)
  }

  /// - Precondition: the pixels have as many colours as this was made for.
  func usePalette(of pixels: IndexedPixels) {
    var palette = pixels.palette
    unsafe palette.withUnsafeMutableBufferPointer { unsafe sixel_dither_set_palette(dither, $0.baseAddress) }
    unsafe sixel_dither_set_pixelformat(dither, Int32(SIXEL_PIXELFORMAT_PAL8))
  }

  func encode(_ pixels: IndexedPixels, rows: Range<Int>) throws(ImageError) -> [UInt8] {
    var source = Array(pixels.indices[rows.lowerBound * pixels.width..<rows.upperBound * pixels.width])
    var data: [UInt8] = []
    data.reserveCapacity(source.count)
    let status = unsafe source.withUnsafeMutableBufferPointer { source in
      unsafe withUnsafeMutablePointer(to: &data) { data -> SIXELSTATUS in
        var output: OpaquePointer?
        let status = unsafe sixel_output_new(&output, Self.append, data, allocator)
        guard unsafe status & Self.failureBit == 0 else { return status }
        defer { unsafe sixel_output_unref(output) }
        unsafe sixel_output_set_encode_policy(output, Int32(SIXEL_ENCODEPOLICY_SIZE))
        return unsafe sixel_encode(
          source.baseAddress, Int32(pixels.width), Int32(rows.count), 1, dither, output)
      }
    }
    unsafe try Self.check(status)
    return data
  }

  /// Three bytes a colour.
  var palette: [UInt8] {
    let count = Int(unsafe sixel_dither_get_num_of_palette_colors(dither))
    guard let palette = unsafe sixel_dither_get_palette(dither) else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: palette, count: count * 3))
  }

  /// Called by libsixel, before `sixel_encode` returns and on the same thread; the context is the array of results.
  private static let append: sixel_write_function = { bytes, count, context in
    guard let bytes = unsafe bytes, let context = unsafe context, count > 0 else { return 0 }
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: Int(count))
    unsafe context.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: piece)
    return count
  }

  /// What the C macro `SIXEL_FAILED` tests.
  private static let failureBit: SIXELSTATUS = 0x1000

  private static func check(_ status: SIXELSTATUS) throws(ImageError) {
    guard unsafe status & failureBit != 0 else { return }
    if status == SIXEL_BAD_ALLOCATION { throw .outOfMemory }
    throw .workerFailed("libsixel status \(String(status, radix: 16))")
  }
}
