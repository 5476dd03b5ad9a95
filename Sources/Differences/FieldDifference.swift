package import Gemini

/// One field in which two JSON values differ.
package struct FieldDifference: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    case onlyInA(JSON)
    case onlyInB(JSON)
    case changed(from: JSON, to: JSON)
    /// The same element at another place of its array, from the index in the path to this one.
    case moved(to: Int)
  }

  /// Where it is, such as `items[2].price`; `$` for the whole value. Indices are those of A, but of what is only in B.
  package var path: String
  package var change: Change

  /// Why two texts cannot be compared field by field.
  package struct Refusal: Error, Hashable, Sendable {
    package let sentence: String
  }

  /// Reads two texts as JSON and compares them.
  /// - Throws: `Refusal` if one is no JSON.
  package static func differences(_ a: String, _ b: String) throws(Refusal) -> [FieldDifference] {
    differences(try parse(a, "first"), try parse(b, "second"))
  }

  /// The fields that differ, in the order of A, what is only in B after them. The order of keys does not count, nor how
  /// a number is written.
  package static func differences(_ a: JSON, _ b: JSON) -> [FieldDifference] {
    var comparer = FieldComparer()
    comparer.compare(a, b, at: "")
    return comparer.found
  }

  private static func parse(_ text: String, _ which: String) throws(Refusal) -> JSON {
    do {
      return try JSON(parsing: text)
    } catch {
      throw Refusal(
        sentence: "The \(which) answer is no JSON: \(error.reason) (byte \(error.offset)). Compare the answers as text."
      )
    }
  }
}

private struct FieldComparer {
  /// Keys by which elements of an array are known again, the first that all of them have.
  private static let names = ["id", "key", "uuid", "name", "title"]

  private(set) var found: [FieldDifference] = []

  mutating func compare(_ a: JSON, _ b: JSON, at path: String) {
    switch (a, b) {
    case (.object(let one), .object(let two)): compareObjects(one, two, at: path)
    case (.array(let one), .array(let two)):
      if let name = Self.names.first(where: { isName($0, of: one) && isName($0, of: two) }) {
        compareNamed(one, two, by: name, at: path)
      } else {
        compareArrays(one, two, at: path)
      }
    case (.number(let one), .number(let two)): if !isSame(one, two) { add(.changed(from: a, to: b), path) }
    default: if a != b { add(.changed(from: a, to: b), path) }
    }
  }

  private mutating func add(_ change: FieldDifference.Change, _ path: String) {
    found.append(FieldDifference(path: path.isEmpty ? "$" : path, change: change))
  }

  private mutating func compareObjects(_ a: JSONObject, _ b: JSONObject, at path: String) {
    // Of a repeated key the last counts.
    let one = Dictionary(a.members.map { ($0.key, $0.value) }) { $1 }
    let two = Dictionary(b.members.map { ($0.key, $0.value) }) { $1 }
    var seen: Set<String> = []
    for member in a.members where seen.insert(member.key).inserted {
      guard let value = one[member.key] else { continue }
      let inner = self.path(path, member.key)
      if let other = two[member.key] { compare(value, other, at: inner) } else { add(.onlyInA(value), inner) }
    }
    for member in b.members where seen.insert(member.key).inserted {
      if let value = two[member.key] { add(.onlyInB(value), self.path(path, member.key)) }
    }
  }

  /// Compares elements that have the same name, wherever they stand.
  private mutating func compareNamed(_ a: [JSON], _ b: [JSON], by name: String, at path: String) {
    let places = Dictionary(
      uniqueKeysWithValues: b.enumerated().compactMap { index, element in
        element[name].map { ($0, index) }
      })
    let partners = a.map { element in element[name].flatMap { places[$0] } }
    let matched = a.indices.filter { partners[$0] != nil }
    let inOrder = Set(rising(matched.compactMap { partners[$0] }).map { matched[$0] })
    for (index, element) in a.enumerated() {
      let inner = "\(path)[\(index)]"
      if let partner = partners[index] {
        if !inOrder.contains(index) { add(.moved(to: partner), inner) }
        compare(element, b[partner], at: inner)
      } else {
        add(.onlyInA(element), inner)
      }
    }
    let taken = Set(partners.compactMap(\.self))
    for (index, element) in b.enumerated() where !taken.contains(index) { add(.onlyInB(element), "\(path)[\(index)]") }
  }

  /// Compares element by element what is between elements that are the same.
  private mutating func compareArrays(_ a: [JSON], _ b: [JSON], at path: String) {
    var ids: [JSON: Int32] = [:]
    func number(_ element: JSON) -> Int32 {
      let id = ids[element] ?? Int32(ids.count)
      ids[element] = id
      return id
    }
    let match = SequenceMatch(a.map(number), b.map(number), work: Work())
    var (aNext, bNext) = (0, 0)
    var added: [Int] = []
    for run in match.runs + [Run(a: a.count, b: b.count, count: 0)] {
      let both = min(run.a - aNext, run.b - bNext)
      for offset in 0..<both { compare(a[aNext + offset], b[bNext + offset], at: "\(path)[\(aNext + offset)]") }
      for index in aNext + both..<run.a { add(.onlyInA(a[index]), "\(path)[\(index)]") }
      added += bNext + both..<run.b
      (aNext, bNext) = (run.aEnd, run.bEnd)
    }
    for index in added { add(.onlyInB(b[index]), "\(path)[\(index)]") }
  }

  /// True if every element has this key, each with another text or number.
  private func isName(_ key: String, of elements: [JSON]) -> Bool {
    var seen: Set<JSON> = []
    return elements.allSatisfy { element in
      switch element[key] {
      case .string(let value)?: seen.insert(.string(value)).inserted
      case .number(let value)?: seen.insert(.number(value)).inserted
      default: false
      }
    }
  }

  /// Whole numbers are compared to the digit, others by value.
  private func isSame(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let isFraction = (a + b).contains { ".eE".contains($0) }
    return isFraction && Double(a) == Double(b)
  }

  private func path(_ path: String, _ key: String) -> String {
    let isPlain = !key.isEmpty && key.allSatisfy { $0.isLetter || $0.isNumber || "_-".contains($0) }
    guard isPlain else { return path + "[\(JSON.string(key).text)]" }
    return path.isEmpty ? key : "\(path).\(key)"
  }
}
