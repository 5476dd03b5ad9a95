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
  ///   - full: a more careful palette for six times the time: one dB more and an eighth fewer bytes at 64 colours.
  /// - Returns: `ESC P` to `ESC \`.
  /// - Throws: `outOfMemory` or `workerFailed`.
  package static func encode(_ pixels: Pixels, colors: Int, full: Bool) throws(ImageError) -> [UInt8] {
    try encode(pixels, colors: colors, full: full, strips: [0..<pixels.height])[0]
  }

  /// Encodes rows of pixels, each strip as a picture of its own. The palette is that of the whole picture, so that
  /// strips show no seam.
  /// - Returns: one for each strip.
  package static func encode(
    _ pixels: Pixels, colors: Int, full: Bool, strips: [Range<Int>]
  ) throws(ImageError) -> [[UInt8]] {
    try turn.withLock { _ throws(ImageError) in
      let palette = unsafe try Palette(of: pixels, colors: colors, full: full)
      var encoded: [[UInt8]] = []
      for strip in strips { encoded.append(SixelPalette.trimmed(unsafe try palette.encode(pixels, rows: strip))) }
      return encoded
    }
  }

  /// The colours that stand best for a picture's own, three bytes each.
  /// - Throws: `outOfMemory` or `workerFailed`.
  static func palette(of pixels: Pixels, colors: Int) throws(ImageError) -> [UInt8] {
    try turn.withLock { _ throws(ImageError) in unsafe try Palette(of: pixels, colors: colors, full: false).colors }
  }
}

/// A palette chosen by libsixel, which lives on for several encodes.
@unsafe
private final class Palette {
  private var allocator: OpaquePointer?
  private var dither: OpaquePointer?

  init(of pixels: Pixels, colors: Int, full: Bool) throws(ImageError) {
    unsafe try Self.check(sixel_allocator_new(&allocator, nil, nil, nil, nil))
    let count = Int32(min(max(2, colors), SixelEncoder.mostColors))
    unsafe try Self.check(sixel_dither_new(&dither, count, allocator))
    // The library takes mutable pixels; with other settings it does write into them.
    var source = pixels.rgb
    let status = unsafe source.withUnsafeMutableBufferPointer {
      unsafe sixel_dither_initialize(
        dither, $0.baseAddress, Int32(pixels.width), Int32(pixels.height), Int32(SIXEL_PIXELFORMAT_RGB888),
        Int32(SIXEL_LARGE_AUTO), Int32(SIXEL_REP_AUTO), full ? Int32(SIXEL_QUALITY_FULL) : Int32(SIXEL_QUALITY_LOW))
    }
    unsafe try Self.check(status)
    unsafe sixel_dither_set_diffusion_type(dither, Int32(SIXEL_DIFFUSE_NONE))
  }

  deinit {
    if let dither = unsafe dither { unsafe sixel_dither_unref(dither) }
    if let allocator = unsafe allocator { unsafe sixel_allocator_unref(allocator) }
  }

  func encode(_ pixels: Pixels, rows: Range<Int>) throws(ImageError) -> [UInt8] {
    var source = Array(pixels.rgb[rows.lowerBound * pixels.width * 3..<rows.upperBound * pixels.width * 3])
    var data: [UInt8] = []
    data.reserveCapacity(source.count / 4)
    let status = unsafe source.withUnsafeMutableBufferPointer { source in
      unsafe withUnsafeMutablePointer(to: &data) { data -> SIXELSTATUS in
        var output: OpaquePointer?
        let status = unsafe sixel_output_new(&output, Self.append, data, allocator)
        guard unsafe status & Self.failureBit == 0 else { return status }
        defer { unsafe sixel_output_unref(output) }
        unsafe sixel_output_set_encode_policy(output, Int32(SIXEL_ENCODEPOLICY_SIZE))
        return unsafe sixel_encode(
          source.baseAddress, Int32(pixels.width), Int32(rows.count), 3, dither, output)
      }
    }
    unsafe try Self.check(status)
    return data
  }

  /// Three bytes a colour.
  var colors: [UInt8] {
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
