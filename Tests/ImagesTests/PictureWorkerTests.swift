import Glibc
import Screen
import Testing

@testable import Images

@Suite struct PictureWorkerTests {
  private let pane = Size(columns: 12, rows: 6)
  private let cell = PixelSize(width: 10, height: 20)

  private var sixel: PictureRequest.Operation {
    .picture(
      PictureEncoding(form: .sixel, maxSize: pane, cellPixels: cell, byteBudget: 20_000, maxColors: 64))
  }
  private var art: PictureRequest.Operation { .art(maxSize: pane, cellPixels: cell, colors: .two56) }

  private func request(_ operation: PictureRequest.Operation, _ picture: [UInt8]) -> PictureRequest {
    PictureRequest(key: "cafe01", operation: operation, background: .white, picture: picture)
  }

  /// What the parent makes of the worker's answer, over pipes as between processes.
  private func result(of request: PictureRequest) throws -> PictureResult {
    PictureWorker.check(try response(to: request.encode()), for: request)
  }

  private func response(to bytes: [UInt8]) throws -> [UInt8] {
    let (input, output) = (try Pipe(), try Pipe())
    // Both fit into a pipe's buffer, so that one thread can play both processes.
    try #require(bytes.count < 60_000)
    try #require(Descriptor.writeAll(input.writing, bytes))
    input.closeWriting()
    #expect(PictureWorker.main(input: input.reading, output: output.writing, limited: false) == 0)
    output.closeWriting()
    return try #require(Descriptor.readAll(output.reading, limit: 1 << 20))
  }

