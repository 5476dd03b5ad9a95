import Gemini
import Images
import PictureSupport
import TestSupport

/// What the server answers. The prompt names it, as in `bench:paced-2000-5`, so that every client asks alike.
enum Workload: Hashable, Sendable {
  /// One word.
  case word
  /// As fast as it is read: 20 MB of text in 100,000 events.
  case flood
  /// So many short chunks, so many milliseconds apart.
  case paced(count: Int, milliseconds: Int)
  /// One PNG in one event.
  case picture
  /// A PNG of 1024x1024 pixels; each number has one of its own.
  case preview(Int)
  /// As `paced`, with a picture after the first tenth.
  case illustrated(count: Int, milliseconds: Int)

  static let floodCount = 100_000

  var prompt: String {
    switch self {
    case .word: "bench:word"
    case .flood: "bench:flood"
    case .paced(let count, let milliseconds): "bench:paced-\(count)-\(milliseconds)"
    case .picture: "bench:picture"
    case .preview(let number): "bench:preview-\(number)-0"
    case .illustrated(let count, let milliseconds): "bench:illustrated-\(count)-\(milliseconds)"
    }
  }

  /// The workload that a request's body names.
  ///
  /// The last one is that of the last turn.
  init?(in body: [UInt8]) {
    let matches = String(decoding: body, as: UTF8.self).matches(of: /bench:([a-z]+)(?:-(\d+)-(\d+))?/)
    guard let words = matches.last?.output else { return nil }
    switch words.1 {
    case "word": self = .word
    case "flood": self = .flood
    case "picture": self = .picture
    case let name:
      guard let count = words.2.flatMap({ Int($0) }), let milliseconds = words.3.flatMap({ Int($0) }) else {
        return nil
      }
      switch name {
      case "paced": self = .paced(count: count, milliseconds: milliseconds)
      case "illustrated": self = .illustrated(count: count, milliseconds: milliseconds)
      case "preview": self = .preview(count)
      default: return nil
      }
    }
  }

  /// What stands behind the name of the workload: one of several requests says so which one it is.
  static func label(in body: [UInt8]) -> String? {
    String(decoding: body, as: UTF8.self).firstMatch(of: /bench:[a-z0-9-]+#(\w+)/).map { String($0.1) }
  }

  /// The events in order, each framed as an HTTP chunk of its own, as the service sends them.
  func events() -> [[UInt8]] {
    switch self {
    case .word: [Self.textEvent("word", 0), Self.lastEvent(1)]
    case .flood: (0..<Self.floodCount).map { Self.textEvent(Self.text($0, length: 200), $0) } + [Self.lastEvent(0)]
    case .paced(let count, _):
      (0..<count).map { Self.textEvent(Self.text($0, length: 20), $0) } + [Self.lastEvent(count)]
    case .picture: [Self.pictureEvent(Self.largePicture()), Self.lastEvent(0, text: "")]
    case .preview(let number): [Self.pictureEvent(Self.preview(number)), Self.lastEvent(0)]
    case .illustrated(let count, _):
      (0..<count).flatMap { number in
        (number == count / 10 ? [Self.pictureEvent(Self.preview(0))] : [])
          + [Self.textEvent(Self.text(number, length: 20), number)]
      } + [Self.lastEvent(count)]
    }
  }

  /// How many events go out how far apart, for those that do not go as fast as they can.
  var pace: (count: Int, milliseconds: Int)? {
    switch self {
    case .paced(let count, let milliseconds), .illustrated(let count, let milliseconds): (count, milliseconds)
    case .word, .flood, .picture, .preview: nil
    }
  }

  /// All the text of an illustrated answer.
  static func illustratedText(_ count: Int) -> String {
    (0..<count).map { text($0, length: 20) }.joined() + lastText
  }

  // MARK: Text

  private static let words = Array(
    """
    the model streams text into a pane while the reader types the next prompt and the store keeps every turn of the \
    session so that a long answer can be searched and replayed later without waiting on the network or on the disk
    """.split(separator: " "))

  /// A chunk of text with its number in front, in Markdown with headings, lists, code and quotes.
  private static func text(_ number: Int, length: Int) -> String {
    var text = Token.text(number)
    var word = number * 3
    while text.utf8.count < length - 1 {
      text += " " + words[word % words.count]
      word += 1
    }
    text = text.prefix(length - 1) + " "
    return switch number % 40 {
    case 0: "\n\n## Part \(text)\n\n"
    case 10, 12: "\n- \(text)"
    case 14: "\n- **bold** \(text)\n\n"
    case 16: "\n\n```swift\nprint(\"\(text)\")\n"
    case 18: "\nfor x in y: \(text)\n```\n\n"
    case 25: "\n\n> \(text)\n\n"
    case 30: "\n\n1. `code` \(text)"
    case 32: "\n2. \(text)\n\n"
    default: text
    }
  }

  private static func textEvent(_ text: String, _ number: Int) -> [UInt8] {
    event(#"{"text": \#(JSON.string(text).text)}"#, tokens: number * 8, end: "")
  }

  /// The last event: a word to wait for, and the reason of the end.
  private static func lastEvent(_ number: Int, text: String = lastText) -> [UInt8] {
    event(#"{"text": \#(JSON.string(text).text)}"#, tokens: number * 8, end: #","finishReason": "STOP""#)
  }

  static let endMark = "ZQENDQZ"
  private static let lastText = "\n\n\(endMark)\n"

  // MARK: Picture

  /// Bytes of the picture: 10 MB and the few that make it a PNG.
  static let pictureSize = 10_000_000

  private static func largePicture() -> [UInt8] {
    // Rows of three bytes a pixel and a filter byte.
    let width = 1826
    return StoredPNG.make(width: width, height: pictureSize / (3 * width + 1)) { column, row in
      (UInt8(truncatingIfNeeded: column &* row), UInt8(truncatingIfNeeded: column ^ row), UInt8(row & 255))
    }
  }

  private static let photo = SamplePicture.photo.pixels(side: 1_024)

  /// The photo, moved on with each number.
  private static func preview(_ number: Int) -> [UInt8] {
    let (photo, step) = (photo, number * 97)
    let moved = Pixels(width: photo.width, height: photo.height) { photo[($0 + step) % photo.width, $1] }
    return (try? PNGEncoder.encode(moved)) ?? []
  }

  private static func pictureEvent(_ png: [UInt8]) -> [UInt8] {
    event(
      #"{"inlineData": {"mimeType": "image/png","data": "\#(Base64.encode(png))"}}"#, tokens: 1290, end: "")
  }

  // MARK: Events

  private static func event(_ part: String, tokens: Int, end: String) -> [UInt8] {
    Connection.chunk(
      Array(
        """
        data: {"candidates": [{"content": {"parts": [\(part)],"role": "model"}\(end),"index": 0}],"usageMetadata": \
        {"promptTokenCount": 7,"candidatesTokenCount": \(tokens),"totalTokenCount": \(7 + tokens),\
        "promptTokensDetails": [{"modality": "TEXT","tokenCount": 7}]},"modelVersion": "bench",\
        "responseId": "bench-response-0001"}\r\n\r\n
        """.utf8))
  }
}
