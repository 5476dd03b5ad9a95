import App
import Foundation
import Images
import PictureSupport
import Screen

/// What pictures are measured by: a preview of 60x30 cells of 10x20 pixels, made of a picture of 1024x1024.
struct PictureRows {
  let rig: Rig
  let program: String

  private static let side = 1_024
  private static let room = Size(columns: 60, rows: 30)
  private static let cell = PixelSize(width: 10, height: 20)
  /// What the preview measures in pixels.
  private static let shownSide = 600

  func pictures() async throws -> [Row] {
    let samples = SamplePicture.allCases.map { ($0, $0.pixels(side: Self.side)) }
    return try await times(samples[0].1) + [saving()] + qualities(samples)
  }

  // MARK: Time

  /// Start of the process that decodes to the checked answer, beside other programs that do the same.
  private func times(_ photo: Pixels) async throws -> [Row] {
    let png = try PNGEncoder.encode(photo)
    // In cells as large as the picture, the form of iTerm2 is a JPEG of all its pixels.
    let whole = PixelSize(width: Self.side / 32, height: Self.side / 32)
    let request = encoding(.iTerm2, nil, png, in: Size(columns: 32, rows: 32), of: whole)
    guard case .picture(let jpeg) = await PictureProcess(executable: program).run(request) else {
      throw BenchFailure("The sample is not encoded.")
    }
    var rows: [Row] = []
    for (name, file) in [("PNG", png), ("JPEG", jpeg.pieces[0].bytes)] {
      let path = "\(rig.folder)/sample.\(name.lowercased())"
      try Data(file).write(to: URL(fileURLWithPath: path))
      let (ours, bytes) = try await time(of: file)
      for other in [
        ["img2sixel", "-w", "\(Self.shownSide)", "-h", "\(Self.shownSide)", path],
        ["chafa", "-f", "sixel", "--size", "\(Self.room.columns)x\(Self.room.rows)", path],
      ] {
        guard let (theirs, count) = try time(of: other) else {
          Bench.note("\(other[0]) is not installed: its row is left out.")
          continue
        }
        rows.append(
          Row(
            name: "\(name) to a sixel preview", ours: "\(Table.number(ours)) ms, \(bytes / 1_000) KB",
            other: "\(other[0]) \(Table.number(theirs)) ms, \(count / 1_000) KB", ratio: ours / theirs,
            goal: "<= 1 x, <= 180 ms", isMet: ours <= theirs && ours <= 180))
      }
    }
    return rows
  }

  private func time(of file: [UInt8]) async throws -> (milliseconds: Double, bytes: Int) {
    let process = PictureProcess(executable: program)
    var (times, bytes): ([Double], Int) = ([], 0)
    for _ in 0..<9 {
      let start = now()
      guard case .picture(let picture) = await process.run(encoding(.sixel, 300_000, file)) else {
        throw BenchFailure("The sample is not encoded.")
      }
      times.append(Double(now() - start) / 1e6)
      bytes = picture.byteCount
    }
    return (times.median, bytes)
  }

  /// - Returns: `nil` if the program is not there.
  private func time(of words: [String]) throws -> (milliseconds: Double, bytes: Int)? {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/\(words[0])") else { return nil }
    var (times, bytes): ([Double], Int) = ([], 0)
    for _ in 0..<9 {
      let child = try Child(words, environment: rig.environment, streams: .output)
      bytes = child.readAll().reduce(0) { $0 + $1.bytes.count }
      times.append(try child.wait().seconds * 1e3)
    }
    return (times.median, bytes)
  }

  /// From the last byte of a picture of 10 MB to the end of the command that wrote it into a file.
  private func saving() throws -> Row {
    var times: [Double] = []
    for number in 0..<5 {
      let file = "\(rig.folder)/saved\(number).png"
      let child = try rig.gemstudio(["image", Workload.picture.prompt, "-o", file])
      let end = child.started + Int64(try child.wait().seconds * 1e9)
      guard let sent = try rig.record().sent.last else { throw BenchFailure("The picture was not sent.") }
      times.append(Double(end - sent) / 1e6)
    }
    return Row(
      name: "last byte of a 10 MB picture to its file", ours: "\(Table.number(times.median)) ms", goal: "<= 72 ms",
      isMet: times.median <= 72)
  }

  // MARK: Quality

  private static let budgets = [4_000, 24_000, 100_000, 300_000]

  /// Decibels that must be reached at each of the budgets. Sixel cannot be enlarged by a terminal, so that its smallest
  /// pictures are mosaics.
  private static let floors: [PictureForm: [Double]] = [
    .sixel: [15, 20, 26, 30], .iTerm2: [20, 24, 28, 30], .kitty: [18, 22, 28, 30],
  ]

  /// Each form at each budget against the picture scaled to the preview.
  private func qualities(_ samples: [(SamplePicture, Pixels)]) async throws -> [Row] {
    let process = PictureProcess(executable: program)
    var rows: [Row] = []
    for (sample, pixels) in samples {
      let file = try PNGEncoder.encode(pixels)
      let aim = pixels.averaged(to: Self.shownSide, Self.shownSide)
      for form in PictureForm.allCases {
        for (budget, floor) in zip(Self.budgets, Self.floors[form] ?? []) {
          let name = "\(sample.rawValue) as \(form), \(budget / 1_000) KB"
          let result = await process.run(encoding(form, budget, file))
          guard case .picture(let picture) = result else {
            rows.append(Row(name: name, ours: "does not fit", goal: ">= \(Table.number(floor)) dB", isMet: false))
            continue
          }
          let bytes = picture.pieces[0].bytes
          let shown =
            form == .sixel ? try DecodedSixel(bytes).pixels : try Decoder.decode(bytes, background: .black)
          let ratio = SamplePicture.ratio(shown.averaged(to: aim.width, aim.height), aim)
          rows.append(
            Row(
              name: name, ours: "\(Table.number(ratio)) dB, \(Table.number(Double(bytes.count) / 1e3)) KB",
              goal: ">= \(Table.number(floor)) dB", isMet: ratio >= floor && bytes.count <= budget))
        }
      }
    }
    return rows
  }

  private func encoding(
    _ form: PictureForm, _ budget: Int?, _ file: [UInt8], in room: Size = room, of cell: PixelSize = cell
  ) -> PictureRequest {
    PictureRequest(
      key: "bench",
      operation: .picture(PictureEncoding(form: form, maxSize: room, cellPixels: cell, byteBudget: budget)),
      background: .black, picture: file)
  }
}
