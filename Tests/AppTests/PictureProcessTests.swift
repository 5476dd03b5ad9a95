import Foundation
import Images
import PictureSupport
import Screen
import Simulator
import TestSupport
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

  @Test("A few hundred damaged pictures cost a sentence each, or are shown as far as they go")
  func damaged() async throws {
    var random = Seeded(51)
    let right = try png(40, 30)
    for _ in 0..<200 {
      var file = right
      if Bool.random(using: &random) { file.removeLast(Int.random(in: 1..<file.count, using: &random)) }
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        file[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      switch await pictures.run(request(.pixels(maxSide: 16), file)) {
      case .pixels(let pixels): #expect(max(pixels.width, pixels.height) <= 16)
      case .failure(let error): #expect(error.sentence.hasSuffix("."))
      default: Issue.record("answered something else")
      }
    }
  }

  /// Each round takes a picture of another type, which its decoder has to survive or its process alone does not.
  @Test("Hundreds of files of all types, damaged or of no sense, give a picture or a sentence, as PNG too")
  func allTypes() async throws {
    var random = Seeded(52)
    for round in 0..<300 {
      var file = Fixtures.all[round % Fixtures.all.count]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: file.removeLast(Int.random(in: 1..<file.count, using: &random))
      // The beginning of one type and the rest of another.
      case 1:
        let other = Fixtures.all[(round / 3 + 1) % Fixtures.all.count]
        file.replaceSubrange(20..., with: other[20...])
      case 2:
        let noise: [UInt8] = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        file.replaceSubrange(12..., with: noise)
      default: break
      }
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        file[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      switch await pictures.run(request(round % 4 == 0 ? .png : .pixels(maxSide: 16), file)) {
      case .pixels(let pixels): #expect(max(pixels.width, pixels.height) <= 16)
      case .png(let made): #expect(try ImageHeader(made).type == .png)
      case .failure(let error): #expect(error.sentence.hasSuffix("."))
      default: Issue.record("answered something else")
      }
    }
    guard case .pixels = await pictures.run(request(.pixels(maxSide: 16), Fixtures.truecolorPNG)) else {
      Issue.record("the next picture is not decoded")
      return
    }
  }

  /// 36 million pixels in 150 KB: within the limits of a header, four times over in memory.
  @Test("The largest bomb is decoded or refused in the process, and this one does not grow")
  func bomb() async throws {
    let side = 6_000
    let file = try PNGEncoder.encode(
      Pixels(width: side, height: side, rgb: [UInt8](repeating: 9, count: side * side * 3)))
    #expect(file.count < 1_000_000)
    let size = Size(columns: 20, rows: 10)
    let art = PictureRequest.Operation.art(
      maxSize: size, cellPixels: PixelSize(width: 10, height: 20), colors: .two56)
    switch await pictures.run(request(art, file)) {
    case .art(let grid): #expect(grid.size.columns <= 20 && grid.size.rows <= 10)
    case .failure(let error): #expect([.outOfMemory, .timedOut].contains(error))
    default: Issue.record("answered something else")
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
