/// Markdown that ends anywhere, made ready to be shown: what only begins to be a mark is left out, and what is marked by an
/// open mark is closed, so that the next bytes change as little as can be of what is seen.
enum GrowingMarkdown {
  /// - Parameters:
  ///   - source: whole blocks, and one that still grows.
  ///   - opening: what the parser reads before it.
  static func shown(_ source: String, after opening: String) -> String {
    var bytes = Array(source.utf8)
    let lines = Lines(bytes, fence: Fence(of: opening))
    if let fence = lines.fence {
      // The beginning of the fence that closes the code.
      let last = bytes[lines.last...]
      let mark = last.drop { $0 == space }
      if !mark.isEmpty, mark.count < fence.count, mark.allSatisfy({ $0 == fence.mark }) {
        bytes.removeSubrange(lines.last...)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    let last = bytes[lines.last...].drop { $0 == space || $0 == tab }
    var paragraph = lines.paragraph
    if !last.isEmpty, last.allSatisfy({ lineMarks.contains($0) }) {
      bytes.removeSubrange(lines.last...)
      paragraph = min(paragraph, bytes.count)
    }
    if paragraph < bytes.count { bytes = Array(bytes[..<paragraph]) + closed(Array(bytes[paragraph...])) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")
  /// What a line may begin with that says what it is. A line of nothing else says nothing yet.
  private static let lineMarks = Set("-=*+#>`~|:_ ".utf8)
  private static let inlineMarks = Set("*_~`".utf8)

  private struct Fence {
    var mark: UInt8
    var count: Int

    init?(of line: some Sequence<UInt8>) {
      let text = line.drop { $0 == space || $0 == tab }
      guard let mark = text.first(where: { _ in true }), mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
        return nil
      }
      let count = text.prefix { $0 == mark }.reduce(0) { count, _ in count + 1 }
      guard count >= 3, mark == UInt8(ascii: "~") || !text.dropFirst(count).contains(mark) else { return nil }
      (self.mark, self.count) = (mark, count)
    }

    init?(of opening: String) { self.init(of: opening.utf8) }

    func isClosed(by line: ArraySlice<UInt8>) -> Bool {
      let text = line.drop { $0 == space || $0 == tab }
      let marks = text.prefix { $0 == mark }.count
      return marks >= count && text.dropFirst(marks).allSatisfy { $0 == space || $0 == tab || $0 == 0x0D }
    }
  }

  /// Where the last line and the paragraph at the end begin, and the code block that is open there.
  private struct Lines {
    var last = 0
    var paragraph = 0
    var fence: Fence?

    init(_ bytes: [UInt8], fence: Fence?) {
      self.fence = fence
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        read(bytes[start..<end], isWhole: end < bytes.count)
        last = end < bytes.count ? end + 1 : start
        start = end + 1
      }
      if bytes.last == 0x0A { last = bytes.count }
    }

    private mutating func read(_ line: ArraySlice<UInt8>, isWhole: Bool) {
      if let open = fence {
        if open.isClosed(by: line) { fence = nil }
        paragraph = line.endIndex + (isWhole ? 1 : 0)
        return
      }
      let text = line.drop { $0 == space || $0 == tab || $0 == UInt8(ascii: ">") }
      if let begun = Fence(of: text) {
        fence = begun
        return
      }
      if text.allSatisfy({ $0 == 0x0D }) {
        paragraph = line.endIndex + (isWhole ? 1 : 0)
        return
      }
      if text.first == UInt8(ascii: "#") {
        // A heading is one line.
        paragraph = isWhole ? line.endIndex + 1 : text.startIndex
      } else if text.first == UInt8(ascii: "|") {
        // What is marked ends with its cell.
        let cell = isWhole ? nil : text.lastIndex(of: UInt8(ascii: "|"))
        paragraph = (cell ?? line.endIndex) + 1
      } else if let content = Self.itemContent(text) {
        paragraph = content
      }
    }

    /// Where the text behind a bullet or a number begins.
    private static func itemContent(_ line: ArraySlice<UInt8>) -> Int? {
      guard let first = line.first else { return nil }
      var rest = line
      if first == UInt8(ascii: "-") || first == UInt8(ascii: "*") || first == UInt8(ascii: "+") {
        rest = line.dropFirst()
      } else {
        rest = line.drop { (0x30...0x39).contains($0) }
        let count = rest.startIndex - line.startIndex
        guard (1...9).contains(count), rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")") else {
          return nil
        }
        rest = rest.dropFirst()
      }
      return rest.first == space ? rest.startIndex + 1 : nil
    }
  }

  /// A mark that nothing has closed yet.
  private struct Mark {
    var byte: UInt8
    var count: Int
  }

  /// A paragraph with its open marks closed, and without the one that is just coming.
  private static func closed(_ text: [UInt8]) -> [UInt8] {
    var text = text
    while let byte = text.last, byte == space || byte == tab || byte == 0x0A || byte == 0x0D { text.removeLast() }
    var open: [Mark] = []
    var link: Int?
    var at = 0
    while at < text.count {
      let byte = text[at]
      if byte == UInt8(ascii: "\\") {
        at += 2
        continue
      }
      if byte == UInt8(ascii: "]"), at + 1 < text.count, text[at + 1] == UInt8(ascii: "(") {
        link = at + 2
        at += 2
        continue
      }
      if byte == UInt8(ascii: ")") { link = nil }
      guard inlineMarks.contains(byte), link == nil else {
        at += 1
        continue
      }
      let end = text[at...].firstIndex { $0 != byte } ?? text.count
      let count = end - at
      if byte == UInt8(ascii: "`") {
        guard end < text.count else { return finished(text, before: at, open) }
        guard let close = closing(of: count, from: end, in: text) else { return endOfCode(text, count, open) }
        at = close
        continue
      }
      // Nobody knows yet what it is: how long it gets, and what follows.
      if end == text.count { return finished(text, before: at, open) }
      take(Mark(byte: byte, count: count), before: at > 0 ? text[at - 1] : space, after: text[end], &open)
      at = end
    }
    if let link {
      let address = text[link...]
      guard !address.contains(where: { $0 <= space }) else { return finished(text, before: text.count, open) }
      return text + [UInt8(ascii: ")")] + closers(open)
    }
    return finished(text, before: text.count, open)
  }

  private static func finished(_ text: [UInt8], before end: Int, _ open: [Mark]) -> [UInt8] {
    var text = Array(text[..<end])
    while let byte = text.last, byte == space || byte == tab || byte == 0x0A || byte == 0x0D { text.removeLast() }
    return text + closers(open)
  }

  /// Ends code that is open, without the beginning of the mark that closes it.
  private static func endOfCode(_ text: [UInt8], _ count: Int, _ open: [Mark]) -> [UInt8] {
    let mark = UInt8(ascii: "`")
    let begun = text.reversed().prefix { $0 == mark }.count
    return text.dropLast(begun < count ? begun : 0) + Array(repeating: mark, count: count) + closers(open)
  }

  private static func closers(_ open: [Mark]) -> [UInt8] {
    open.reversed().flatMap { Array(repeating: $0.byte, count: $0.count) }
  }

  /// The place behind the marks that close code; `nil` if they have not come.
  private static func closing(of count: Int, from start: Int, in text: [UInt8]) -> Int? {
    var at = start
    while let begin = text[at...].firstIndex(of: UInt8(ascii: "`")) {
      let end = text[begin...].firstIndex { $0 != UInt8(ascii: "`") } ?? text.count
      if end - begin == count { return end }
      at = end
    }
    return nil
  }

  /// Opens or closes what is marked.
  /// - Source: CommonMark 0.31, section 6.2, without its rule about multiples of three.
  private static func take(_ mark: Mark, before: UInt8, after: UInt8, _ open: inout [Mark]) {
    func isBlank(_ byte: UInt8) -> Bool { byte <= space }
    func isMark(_ byte: UInt8) -> Bool {
      byte > space && byte < 0x7F && !(0x30...0x39).contains(byte) && !(0x41...0x5A).contains(byte & 0xDF)
    }
    let isLeft = !isBlank(after) && (!isMark(after) || isBlank(before) || isMark(before))
    let isRight = !isBlank(before) && (!isMark(before) || isBlank(after) || isMark(after))
    // A star between two letters is closed but never taken for an opening one: `2*3` is most often a product.
    let isWord = mark.byte == UInt8(ascii: "_")
    var left = mark.count
    if isRight, !isWord || !isLeft || isMark(after) {
      while left > 0, let last = open.lastIndex(where: { $0.byte == mark.byte }) {
        open.removeSubrange((last + 1)...)
        let closed = min(left, open[last].count)
        left -= closed
        open[last].count -= closed
        if open[last].count == 0 { open.removeLast() }
      }
    }
    guard left > 0, isLeft, !isRight || isMark(before) else { return }
    if mark.byte == UInt8(ascii: "~"), left != 2 { return }
    open.append(Mark(byte: mark.byte, count: left))
  }
}
