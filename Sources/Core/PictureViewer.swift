package import Gemini
package import Screen

/// What is seen of a picture in a room of cells.
package struct PictureSight: Hashable, Sendable {
  /// Pixels of the terminal for a hundred pixels of the picture.
  package var percent: Int
  /// The cells that it is made ready for.
  package var size: Size
  /// The part that is scaled to all of `size`; `nil` for the whole picture, scaled as everywhere.
  package var crop: PixelRect?
  /// True if some of the picture lies outside.
  package var isPart: Bool
}

/// A room for a picture, and what its cells are in pixels.
package struct PictureRoom: Hashable, Sendable {
  package var size: Size
  package var cell: PixelSize
  /// Sixel pictures are painted in bands of six pixels, and the last one counts whole.
  package var isBanded: Bool

  var width: Int { size.columns * cell.width }
  var height: Int { Self.painted(size.rows * cell.height, isBanded) }

  /// The rows that as many pixels need, of those there are.
  fileprivate func rows(for height: Int) -> Int {
    var rows = (height - 1) / cell.height + 1
    while rows < size.rows, Self.painted(rows * cell.height, isBanded) < height { rows += 1 }
    return min(size.rows, rows)
  }

  fileprivate func columns(for width: Int) -> Int { min(size.columns, (width - 1) / cell.width + 1) }

  private static func painted(_ height: Int, _ isBanded: Bool) -> Int {
    isBanded ? max(6, height / 6 * 6) : height
  }
}

/// How the picture on the full screen is looked at.
package struct PictureViewer: Hashable, Sendable {
  package enum Zoom: Hashable, Sendable {
    /// All of it, as large as there is room, as small pictures are enlarged everywhere.
    case fit
    /// So many pixels of the terminal for a hundred of the picture.
    case percent(Int)
  }

  package internal(set) var zoom = Zoom.fit
  /// The middle of what is seen, as shares of the picture's width and height.
  private(set) var middleX = 0.5
  private(set) var middleY = 0.5
  /// Picture A of a comparison.
  package internal(set) var a: AssetReference?
  /// The other one: what was looked at last beside A.
  package internal(set) var b: AssetReference?
  /// Both are on the screen.
  package internal(set) var isBeside = false
  /// All that is known of the picture stands beside it.
  package internal(set) var showsRecord = false
  /// Lines of that above the first one shown.
  package internal(set) var recordTop = 0
  /// The filmstrip was asked for, or hidden; `nil` shows it where there are rows for it.
  var strip: Bool?
  /// Pictures whose file was looked for already.
  var asked: Set<AssetReference> = []

  package init() {}

  /// As it is when the full screen opens. What stands around the picture stays as it was last.
  mutating func open() {
    var opened = PictureViewer()
    opened.showsRecord = showsRecord
    opened.strip = strip
    self = opened
  }

  // MARK: Zoom

  /// The steps of zooming.
  static let levels = [10, 25, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 1600]
  /// A small picture is enlarged so often at most.
  /// - Source: `Fit.largestFactor`.
  private static let largestFactor = 4

  /// What is seen of a picture.
  package func sight(of picture: PictureFacts, in room: PictureRoom) -> PictureSight {
    let (width, height) = (max(1, picture.width), max(1, picture.height))
    guard case .percent(let percent) = zoom else {
      return PictureSight(
        percent: Self.fit(width, height, in: room), size: room.size, crop: nil, isPart: false)
    }
    let shownWidth = min(width, max(1, room.width * 100 / percent))
    let shownHeight = min(height, max(1, room.height * 100 / percent))
    // Filling whole cells, the side that is cut is exact, and the other one is scaled by the same factor.
    let size = Size(
      columns: shownWidth < width ? room.size.columns : room.columns(for: max(1, width * percent / 100)),
      rows: shownHeight < height ? room.size.rows : room.rows(for: max(1, height * percent / 100)))
    let isPart = shownWidth < width || shownHeight < height
    if !isPart, percent.isMultiple(of: 100), percent <= Self.largestFactor * 100 {
      // Enlarged by a whole factor as everywhere, which is exact.
      let small = PictureRoom(size: size, cell: room.cell, isBanded: room.isBanded)
      return PictureSight(percent: Self.fit(width, height, in: small), size: size, crop: nil, isPart: false)
    }
    let crop = PixelRect(
      x: Self.start(of: shownWidth, around: middleX, in: width),
      y: Self.start(of: shownHeight, around: middleY, in: height), width: shownWidth, height: shownHeight)
    return PictureSight(percent: percent, size: size, crop: crop, isPart: isPart)
  }

  private static func fit(_ width: Int, _ height: Int, in room: PictureRoom) -> Int {
    let factor = min(largestFactor, room.width / width, room.height / height)
    return factor >= 1 ? factor * 100 : max(1, min(room.width * 100 / width, room.height * 100 / height))
  }

  /// The percentage at which all of a picture is seen.
  func fitPercent(of picture: PictureFacts, in room: PictureRoom) -> Int {
    Self.fit(max(1, picture.width), max(1, picture.height), in: room)
  }

  private static func start(of shown: Int, around middle: Double, in whole: Int) -> Int {
    max(0, min(whole - shown, Int((middle * Double(whole) - Double(shown) / 2).rounded())))
  }

  /// The next larger step; `nil` at the largest.
  func larger(than fit: Int) -> Zoom? {
    let present = if case .percent(let percent) = zoom { percent } else { fit }
    return Self.levels.first { $0 > present }.map(Zoom.percent)
  }

  /// The next smaller step: none that is smaller than all of the picture, unless that is enlarged.
  /// - Returns: `nil` at the smallest.
  func smaller(than fit: Int) -> Zoom? {
    let present = if case .percent(let percent) = zoom { percent } else { fit }
    if let level = Self.levels.last(where: { $0 < present && $0 >= min(100, fit) }), level != fit {
      return .percent(level)
    }
    return zoom != .fit && present >= fit ? .fit : nil
  }

  mutating func zoom(to zoom: Zoom) {
    self.zoom = zoom
    if zoom == .fit { (middleX, middleY) = (0.5, 0.5) }
  }

  /// Moves what is seen by a quarter of itself.
  /// - Parameter crop: what is seen now.
  mutating func pan(columns: Int, rows: Int, from crop: PixelRect, of picture: PictureFacts) {
    func moved(_ start: Int, _ length: Int, in whole: Int, by steps: Int) -> Double {
      let start = max(0, min(whole - length, start + steps * max(1, length / 4)))
      return (Double(start) + Double(length) / 2) / Double(max(1, whole))
    }
    if columns != 0 { middleX = moved(crop.x, crop.width, in: picture.width, by: columns) }
    if rows != 0 { middleY = moved(crop.y, crop.height, in: picture.height, by: rows) }
  }

  // MARK: Comparing

  /// Makes a picture A, or takes that back.
  mutating func mark(_ asset: AssetReference) {
    let isNew = a != asset
    (a, b, isBeside) = (isNew ? asset : nil, nil, false)
  }

  /// Another picture is looked at.
  mutating func look(at asset: AssetReference?) {
    recordTop = 0
    if let asset, a != nil, asset != a { b = asset }
  }

  /// Forgets what is not there any more.
  mutating func keep(_ assets: [AssetReference]) {
    if let b, !assets.contains(b) { (self.b, isBeside) = (nil, false) }
    if let a, !assets.contains(a) { (self.a, b, isBeside) = (nil, nil, false) }
  }

  /// `A` or `B`, for a picture that is compared.
  package func letter(of asset: AssetReference?) -> String? {
    guard let asset, a != nil else { return nil }
    return asset == a ? "A" : asset == b ? "B" : nil
  }
}

