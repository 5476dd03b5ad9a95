import CPng

/// PNG through libpng's simplified interface, the only one that never jumps over Swift frames on an error.
enum PNG {
  /// - Throws: `damaged` with libpng's words.
  static func decode(_ bytes: [UInt8], header: ImageHeader, background: RGB) throws(ImageError) -> Pixels {
    var image = unsafe png_image()
    unsafe image.version = UInt32(PNG_IMAGE_VERSION)
    defer { unsafe png_image_free(&image) }
    var pixels: [UInt8] = []
    // The bytes must stay in place from the first call to the last.
    let read = unsafe bytes.withUnsafeBytes { file -> Bool in
      guard unsafe png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else { return false }
      guard unsafe (Int(image.width), Int(image.height)) == header.stored else { return false }
      let hasAlpha = unsafe image.format & PNG_FORMAT_FLAG_ALPHA != 0
      unsafe image.format = hasAlpha ? PNG_FORMAT_RGB | PNG_FORMAT_FLAG_ALPHA : PNG_FORMAT_RGB
      // Without this, 16-bit pictures that name no gamma would be taken for linear light and come out too bright.
      unsafe image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
      pixels = [UInt8](repeating: 0, count: header.width * header.height * (hasAlpha ? 4 : 3))
      let done = unsafe pixels.withUnsafeMutableBytes {
        unsafe png_image_finish_read(&image, nil, $0.baseAddress, 0, nil)
      }
      guard done != 0 else { return false }
      if hasAlpha { pixels.blendAlpha(over: background) }
      return true
    }
    guard read else { throw .damaged(unsafe message(of: image)) }
    let (width, height) = header.stored
    return header.orientation.applied(to: Pixels(width: width, height: height, rgb: pixels))
  }

  /// Larger pictures are compressed for speed, up to twice as many bytes in a quarter of the time, or the worker's
  /// seconds would not do.
  private static let thoroughPixels = 4_000_000

  /// - Throws: `workerFailed` with libpng's words.
  static func encode(_ pixels: Pixels) throws(ImageError) -> [UInt8] {
    var image = unsafe description(pixels.width, pixels.height, format: PNG_FORMAT_RGB)
    return unsafe try write(&image, pixels.rgb, palette: [])
  }

  /// A file with transparency.
  /// - Throws: `workerFailed` with libpng's words.
  static func encode(_ pixels: TransparentPixels) throws(ImageError) -> [UInt8] {
    var image = unsafe description(pixels.width, pixels.height, format: PNG_FORMAT_RGB | PNG_FORMAT_FLAG_ALPHA)
    return unsafe try write(&image, pixels.rgba, palette: [])
  }

  /// A file with a palette.
  /// - Throws: `workerFailed` with libpng's words.
  static func encode(_ pixels: IndexedPixels) throws(ImageError) -> [UInt8] {
    var image = unsafe description(pixels.width, pixels.height, format: PNG_FORMAT_RGB | PNG_FORMAT_FLAG_COLORMAP)
    unsafe image.colormap_entries = UInt32(pixels.palette.count / 3)
    return unsafe try write(&image, pixels.indices, palette: pixels.palette)
  }

  @unsafe
  private static func description(_ width: Int, _ height: Int, format: UInt32) -> png_image {
    var image = unsafe png_image()
    unsafe image.version = UInt32(PNG_IMAGE_VERSION)
    unsafe image.width = UInt32(width)
    unsafe image.height = UInt32(height)
    unsafe image.format = format
    if width * height > thoroughPixels { unsafe image.flags = UInt32(PNG_IMAGE_FLAG_FAST) }
    return unsafe image
  }

  @unsafe
  private static func write(
    _ image: inout png_image, _ pixels: [UInt8], palette: [UInt8]
  ) throws(ImageError) -> [UInt8] {
    defer { unsafe png_image_free(&image) }
    // Bytes that do not compress grow by a filter byte a row, and by block and chunk headers of under two per cent.
    let raw = pixels.count + Int(unsafe image.height)
    var count = raw + raw / 50 + 4_096
    var file = [UInt8](repeating: 0, count: count)
    let written = unsafe file.withUnsafeMutableBytes { file in
      unsafe pixels.withUnsafeBytes { pixels in
        unsafe palette.withUnsafeBytes {
          unsafe png_image_write_to_memory(
            &image, file.baseAddress, &count, 0, pixels.baseAddress, 0, palette.isEmpty ? nil : $0.baseAddress)
        }
      }
    }
    guard written != 0 else { throw .workerFailed(unsafe message(of: image)) }
    file.removeLast(file.count - count)
    return file
  }

  private static func message(of image: png_image) -> String {
    let text = unsafe withUnsafeBytes(of: image.message) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return text.isEmpty ? "its parts contradict each other" : ImageError.printable(text)
  }
}
