/// The numbers of tokens, as far as the server gives them. Each event replaces what it names.
/// - Source: gemini-api.md section 5.
package struct UsageMetadata: Hashable, Sendable {
  package private(set) var json: JSONObject

  package init(_ json: JSONObject = JSONObject()) { self.json = json }

  package mutating func merge(_ newer: UsageMetadata) {
    for member in newer.json.members where member.value != .null { json[member.key] = member.value }
  }

  /// What several requests used together: counts are added, also those by modality; of other values the last stays.
  /// - Source: gemini-api.md section 11.
  package static func sum(_ all: [UsageMetadata]) -> UsageMetadata {
    var sum = JSONObject()
    for member in all.flatMap(\.json.members) where member.value != .null {
      sum[member.key] = added(sum[member.key], member.value)
    }
    return UsageMetadata(sum)
  }

  private static func added(_ old: JSON?, _ new: JSON) -> JSON {
    switch (old, new) {
    case (.number?, .number):
      guard let old = old?.int, let new = new.int else { return new }
      let (total, overflows) = old.addingReportingOverflow(new)
      return .int(overflows ? .max : total)
    case (.array(let details)?, .array(let more)): return .array(more.reduce(into: details, add))
    default: return new
    }
  }

  /// Adds `{modality, tokenCount}` to the entry of its modality.
  private static func add(to details: inout [JSON], _ detail: JSON) {
    guard let modality = detail["modality"], let count = detail["tokenCount"],
      let index = details.firstIndex(where: { $0["modality"] == modality }), var entry = details[index].object
    else { return details.append(detail) }
    entry["tokenCount"] = added(entry["tokenCount"], count)
    details[index] = .object(entry)
  }

  /// A count as far as it can be one: figures are worked out from it, and no server may make them overflow.
  private func count(_ key: String) -> Int? { json[key]?.int.map { max(0, min($0, 1 << 40)) } }

  package var promptTokenCount: Int? { count("promptTokenCount") }
  package var cachedContentTokenCount: Int? { count("cachedContentTokenCount") }
  /// The answer without thoughts.
  package var candidatesTokenCount: Int? { count("candidatesTokenCount") }
  package var thoughtsTokenCount: Int? { count("thoughtsTokenCount") }
  package var toolUsePromptTokenCount: Int? { count("toolUsePromptTokenCount") }
  package var totalTokenCount: Int? { count("totalTokenCount") }
}
