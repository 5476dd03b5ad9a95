/// What a method and a path mean.
/// - Source: gemini-api.md section 1.
struct Call {
  enum Kind {
    case listModels
    case getModel(String)
    case generate(String)
    case stream(String)
    case countTokens(String)
  }

  let version: String
  let kind: Kind

  init(method: String, path: String) throws(Refusal) {
    let words = path.split(separator: "/").map(String.init)
    guard words.count >= 2, ["v1beta", "v1", "v1alpha"].contains(words[0]), words[1] == "models" else {
      throw .notFound
    }
    version = words[0]
    let target = words.dropFirst(2).joined(separator: "/")
    let name = target.split(separator: ":", maxSplits: 1).map(String.init)
    switch (method, name.count == 2 ? name[1] : nil) {
    case ("GET", nil): kind = target.isEmpty ? .listModels : .getModel(target)
    case ("POST", "generateContent"): kind = .generate(name[0])
    case ("POST", "streamGenerateContent"): kind = .stream(name[0])
    case ("POST", "countTokens"): kind = .countTokens(name[0])
    default: throw .notFound
    }
  }

  /// Items of a query that any method takes.
  private static let anyMethod: Set<String> = [
    "key", "alt", "$alt", "fields", "$fields", "prettyPrint", "$prettyPrint", "access_token", "oauth_token", "callback",
    "quotaUser", "uploadType", "upload_protocol",
  ]

  /// Refuses an item of the query that stands for no field of the request.
  func checkQuery(_ query: [String: String]) throws(Refusal) {
    var known = Self.anyMethod
    if case .listModels = kind { known.formUnion(["pageSize", "page_size", "pageToken", "page_token"]) }
    guard let name = query.keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw .payload([
      Refusal.FieldViolation(
        field: "",
        description: "Invalid JSON payload received. Unknown name \"\(name)\": Cannot bind query parameter. Field "
          + "'\(name)' could not be found in request message.")
    ])
  }
}
