import Gemini
import Screen
import Testing

@testable import Core

@Suite("How a picture is looked at")
struct PictureSightTests {
  private static let cell = PixelSize(width: 10, height: 20)
  private static let large = PictureFacts(width: 1376, height: 768, kind: "JPEG")

  private func room(_ columns: Int, _ rows: Int, isBanded: Bool = false) -> PictureRoom {
    PictureRoom(size: Size(columns: columns, rows: rows), cell: Self.cell, isBanded: isBanded)
  }

  private func viewer(_ percent: Int) -> PictureViewer {
    var viewer = PictureViewer()
    viewer.zoom(to: .percent(percent))
    return viewer
  }

  @Test(
    "Fit shows all of a picture, a small one enlarged by a whole factor",
    arguments: [
      (1376, 768, 87), (100, 100, 400), (500, 300, 200), (1, 1, 400), (1200, 760, 100), (20_000, 10, 6), (1, 20_000, 3),
    ])
  func fit(width: Int, height: Int, percent: Int) {
    let picture = PictureFacts(width: width, height: height, kind: "PNG")
    let sight = PictureViewer().sight(of: picture, in: room(120, 38))
    #expect(sight == PictureSight(percent: percent, size: Size(columns: 120, rows: 38), crop: nil, isPart: false))
  }

  @Test("At 1:1 the part has as many pixels as the room, around the middle of the picture")
  func pixels() {
    let sight = viewer(100).sight(of: Self.large, in: room(80, 22))
    #expect(sight.percent == 100 && sight.isPart)
    #expect(sight.size == Size(columns: 80, rows: 22))
    #expect(sight.crop == PixelRect(x: 288, y: 164, width: 800, height: 440))
  }

  @Test("Bands of sixel leave the rows below the last whole one free")
  func bands() {
    // 440 pixels are 73 bands and two rows.
    let sight = viewer(100).sight(of: Self.large, in: room(80, 22, isBanded: true))
    #expect(sight.crop == PixelRect(x: 288, y: 165, width: 800, height: 438))
  }

  @Test("A small picture at 1:1 takes as many cells as it needs")
  func small() {
    let picture = PictureFacts(width: 100, height: 100, kind: "PNG")
    let one = viewer(100).sight(of: picture, in: room(80, 22))
    #expect(one == PictureSight(percent: 100, size: Size(columns: 10, rows: 5), crop: nil, isPart: false))
    let banded = viewer(100).sight(of: picture, in: room(80, 22, isBanded: true))
    #expect(banded.size == Size(columns: 10, rows: 6), "five rows have room for 96 lines of bands")
    let two = viewer(200).sight(of: picture, in: room(80, 22))
    #expect(two == PictureSight(percent: 200, size: Size(columns: 20, rows: 10), crop: nil, isPart: false))
    let eight = viewer(800).sight(of: picture, in: room(80, 22))
    #expect(eight.size == Size(columns: 80, rows: 22) && eight.isPart)
    #expect(eight.crop == PixelRect(x: 0, y: 23, width: 100, height: 55))
  }

  @Test("A side that has room is shown whole, at the same scale as the side that is cut")
  func wide() {
    let picture = PictureFacts(width: 400, height: 3000, kind: "PNG")
    let sight = viewer(100).sight(of: picture, in: room(80, 22))
    #expect(sight.size == Size(columns: 40, rows: 22))
    #expect(sight.crop == PixelRect(x: 0, y: 1280, width: 400, height: 440))
  }

  @Test(
    "Every part lies inside its picture, at every step and size", arguments: [(1, 1), (3, 900), (1376, 768), (7, 2)])
  func inside(width: Int, height: Int) {
    let picture = PictureFacts(width: width, height: height, kind: "PNG")
    for level in PictureViewer.levels {
      for size in [(8, 4), (60, 14), (120, 38), (200, 58)] {
        var viewer = viewer(level)
        for step in 0..<12 {
          let sight = viewer.sight(of: picture, in: room(size.0, size.1, isBanded: step.isMultiple(of: 2)))
          #expect(sight.percent > 0)
          #expect((1...size.0).contains(sight.size.columns) && (1...size.1).contains(sight.size.rows))
          guard let crop = sight.crop else { continue }
          #expect(crop.x >= 0 && crop.y >= 0 && crop.width > 0 && crop.height > 0)
          #expect(crop.x + crop.width <= width && crop.y + crop.height <= height)
          viewer.pan(columns: step % 3 - 1, rows: 1, from: crop, of: picture)
        }
      }
    }
  }

  @Test("Zooming goes up from fit and back to it")
  func steps() {
    var viewer = PictureViewer()
    #expect(viewer.smaller(than: 87) == nil)
    var seen: [PictureViewer.Zoom] = []
    while let next = viewer.larger(than: 87) {
      viewer.zoom(to: next)
      seen.append(next)
    }
    #expect(seen == [100, 150, 200, 300, 400, 600, 800, 1200, 1600].map { .percent($0) })
    while let next = viewer.smaller(than: 87) { viewer.zoom(to: next) }
    #expect(viewer.zoom == .fit)
  }

  @Test("A picture that fit enlarges can be made smaller, down to its own pixels")
  func enlarged() {
    var viewer = PictureViewer()
    #expect(viewer.larger(than: 400) == .percent(600))
    var seen: [PictureViewer.Zoom] = []
    while let next = viewer.smaller(than: 400) {
      viewer.zoom(to: next)
      seen.append(next)
    }
    #expect(seen == [300, 200, 150, 100].map { .percent($0) })
  }

  @Test("Moving goes by quarters, stops at the sides, and comes back at the first press")
  func pan() throws {
    var viewer = viewer(200)
    func crop() throws -> PixelRect { try #require(viewer.sight(of: Self.large, in: room(80, 20)).crop) }
    #expect(try crop() == PixelRect(x: 488, y: 284, width: 400, height: 200))
    for _ in 0..<9 { viewer.pan(columns: 1, rows: 0, from: try crop(), of: Self.large) }
    #expect(try crop() == PixelRect(x: 976, y: 284, width: 400, height: 200))
    viewer.pan(columns: -1, rows: 0, from: try crop(), of: Self.large)
    #expect(try crop().x == 876)
    for _ in 0..<9 { viewer.pan(columns: 0, rows: -1, from: try crop(), of: Self.large) }
    #expect(try crop().y == 0)
  }

  @Test(
    "The layout leaves no two things in one place", arguments: [(60, 16), (80, 24), (120, 40), (200, 60), (110, 30)])
  func layout(columns: Int, rows: Int) {
    for bits in 0..<8 {
      let layout = ViewerLayout(
        size: Size(columns: columns, rows: rows), strip: bits & 1 != 0, record: bits & 2 != 0, beside: bits & 4 != 0)
      let all = [layout.left, layout.right, layout.captions, layout.record, layout.recordTitle, layout.strip]
      let rects = all.filter { !$0.isEmpty }
      for (index, rect) in rects.enumerated() {
        #expect(rect.row >= 1 && rect.endRow <= rows - 1 && rect.column >= 0 && rect.endColumn <= columns)
        #expect(!rects.dropFirst(index + 1).contains { $0.intersects(rect) }, "\(bits) at \(columns)x\(rows)")
      }
      #expect(!layout.right.isEmpty)
    }
  }
}
