import TestSupport
import Testing

@testable import Gemini

/// A message as text, for expectations that can be read.
enum Told: Hashable {
  case event(String)
  case object(String)
  case debris(String)
  case excess

  init(_ message: SSEParser.Message) {
    switch message {
    case .event(let bytes): self = .event(String(decoding: bytes, as: UTF8.self))
    case .object(let bytes): self = .object(String(decoding: bytes, as: UTF8.self))
    case .debris(let bytes): self = .debris(String(decoding: bytes, as: UTF8.self))
    case .excess: self = .excess
    }
  }
}

func messages(_ pieces: [[UInt8]]) -> [SSEParser.Message] {
  var parser = SSEParser()
  return pieces.flatMap { parser.feed($0) } + parser.finish()
}

func told(_ body: String) -> [Told] { messages([bytes(body)]).map(Told.init) }

@Suite struct SSEParserTests {
  @Test(arguments: [
    // A line, an event of many lines, and a bare object, none of which ends.
    ["data: 345678", "90", "12345", "\n\ndata: more\n\n"], ["data: 34\ndata: 56\ndata: 789", "012345\n"],
    ["{\n1234567\n", "890123456\n", "}\n"],
  ])
  func whatHasNoEndIsGivenUp(_ pieces: [String]) {
    var parser = SSEParser(limit: 16)
    let found = pieces.flatMap { parser.feed(bytes($0)) } + parser.finish()
    #expect(found.map(Told.init) == [.excess])
  }

  @Test func theLimitIsThatOfOneMessage() {
    var parser = SSEParser(limit: 16)
    let event = "data: 3456789012\n\n"
    let found = (0..<9).flatMap { _ in parser.feed(bytes(event)) } + parser.finish()
    #expect(found.map(Told.init) == Array(repeating: .event("3456789012"), count: 9))
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func linesEndInAnyWay(_ end: String) {
    let body = ["data: {\"a\":1}", "", "data: {\"b\":2}", "", ""].joined(separator: end)
    #expect(told(body) == [.event("{\"a\":1}"), .event("{\"b\":2}")])
  }

  @Test func lineEndsMayBeMixed() {
    #expect(told("data: 1\r\n\ndata: 2\n\r\ndata: 3\r\rdata: 4\r\n\r\n\n\r") == (1...4).map { .event("\($0)") })
  }

  @Test func severalDataLinesAreOneEvent() {
    #expect(told("data: {\r\ndata:   \"a\":\r\ndata: 1}\r\n\r\n") == [.event("{\n  \"a\":\n1}")])
    #expect(told("data:\ndata: x\ndata:\n\n") == [.event("\nx\n")])
  }

  @Test(arguments: ["data: 1\n\ndata: 2", "data: 1\n\ndata: 2\n", "data: 1\n\ndata: 2\r", "data: 1\n\ndata: 2\n\n"])
  func theLastEventMayLackItsEnd(_ body: String) {
    #expect(told(body) == [.event("1"), .event("2")])
  }

  @Test func aBlankAfterTheColonIsOptionalAndOnlyOneIsTaken() {
    #expect(told("data:1\n\ndata: 2\n\ndata:  3\n\n") == [.event("1"), .event("2"), .event(" 3")])
  }

  @Test func commentsAndOtherFieldsSayNothing() {
    let body = ": keep-alive\nevent: message\nid: 7\nretry: 10\ndata: 1\n: in between\ndata: 2\n\n:\n\n"
    #expect(told(body) == [.event("1\n2")])
  }

  @Test func emptyEventsAndBodiesSayNothing() {
    #expect(told("") == [])
    #expect(told("\r\n\r\n\n") == [])
    #expect(told("data:\n\ndata: \n\n") == [])
  }

  @Test func onlyCRAndLFEndALine() {
    let text = "data: \"a\u{2028}b\u{2029}c\u{85}d\u{B}e\u{C}f\""
    #expect(told(text + "\r\n\r\n") == [.event(String(text.dropFirst(6)))])
  }

  @Test func aByteOrderMarkIsPassedOver() {
    #expect(told("\u{FEFF}data: 1\n\n") == [.event("1")])
    #expect(told("\u{FEFF}{\"a\":1}") == [.object("{\"a\":1}")])
    #expect(told("data: 1\n\n\u{FEFF}data: 2\n\n") == [.event("1"), .debris("\u{FEFF}data: 2\n")])
  }

  @Test func anErrorMayStandBareInMidStream() {
    let error = "{\n  \"error\": {\n    \"message\": \"a } and a \\\" {\",\n\n    \"code\": 503\n  }\n}"
    #expect(told("data: 1\n\n\(error)\n") == [.event("1"), .object(error.replacing("\n\n", with: "\n"))])
    #expect(told("data: 1\r\n\r\n{\"error\":{\"code\":503}}") == [.event("1"), .object("{\"error\":{\"code\":503}}")])
  }

  @Test func whatStandsBareComesAfterTheEventBeforeIt() {
    #expect(told("data: 1\n{\"error\":{}}\n") == [.event("1"), .object("{\"error\":{}}")])
  }

  @Test func eventsAreFoundEvenWhileABareObjectIsOpen() {
    #expect(told("{ \"cut off\ndata: 1\n\n") == [.event("1"), .debris("{ \"cut off\n")])
    #expect(told("{\n: a comment\n\"a\":\ndata: 1\n\n2}\n") == [.event("1"), .object("{\n\"a\":\n2}")])
  }

  @Test func aJSONArrayIsItsObjects() {
    #expect(told("[{\n\"a\": 1\n}\n,\r\n{\"b\": [{}]}\n]\n") == [.object("{\n\"a\": 1\n}"), .object("{\"b\": [{}]}")])
    #expect(told("[{\"a\":1},{\"b\":2}]") == [.object("{\"a\":1}"), .object("{\"b\":2}")])
    #expect(told("[]") == [])
    #expect(told("[\n]\n") == [])
  }

  @Test func everythingElseIsDebris() {
    #expect(told("<html>\n<p>Bad Gateway</p>\n") == [.debris("<html>\n<p>Bad Gateway</p>\n")])
    #expect(
      told("data: 1\n\n{\"error\": {\n  \"code\": 5") == [.event("1"), .debris("{\"error\": {\n  \"code\": 5\n")])
    #expect(told("upstream connect error") == [.debris("upstream connect error\n")])
  }

