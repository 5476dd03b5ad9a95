import Screen

/// How a picture is cut for a slow line: into strips of whole rows of cells, each sent once the one before has arrived.
struct StripCut {
  /// Of the whole picture.
  let rows: Int
  /// Bytes of all strips at most; `nil` for any number.
  let budget: Int?
  /// What a strip has where the bytes are spread evenly.
  let usualBytes: Int
  /// No strip has more while the budget is low. With a larger one the line is faster, or it was asked to be kept busy.
  private let lowMostBytes: Int

  init(rows: Int, budget: Int?, usualBytes: Int, mostBytes: Int) {
    self.rows = rows
    self.budget = budget
    self.usualBytes = usualBytes
    lowMostBytes = mostBytes
  }

  private var mostBytes: Int { max(lowMostBytes, (budget ?? .max) / 12) }

  /// The rows with which strips of the usual size begin.
  var starts: [Int] {
    let height = max(1, rows * usualBytes / max(usualBytes, budget ?? .max))
    return Array(stride(from: 0, to: rows, by: height))
  }

  /// Encodes strips, and cuts those in two that have too many bytes, as long as they have several rows.
  /// - Parameters:
  ///   - strips: one below the other.
  ///   - mayBegin: false for rows that no strip can begin with.
  func pieces(
    _ strips: [Range<Int>], mayBegin: (Int) -> Bool = { _ in true },
    encode: (Range<Int>) throws(ImageError) -> [UInt8]
  ) throws(ImageError) -> [Picture.Piece] {
    var pieces: [Picture.Piece] = []
    var rest = Array(strips.reversed())
    while let rows = rest.popLast() {
      let bytes = try encode(rows)
      let middle = (rows.lowerBound + rows.upperBound) / 2
      let inside = rows.dropFirst().filter(mayBegin).min { abs($0 - middle) < abs($1 - middle) }
      if bytes.count > mostBytes, let inside {
        rest += [inside..<rows.upperBound, rows.lowerBound..<inside]
      } else {
        pieces.append(Picture.Piece(rows: rows, bytes: bytes))
      }
    }
    return pieces
  }

  /// The bytes of strips to be held against the budget: over it by as much as the largest is too large.
  func byteCount(of pieces: [Picture.Piece]) -> Int {
    let total = pieces.reduce(0) { $0 + $1.bytes.count }
    let largest = pieces.lazy.map(\.bytes.count).max() ?? 0
    guard let budget, largest > mostBytes else { return total }
    return max(total, budget * largest / mostBytes)
  }
}
