import Testing

@testable import App

/// The values stand here as python-dotenv 1.2.4 gave them for the same bytes.
@Suite("Files with variables")
struct DotEnvTests {
  @Test(
    "A statement is a name and a value, with or without export, between empty lines",
    arguments: [
      ("", [:]),
      ("A=b", ["A": "b"]),
      ("export A=b\nB = c ", ["A": "b", "B": "c"]),
      ("export\tA=b", ["A": "b"]),
      ("export =b", [:]),
      ("export=b", ["export": "b"]),
      ("exportA=b", ["exportA": "b"]),
      ("export A", [:]),
      ("\n\n  A=b\n\n", ["A": "b"]),
      ("# A=b\n\nB=c # said so\r\nC=d#e\r\n", ["B": "c", "C": "d#e"]),
    ] as [(String, [String: String])])
  func statements(text: String, expected: [String: String]) throws {
    #expect(try DotEnv.values(text, environment: [:]) == expected)
  }

  @Test(
    "Comments and quotes end a value as in python-dotenv",
    arguments: [
      ("A=b #c", ["A": "b"]),
      ("A=b\t#c", ["A": "b"]),
      ("A=b#c", ["A": "b#c"]),
      ("A=#c", ["A": "#c"]),
      ("A= #c", ["A": ""]),
      ("A=b # c # d", ["A": "b"]),
      ("A=\"b\"#c", ["A": "b"]),
      ("A='b' # c", ["A": "b"]),
      ("A=\"b#c\" # d", ["A": "b#c"]),
      ("#A=b", [:]),
      ("A=\"x\\n\\\"y\\\"\\t\\\\\"", ["A": "x\n\"y\"\t\\"]),
      ("A=\"\\a\\b\\f\\v\\r\\'\"", ["A": "\u{7}\u{8}\u{C}\u{B}\r'"]),
      ("A=\"\\x\\$\\u0041\"", ["A": "\\x\\$\\u0041"]),
      ("A='x\\ny'", ["A": "x\\ny"]),
      ("A='it\\'s' \nB='\\\\'", ["A": "it's", "B": "\\"]),
      ("A='\"'\nB=\"'\"", ["A": "\"", "B": "'"]),
      ("A=b\\nc", ["A": "b\\nc"]),
      ("A=b\"c\"", ["A": "b\"c\""]),
      ("A=b'c", ["A": "b'c"]),
    ] as [(String, [String: String])])
  func quotes(text: String, expected: [String: String]) throws {
    #expect(try DotEnv.values(text, environment: [:]) == expected)
  }

  @Test(
    "Values of several lines, ends of lines of each kind, a byte order mark",
    arguments: [
      ("A=\"two\nlines\"\nB=c", ["A": "two\nlines", "B": "c"]),
      ("A='two\nlines' # c\nB=c", ["A": "two\nlines", "B": "c"]),
      ("A=\"x\r\ny\"", ["A": "x\ny"]),
      ("A=\"x\ry\"", ["A": "x\ny"]),
      ("A=1\r\nB=2\r\n", ["A": "1", "B": "2"]),
      ("A=1\rB=2\r", ["A": "1", "B": "2"]),
      ("A=1\n\rB=2", ["A": "1", "B": "2"]),
      ("\u{FEFF}A=b", ["A": "b"]),
      ("A=b\n\u{FEFF}B=c", ["A": "b", "\u{FEFF}B": "c"]),
    ] as [(String, [String: String])])
  func lines(text: String, expected: [String: String]) throws {
    #expect(try DotEnv.values(text, environment: [:]) == expected)
  }

  @Test(
    "A quote that does not end, or is followed by more, costs its line alone",
    arguments: [
      ("A=\"open\nB=c", ["B": "c"]),
      ("A='open\nB=c", ["B": "c"]),
      ("A=\"open\\\"\nB=c", ["B": "c"]),
      ("A=\"x\" y\nB=c", ["B": "c"]),
      ("A=\"x\"y\nB=c", ["B": "c"]),
      ("A=\"two\nlines\" y\nB=c", ["B": "c"]),
    ] as [(String, [String: String])])
  func unclosed(text: String, expected: [String: String]) throws {
    #expect(try DotEnv.values(text, environment: [:]) == expected)
  }