/// Where everything stands around a picture on the full screen.
package struct ViewerLayout: Hashable, Sendable {
  /// The room of picture A, of two; empty for one.
  package private(set) var left: Rect
  /// The room of the picture, of two that of B.
  package private(set) var right: Rect
  /// The lines that say which is which; empty for one.
  package private(set) var captions: Rect
  /// The row above what is known of the picture; empty where that stands beside it.
  package private(set) var recordTitle: Rect
  package private(set) var record: Rect
  package private(set) var strip: Rect

  /// Rows of the filmstrip: its pictures, and a line over them.
  static let stripRows = PictureShelf.thumbnailSize.rows + 1
  /// From so many columns on there is room beside a picture.
  private static let wideColumns = 110
  /// From so many rows on the filmstrip is shown unasked.
  static let stripFrom = 30

  init(size: Size, strip showsStrip: Bool, record showsRecord: Bool, beside: Bool) {
    var rest = Rect(size).inset(rows: 1)
    let none = Rect(row: rest.row, rows: 0, columns: 0)
    (left, captions, recordTitle, record, strip) = (none, none, none, none, none)
    if showsRecord, size.columns >= Self.wideColumns {
      record = rest.takeRight(min(60, size.columns / 3)).inset(columns: 1)
    }
    if showsStrip { strip = rest.takeBottom(min(Self.stripRows, rest.rows / 2)) }
    if showsRecord, record.isEmpty {
      record = rest.takeBottom(max(5, rest.rows / 2))
      recordTitle = record.takeTop(1)
      record = record.inset(columns: 1)
    }
    if beside {
      captions = rest.takeTop(1)
      right = rest.takeRight((rest.columns - 1) / 2)
      left = Rect(row: rest.row, column: rest.column, rows: rest.rows, columns: right.columns)
    } else {
      right = rest
    }
  }
}

/// One picture of the filmstrip.
package struct FilmFrame: Hashable, Sendable {
  /// Its place among the pictures of the branch.
  package let index: Int
  package let rect: Rect
}
