import TestSupport
import Testing

@testable import Gemini

@Suite("Reasoning in tags")
struct ReasoningSplitterTests {
  struct Sample: Sendable {
    var answer: String
    var thoughts: String
    var text: String

    init(_ answer: String, _ thoughts: String, _ text: String) {
      self.answer = answer
      self.thoughts = thoughts
      self.text = text
    }
  }

  static let samples = [
    Sample("<think>Two rooms.</think>The hall.", "Two rooms.", "The hall."),
    Sample("\n  <think>\nTwo rooms.\n</think>\n\nThe hall.\n", "Two rooms.\n", "The hall.\n"),
    Sample("<THINKING>Two</Thinking>One", "Two", "One"),
    Sample("<thought>1 < 2, </thinking> and <b></thought>x", "1 < 2, </thinking> and <b>", "x"),
    Sample("<think>a</think> <reasoning>b</reasoning> c", "a\n\nb", "c"),
    Sample("<think></think>c", "", "c"),
    Sample("<think>never closed </thi", "never closed </thi", ""),
    Sample("<think>光の部屋</think>広間です。", "光の部屋", "広間です。"),
    Sample("The tag <think>is text</think> here.", "", "The tag <think>is text</think> here."),
    Sample("  <b>bold</b>", "", "  <b>bold</b>"),
    Sample("<think about it", "", "<think about it"),
    Sample("<think", "", "<think"),
    Sample(" \n ", "", " \n "),
    Sample("", "", ""),
  ]

  private static func text(_ parts: [Part], thought: Bool) -> String {
    Candidate(index: 0, parts: parts).text(thought: thought)
  }

  @Test("A whole answer is split at its tags", arguments: samples)
  func whole(sample: Sample) {
    let shown = ReasoningSplitter.split([Part(text: sample.answer)])
    #expect(Self.text(shown, thought: true) == sample.thoughts)
    #expect(Self.text(shown, thought: false) == sample.text)
  }

  @Test("It does not matter where the chunks are cut", arguments: samples)
  func chunks(sample: Sample) {
    let scalars = Array(sample.answer.unicodeScalars)
    var random = Seeded(7)
    for size in 1...12 {
      var splitter = ReasoningSplitter()
      var shown: [Part] = []
      var start = 0
      while start < scalars.count {
        let end = min(scalars.count, start + (size == 12 ? Int.random(in: 1...9, using: &random) : size))
        var chunk = String.UnicodeScalarView()
        chunk.append(contentsOf: scalars[start..<end])
        shown += splitter.take(Part(text: String(chunk)))
        start = end
      }
      shown += splitter.finish()
      #expect(Self.text(shown, thought: true) == sample.thoughts, "chunks of \(size)")
      #expect(Self.text(shown, thought: false) == sample.text, "chunks of \(size)")
    }
  }

  @Test("Nothing that may be a tag is shown before it is known")
  func held() {
    var splitter = ReasoningSplitter()
    #expect(splitter.take(Part(text: "\n<thi")).isEmpty)
    #expect(splitter.take(Part(text: "nk>Two")) == [Part(text: "Two", thought: true)])
    #expect(splitter.take(Part(text: " rooms</th")) == [Part(text: " rooms", thought: true)])
    #expect(splitter.take(Part(text: "ink>\n")).isEmpty)
    #expect(!splitter.isInAnswer)
    #expect(splitter.take(Part(text: "\nThe hall")) == [Part(text: "The hall")])
    #expect(splitter.isInAnswer && splitter.hasReasoning)
  }

  @Test("Reasoning goes on over parts, and other parts stay as they are")
  func parts() {
    let call = Part(["functionCall": ["name": "area", "args": [:]]])
    let thought = Part(text: "The service's own thought.", thought: true)
    let parts = [thought, Part(text: "<think>one "), call, Part(text: "two</think>"), Part(text: "three")]
    #expect(
      ReasoningSplitter.split(parts) == [
        thought, Part(text: "one ", thought: true), call, Part(text: "two", thought: true), Part(text: "three"),
      ])
    #expect(ReasoningSplitter.split([call, Part(text: "<think>")]) == [call, Part(text: "<think>")])
  }

  @Test("A signature stays with the last piece of its text")
  func signature() {
    var signed = Part(text: "<think>one</think>two")
    signed.thoughtSignature = "sig"
    let shown = ReasoningSplitter.split([signed])
    #expect(shown.map(\.thoughtSignature) == [nil, "sig"])
    var held = Part(text: "<thi")
    held.thoughtSignature = "sig"
    var splitter = ReasoningSplitter()
    #expect(splitter.take(held).map(\.thoughtSignature) == ["sig"])
    #expect(splitter.finish() == [Part(text: "<thi")])
  }

  @Test("Parts without tags are the very same")
  func untouched() {
    let parts = [Part(text: "Hello"), Part(text: "<think>no</think>"), Part(text: "x", thought: true)]
    #expect(ReasoningSplitter.split(parts) == parts)
  }

  @Test("An answer of nothing but white space does not wait for ever")
  func blanks() {
    var splitter = ReasoningSplitter()
    var shown: [Part] = []
    for _ in 0..<300 { shown += splitter.take(Part(text: "\n")) }
    #expect(splitter.isInAnswer)
    #expect(Self.text(shown, thought: false).count == 300)
  }
}
