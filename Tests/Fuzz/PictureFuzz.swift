/// What libFuzzer calls with bytes of its own: everything that reads a stranger's picture in Swift, without limits
/// around it. Whatever the bytes, nothing may trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPicture(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let header = try? ImageHeader(bytes) else { return 0 }
  precondition(header.width > 0 && header.height > 0 && header.width * header.height <= ImageLimits.pixels)
  // Larger ones would only be slow.
  guard header.width * header.height <= 1 << 20 else { return 0 }
  let pixels: TransparentPixels? =
    switch header.type {
    case .gif: try? GIF.decode(bytes, header: header)
    case .bmp: try? BMP.decode(bytes, header: header)
    case .png, .jpeg, .webp: nil
    }
  if let pixels { precondition((pixels.width, pixels.height) == (header.width, header.height)) }
  return 0
}
