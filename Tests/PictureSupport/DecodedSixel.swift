import CSixel
package import Images

/// What a terminal would show of sixel data, by libsixel's reader.
package struct DecodedSixel {
  package let pixels: Pixels
  /// Colours that it shows.
  package let colors: Int

  package struct Unreadable: Error {
    let status: Int32
  }

  package init(_ sixel: [UInt8]) throws {
    var allocator: OpaquePointer?
    var status = unsafe sixel_allocator_new(&allocator, nil, nil, nil, nil)
    guard status == 0 else { throw Unreadable(status: status) }
    defer { unsafe sixel_allocator_unref(allocator) }
    var source = sixel
    var (width, height, count): (Int32, Int32, Int32) = (0, 0, 0)
    var indices: UnsafeMutablePointer<UInt8>?
    var palette: UnsafeMutablePointer<UInt8>?
    status = unsafe source.withUnsafeMutableBufferPointer {
      unsafe sixel_decode_raw(
        $0.baseAddress, Int32($0.count), &indices, &width, &height, &palette, &count, allocator)
    }
    defer {
      unsafe sixel_allocator_free(allocator, indices)
      unsafe sixel_allocator_free(allocator, palette)
    }
    guard status & 0x1000 == 0, let index = unsafe indices, let table = unsafe palette else {
      throw Unreadable(status: status)
    }
    var used: Set<UInt8> = []
    var rgb: [UInt8] = []
    for pixel in 0..<Int(width * height) {
      let color = unsafe index[pixel]
      used.insert(color)
      for channel in 0..<3 { rgb.append(unsafe table[Int(color) * 3 + channel]) }
    }
    pixels = Pixels(width: Int(width), height: Int(height), rgb: rgb)
    colors = used.count
  }
}
