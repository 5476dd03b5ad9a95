import Core
import Gemini

/// What an answer is held against; all that is named has to hold.
struct Expectation: Hashable, Sendable {
  private var contains: String?
  private var regex: String?
  private var equals: String?
  private var schema: JSONSchema?

  /// - Parameter folder: of the file, where a schema may be named by its path.
  /// - Throws: what of it cannot be used.
  init(_ json: JSON, folder: String) throws(CommandError) {
    guard let members = json.object?.members, !members.isEmpty else {
      throw CommandError("\"expect\" is an object with contains, regex, equals or schema.")
    }
    for member in members {
      switch (member.key, member.value.string) {
      case ("contains", let text?): contains = text
      case ("equals", let text?): equals = text
      case ("regex", let text?):
        guard (try? Regex(text)) != nil else { throw CommandError("\"\(text)\" is no regular expression.") }
        regex = text
      case ("schema", let path):
        let root = try path.map { (path) throws(CommandError) in
          try JSONFile.object(Paths.absolute(path, in: folder), is: "schema")
        }
        let schema = JSONSchema(root ?? member.value)
        if member.value.object == nil, root == nil {
          throw CommandError("\"schema\" is a JSON Schema, or the path of a file with one.")
        }
        if let word = schema.unknownWords.first {
          throw CommandError("The schema says \"\(word)\", which is not known here, so no answer could pass it.")
        }
        self.schema = schema
      default: throw CommandError("\"expect\" has no \(member.key) like that: contains, regex and equals are texts.")
      }
    }
  }

  /// Why an answer does not pass; `nil` if it does.
  func problem(of run: Run) -> String? {
    guard run.exitCode == 0 else { return "there is no whole answer" }
    let text = run.shownText(thought: false)
    if let contains, !text.contains(contains) { return "it does not contain \"\(contains)\"" }
    if let equals, text.trimmingBlanks != equals.trimmingBlanks { return "it does not equal \"\(equals)\"" }
    if let regex, let pattern = try? Regex(regex), !text.contains(pattern) { return "it does not match \(regex)" }
    guard let schema else { return nil }
    guard let json = try? JSON(parsing: text.trimmingBlanks) else { return "it is not JSON" }
    return schema.problems(of: json).first.map { "it is not as the schema says: \($0)" }
  }
}
