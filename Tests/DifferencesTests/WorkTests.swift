import TestSupport
import Testing

@testable import Differences

@Suite("The work that a comparison takes")
struct WorkTests {
  private static let words = (0..<400).map { "word\($0) " }

  @Test("It grows with the texts and not with their square") func grows() {
    let steps = [2, 4, 8].map { size in
      let (a, b) = Self.answers(blocks: 100 * size)
      return Difference.Request(a: a, b: b).difference().steps
    }
    #expect(steps[1] < 3 * steps[0] && steps[2] < 3 * steps[1], "\(steps)")
    #expect(steps[0] < Work.limit / 8, "\(steps)")
  }

  @Test("Texts made to be slow are compared more coarsely", arguments: Hostile.allCases)
  func bound(hostile: Hostile) {
    var random = Seeded(hostile.rawValue.utf8.count)
    let (a, b) = (hostile.text(&random), hostile.text(&random))
    let difference = Difference.Request(a: a, b: b).difference()
    #expect(difference.steps < Work.limit + 10 * (a.utf8.count + b.utf8.count), "\(difference.steps)")
    let spans = difference.rows.flatMap(\.spans)
    #expect(spans.last?.a.upperBound == a.utf8.count && spans.last?.b.upperBound == b.utf8.count)
  }

  enum Hostile: String, CaseIterable {
    case oneParagraph, fewWords, sameLines, code, letters, oneAgainstMany

    func text(_ random: inout Seeded) -> String {
      switch self {
      case .oneParagraph: random.text(of: WorkTests.words, count: 12_000)
      case .fewWords: random.text(of: ["a ", "b ", "c ", "d ", "\n\n"], count: 40_000)
      case .sameLines: random.text(of: ["- same line\n", "- same line too\n"], count: 8_000)
      case .code: "```\n" + random.text(of: ["}\n", "  return x\n", "  x = y\n", "\n"], count: 20_000) + "```\n"
      case .letters: random.text(of: ["文", "字", "的"], count: 40_000)
      case .oneAgainstMany:
        Bool.random(using: &random)
          ? random.text(of: WorkTests.words, count: 12_000) : random.text(of: WorkTests.words + ["\n\n"], count: 12_000)
      }
    }
  }

  /// Two answers of paragraphs, one the other with every fifth word changed.
  private static func answers(blocks: Int) -> (String, String) {
    var random = Seeded(blocks)
    var (a, b) = ("", "")
    for _ in 0..<blocks {
      for _ in 0..<20 {
        let word = random.text(of: words, count: 1)
        a += word
        b += Int.random(in: 0..<5, using: &random) == 0 ? random.text(of: words, count: 1) : word
      }
      a += "\n\n"
      b += "\n\n"
    }
    return (a, b)
  }
}
