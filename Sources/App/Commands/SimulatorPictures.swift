import Images
import Simulator

/// Reads and writes the simulator's pictures: strangers' bytes in the process for pictures, its own ones here.
struct SimulatorPictures: PictureCodec {
  let process: PictureProcess

  func decode(_ bytes: [UInt8]) async throws -> RGBImage {
    let request = PictureRequest(key: "", operation: .pixels(maxSide: 2048), background: .white, picture: bytes)
    switch await process.run(request) {
    case .pixels(let pixels):
      guard let image = RGBImage(width: pixels.width, height: pixels.height, rgb: pixels.rgb) else {
        throw ImageError.notAPicture
      }
      return image
    case .failure(let error): throw error
    default: throw ImageError.workerFailed("it answered something else than was asked")
    }
  }

  func encodePNG(_ image: RGBImage) async throws -> [UInt8] {
    try PNGEncoder.encode(Pixels(width: image.width, height: image.height, rgb: image.rgb))
  }
}
