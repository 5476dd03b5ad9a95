import Screen
import TestSupport
import Testing

@testable import Markdown

/// The colours of fenced code.
struct CodeColorTests {
  private static let languages = CodeGrammar.all.flatMap { $0.names.split(separator: " ").map(String.init) }

  /// The pieces of a line that have a role of their own, as `role:text`.
  private func roles(_ lines: String, _ language: String) throws -> [String] {
    let grammar = try #require(CodeGrammar.named(language))
    var state = CodeState.code
    return lines.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      CodeLexer.spans(of: String(line), grammar, &state).filter { $0.style.role != .codeBlock }
        .map { "\($0.style.role.name):\($0.text)" }
    }
  }

  @Test(arguments: [
    (
      "swift", "@MainActor let a: Int = 0x1F // no\n/* a /* b */\n*/ \"x\\\"y\" x.self",
      [
        "attribute:@MainActor", "keyword:let", "type:Int", "number:0x1F", "comment:// no", "comment:/* a /* b */",
        "comment:*/", "string:\"x\\\"y\"",
      ]
    ),
    (
      "Python", "def f(x: str):  # why\n  '''a\n  b''' + 'c' + 1.5e-3",
      [
        "keyword:def", "type:str", "comment:# why", "string:'''a", "string:  b'''", "string:'c'", "number:1.5e-3",
      ]
    ),
    (
      "tsx", "const x = `a\n${b}` as Foo // 'no'",
      ["keyword:const", "string:`a", "string:${b}`", "keyword:as", "type:Foo", "comment:// 'no'"]
    ),
    (
      "json", "{\"a\" : [\"b\", -2.5, true]}", ["attribute:\"a\"", "string:\"b\"", "number:2.5", "keyword:true"]
    ),
    (
      "c++", "#include <x>\nchar c = '\\n'; std::vector v; // '",
      ["attribute:#include", "type:char", "string:'\\n'", "type:vector", "comment:// '"]
    ),
    (
      "go", "func f() error { return `a`, 'b' }",
      ["keyword:func", "type:error", "keyword:return", "string:`a`", "string:'b'"]
    ),
    (
      "rust", "#[test]\nfn f<'a>(x: &'a str) -> char { 'x' }",
      ["attribute:#[test]", "keyword:fn", "type:str", "type:char", "string:'x'"]
    ),
    (
      "bash", "if [ $# -gt 1 ]; then echo \"it's ${x}\" don't $HOME; fi # end",
      [
        "keyword:if", "number:1", "keyword:then", "keyword:echo", "string:\"it's ${x}\"", "attribute:$HOME",
        "keyword:fi", "comment:# end",
      ]
    ),
    (
      "html", "<a href=\"x>\">b &amp; c</a><!-- d\n-->",
      [
        "keyword:<a", "attribute:href", "string:\"x>\"", "keyword:>", "number:&amp;", "keyword:</a>", "comment:<!-- d",
        "comment:-->",
      ]
    ),
    (
      "sql", "SELECT a FROM t WHERE b = 'it''s' -- c",
      ["keyword:SELECT", "keyword:FROM", "keyword:WHERE", "string:'it''s'", "comment:-- c"]
    ),
    (
      "yaml", "- a-b: don't # c\n  url: http://x#y\n  d: \"e\"",
      ["attribute:a-b", "comment:# c", "attribute:url", "attribute:d", "string:\"e\""]
    ),
    (
      "diff", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z",
      ["keyword:--- a", "keyword:+++ b", "attribute:@@ -1 +1 @@", "removed:-x", "added:+y"]
    ),
  ])
  func eachLanguage(language: String, code: String, expected: [String]) throws {
    #expect(try roles(code, language) == expected)
  }

  @Test func unknownLanguagesStayPlain() {
    var document = MarkdownDocument("```nonesuch\nlet x = \"y\"\n```")
    document.layout(columns: 40)
    #expect(document.line(1).spans == [CodeLines.bar, Span("let x = \"y\"", .codeBlock)])
  }

  /// Colours change nothing of the text, whatever it is.
  @Test(arguments: languages)
  func textIsKept(language: String) throws {
    let grammar = try #require(CodeGrammar.named(language))
    var random = Seeded(language.utf8.count)
    var state = CodeState.code
    for _ in 0..<300 {
      let line = random.text(
        of: [
          "a", "let ", "1.5", "\"", "'", "`", "\\", "\\é", "é", "👩‍💻", "/*", "*/", "//", "#", "${", "#[", "]", "<a ", ">",
          "<!--", "-->", "&", ";", ":", " ", "\t", "'''", "r#\"", "\"#", "@", "$",
        ], count: 30)
      let spans = CodeLexer.spans(of: line, grammar, &state)
      #expect(spans.map(\.text).joined() == line)
      #expect(spans.allSatisfy { !$0.text.isEmpty })
    }
  }

  /// A comment that begins before a section ends goes on in the next one.
  @Test func sectionsGoOnInside() throws {
    let comment = "/* begin\n" + String(repeating: "let x = 1 and more words in a comment\n", count: 2000) + "end */\n"
    var document = MarkdownDocument("```swift\n\(comment)let y\n```\n")
    document.layout(columns: 60)
    let lines = document.lines(in: 1..<document.lineCount)
    #expect(lines.dropLast().allSatisfy { $0.spans.dropFirst().allSatisfy { $0.style.role == .comment } })
    #expect(lines.last?.spans == [CodeLines.bar, Span("let", .keyword), Span(" y", .codeBlock)])
    #expect(document.codeBlocks.map(\.source) == [comment + "let y\n"])
  }

  /// What is kept of a block that grows gives the same lines as all of it at once.
  @Test(arguments: languages)
  func growingCode(language: String) {
    var random = Seeded(7)
    let code = random.text(
      of: ["x ", "\"", "'", "`", "/* ", " */", "\n", "\n", "let ", "<!-- ", " -->", "# ", "1", "\r\n", "\\", ": "],
      count: 400)
    var grown = CodeLines(language: language, columns: 20)
    var text = ""
    for chunk in random.chunks(of: code, longest: 9) {
      text += chunk
      var whole = CodeLines(language: language, columns: 20)
      let (expected, lines) = (whole.take(text + "\n"), grown.take(text + "\n"))
      #expect(lines.lines == expected.lines && lines.end == expected.end)
    }
    var other = grown
    #expect(other.take("other").lines.map(\.text) == ["│ other"])
  }
}
