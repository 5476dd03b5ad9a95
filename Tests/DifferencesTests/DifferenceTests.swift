import TestSupport
import Testing

@testable import Differences

@Suite("Differences of two answers")
struct DifferenceTests {
  private static let pieces = [
    "word", "other", "Wort", "naïve", "don't", "3.14", "1,204", "日本語", "漢", "かな", "한국어", "สวัสดี", "שלום", "مرحبا",
    "👍🏽", "👩‍👩‍👧", "🇩🇪", "e\u{301}", "❤️", " ", " ", " ", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r\n\r\n", "\n- ", "\n  1. ",
    "\n# ", "\n```\n", "\n~~~ swift\n", "\n> ", "\n---\n", "\n| a | b |\n|---|---|\n| c | d |\n", "|", "*", ".", ", ",
    "「", "\\",
    "\u{A0}", "_",
  ]

  @Test("The spans are both texts to the byte, cut between characters, and what is equal is equal", arguments: 1...300)
  func exact(seed: Int) {
    var random = Seeded(seed)
    let (a, b) = Self.pair(&random)
    let request = Difference.Request(
      a: a, b: b, isAGrowing: Bool.random(using: &random), isBGrowing: Bool.random(using: &random))
    let difference = request.difference()
    let spans = difference.rows.flatMap(\.spans)
    #expect(spans.filter { $0.kind != .added }.map { a.part($0.a) }.joined() == a)
    #expect(spans.filter { $0.kind != .removed }.map { b.part($0.b) }.joined() == b)
    #expect(spans.allSatisfy { $0.kind != .added || $0.a.isEmpty })
    #expect(spans.allSatisfy { $0.kind != .removed || $0.b.isEmpty })
    let (aCuts, bCuts) = (Self.boundaries(a), Self.boundaries(b))
    for span in spans {
      #expect(aCuts.contains(span.a.lowerBound) && bCuts.contains(span.b.lowerBound), "\(span) cuts a character")
      if span.kind == .equal { #expect(Self.ink(a.part(span.a)) == Self.ink(b.part(span.b))) }
    }
    #expect(difference.rows.compactMap(\.a) == Array(difference.aBlocks.indices))
    #expect(difference.rows.compactMap(\.b) == Array(difference.bBlocks.indices))
    #expect((0...1).contains(difference.summary.share))
  }

  @Test("A text does not differ from itself", arguments: 1...50)
  func same(seed: Int) {
    var random = Seeded(seed)
    let text = random.text(of: Self.pieces, count: 200)
    let difference = Difference.Request(a: text, b: text).difference()
    #expect(difference.isEqual)
    #expect(difference.summary.share == 1)
    #expect(difference.summary.removedWords + difference.summary.addedWords == 0)
  }

  @Test("Empty texts") func empty() {
    #expect(Difference.Request(a: "", b: "").difference().isEqual)
    #expect(Difference.Request(a: "", b: "").difference().summary.share == 1)
    let added = Difference.Request(a: "", b: "Two words").difference()
    #expect(added.rows.map(\.spans) == [[.init(kind: .added, a: 0..<0, b: 0..<9)]])
    #expect(added.summary == .init(equalWords: 0, removedWords: 0, addedWords: 2, share: 0))
    let removed = Difference.Request(a: "?", b: "").difference()
    #expect(!removed.isEqual && removed.summary.share == 0)
  }

  @Test("Lines that are broken elsewhere are equal in prose, blanks count in code") func blanks() {
    #expect(Difference.Request(a: "One two\nthree", b: "One  two three\r\n").difference().isEqual)
    #expect(Difference.Request(a: "```\na\n```", b: "```\r\na\r\n```\r\n").difference().isEqual)
    #expect(!Difference.Request(a: "```\n  a\n```", b: "```\n    a\n```").difference().isEqual)
  }

  @Test("While an answer grows, what is not finished is not judged") func growing() {
    let whole = "# Title\n\nFirst paragraph here.\n\nSecond paragraph there.\n\nThird and last."
    let part = "# Title\n\nFirst paragraph here.\n\nSecond par"
    let difference = Difference.Request(a: part, b: whole, isAGrowing: true).difference()
    #expect(difference.rows.map(\.isPending) == [false, false, true, true, true])
    #expect(difference.summary.share == 1)
    #expect(!difference.isEqual)
    let back = Difference.Request(a: whole, b: part, isBGrowing: true).difference()
    #expect(back.rows.map(\.isPending) == [false, false, true, true, true])
    #expect(Difference.Request(a: part, b: whole).difference().rows.allSatisfy { !$0.isPending })
  }

  @Test("What has been compared of a growing answer stays as it was", arguments: 1...40)
  func grown(seed: Int) {
    var random = Seeded(seed)
    let text = random.text(of: Self.pieces, count: 120)
    let whole = Block.blocks(of: text)
    for end in stride(from: 0, to: text.unicodeScalars.count, by: 3) {
      let part = String(text.unicodeScalars.prefix(end))
      let blocks = Block.blocks(of: part)
      let finished = Block.finishedCount(of: blocks, in: part)
      #expect(blocks.prefix(finished) == whole.prefix(finished), "after \(end) scalars")
    }
  }

  /// A text and the same after some edits.
  private static func pair(_ random: inout Seeded) -> (String, String) {
    let count = Int.random(in: 0...150, using: &random)
    var words = (0..<count).map { _ in random.text(of: pieces, count: 1) }
    let a = words.joined()
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let place = Int.random(in: 0...words.count, using: &random)
      let length = Int.random(in: 0...min(6, words.count - place), using: &random)
      let new = (0..<Int.random(in: 0...4, using: &random)).map { _ in random.text(of: pieces, count: 1) }
      words.replaceSubrange(place..<place + length, with: new)
    }
    return (a, words.joined())
  }

  private static func boundaries(_ text: String) -> Set<Int> {
    var offset = 0
    return Set(
      [0]
        + text.map { character in
          offset += character.utf8.count
          return offset
        })
  }

  /// Without blanks, and rules of tables as long as each other.
  private static func ink(_ text: String) -> String {
    text.filter { !$0.isWhitespace }.replacing(/---+/, with: "---")
  }
}
