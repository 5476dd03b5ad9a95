import Gemini

/// Reads a body as the message it has to be, as proto JSON does: keys in camelCase or snake_case, numbers also as
/// strings, `null` for absent, one element where a list may stand.
///
/// Everything that does not fit is said at once, in the API's words.
/// - Source: gemini-api.md section 0, rules 4 and 9, and section 13.
struct PayloadReader {
  private let version: String
  private var violations: [Refusal.FieldViolation] = []

  /// More than these are not listed.
  private static let mostViolations = 50

  private init(version: String) { self.version = version }

  /// The body with all keys of the API in camelCase, without what is `null`.
  /// - Parameter version: that of the path; the names of types hold it.
  static func read(_ json: JSON, as message: Message, version: String) throws(Refusal) -> JSONObject {
    guard let object = json.object else {
      throw .invalid("Invalid JSON payload received. Root element must be a message.")
    }
    var reader = PayloadReader(version: version)
    let read = reader.fields(of: object, as: message, at: "")
    if !reader.violations.isEmpty { throw .payload(reader.violations) }
    return read
  }

  private mutating func fields(of object: JSONObject, as message: Message, at path: String) -> JSONObject {
    let fields = message.fields
    var result = JSONObject()
    for member in object.members where member.value != .null {
      let key = WireKeys.camelCased(member.key)
      // One of two spellings, not every mixture of them.
      guard let type = fields[key], member.key == key || member.key == WireKeys.snakeCased(key) else {
        refuse(unknown: member.key, at: path, "Cannot find field.")
        continue
      }
      if let oneof = message.oneof, oneof.fields.contains(key),
        result.members.contains(where: { oneof.fields.contains($0.key) })
      {
        add(
          "Invalid value at '\(path)' (oneof), oneof field '\(oneof.name)' is already set. Cannot set "
            + "'\(member.key)'", at: path)
        continue
      }
      if member.value.array != nil, !type.takesArray {
        refuse(unknown: member.key, at: path, "Proto field is not repeating, cannot start list.")
        continue
      }
      let place = path.isEmpty ? WireKeys.snakeCased(key) : "\(path).\(WireKeys.snakeCased(key))"
      if let value = value(member.value, as: type, at: place) { result[key] = value }
    }
    return result
  }

  /// The value as its type has it; `nil` if it has another.
  private mutating func value(_ json: JSON, as type: FieldType, at path: String) -> JSON? {
    switch type {
    case .value: return json
    case .list(let element): return list(json, of: element, at: path)
    case .map(let element): return map(json, of: element, at: path)
    case .structure:
      if json.object != nil { return json }
    case .message(let message):
      if let object = json.object { return .object(fields(of: object, as: message, at: path)) }
    case .string, .duration, .timestamp:
      if let text = json.string, type.fits(text) { return json }
    case .enumeration(let values):
      // Proto JSON takes the numbers of enums too.
      if json.string.map(values.contains) ?? (json.int != nil) { return json }
    case .bool:
      if let bool = json.bool ?? json.string.flatMap(Bool.init) { return .bool(bool) }
    case .int32, .int64:
      if let whole = json.int, type.fits(whole) { return .int(whole) }
    case .float:
      if json.double != nil { return json }
      if let number = json.string.flatMap(Double.init), number.isFinite { return .double(number) }
    case .bytes:
      guard let text = json.string else { break }
      if Base64.decode(text) != nil { return json }
      add(
        "Invalid value at '\(path)' (TYPE_BYTES), Base64 decoding failed for \(shown(json))", at: path)
      return nil
    }
    let problem = json.object == nil ? shown(json) : "Starting an object on a scalar field"
    add("Invalid value at '\(path)' (\(type.name(version: version))), \(problem)", at: path)
    return nil
  }

  private mutating func list(_ json: JSON, of element: FieldType, at path: String) -> JSON {
    guard let elements = json.array else { return .array(value(json, as: element, at: path).map { [$0] } ?? []) }
    var result: [JSON] = []
    result.reserveCapacity(elements.count)
    for (index, json) in elements.enumerated() where json != .null {
      if let value = value(json, as: element, at: "\(path)[\(index)]") { result.append(value) }
    }
    return .array(result)
  }

  private mutating func map(_ json: JSON, of element: FieldType, at path: String) -> JSON? {
    guard let object = json.object else {
      add("Invalid value at '\(path)' (Map), Cannot bind a value that is no object to map field.", at: path)
      return nil
    }
    var result = JSONObject()
    for (index, member) in object.members.enumerated() where member.value != .null {
      result[member.key] = value(member.value, as: element, at: "\(path)[\(index)].value")
    }
    return .object(result)
  }

  /// A value in a message, short enough for one.
  private func shown(_ json: JSON) -> String {
    let text = json.text
    return text.count > 80 ? "\(text.prefix(80))…" : text
  }

  private mutating func refuse(unknown name: String, at path: String, _ why: String) {
    let place = path.isEmpty ? "" : " at '\(path)'"
    add("Invalid JSON payload received. Unknown name \"\(name)\"\(place): \(why)", at: path)
  }

  private mutating func add(_ description: String, at path: String) {
    guard violations.count < Self.mostViolations else { return }
    violations.append(Refusal.FieldViolation(field: path, description: description))
  }
}
