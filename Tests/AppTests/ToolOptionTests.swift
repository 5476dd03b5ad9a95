import Gemini
import Testing

@testable import App

@Suite("Functions from a file")
struct ToolOptionTests {
  private func tool(_ text: String) throws -> String {
    try ToolOption(functions: try JSON(parsing: text), from: "f.json").json.text
  }

  @Test(
    "A list, one declaration and an object with the list are one tool",
    arguments: [
      #"[{"name":"f","description":"d"}]"#, #"{"name":"f","description":"d"}"#,
      #"{"functionDeclarations":[{"name":"f","description":"d"}]}"#,
    ])
  func forms(text: String) throws {
    #expect(try tool(text) == #"{"functionDeclarations":[{"name":"f","description":"d"}]}"#)
  }

  @Test("Every key of a declaration goes as it came")
  func keys() throws {
    let declaration =
      #"{"name":"_a.b:c-1","parametersJsonSchema":{"type":"object"},"response":{"type":"STRING"},"behavior":"BLOCKING"}"#
    #expect(try tool("[\(declaration)]") == #"{"functionDeclarations":[\#(declaration)]}"#)
  }

  @Test(
    "What the API would refuse is said before, with the place",
    arguments: [
      ("[]", "declares no function"), ("{}", "declares no function"), ("5", "declares no function"),
      (#"[5]"#, "Function 1 of f.json is no object"), (#"[{"description":"d"}]"#, "has no name"),
      (#"[{"name":"a"},{"name":"1a"}]"#, "Function 2 of f.json is named \"1a\""),
      (#"[{"name":"ä"}]"#, "is named"), (#"[{"name":"a b"}]"#, "is named"),
      (#"[{"name":"a"},{"name":"a"}]"#, "name of another"), (#"[{"name":"a","params":{}}]"#, "the key params"),
      (#"[{"name":"a","parameters":"x"}]"#, "no object"), (#"[{"name":1}]"#, "no text"),
      (#"[{"name":"a","parameters":{},"parametersJsonSchema":{}}]"#, "give one of them"),
    ])
  func refusals(text: String, part: String) {
    let error = #expect(throws: CommandError.self) { try tool(text) }
    #expect(error?.sentence.contains(part) == true, "\(error?.sentence ?? "")")
    #expect(error?.exitCode == 2)
  }

  @Test("A name of 129 letters is too long")
  func length() throws {
    func named(_ count: Int) throws { _ = try tool(#"[{"name":"\#(String(repeating: "a", count: count))"}]"#) }
    try named(128)
    #expect(throws: CommandError.self) { try named(129) }
  }

  @Test("A file that is not there or no JSON is said with its name")
  func files() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path + "/none.json", try folder.write("{", to: "bad.json")] {
      let error = #expect(throws: CommandError.self) { try ToolOption(functions: path) }
      #expect(error?.sentence.contains(path) == true)
    }
  }
}
