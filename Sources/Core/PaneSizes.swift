import Gemini
import Screen

/// What kind of room a screen has for panes: for each, sizes and folds are kept apart.
package enum PaneShape: String, Hashable, CaseIterable, Sendable {
  /// The side panes stand in a column at the right.
  case wide
  /// They stand below the conversation, and there is room for them.
  case high
  /// They stand below, and room is short.
  case low

  init(_ size: Size) {
    self = size.columns >= 110 ? .wide : size.rows >= 34 ? .high : .low
  }
}

/// How a person left the panes of one shape: shares in thousandths, so that they fit every screen of it.
package struct PaneSizes: Hashable, Sendable {
  /// The right column's share of the columns; `nil` is as the program has it.
  package var width: Int?
  /// The share of the rows that the panes below the conversation have.
  package var height: Int?
  /// The thinking pane's share of the rows it shares with a picture.
  package var split: Int?
  package var thinking: PaneMode?
  /// The thinking pane was asked for, so it stays open where it would fold for want of room.
  package var opensThinking: Bool?

  package init() {}

  /// A thousandth share as cells.
  static func cells(_ share: Int, of whole: Int) -> Int { (whole * share + 500) / 1000 }
  static func share(_ cells: Int, of whole: Int) -> Int { whole > 0 ? cells * 1000 / whole : 0 }
}

/// How the panes were left, by shape. It outlives the program.
package struct PaneMemory: Hashable, Sendable {
  package var shapes: [PaneShape: PaneSizes] = [:]

  /// Where the store keeps it.
  package static let key = "panes"

  package init() {}

  package subscript(shape: PaneShape) -> PaneSizes {
    get { shapes[shape] ?? PaneSizes() }
    set { shapes[shape] = newValue == PaneSizes() ? nil : newValue }
  }

  /// What `text` gives. What it does not know is left out.
  package static func read(_ text: String) -> PaneMemory {
    var memory = PaneMemory()
    guard let json = try? JSON(parsing: text) else { return memory }
    for shape in PaneShape.allCases {
      guard let object = json[shape.rawValue] else { continue }
      var sizes = PaneSizes()
      func share(_ name: String) -> Int? { object[name]?.int.map { max(0, min($0, 1000)) } }
      (sizes.width, sizes.height, sizes.split) = (share("width"), share("height"), share("split"))
      sizes.thinking = object["thinking"]?.string.flatMap(PaneMode.init)
      sizes.opensThinking = object["opens"]?.bool
      memory[shape] = sizes
    }
    return memory
  }

  package var text: String {
    var json = JSONObject()
    for shape in PaneShape.allCases {
      guard let sizes = shapes[shape] else { continue }
      var object = JSONObject()
      object["width"] = sizes.width.map(JSON.int)
      object["height"] = sizes.height.map(JSON.int)
      object["split"] = sizes.split.map(JSON.int)
      object["thinking"] = sizes.thinking.map { .string($0.rawValue) }
      object["opens"] = sizes.opensThinking.map { .bool($0) }
      json[shape.rawValue] = .object(object)
    }
    return JSON.object(json).text
  }
}
