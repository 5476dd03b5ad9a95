import CWebP

/// WebP through libwebp.
enum WebP {
  /// - Throws: `damaged`, `unsupported` for an animation, `outOfMemory`.
  static func decode(_ bytes: [UInt8], header: ImageHeader, background: RGB) throws(ImageError) -> Pixels {
    var features = WebPBitstreamFeatures()
    let status = unsafe bytes.withUnsafeBufferPointer { unsafe WebPGetFeatures($0.baseAddress, $0.count, &features) }
    guard status == VP8_STATUS_OK else { throw error(status) }
    guard features.has_animation == 0 else { throw .unsupported("An animated WebP picture") }
    guard (Int(features.width), Int(features.height)) == header.stored else {
      throw .damaged("its parts contradict each other")
    }

    let hasAlpha = features.has_alpha != 0
    let (width, height) = header.stored
    let stride = width * (hasAlpha ? 4 : 3)
    var pixels = [UInt8](repeating: 0, count: stride * height)
    let done = unsafe bytes.withUnsafeBufferPointer { file in
      unsafe pixels.withUnsafeMutableBufferPointer { target in
        let decode = unsafe hasAlpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto
        return unsafe decode(file.baseAddress, file.count, target.baseAddress, target.count, Int32(stride)) != nil
      }
    }
    guard done else { throw .damaged("its data is cut off or wrong") }
    if hasAlpha { pixels.blendAlpha(over: background) }
    return header.orientation.applied(to: Pixels(width: width, height: height, rgb: pixels))
  }

  private static func error(_ status: VP8StatusCode) -> ImageError {
    switch status {
    case VP8_STATUS_OUT_OF_MEMORY: .outOfMemory
    case VP8_STATUS_UNSUPPORTED_FEATURE: .unsupported("This kind of WebP picture")
    default: .damaged("its data is cut off or wrong")
    }
  }
}
