import Foundation
import Gemini

/// How a part stands in the `part` table: the text of a text part in segments of bytes, all else as JSON.
enum StoredPart {
  /// Bytes of text in one row at most. Recording an answer that grows rewrites only its last row.
  static let segmentSize = 16_384

  /// The part as JSON, a text part without its text; `nil` for plain text, of which the flag `isThought` says all.
  static func json(_ part: Part) -> String? {
    let shell = shell(part)
    if shell == Part(text: "", thought: part.thought) { return nil }
    return json(whole: shell).text
  }

  /// The part as JSON that gives an equal part when it is read.
  static func json(whole part: Part) -> JSON {
    guard part.blob?.data == .unreadable, var object = part.json.object else { return part.json }
    // On the wire such a part has empty data, which would be read as no bytes.
    object[path: ["inlineData", "data"]] = false
    return .object(object)
  }

  /// The part without its text. It is made anew, so that the long text itself is neither copied nor shared.
  static func shell(_ part: Part) -> Part {
    guard case .text = part.data else { return part }
    return Part(.text(""), thought: part.thought, thoughtSignature: part.thoughtSignature, other: part.other)
  }

  static func isImage(_ part: Part) -> Bool { part.blob?.isImage == true && !part.thought }

  /// Cuts UTF-8 into segments, between characters.
  static func segments(of bytes: Data) -> [Data] {
    var segments: [Data] = []
    var start = bytes.startIndex
    while bytes.endIndex - start > segmentSize {
      var end = start + segmentSize
      // A byte of the form 10xxxxxx goes on with a character that began before.
      while bytes[end] & 0xC0 == 0x80 { end -= 1 }
      segments.append(bytes[start..<end])
      start = end
    }
    return segments + [bytes[start...]]
  }
}

/// Puts parts together from their rows, which come in order.
struct PartAssembler {
  private var part: Part?
  private var text = Data()
  private var parts: [Part] = []

  /// Takes the next row of the candidate; the first row of a part has segment 0.
  mutating func add(segment: Int, isThought: Bool, json: JSON?, text: Data) {
    if segment == 0 {
      finish()
      part = json.map(Part.init) ?? Part(text: "", thought: isThought)
      self.text = text
    } else {
      self.text.append(text)
    }
  }

  /// All parts, the last one ended.
  mutating func finished() -> [Part] {
    finish()
    return parts
  }

  private mutating func finish() {
    guard var part else { return }
    if part.text != nil { part.data = .text(String(decoding: text, as: UTF8.self)) }
    parts.append(part)
    self.part = nil
  }
}
