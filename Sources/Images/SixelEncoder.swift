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
    try turn.withLock { _ throws(ImageError) in
      try unsafe encodeAlone(pixels, colors: Int32(min(max(2, colors), mostColors)), full: full)
    }
  }

  @unsafe
  private static func encodeAlone(_ pixels: Pixels, colors: Int32, full: Bool) throws(ImageError) -> [UInt8] {
    var allocator: OpaquePointer?
    try check(unsafe sixel_allocator_new(&allocator, nil, nil, nil, nil))
    defer { unsafe sixel_allocator_unref(allocator) }
    var dither: OpaquePointer?
    try check(unsafe sixel_dither_new(&dither, colors, allocator))
    defer { unsafe sixel_dither_unref(dither) }

    let (width, height) = (Int32(pixels.width), Int32(pixels.height))
    // The library takes mutable pixels; with other settings it does write into them.
    var source = pixels.rgb
    var data: [UInt8] = []
    data.reserveCapacity(source.count / 4)
    let status = unsafe source.withUnsafeMutableBufferPointer { source in
      unsafe withUnsafeMutablePointer(to: &data) { data -> SIXELSTATUS in
        var status = unsafe sixel_dither_initialize(
          dither, source.baseAddress, width, height, Int32(SIXEL_PIXELFORMAT_RGB888), Int32(SIXEL_LARGE_AUTO),
          Int32(SIXEL_REP_AUTO), full ? Int32(SIXEL_QUALITY_FULL) : Int32(SIXEL_QUALITY_LOW))
        guard status & failureBit == 0 else { return status }
        unsafe sixel_dither_set_diffusion_type(dither, Int32(SIXEL_DIFFUSE_NONE))
        var output: OpaquePointer?
        status = unsafe sixel_output_new(&output, append, data, allocator)
        guard status & failureBit == 0 else { return status }
        defer { unsafe sixel_output_unref(output) }
        unsafe sixel_output_set_encode_policy(output, Int32(SIXEL_ENCODEPOLICY_SIZE))
        return unsafe sixel_encode(source.baseAddress, width, height, 3, dither, output)
      }
    }
    try check(status)
    return data
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
    guard status & failureBit != 0 else { return }
    if status == SIXEL_BAD_ALLOCATION { throw .outOfMemory }
    throw .workerFailed("libsixel status \(String(status, radix: 16))")
  }
}