  @Test(
    "Names and blanks are read as python-dotenv reads them",
    arguments: [
      ("A=\nB=' x '\nC=\"\"\nD=''", ["A": "", "B": " x ", "C": "", "D": ""]),
      ("A=  b  ", ["A": "b"]),
      ("A  =b", ["A": "b"]),
      ("  A=b c  ", ["A": "b c"]),
      ("A=\u{2003}b\u{A0}", ["A": "b"]),
      ("A=x\u{B}y", ["A": "x\u{B}y"]),
      ("A=b\u{85}", ["A": "b"]),
      ("A=b\u{2028}c", ["A": "b\u{2028}c"]),
      ("no value here\nA=b", ["A": "b"]),
      ("A\nB=c", ["B": "c"]),
      ("A=1\nA", [:]),
      ("A=1\nA=2", ["A": "2"]),
      ("A=b=c", ["A": "b=c"]),
      ("A==b", ["A": "=b"]),
      ("=x\nA=b", ["A": "b"]),
      ("A B=c\nC=d", ["C": "d"]),
      ("A#=b\nC=d", ["C": "d"]),
      ("A-b.c=d", ["A-b.c": "d"]),
      ("A:b", [:]),
      ("Ä=ö\n名=値", ["Ä": "ö", "名": "値"]),
      ("A=😀", ["A": "😀"]),
      ("A=é", ["A": "é"]),
      ("'A'=b", ["A": "b"]),
      ("'A B'=c", ["A B": "c"]),
      ("'A=b'=c", ["A=b": "c"]),
      ("'A\nB=c", ["B": "c"]),
      ("''=c\nB=d", ["B": "d"]),
      ("\"A\"=b", ["\"A\"": "b"]),
      ("'A' =b", ["A": "b"]),
      ("export 'A'=b", ["A": "b"]),
    ] as [(String, [String: String])])
  func names(text: String, expected: [String: String]) throws {
    #expect(try DotEnv.values(text, environment: [:]) == expected)
  }

  @Test(
    "References are replaced by what stands above, or by their default",
    arguments: [
      ("A=1\nB=${A}2", ["A": "1", "B": "12"]),
      ("B=${A}2\nA=1", ["B": "2", "A": "1"]),
      ("A='1'\nB='${A}'\nC=\"${A}\"", ["A": "1", "B": "1", "C": "1"]),
      ("A=$B ${B ${}x", ["A": "$B x"]),
      ("A=${B:-c d}", ["A": "c d"]),
      ("A=${B:-}", ["A": ""]),
      ("A=${B:-${C}}", ["A": "${C}"]),
      ("A=${B:c}x", ["A": "${B:c}x"]),
      ("A=${B-c}", ["A": ""]),
      ("A=\nB=${A:-c}", ["A": "", "B": ""]),
      ("A\nB=${A:-c}x", ["B": "x"]),
      ("A=a\nA=${A}b", ["A": "ab"]),
      ("A=$A\\${A}", ["A": "$A\\"]),
      ("A=1\nB=${ A }", ["A": "1", "B": ""]),
    ] as [(String, [String: String])])
  func references(text: String, expected: [String: String]) throws {
    #expect(try DotEnv.values(text, environment: [:]) == expected)
  }

  @Test(
    "The environment goes before the file where a value is named",
    arguments: [
      ("A=file\nB=${A}", ["A": "process"], ["A": "file", "B": "process"]),
      ("B=${HOME}/x", ["HOME": "/home/me"], ["B": "/home/me/x"]),
      ("A=${A}x", ["A": "process"], ["A": "processx"]),
      ("B=${A:-c}", ["A": ""], ["B": ""]),
    ] as [(String, [String: String], [String: String])])
  func environment(text: String, environment: [String: String], expected: [String: String]) throws {
    #expect(try DotEnv.values(text, environment: environment) == expected)
  }

  @Test("Values that double line by line are refused before they fill the memory")
  func doubling() {
    let lines = (1...60).map { "A\($0)=${A\($0 - 1)}${A\($0 - 1)}" }
    #expect(throws: DotEnv.TooLong.self) {
      try DotEnv.values("A0=0123456789\n" + lines.joined(separator: "\n"), environment: [:])
    }
  }

  @Test(
    "A large file of anything is read in one go", arguments: ["${", "A=\"", "'", "\\", "A=${:-", "export ", "#", "}"])
  func large(piece: String) throws {
    let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
    #expect(try DotEnv.values("A=\(text)\nB=c", environment: [:])["B"] == "c")
  }

  @Test(
    "A value is set in the place of all that was said of its names before, the rest stays",
    arguments: [
      ("", "KEY=new-1\n"),
      ("# mine\nA=b\nexport OLD = 'x'\nC=d", "# mine\nA=b\nC=d\nKEY=new-1\n"),
      ("KEY=\"two\nlines\" # old\nA=b\n", "A=b\nKEY=new-1\n"),
      ("'KEY'=1\n\nKEY\n", "\nKEY=new-1\n"),
      ("KEYS=1\n", "KEYS=1\nKEY=new-1\n"),
    ])
  func setting(before: String, after: String) {
    #expect(DotEnv.text(before, setting: "KEY", to: "new-1", removing: ["KEY", "OLD"]) == after)
  }

  @Test("What is set is read back", arguments: ["AIza-_09.x", "it's", "a\\b\\", "#x", "\"q\"", "a b", "x=y"])
  func roundTrip(value: String) throws {
    let text = DotEnv.text("A=b", setting: "KEY", to: value, removing: ["KEY"])
    #expect(try DotEnv.values(text, environment: [:]) == ["A": "b", "KEY": value])
  }
}
