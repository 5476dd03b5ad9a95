import CTurboJPEG
import Screen

/// JPEG through libjpeg-turbo.
enum JPEG {
  /// Decodes at the smallest of the sizes 1/1, 1/2, 1/4 and 1/8 that still covers `target`, which costs a fraction of
  /// the time and memory of the whole.
  /// - Parameter target: the size wanted in the end, `nil` for all pixels.
  /// - Throws: `damaged` with the library's words, `outOfMemory`.
  static func decode(_ bytes: [UInt8], header: ImageHeader, target: PixelSize?) throws(ImageError) -> Pixels {
    guard let handle = unsafe tjInitDecompress() else { throw .outOfMemory }
    defer { unsafe tjDestroy(handle) }
    var (width, height, sampling, colors): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let known = unsafe bytes.withUnsafeBufferPointer {
      unsafe tjDecompressHeader3(handle, $0.baseAddress, UInt($0.count), &width, &height, &sampling, &colors)
    }
    guard known == 0 else { throw .damaged(unsafe message(of: handle)) }
    guard (Int(width), Int(height)) == header.stored else { throw .damaged("its parts contradict each other") }

    let size = scaled(header.stored, covering: target, orientation: header.orientation)
    let isInk = colors == TJCS_CMYK.rawValue || colors == TJCS_YCCK.rawValue
    let format = isInk ? TJPF_CMYK : TJPF_RGB
    var pixels = [UInt8](repeating: 0, count: size.width * size.height * (isInk ? 4 : 3))
    let done = unsafe bytes.withUnsafeBufferPointer { file in
      unsafe pixels.withUnsafeMutableBufferPointer {
        unsafe tjDecompress2(
          handle, file.baseAddress, UInt(file.count), $0.baseAddress, Int32(size.width), 0, Int32(size.height),
          format.rawValue, TJFLAG_LIMITSCANS)
      }
    }
    // A warning means that some of the data was wrong and the rest was used: better to show that than nothing.
    guard unsafe done == 0 || tjGetErrorCode(handle) == TJERR_WARNING.rawValue else {
      throw .damaged(unsafe message(of: handle))
    }
    if isInk { pixels.blendInk() }
    return header.orientation.applied(to: Pixels(width: size.width, height: size.height, rgb: pixels))
  }

  /// A baseline file with half the colour resolution.
  /// - Parameter quality: 1 to 100.
  /// - Throws: `workerFailed` with the library's words, `outOfMemory`.
  static func encode(_ pixels: Pixels, quality: Int) throws(ImageError) -> [UInt8] {
    guard let handle = unsafe tjInitCompress() else { throw .outOfMemory }
    defer { unsafe tjDestroy(handle) }
    var buffer: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    defer { unsafe tjFree(buffer) }
    let done = unsafe pixels.rgb.withUnsafeBufferPointer {
      unsafe tjCompress2(
        handle, $0.baseAddress, Int32(pixels.width), 0, Int32(pixels.height), TJPF_RGB.rawValue, &buffer, &count,
        Int32(TJSAMP_420.rawValue), Int32(quality), 0)
    }
    guard done == 0 else { throw .workerFailed(unsafe message(of: handle)) }
    return unsafe Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
  }

  private static func scaled(
    _ stored: (width: Int, height: Int), covering target: PixelSize?, orientation: Orientation
  ) -> PixelSize {
    var size = PixelSize(width: stored.width, height: stored.height)
    guard let target else { return size }
    let (width, height) = orientation.swapsSides ? (target.height, target.width) : (target.width, target.height)
    for divisor in [2, 4, 8] {
      // The library rounds up.
      let smaller = PixelSize(
        width: (stored.width + divisor - 1) / divisor, height: (stored.height + divisor - 1) / divisor)
      guard smaller.width >= width, smaller.height >= height else { break }
      size = smaller
    }
    return size
  }

  private static func message(of handle: tjhandle) -> String {
    guard let text = unsafe tjGetErrorStr2(handle) else { return "its data cannot be read" }
    return unsafe ImageError.printable(String(cString: text))
  }
}

extension [UInt8] {
  /// Turns pixels of cyan, magenta, yellow and black, stored inverted as Adobe's programs do, into red, green, blue.
  fileprivate mutating func blendInk() {
    let pixels = count / 4
    for pixel in 0..<pixels {
      let (from, to) = (pixel * 4, pixel * 3)
      let light = UInt32(self[from + 3])
      for channel in 0..<3 { self[to + channel] = UInt8((UInt32(self[from + channel]) * light + 127) / 255) }
    }
    removeLast(count - pixels * 3)
  }
}
