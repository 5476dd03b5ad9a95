import Gemini

/// The rules of tools and of `toolConfig`.
/// - Source: gemini-api.md section 4.
enum ToolRules {
  static func check(_ tools: [JSON], config: JSON?, model: String) throws(Refusal) {
    var names: Set<String> = []
    for (index, tool) in tools.enumerated() {
      for (place, declaration) in (tool["functionDeclarations"]?.array ?? []).enumerated() {
        let name = try checkDeclaration(declaration, at: "tools[\(index)].function_declarations[\(place)]")
        if !names.insert(name).inserted { throw .invalid("Duplicate function declaration found: \(name)") }
      }
    }
    let builtIn = Set(tools.flatMap { $0.object?.members.map(\.key) ?? [] }).subtracting(["functionDeclarations"])
    if builtIn.contains("googleSearchRetrieval") {
      throw .invalid("google_search_retrieval is not supported. Please use google_search tool instead.")
    }
    let calling = config?["functionCallingConfig"]
    let mode = calling?["mode"]?.string
    if !names.isEmpty, !builtIn.isEmpty {
      let isEnabled = config?["includeServerSideToolInvocations"]?.bool == true
      try checkMixture(model: model, isEnabled: isEnabled, mode: mode)
    }
    try checkAllowed(calling?["allowedFunctionNames"]?.array?.compactMap(\.string) ?? [], of: names, mode: mode)
  }

  /// - Returns: the function's name.
  private static func checkDeclaration(_ declaration: JSON, at path: String) throws(Refusal) -> String {
    let name = declaration["name"]?.string ?? ""
    guard isName(name) else {
      throw .invalid(
        "* GenerateContentRequest.\(path).name: Invalid function name. Must start with a letter or an underscore. Must "
          + "be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:) or dashes (-), with a maximum length "
          + "of 128.\n")
    }
    for key in ["parameters", "response"] {
      guard let schema = declaration[key] else { continue }
      if declaration[key + "JsonSchema"] != nil {
        throw .invalid(
          "* GenerateContentRequest.\(path): only one of \(key) and \(key)_json_schema can be set.\n")
      }
      try SchemaRules.check(schema, at: "\(path).\(key)")
    }
    return name
  }

  private static func isName(_ name: String) -> Bool {
    guard name.utf8.count <= 128, let first = name.first, first.isASCII, first.isLetter || first == "_" else {
      return false
    }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.:-".contains($0)) }
  }

  /// Tools of the service beside functions of the caller: Gemini 3 and later, and only if asked for.
  private static func checkMixture(model: String, isEnabled: Bool, mode: String?) throws(Refusal) {
    if model.hasPrefix("gemini-2") { throw .invalid("Tool use with function calling is unsupported") }
    if !isEnabled {
      throw .invalid(
        "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.")
    }
    if mode == "AUTO" {
      throw .field(
        "tool_config.function_calling_config.mode", "must be VALIDATED when built-in tools and functions are combined.")
    }
  }

  private static func checkAllowed(_ allowed: [String], of names: Set<String>, mode: String?) throws(Refusal) {
    if allowed.isEmpty { return }
    let path = "tool_config.function_calling_config.allowed_function_names"
    if mode != "ANY", mode != "VALIDATED" {
      throw .field(path, "should only be set when function calling mode is ANY.")
    }
    if let unknown = allowed.first(where: { !names.contains($0) }) {
      throw .field(path, "holds \(unknown), which is not declared.")
    }
  }
}

/// The rules of an OpenAPI schema.
enum SchemaRules {
  static func check(_ schema: JSON, at path: String) throws(Refusal) {
    if schema["type"]?.string?.uppercased() == "ARRAY", schema["items"] == nil {
      throw .invalid("* GenerateContentRequest.\(path).items: missing field.\n")
    }
    let properties = schema["properties"]?.object?.members ?? []
    let names = Set(properties.map(\.key))
    for (index, required) in (schema["required"]?.array ?? []).enumerated() {
      guard let name = required.string, !names.contains(name) else { continue }
      throw .invalid("* GenerateContentRequest.\(path).required[\(index)]: property is not defined\n")
    }
    for property in properties { try check(property.value, at: "\(path).properties[\(property.key)]") }
    if let items = schema["items"] { try check(items, at: "\(path).items") }
    for (index, choice) in (schema["anyOf"]?.array ?? []).enumerated() {
      try check(choice, at: "\(path).any_of[\(index)]")
    }
  }
}
