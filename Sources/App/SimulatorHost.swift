import Core
import Images
package import Simulator

/// The offline simulator of this process, started when it is first needed.
package actor SimulatorHost {
  private let simulator: SimulatorServer
  private var starting: Task<Int, any Error>?

  package init(pictures: PictureProcess, pace: SimulatorServer.Pace = .human) {
    simulator = SimulatorServer(codec: SimulatorPictures(pictures: pictures), pace: pace)
  }

  /// Its address. It takes any request, and no key.
  package func server() async throws -> Server {
    let simulator = simulator
    let task = starting ?? Task { try await simulator.start() }
    starting = task
    let port = try await task.value
    return Server(backend: .simulator, baseURL: "http://127.0.0.1:\(port)", version: "v1beta", key: nil)
  }
}

/// Reads and writes pictures for the simulator: reading in a process of its own, as the bytes are a stranger's.
package struct SimulatorPictures: PictureCodec {
  private let pictures: PictureProcess

  package init(pictures: PictureProcess) { self.pictures = pictures }

  package func decode(_ bytes: [UInt8]) async throws -> RGBImage {
    let request = PictureRequest(
      key: "simulator", operation: .pixels(maxSide: 4096), background: .white, picture: bytes)
    switch await pictures.run(request) {
    case .pixels(let pixels):
      guard let image = RGBImage(width: pixels.width, height: pixels.height, rgb: pixels.rgb) else {
        throw ImageError.damaged("its size and its pixels disagree")
      }
      return image
    case .failure(let error): throw error
    case .picture, .art, .png: throw ImageError.workerFailed("The process for pictures answered something else.")
    }
  }

  package func encodePNG(_ image: RGBImage) async throws -> [UInt8] {
    try PNGEncoder.encode(Pixels(width: image.width, height: image.height, rgb: image.rgb))
  }
}
