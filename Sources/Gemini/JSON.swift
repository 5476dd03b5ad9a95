/// A JSON value that keeps what it was read from: the order of keys, numbers to the digit, keys nobody knows.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number by its literal, such as `0.70` or `9007199254740993`.
  case number(String)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  package static func int(_ value: Int) -> JSON { .number(String(value)) }
  /// What is no finite number is `null`: JSON has no word for it.
  package static func double(_ value: Double) -> JSON {
    guard value.isFinite else { return .null }
    if let whole = Int(exactly: value) { return .int(whole) }
    return .number(String(value))
  }
}

extension JSON {
  var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  package var string: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  package var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  package var array: [JSON]? {
    if case .array(let value) = self { return value }
    return nil
  }

  package var object: JSONObject? {
    if case .object(let value) = self { return value }
    return nil
  }

  package var double: Double? {
    if case .number(let literal) = self { return Double(literal) }
    return nil
  }

  /// A whole number, also one the server writes as a string (64-bit fields).
  /// - Source: gemini-api.md section 0, rule 6.
  package var int: Int? {
    switch self {
    case .number(let literal), .string(let literal):
      if let whole = Int(literal) { return whole }
      return Double(literal).flatMap { Int(exactly: $0) }
    default: return nil
    }
  }

  /// The member of an object, `nil` if this is none or the value is `null`.
  package subscript(key: String) -> JSON? { object?[key] }
}

/// An object with its keys in the order they came.
package struct JSONObject: Hashable, Sendable {
  package struct Member: Hashable, Sendable {
    package var key: String
    package var value: JSON
  }

  package private(set) var members: [Member]

  package init() { members = [] }

  package init(_ members: KeyValuePairs<String, JSON>) {
    self.members = members.map { Member(key: $0.key, value: $0.value) }
  }

  init(members: [Member]) { self.members = members }

  package var isEmpty: Bool { members.isEmpty }

  /// A member's value. Reading gives `nil` for `null`, which means absent on this wire; of a repeated key the last
  /// counts. Writing `nil` takes the key out.
  /// - Source: gemini-api.md section 0, rule 1.
  package subscript(key: String) -> JSON? {
    get {
      guard let value = members.last(where: { $0.key == key })?.value else { return nil }
      return value.isNull ? nil : value
    }
    set {
      if let newValue {
        if let index = members.lastIndex(where: { $0.key == key }) {
          members[index].value = newValue
        } else {
          members.append(Member(key: key, value: newValue))
        }
      } else {
        members.removeAll { $0.key == key }
      }
    }
  }

  mutating func append(_ member: Member) { members.append(member) }

  /// A value deep inside, by the keys on the way. Writing makes the objects on the way, and takes out those that
  /// become empty.
  package subscript(path path: [String]) -> JSON? {
    get {
      var value: JSON? = .object(self)
      for key in path { value = value?[key] }
      return value
    }
    set {
      guard let first = path.first else { return }
      if path.count == 1 {
        self[first] = newValue
      } else if newValue != nil || self[first]?.object != nil {
        var inner = self[first]?.object ?? JSONObject()
        inner[path: Array(path.dropFirst())] = newValue
        self[first] = inner.isEmpty ? nil : .object(inner)
      }
    }
  }

  /// The members whose keys are not among `known`.
  package func without(_ known: Set<String>) -> JSONObject {
    JSONObject(members: members.filter { !known.contains($0.key) && !$0.value.isNull })
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(members: elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}
