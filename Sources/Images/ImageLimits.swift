/// What a picture may measure before anything decodes it.
/// - Source: terminal-graphics.md section 9.
package enum ImageLimits {
  /// Bytes of a picture file.
  package static let bytes = 32 << 20
  /// Pixels of one side.
  package static let side = 16_384
  /// Pixels of the whole picture.
  package static let pixels = 40_000_000
}
