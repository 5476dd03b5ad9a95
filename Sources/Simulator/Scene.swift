/// A picture of flat shapes one behind the other, painted row by row.
///
/// Each shape says which spans of a row it covers. Whole spans are copied at once, which keeps a megapixel quick even
/// where the compiler does not optimise.
struct Scene {
  struct Shape {
    /// The columns the shape covers in a row.
    var spans: (_ row: Int) -> [Range<Int>]
    var colour: (_ row: Int) -> RGB
  }

  let width: Int
  let height: Int
  /// From the back to the front.
  var shapes: [Shape] = []

  init(_ size: PictureSize) {
    width = size.width
    height = size.height
  }

  func rendered() -> RGBImage {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(width * height * 3)
    for row in 0..<height {
      var covering: [(spans: [Range<Int>], colour: RGB)] = []
      var cuts: Set<Int> = [0, width]
      for shape in shapes {
        let spans = shape.spans(row).map { $0.clamped(to: 0..<width) }.filter { !$0.isEmpty }
        if spans.isEmpty { continue }
        for span in spans {
          cuts.insert(span.lowerBound)
          cuts.insert(span.upperBound)
        }
        covering.append((spans, shape.colour(row)))
      }
      let edges = cuts.sorted()
      for (start, end) in zip(edges, edges.dropFirst()) {
        let top = covering.last { shape in shape.spans.contains { $0.contains(start) } }
        Self.append(top?.colour ?? .black, count: end - start, to: &rgb)
      }
    }
    return RGBImage(checked: rgb, width: width, height: height)
  }

  /// Adds pixels of one colour, doubling what is there.
  private static func append(_ colour: RGB, count: Int, to rgb: inout [UInt8]) {
    var run = [colour.red, colour.green, colour.blue]
    let bytes = count * 3
    while run.count * 2 <= bytes { run.append(contentsOf: run) }
    rgb.append(contentsOf: run)
    rgb.append(contentsOf: run[..<(bytes - run.count)])
  }
}

extension Scene {
  /// A band over the whole width whose colour goes from one to another.
  mutating func band(_ rows: Range<Int>, from top: RGB, to bottom: RGB) {
    let whole = [0..<width]
    shapes.append(
      Shape(
        spans: { rows.contains($0) ? whole : [] },
        colour: { top.mixed(with: bottom, Double($0 - rows.lowerBound) / Double(max(rows.count, 1))) }))
  }

  mutating func rectangle(x: Range<Int>, y: Range<Int>, _ colour: RGB) {
    let span = [x]
    shapes.append(Shape(spans: { y.contains($0) ? span : [] }, colour: { _ in colour }))
  }

  mutating func disc(x: Int, y: Int, radius: Int, _ colour: RGB) {
    shapes.append(
      Shape(
        spans: { row in
          let distance = row - y
          guard abs(distance) < radius else { return [] }
          let half = Int(Double(radius * radius - distance * distance).squareRoot())
          return [x - half..<x + half + 1]
        }, colour: { _ in colour }))
  }

  /// Triangles that stand on their bases, such as firs and roofs.
  mutating func triangles(_ all: [(x: Int, base: Int, width: Int, height: Int)], _ colour: RGB) {
    shapes.append(
      Shape(
        spans: { row in
          all.compactMap { triangle in
            let below = row - (triangle.base - triangle.height)
            guard below >= 0, row < triangle.base else { return nil }
            let half = triangle.width * below / max(triangle.height * 2, 1)
            return triangle.x - half..<triangle.x + half + 1
          }
        }, colour: { _ in colour }))
  }

  /// Everything below an outline, given as a row for each column, lighter at the top.
  mutating func ridge(_ outline: [Int], _ colour: RGB) {
    // Where the outline crosses a row, the span of that row starts or ends.
    var crossings = [[Int]](repeating: [], count: height)
    for x in 1..<max(width, 1) {
      let (before, here) = (outline[x - 1], outline[x])
      for row in max(min(before, here), 0)..<max(min(max(before, here), height), max(min(before, here), 0)) {
        crossings[row].append(x)
      }
    }
    let top = outline.min() ?? 0
    let reach = max(height - top, 1)
    let width = width
    shapes.append(
      Shape(
        spans: { row in
          var spans: [Range<Int>] = []
          var start = outline[0] <= row ? 0 : nil
          for x in crossings[row] {
            if let from = start {
              spans.append(from..<x)
              start = nil
            } else {
              start = x
            }
          }
          if let from = start { spans.append(from..<width) }
          return spans
        }, colour: { colour.lighter(0.25 * (1 - Double(max($0 - top, 0)) / Double(reach))) }))
  }
}