  @Test func requestsSurviveTheJourney() {
    let operations = [
      sixel, art,
      .picture(
        PictureEncoding(form: .sixel, maxSize: pane, cellPixels: cell, byteBudget: nil, maxColors: 256)),
      .pixels(maxSide: 77), .png,
    ]
    for operation in operations {
      let request = request(operation, Fixtures.alphaPNG)
      #expect(PictureRequest.decode(request.encode()) == request)
      let bytes = request.encode()
      let head = bytes.count - request.picture.count
      for count in 0..<head { #expect(PictureRequest.decode(Array(bytes.prefix(count))) == nil) }
    }
  }

  @Test func makesASixelPicture() throws {
    let file = try PNGEncoder.encode(.photo(200, 90))
    guard case .picture(let picture) = try result(of: request(sixel, file)) else {
      Issue.record("no picture")
      return
    }
    #expect(picture.id == "cafe01")
    // 200x90 pixels into 120x120.
    #expect(picture.size == Size(columns: 12, rows: 3))
    let decoded = try DecodedSixel(picture.pieces[0].bytes).pixels
    #expect((decoded.width, decoded.height) == (120, 54))
    #expect(picture.pieces[0].bytes.count <= 20_000)
  }

  @Test(arguments: Fixtures.opaque + Fixtures.transparent) func doesEveryOperationOnEveryFormat(file: [UInt8]) throws {
    let header = try ImageHeader(file)
    guard case .picture = try result(of: request(sixel, file)) else {
      Issue.record("no picture")
      return
    }
    guard case .art(let grid) = try result(of: request(art, file)) else {
      Issue.record("no art")
      return
    }
    #expect(grid.size == request(art, file).fit(header)?.cells)
    guard case .pixels(let pixels) = try result(of: request(.pixels(maxSide: 8), file)) else {
      Issue.record("no pixels")
      return
    }
    #expect(max(pixels.width, pixels.height) == 8)
    guard case .png(let png) = try result(of: request(.png, file)) else {
      Issue.record("no PNG")
      return
    }
    #expect(try Decoder.decode(png, background: .black) == Decoder.decode(file, background: .white))
  }

  @Test func hostilePicturesGiveAFailureWithASentence() throws {
    var lying = Fixtures.truecolorPNG
    lying.replaceSubrange(16..<24, with: [0, 0, 0x30, 0, 0, 0, 0x0C, 0])
    let files = [
      [], Array("GIF89a".utf8), Fixtures.gif, Fixtures.animatedWebP, lying, Array(Fixtures.truecolorPNG.prefix(60)),
      Array(Fixtures.alphaWebP.prefix(40)), Array("\u{1B}Pq~\u{1B}\\".utf8), [0xFF, 0xD8, 0xFF, 0xDA],
    ]
    for file in files {
      for operation in [sixel, art, .pixels(maxSide: 50), .png] {
        guard case .failure(let error) = try result(of: request(operation, file)) else {
          Issue.record("decoded \(file.prefix(8))")
          continue
        }
        #expect(error.sentence.hasSuffix("."))
      }
    }
  }

  @Test func requestsWithoutSenseAreAnswered() throws {
    for bytes in [[], [9], [0, 1, 2], [UInt8](repeating: 255, count: 100)] {
      let answer = try response(to: bytes)
      guard case .failure(.workerFailed) = PictureWorker.check(answer, for: request(.png, Fixtures.truecolorPNG)) else {
        Issue.record("answered \(answer)")
        continue
      }
    }
    let small = request(
      .picture(
        PictureEncoding(
          form: .sixel, maxSize: Size(columns: 0, rows: 0), cellPixels: cell, byteBudget: nil, maxColors: 64)),
      Fixtures.truecolorPNG)
    guard case .failure(.noRoom) = try result(of: small) else {
      Issue.record("found room")
      return
    }
  }

  @Test func failuresSurviveTheJourneyWithoutControlCharacters() {
    let errors: [ImageError] = [
      .notAPicture, .unsupported("A kind"), .damaged("here"), .tooLarge(width: 3, height: 4), .tooManyBytes(5), .noRoom,
      .outOfMemory, .timedOut, .workerFailed("so"),
    ]
    let asked = request(.png, Fixtures.truecolorPNG)
    for error in errors {
      guard case .failure(let back) = PictureWorker.check(PictureResult.failure(error).encode(), for: asked) else {
        Issue.record("lost \(error)")
        continue
      }
      #expect(back == error)
    }
    let hostile = PictureResult.failure(.damaged("\u{1B}]52;c;eA==\u{07}é")).encode()
    guard case .failure(let error) = PictureWorker.check(hostile, for: asked) else {
      Issue.record("lost the failure")
      return
    }
    #expect(error == .damaged("]52;c;eA=="))
  }

  @Test func doctoredAnswersAreRefused() throws {
    let file = try PNGEncoder.encode(.photo(60, 40))
    let operations = [sixel, art, .pixels(maxSide: 30), .png]
    let right = operations.map { PictureWorker.answer(request($0, file)) }
    for (index, operation) in operations.enumerated() {
      let asked = request(operation, file)
      var wrong = right
      wrong.remove(at: index)
      wrong += [
        [], [200], Array(right[index].prefix(1)), Array(right[index].prefix(20)),
        right[index] + [UInt8](repeating: 0, count: asked.responseLimit),
      ]
      for answer in wrong { #expect(isFailure(answer, asked)) }
      #expect(!isFailure(right[index], asked))
    }
    let tight = request(
      .picture(
        PictureEncoding(form: .sixel, maxSize: pane, cellPixels: cell, byteBudget: 100, maxColors: 64)), file)
    #expect(isFailure(right[0], tight))
    var glyph = right[1]
    glyph.replaceSubrange(1..<5, with: [0, 0, 0, 0x1B])
    #expect(isFailure(glyph, request(art, file)))
    #expect(isFailure(right[2] + [0], request(operations[2], file)))
    #expect(isFailure([3] + Fixtures.truecolorPNG, request(.png, file)))
  }

  private func isFailure(_ answer: [UInt8], _ request: PictureRequest) -> Bool {
    if case .failure = PictureWorker.check(answer, for: request) { return true }
    return false
  }
}

/// Two ends of a pipe that are closed with it.
private final class Pipe {
  let reading: Int32
  let writing: Int32
  private var isWriting = true

  init() throws {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    (reading, writing) = (ends[0], ends[1])
  }

  func closeWriting() {
    if isWriting { close(writing) }
    isWriting = false
  }

  deinit {
    closeWriting()
    close(reading)
  }
}
