/// Parts the reasoning that some models write into their answer, in tags such as `<think>`, from the answer itself.
///
/// Only what an answer begins with counts, after white space: behind its first word a tag is text like any other. It is
/// fed with parts as they arrive or as they are kept, cut anywhere, and looks at each byte once.
package struct ReasoningSplitter: Hashable, Sendable {
  /// The names of tags that open such reasoning, in lower case.
  package static let tags = ["think", "thinking", "thought", "thoughts", "reasoning", "reflection", "scratchpad"]

  private enum Place: Hashable, Sendable {
    /// Nothing of the answer came yet.
    case beginning
    /// Inside of a tag; `hasText` once something but white space came.
    case reasoning(closing: [UInt8], hasText: Bool)
    case answer
  }

  /// No model begins with more white space, in bytes.
  private static let mostBlanks = 256

  private var place = Place.beginning
  /// The end of what came, as far as it may be the beginning of a tag.
  private var held = ""
  /// True once there was a tag.
  package private(set) var hasReasoning = false
  /// True once there was something between tags.
  package private(set) var hasReasoningText = false
  /// True once something of the answer itself came: from here on all is passed on as it is.
  package var isInAnswer: Bool { place == .answer }

  package init() {}

  /// Whole parts, those of the reasoning flagged as thought.
  package static func split(_ parts: [Part]) -> [Part] {
    var splitter = ReasoningSplitter()
    var shown: [Part] = []
    for (index, part) in parts.enumerated() {
      shown += splitter.take(part)
      if splitter.isInAnswer, !splitter.hasReasoning { return parts }
      if splitter.isInAnswer { return shown + parts[(index + 1)...] }
    }
    return splitter.hasReasoning ? shown + splitter.finish() : parts
  }

  /// The next part of an answer, or what was added to the last one.
  /// - Returns: what can be shown of it; text that may be the beginning of a tag follows later.
  package mutating func take(_ part: Part) -> [Part] {
    if isInAnswer || part.thought || part.isEmpty { return [part] }
    guard let text = part.text else {
      if case .reasoning = place { return [part] }
      defer { place = .answer }
      return finish() + [part]
    }
    var parts = take(text)
    if part.thoughtSignature != nil || !part.other.isEmpty {
      // What goes with a text stays with the last piece of it.
      if parts.isEmpty { parts = [Part(text: "")] }
      parts[parts.count - 1].thoughtSignature = part.thoughtSignature
      parts[parts.count - 1].other = part.other
    }
    return parts
  }

  /// The end of the answer.
  /// - Returns: what was held back.
  package mutating func finish() -> [Part] {
    defer { held = "" }
    if case .reasoning = place { return held.isEmpty ? [] : [Part(text: held, thought: true)] }
    let isBlank = held.allSatisfy(\.isWhitespace)
    if !isBlank { place = .answer }
    return held.isEmpty || isBlank && hasReasoning ? [] : [Part(text: held)]
  }

  private mutating func take(_ text: String) -> [Part] {
    var rest = Substring(held + text)
    held = ""
    var parts: [Part] = []
    while !rest.isEmpty {
      switch place {
      case .beginning: rest = open(rest, &parts)
      case .reasoning(let closing, let hasText): rest = reason(rest, until: closing, hasText: hasText, &parts)
      case .answer:
        parts.append(Part(text: String(rest)))
        return parts
      }
    }
    return parts
  }

  /// - Returns: what is left to look at.
  private mutating func open(_ text: Substring, _ parts: inout [Part]) -> Substring {
    let body = text.drop(while: \.isWhitespace)
    if let name = Self.tags.first(where: { body.utf8.starts(withAnyCase: "<\($0)>") }) {
      // Of another block of reasoning, the first line begins a paragraph.
      if hasReasoningText { parts.append(Part(text: "\n\n", thought: true)) }
      hasReasoning = true
      place = .reasoning(closing: Array("</\(name)>".utf8), hasText: false)
      return body.utf8.dropFirst(name.utf8.count + 2).asText
    }
    let mayBeTag = body.isEmpty || Self.tags.contains { "<\($0)>".utf8.starts(withAnyCase: body.utf8) }
    // White space around reasoning is no part of the answer; elsewhere it is, and waits with what follows it.
    let kept = hasReasoning ? body : text
    if mayBeTag, kept.utf8.count <= Self.mostBlanks {
      held = String(kept)
      return ""
    }
    place = .answer
    return kept
  }

  /// - Returns: what is left to look at.
  private mutating func reason(
    _ text: Substring, until closing: [UInt8], hasText: Bool, _ parts: inout [Part]
  ) -> Substring {
    let body = hasText ? text : text.drop(while: \.isWhitespace)
    guard !body.isEmpty else { return "" }
    var at = body.utf8.startIndex
    while let sign = body.utf8[at...].firstIndex(of: UInt8(ascii: "<")) {
      let tail = body.utf8[sign...]
      if tail.starts(withAnyCase: closing) {
        add(body.utf8[..<sign].asText, &parts)
        place = .beginning
        return tail.dropFirst(closing.count).asText
      }
      if closing.starts(withAnyCase: tail) {
        add(body.utf8[..<sign].asText, &parts)
        place = .reasoning(closing: closing, hasText: hasText || sign > body.startIndex)
        held = String(tail.asText)
        return ""
      }
      at = body.utf8.index(after: sign)
    }
    place = .reasoning(closing: closing, hasText: true)
    add(body, &parts)
    return ""
  }

  private mutating func add(_ text: Substring, _ parts: inout [Part]) {
    guard !text.isEmpty else { return }
    hasReasoningText = true
    parts.append(Part(text: String(text), thought: true))
  }
}

extension Substring.UTF8View {
  /// The bytes as text; they are cut before or behind ASCII only.
  fileprivate var asText: Substring { Substring(self) }
}

extension Collection where Element == UInt8 {
  /// Compares ASCII letters in any case.
  fileprivate func starts(withAnyCase other: some Collection<UInt8>) -> Bool {
    starts(with: other) { $0 == $1 || ($0 | 0x20 == $1 | 0x20 && (0x61...0x7A).contains($0 | 0x20)) }
  }

  fileprivate func starts(withAnyCase other: String) -> Bool { starts(withAnyCase: other.utf8) }
}
