/// What is known of the models: a table that comes with the program, what a person's own file says over it, and what
/// the service itself says over both.
///
/// A row is an object under the model's id, or under the beginning of ids with a `*` at its end. `like` and `alias` take
/// over another row; every field is optional.
/// - Source: gemini-api.md section 16.
package struct ModelTable: Hashable, Sendable {
  /// The day of the built-in table, such as `2026-11-22`.
  package private(set) var date: String
  private var rows: [String: JSONObject]
  /// In the order of the file.
  private var ids: [String]
  private var live: [String: Model] = [:]
  /// What is known of each model that has a row or is live, by its id: it is asked for in every frame.
  private var known: [String: ModelTraits] = [:]

  /// The table that comes with the program.
  package static let builtIn = ModelTable(
    // A file of ours that cannot be read is found by the tests; without it every model is an unknown one.
    (try? JSON(parsing: PackageResources.models_json))?.object ?? JSONObject())

  private init(_ json: JSONObject) {
    date = json["date"]?.string ?? ""
    let members = json["models"]?.object?.members ?? []
    ids = members.map(\.key)
    rows = Dictionary(members.compactMap { member in member.value.object.map { (member.key, $0) } }) { $1 }
    prepare()
  }

  /// Puts a person's own rows over these: of a row that both have, only the fields that are named change.
  /// - Parameter text: JSON of the same shape, `{"models": {"ID": {…}}}`.
  /// - Returns: why the text was not taken, as a sentence; `nil` if it was.
  package mutating func override(with text: [UInt8]) -> String? {
    let json: JSON
    do {
      json = try JSON(parsing: text)
    } catch {
      return "It is not JSON: \(error.reason), at byte \(error.offset)."
    }
    guard let members = json["models"]?.object?.members else {
      return
        "It has no \"models\": it is an object such as {\"models\": {\"gemini-3.8-flash\": {\"end\": \"2027-09-01\"}}}."
    }
    if let wrong = members.first(where: { $0.value.object == nil }) {
      return "The row of \"\(wrong.key)\" is no object."
    }
    for member in members {
      if rows[member.key] == nil { ids.append(member.key) }
      var row = rows[member.key] ?? JSONObject()
      for field in member.value.object?.members ?? [] { row[field.key] = field.value.isNull ? nil : field.value }
      rows[member.key] = row
    }
    prepare()
    return nil
  }

  /// Takes what the service says of its models, in the place of all that it said before.
  package mutating func take(_ models: [Model]) {
    live = Dictionary(models.map { ($0.id, $0) }) { $1 }
    prepare()
  }

  private mutating func prepare() {
    let ids = Set(modelIDs).union(live.keys)
    known = Dictionary(uniqueKeysWithValues: ids.map { ($0, read($0)) })
  }

  /// The ids of the table, in its order.
  package var modelIDs: [String] { ids.filter { !$0.hasSuffix("*") } }

  /// - Parameter model: an id, with or without `models/`.
  package func traits(of model: String) -> ModelTraits {
    let id = ModelID.bare(model)
    return known[id] ?? read(id)
  }

  private func read(_ id: String) -> ModelTraits {
    var traits = ModelTraits(inferredFrom: id)
    if let key = row(for: id) {
      // A row says nothing of thinking where there is none.
      traits.thinking = .none
      for row in lineage(of: key) { traits.take(row) }
      traits.hasRow = true
      traits.isListed = key == id
      traits.target = rows[key]?["alias"]?.string
    }
    if let model = live[id] { traits.take(model) }
    return traits
  }

  /// The key of the row that says most of an id: its own, or that of its longest beginning.
  private func row(for id: String) -> String? {
    if rows[id] != nil { return id }
    func length(_ key: String) -> Int? {
      if key.hasSuffix("*") { return id.hasPrefix(key.dropLast()) ? key.count - 1 : nil }
      return id.hasPrefix(key + "-") ? key.count : nil
    }
    return ids.compactMap { key in length(key).map { (key, $0) } }.max { $0.1 < $1.1 }?.0
  }

  /// The rows to be read for one, the furthest ancestor first.
  private func lineage(of key: String) -> [JSONObject] {
    var lineage: [JSONObject] = []
    var seen: Set<String> = []
    var next: String? = key
    while let key = next, seen.insert(key).inserted, let row = rows[key] {
      lineage.insert(row, at: 0)
      next = row["alias"]?.string ?? row["like"]?.string
    }
    return lineage
  }
}
