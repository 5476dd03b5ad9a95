extension JSON {
  /// The schema with `propertyOrdering` in every object that has several properties and does not say their order: without
  /// it the service answers in alphabetical order, and Google's own clients add it as well.
  /// - Source: gemini-api.md section 4, `responseSchema`.
  package var withPropertyOrdering: JSON {
    guard var schema = object else { return self }
    if let items = schema["items"] { schema["items"] = items.withPropertyOrdering }
    if let choices = schema["anyOf"]?.array { schema["anyOf"] = .array(choices.map(\.withPropertyOrdering)) }
    guard var properties = schema["properties"]?.object else { return .object(schema) }
    let names = properties.members.map(\.key)
    for name in names { properties[name] = properties[name]?.withPropertyOrdering ?? .null }
    schema["properties"] = .object(properties)
    if names.count > 1, schema["propertyOrdering"] == nil {
      schema["propertyOrdering"] = .array(names.map(JSON.string))
    }
    return .object(schema)
  }
}
