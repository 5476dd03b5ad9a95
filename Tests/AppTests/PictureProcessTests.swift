import Foundation
import Images
import Screen
import Simulator
import Testing

@testable import App

@Suite("Pictures in a process of their own", .serialized)
struct PictureProcessTests {
  private let pictures = PictureProcess(executable: ProgramProcess.path)

  /// The program lives on when a worker does not read; so must the tests.
  init() { _ = signal(SIGPIPE, SIG_IGN) }

  private func png(_ width: Int, _ height: Int) throws -> [UInt8] {
    try PNGEncoder.encode(
      Pixels(width: width, height: height) { column, row in
        RGB(red: UInt8(column & 255), green: UInt8(row & 255), blue: 90)
      })
  }

  private func request(_ operation: PictureRequest.Operation, _ picture: [UInt8]) -> PictureRequest {
    PictureRequest(key: "k", operation: operation, background: .black, picture: picture)
  }

  @Test("A picture comes back as pixels, as characters and as sixel")
  func works() async throws {
    let file = try png(64, 32)
    guard case .pixels(let pixels) = await pictures.run(request(.pixels(maxSide: 64), file)) else {
      Issue.record("no pixels")
      return
    }
    #expect(pixels.width == 64)
    #expect(pixels[10, 20] == RGB(red: 10, green: 20, blue: 90))
    let cell = PixelSize(width: 10, height: 20)
    let size = Size(columns: 20, rows: 10)
    guard
      case .art(let grid) = await pictures.run(request(.art(maxSize: size, cellPixels: cell, colors: .two56), file))
    else {
      Issue.record("no art")
      return
    }
    #expect(grid.size.columns <= 20 && grid.size.columns > 5)
    let sixel = PictureRequest.Operation.picture(
      PictureEncoding(form: .sixel, maxSize: size, cellPixels: cell, byteBudget: nil, maxColors: 64))
    guard case .picture(let picture) = await pictures.run(request(sixel, file)) else {
      Issue.record("no sixel")
      return
    }
    #expect(picture.pieces[0].bytes.starts(with: [0x1B, 0x50]))
  }

  @Test("What is no picture costs a sentence")
  func hostile() async throws {
    var bomb = try png(8, 8)
    bomb.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
    for (bytes, name) in [
      ([], "empty"), (Array("hello".utf8), "text"), (bomb, "bomb"), (try png(9, 9).dropLast(30), "cut"),
    ] {
      guard case .failure(let error) = await pictures.run(request(.pixels(maxSide: 64), Array(bytes))) else {
        Issue.record("\(name) was taken for a picture")
        continue
      }
      #expect(!error.sentence.isEmpty)
    }
  }

  @Test("A program that is no worker is told from one that is")
  func notAWorker() async throws {
    for executable in ["/bin/true", "/bin/cat", "/nonexistent"] {
      let result = await PictureProcess(executable: executable).run(request(.pixels(maxSide: 8), try png(4, 4)))
      guard case .failure = result else {
        Issue.record("\(executable) was believed")
        continue
      }
    }
  }

  @Test("The simulator reads and writes pictures through it")
  func codec() async throws {
    let codec = SimulatorPictures(pictures: pictures)
    let image = try await codec.decode(try png(12, 7))
    #expect(image.width == 12 && image.height == 7)
    let again = try await codec.decode(try await codec.encodePNG(image))
    #expect(again == image)
    await #expect(throws: ImageError.self) { _ = try await codec.decode([1, 2, 3]) }
  }
}
