/// Status and headers, put together from the lines as they arrive.
///
/// Interim answers (1xx) start over with the next status line, so what is complete is the final answer.
struct ResponseHead: Sendable {
  private(set) var status = 0
  private(set) var httpVersion = ""
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var isComplete = false
  private var byteCount = 0

  /// For all lines together: no real server comes near it.
  private static let byteLimit = 256 * 1024

  /// Takes one line with its line end. Lines after the end (trailers) are ignored.
  ///
  /// - Returns: false if there are more headers than anybody should send.
  mutating func append(line bytes: some Collection<UInt8>) -> Bool {
    if isComplete { return true }
    byteCount += bytes.count
    guard byteCount <= Self.byteLimit else { return false }
    let line = String(decoding: bytes, as: UTF8.self).trimmingLineEnd()
    if line.isEmpty {
      isComplete = status >= 200
    } else if line.hasPrefix("HTTP/") {
      start(statusLine: line)
    } else if line.first == " " || line.first == "\t" {
      continueLast(with: line.trimmingBlanks())
    } else if let colon = line.firstIndex(of: ":") {
      headers.append((String(line[..<colon]), line[line.index(after: colon)...].trimmingBlanks()))
    }
    return true
  }

  private mutating func start(statusLine: Substring) {
    let words = statusLine.dropFirst("HTTP/".count).split(separator: " ", maxSplits: 2)
    httpVersion = String(words.first ?? "")
    status = words.count > 1 ? Int(words[1]) ?? 0 : 0
    headers = []
  }

  /// A line that starts with a blank continues the header before it.
  ///
  /// - Source: RFC 9112 section 5.2
  private mutating func continueLast(with text: String) {
    guard let last = headers.indices.last else { return }
    headers[last].value += " " + text
  }
}

extension String {
  fileprivate func trimmingLineEnd() -> Substring {
    var line = self[...]
    while let last = line.unicodeScalars.last, last == "\n" || last == "\r" { line.unicodeScalars.removeLast() }
    return line
  }
}

extension Substring {
  fileprivate func trimmingBlanks() -> String {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
