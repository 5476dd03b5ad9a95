package import Screen

/// Picture bytes to pixels. Runs in the worker process for bytes of strangers.
package enum Decoder {
  /// Decodes PNG, JPEG, WebP, BMP or the first frame of a GIF; transparent parts show `background`, and the picture is
  /// turned as its EXIF data says.
  /// - Parameter target: the size wanted in the end. The result may be larger, never smaller unless the picture is.
  package static func decode(
    _ bytes: [UInt8], background: RGB, target: PixelSize? = nil
  ) throws(ImageError) -> Pixels {
    let header = try ImageHeader(bytes)
    return switch header.type {
    case .png: try PNG.decode(bytes, header: header, background: background)
    case .jpeg: try JPEG.decode(bytes, header: header, target: target)
    case .webp: try WebP.decode(bytes, header: header, background: background)
    case .bmp: try BMP.decode(bytes, header: header).over(background)
    case .gif: try GIF.decode(bytes, header: header).over(background)
    }
  }
}
