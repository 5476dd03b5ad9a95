import Testing

@testable import App

@Suite("Files with variables")
struct DotEnvTests {
  @Test(
    "Values come as python-dotenv reads them",
    arguments: [
      ("A=b", ["A": "b"]),
      ("export A=b\nB = c ", ["A": "b", "B": "c"]),
      ("# A=b\n\nB=c # said so\r\nC=d#e\r\n", ["B": "c", "C": "d#e"]),
      ("A=\"x\\n\\\"y\\\"\"\nB='x\\ny'", ["A": "x\n\"y\"", "B": "x\\ny"]),
      ("A=\"two\nlines\"\nB=c", ["A": "two\nlines", "B": "c"]),
      ("A=\"open\nB=c", ["A": "\"open", "B": "c"]),
      ("A=\nB=' x '", ["A": "", "B": " x "]),
      ("no value here\nA=b", ["A": "b"]),
      ("A=b=c", ["A": "b=c"]),
      ("=x\nexport =y\nA=1\nA=2", ["A": "2"]),
      ("", [:]),
    ])
  func values(text: String, expected: [String: String]) {
    #expect(DotEnv.parse(text) == expected)
  }

  @Test("Nothing in a file can stop the reader")
  func anything() {
    let signs = Array("A=\"'\\# \ne$\t")
    var state: UInt64 = 1
    for length in 0..<200 {
      let text = String(
        (0..<length).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1
          return signs[Int(state >> 33) % signs.count]
        })
      #expect(DotEnv.parse(text).keys.allSatisfy { !$0.isEmpty && !$0.contains("\n") })
    }
  }
}
