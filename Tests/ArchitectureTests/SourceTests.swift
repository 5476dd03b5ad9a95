import Testing

/// The most lines a Swift file may have.
private let longest = 400

/// Swift files that may be longer, each with the reason. A table is one; a type that became half the program is not.
private let mayBeLonger: [String: String] = [:]

@Suite("The state of the sources")
struct SourceTests {
  @Test("No Swift file is too long to be read in one go")
  func lengths() {
    let long = Checkout.swiftFiles.filter { $0.lines.count > longest && mayBeLonger[$0.path] == nil }
      .map { "\($0.path): \($0.lines.count) lines" }
    #expect(long.isEmpty, "\(list(long))")
  }

  @Test("Nothing is marked as unfinished")
  func unfinished() {
    // The brackets keep this line from finding itself.
    let marks = /\b(TO[D]O|FIX[M]E)\b/
    let findings = Checkout.textFiles.flatMap { $0.findings(of: marks, in: $0.lines) }
    #expect(findings.isEmpty, "\(list(findings))")
  }

  @Test("No file names a folder of somebody's machine")
  func machinePaths() {
    let findings = Checkout.textFiles.flatMap { $0.findings(of: /(^|[^\w.~])\/(root|work)\//, in: $0.lines) }
    #expect(findings.isEmpty, "\(list(findings))")
  }

  @Test("Comments and string literals are not taken for code")
  func codeOnly() {
    let text = #"""
      import Screen  // import Comment
      /// import Documentation
      let link = "https://example.com"; unsafe call("unsafe \"text\"")
      let page = """
        import Text
        """ + tail()
      last()
      """#
    #expect(
      TextFile(path: "Sample.swift", text: text).code == [
        "import Screen  ", "", #"let link = ""; unsafe call("")"#, "let page = ", "", " + tail()", "last()",
      ])
  }
}

/// Findings for a message, one a line.
func list(_ findings: [String]) -> String {
  findings.joined(separator: "\n")
}