  @Test func nothingIsLeftAfterTheEnd() {
    var parser = SSEParser()
    _ = parser.feed(bytes("data: 1\n\n{ \"a"))
    _ = parser.finish()
    #expect(parser.finish().isEmpty)
  }

  /// Were the line looked through again with each piece, this would take hours.
  @Test(.timeLimit(.minutes(1)))
  func aLineOf16MBInSmallPiecesTakesLinearTime() {
    let piece = [UInt8](repeating: UInt8(ascii: "A"), count: 1 << 10)
    var parser = SSEParser()
    var early = parser.feed(bytes("data: \""))
    for _ in 0..<16 << 10 { early += parser.feed(piece) }
    #expect(early.isEmpty)
    let end = parser.feed(bytes("\"\r\n\r\n"))
    #expect(end.count == 1)
    guard case .event(let line) = end.first else { return }
    #expect(line.count == 16 << 20 + 2)
  }
}

/// Bodies of every shape, cut everywhere.
@Suite struct SSECutTests {
  static let bodies: [[UInt8]] =
    [
      "data: {\"a\":1}\r\n\r\ndata: {\"b\":\"größer 日本 😀\u{2028}\"}\r\n\r\n",
      "data: 1\n\ndata:2\n\ndata: [DONE]\n\n",
      "data: 1\r\rdata: 2\r\n\ndata: 3\n\rdata: 4\r",
      ": c\r\nevent: e\r\ndata: {\r\ndata: }\r\n\r\nid: 1\r\n",
      "data: {\"a\":1}\n\n{\n  \"error\": {\n    \"message\": \"\\\\ \\\" } {\"\n\n  }\n}\n",
      "data: {\"a\":1}\r\n{\"error\":{\"code\":499}}",
      "[{\r\n  \"a\": [1, {\"b\": \"]}\"}]\r\n}\r\n,\r\n{\"c\": {}}\r\n]\r\n",
      "{\r\n\r\n  \"candidates\": []\r\n\r\n}\r\n",
      "\u{FEFF}data: 1\r\n\r\n\u{FEFF}",
      "<!DOCTYPE html>\r\n<style>a { color: red }</style>\r\n<p>502\r\n",
      "data: 1\n\n{ \"cut\": \"off", "\r\n", "\n\r\r\n\n", "",
    ].map(bytes)

  /// The offsets at which a cut in two gives other messages: the first part fed byte by byte, the second whole.
  private func offsetsThatDiffer(_ body: [UInt8]) -> [Int] {
    let whole = messages([body])
    var parser = SSEParser()
    var before: [SSEParser.Message] = []
    return (0...body.count).filter { offset in
      var rest = parser
      let after = rest.feed(Array(body[offset...])) + rest.finish()
      let differs = before + after != whole
      if offset < body.count { before += parser.feed([body[offset]]) }
      return differs
    }
  }

  @Test(arguments: bodies)
  func anyCutGivesTheSameMessages(_ body: [UInt8]) {
    let whole = messages([body])
    #expect(offsetsThatDiffer(body) == [])
    #expect(messages(body.map { [$0] }) == whole)
    #expect(messages([[]] + body.flatMap { [[$0], []] }) == whole)
    for first in 0...body.count {
      for second in first...body.count where second - first <= 3 {
        let pieces = [body[..<first], body[first..<second], body[second...]].map(Array.init)
        #expect(messages(pieces) == whole, "cut at \(first) and \(second)")
      }
    }
  }

  @Test(.enabled(if: !Sample.all.isEmpty, "WIRE_SAMPLES names no folder of samples"), arguments: Sample.all)
  func anyCutOfASampleGivesTheSameMessages(_ sample: Sample) {
    let whole = messages([sample.body])
    #expect(messages(sample.body.map { [$0] }) == whole)
    if sample.body.count <= 16 << 10 { #expect(offsetsThatDiffer(sample.body) == []) }
    let other = sample.body.filter { $0 != 0x0D }
    #expect(messages([other]).count == whole.count, "line ends do not matter")
  }

  @Test func randomBytesNeverCrash() {
    let alphabet = bytes("data: {}[]\"\\,:\n\r\n\rdatx") + [0xEF, 0xBB, 0xBF, 0x80, 0xE2]
    for seed in 0..<20_000 {
      var random = Seeded(seed)
      let body = (0..<Int.random(in: 0..<64, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let cut = Int.random(in: 0...body.count, using: &random)
      #expect(messages([Array(body[..<cut]), Array(body[cut...])]) == messages([body]), "seed \(seed)")
      var decoder = StreamDecoder()
      _ = decoder.feed(body)
      _ = decoder.finish()
    }
  }
}
