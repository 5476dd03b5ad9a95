import Gemini

/// One tool of a request: one of the service's by `--tool NAME`, or the functions of `--functions FILE`.
/// - Source: gemini-api.md section 4.
struct ToolOption: Hashable, Sendable {
  /// As in the request's `tools`.
  let json: JSON

  /// True for functions of the person's own.
  var isFunctions: Bool { json["functionDeclarations"] != nil }

  /// The tools of the service that need no setting.
  static let names = ServiceTool.names

  /// - Throws: a sentence that names the tools.
  init(named name: String) throws(CommandError) {
    let plain = name.lowercased().filter { $0.isLetter }
    guard let name = Self.names.first(where: { $0.lowercased() == plain }) else {
      throw CommandError("There is no tool \"\(name)\". There are \(Self.names.joined(separator: ", ")).")
    }
    json = ServiceTool.json(name)
  }

  /// - Parameter path: a JSON file with a list of function declarations, one of them, or `{"functionDeclarations": …}`.
  /// - Throws: what is wrong with the file or with a declaration.
  init(functions path: String) throws(CommandError) {
    try self.init(functions: try JSONFile.read(path, is: "file of functions"), from: path)
  }

  init(functions file: JSON, from path: String) throws(CommandError) {
    let declarations = file["functionDeclarations"]?.array ?? file.array ?? (file["name"] == nil ? [] : [file])
    guard !declarations.isEmpty else {
      throw CommandError(
        "\(path) declares no function: it holds a list of {\"name\", \"description\", \"parameters\"}, or an object "
          + "with this list under functionDeclarations.")
    }
    var names: Set<String> = []
    for (index, declaration) in declarations.enumerated() {
      let place = "Function \(index + 1) of \(path)"
      if let problem = Self.problem(declaration) { throw CommandError("\(place) \(problem)") }
      let name = declaration["name"]?.string ?? ""
      guard names.insert(name).inserted else { throw CommandError("\(place) has the name of another one, \(name).") }
    }
    json = ["functionDeclarations": .array(declarations)]
  }

  /// Why the API would refuse a declaration, as the rest of a sentence.
  private static func problem(_ declaration: JSON) -> String? {
    guard let members = declaration.object?.members else { return "is no object." }
    let known = keys.map(\.key)
    for member in members {
      guard let kind = keys.first(where: { $0.key == member.key })?.value else {
        return "has the key \(member.key), which the API does not know. It knows \(known.joined(separator: ", "))."
      }
      switch (kind, member.value) {
      case (.text, .string), (.object, .object), (_, .null): break
      default: return "has a \(member.key) that is no \(kind.rawValue)."
      }
    }
    guard let name = declaration["name"]?.string else { return "has no name." }
    if !isName(name) {
      return "is named \"\(name)\": a name begins with a letter or _ and holds letters, digits and _ . : - alone, at "
        + "most 128 of them."
    }
    for (old, new) in [("parameters", "parametersJsonSchema"), ("response", "responseJsonSchema")]
    where declaration[old] != nil && declaration[new] != nil {
      return "has both \(old) and \(new); give one of them."
    }
    return nil
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, text.utf8.count <= 128 else { return false }
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII && scalar.properties.isAlphabetic || scalar == "_"
    }
    return isLetter(first)
      && text.unicodeScalars.allSatisfy { isLetter($0) || "0123456789.:-".unicodeScalars.contains($0) }
  }

  private enum Kind: String { case text, object }

  private static let keys: KeyValuePairs<String, Kind> = [
    "name": .text, "description": .text, "parameters": .object, "parametersJsonSchema": .object, "response": .object,
    "responseJsonSchema": .object, "behavior": .text,
  ]
}
