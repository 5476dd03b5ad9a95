/// What libFuzzer calls with bytes of its own: everything that reads a stranger's picture in Swift, without limits
/// around it. Whatever the bytes, nothing may trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPicture(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let header = try? ImageHeader(bytes) else { return 0 }
  precondition(header.width > 0 && header.height > 0 && header.width * header.height <= ImageLimits.pixels)
  // Larger ones would only be slow.
  guard header.type == .gif, header.width * header.height <= 1 << 20 else { return 0 }
  if let pixels = try? GIF.decode(bytes, header: header, background: .white) {
    precondition((pixels.width, pixels.height) == (header.width, header.height))
  }
  return 0
}
