/// What is known of a model by its id: how its thinking is controlled, and whether it makes pictures.
/// - Source: gemini-api.md sections 7, 9 and 16.
package struct ModelTraits: Hashable, Sendable {
  package enum Thinking: Hashable, Sendable {
    /// It does not think; a thinking setting is refused.
    case none
    /// `thinkingBudget` in tokens. `canBeOff`: 0 is allowed. -1 leaves it to the model.
    case budget(ClosedRange<Int>, canBeOff: Bool)
    /// `thinkingLevel`, from the lowest.
    case levels([String])
    /// It thinks, and nothing can be set.
    case fixed
  }

  package var thinking: Thinking
  /// True if it answers with pictures.
  package var makesImages: Bool
  package var aspectRatios: [String]
  package var imageSizes: [String]

  /// The first number in the id: 2 for gemini-2.5-flash-image. A model without one counts as a current one.
  private let generation: Int

  package var thinks: Bool { thinking != .none }

  package init(_ model: String) {
    let id = ModelID.bare(model)
    makesImages = id.contains("image") || id.contains("banana")
    generation = id.hasPrefix("gemini-") ? id.dropFirst(7).first?.wholeNumberValue ?? 3 : 3
    aspectRatios = []
    imageSizes = []
    if makesImages {
      aspectRatios = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"]
      let isWide = id.hasPrefix("gemini-3.1-flash-image") || id.contains("banana-2")
      if isWide { aspectRatios += ["1:4", "4:1", "1:8", "8:1"] }
      imageSizes =
        if id.hasPrefix("gemini-2") || id.hasPrefix("gemini-3.1-flash-lite") {
          ["1K"]
        } else if id.hasPrefix("gemini-3.1-flash-image") { ["512", "1K", "2K", "4K"] } else { ["1K", "2K", "4K"] }
    }
    thinking = Self.thinking(id, makesImages: makesImages)
  }

  private static func thinking(_ id: String, makesImages: Bool) -> Thinking {
    let all = ["minimal", "low", "medium", "high"]
    let noMinimal = ["low", "medium", "high"]
    if makesImages {
      if id.contains("banana-2") { return .levels(["minimal", "medium", "high"]) }
      if id.hasPrefix("gemini-3.1-flash") { return .levels(["minimal", "high"]) }
      if id.hasPrefix("gemini-3-pro-image") || id.contains("banana-pro") { return .levels(noMinimal) }
      return .none
    }
    let table: [(prefix: String, thinking: Thinking)] = [
      ("gemini-2.0-flash-thinking", .fixed),
      ("gemini-2.5-pro", .budget(128...32768, canBeOff: false)),
      ("gemini-2.5-flash-lite", .budget(512...24576, canBeOff: true)),
      ("gemini-2.5-flash", .budget(0...24576, canBeOff: true)),
      ("gemini-2", .none), ("gemini-1", .none), ("gemini-exp", .none),
      ("gemini-flash-lite-latest", .levels(all)),
      ("gemini-flash-latest", .levels(noMinimal)), ("gemini-pro-latest", .levels(noMinimal)),
      ("gemini-3.7-flash", .levels(noMinimal)), ("gemini-3.8-flash", .levels(noMinimal)),
      ("gemini-3.1-pro", .levels(noMinimal)), ("gemini-3-pro", .levels(["low", "high"])),
      ("gemini-3", .levels(all)), ("gemini-4", .levels(noMinimal)),
      ("gemma-4", .levels(["minimal", "high"])), ("gemma", .none),
      ("sim-thinking", .levels(noMinimal)),
    ]
    return table.first { id.hasPrefix($0.prefix) }?.thinking ?? .none
  }
}

extension ModelTraits {
  /// Refuses a system instruction: it goes into the first user turn instead.
  /// - Source: gemini-api.md section 9.
  package var refusesSystemInstruction: Bool { makesImages && generation == 2 }

  /// Wants a thought signature on the model's pictures and their text when they come back.
  /// - Source: gemini-api.md section 8.
  package var requiresSignatures: Bool { makesImages && generation >= 3 }
}
