import Screen
import Testing

@testable import Images

/// What the parent believes of a process that a stranger's picture took over.
@Suite struct HostileAnswerTests {
  private static let cell = PixelSize(width: 4, height: 6)
  private static let size = Size(columns: 6, rows: 4)

  private static let operations: [PictureRequest.Operation] =
    PictureForm.allCases.flatMap { form in
      [false, true].map { isProgressive in
        .picture(
          PictureEncoding(
            form: form, maxSize: size, cellPixels: cell, byteBudget: 4_000, isProgressive: isProgressive))
      }
    } + [.art(maxSize: size, cellPixels: cell, colors: .two56), .pixels(maxSide: 20), .png]

  private static func requests() throws -> [PictureRequest] {
    let file = try PNGEncoder.encode(.photo(24, 24))
    return operations.map { PictureRequest(key: "k", operation: $0, background: .black, picture: file) }
  }

  /// 10,000 answers, right ones with some bytes changed, cut off, doubled or in one another's place.
  @Test(arguments: 0..<10) func changedAnswersAreRefusedOrHarmless(part: UInt64) throws {
    var random = Seeded(31 + part)
    let requests = try Self.requests()
    let answers = requests.map { PictureWorker.answer($0) }
    for round in 0..<1_000 {
      let request = requests[round % requests.count]
      var answer = answers[round % 7 == 0 ? Int.random(in: 0..<answers.count, using: &random) : round % answers.count]
      switch Int.random(in: 0..<6, using: &random) {
      case 0: answer = Array(answer.prefix(Int.random(in: 0..<answer.count, using: &random)))
      case 1:
        let part = answer[Int.random(in: 0..<answer.count, using: &random)...]
        answer.insert(contentsOf: part, at: Int.random(in: 0..<answer.count, using: &random))
      default: break
      }
      for _ in 0..<Int.random(in: 0...5, using: &random) where !answer.isEmpty {
        // Changes near the front meet lengths and kinds.
        let end = Bool.random(using: &random) ? min(40, answer.count) : answer.count
        answer[Int.random(in: 0..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      try expectHarmless(PictureWorker.check(answer, for: request), request)
    }
  }

  @Test func bytesWithoutSenseAreRefused() throws {
    var random = Seeded(41)
    let requests = try Self.requests()
    for round in 0..<10_000 {
      let kind = UInt8.random(in: 0...5, using: &random)
      let answer =
        [kind] + (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let request = requests[round % requests.count]
      try expectHarmless(PictureWorker.check(answer, for: request), request)
    }
  }

  private func expectHarmless(_ result: PictureResult, _ request: PictureRequest) throws {
    switch (result, request.operation) {
    case (.failure(let error), _):
      #expect(error.sentence.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
    case (.picture(let picture), .picture(let encoding)):
      #expect(picture.size.columns <= Self.size.columns && picture.size.rows <= Self.size.rows)
      for piece in picture.pieces {
        #expect(piece.rows.lowerBound >= 0 && piece.rows.upperBound <= picture.size.rows)
        if encoding.form == .sixel {
          #expect(piece.bytes.starts(with: [0x1B, 0x50]) && piece.bytes.suffix(2) == [0x1B, 0x5C])
          #expect(piece.bytes.dropFirst().dropLast(2).allSatisfy { (0x21...0x7E).contains($0) || $0 == 0x0A })
        } else {
          let header = try ImageHeader(piece.bytes)
          #expect(header.width <= 24 && header.height <= 24)
        }
      }
    case (.art(let grid), .art):
      #expect(grid.cells.allSatisfy { $0.character.unicodeScalars.allSatisfy(CharacterArt.isGlyph) })
    case (.pixels(let pixels), .pixels):
      #expect(pixels.width <= 20 && pixels.height <= 20)
    case (.png(let file), .png):
      #expect(try ImageHeader(file).width == 24)
    default:
      Issue.record("took \(result) for an answer to \(request.operation)")
    }
  }
}
