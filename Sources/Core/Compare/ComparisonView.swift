/// What is looked at of a comparison, and how.
package struct ComparisonView: Sendable {
  /// The turn that is looked at; `nil` is the newest.
  package internal(set) var turn: TurnID?
  /// The number of the lane that has the focus; `nil` is the first.
  package internal(set) var lane: Int?
  /// The run whose candidates stand side by side, in the place of lanes.
  package internal(set) var candidatesOf: RunID?
  /// Which of them has the focus.
  var candidate = 0
  /// The place of the leftmost column.
  var first = 0
  /// The focused answer has all the room.
  package internal(set) var isZoomed = false
  /// Columns scroll together.
  package internal(set) var isLocked = true
  /// What was laid out, by the answer.
  package internal(set) var columns: [ComparedAnswer.ID: LaneColumn] = [:]

  /// The folds that a person stepped, by the number of the lane.
  var folds: [Int: PaneMode] = [:]

  /// The two whose differences are shown, by their places.
  package internal(set) var pair: Pair?
  /// The first line that is shown of that.
  package internal(set) var differenceTop = 0
  /// True from a step to their end on: what comes there is shown.
  var followsDifferences = false
  /// What is known of how the answers stand beside each other.
  package internal(set) var texts: TextComparison?
  /// What is being worked out.
  var wanted: TextComparison.Key?

  package struct Pair: Hashable, Sendable {
    package var a: Int
    package var b: Int
    /// Beside each other, and not as one text.
    package var isBeside = false
  }

  /// Takes what was worked out.
  mutating func take(_ result: TextComparison) {
    if result.key == wanted { wanted = nil }
    texts = result
  }

  /// Leaves what lies nearest: the differences, then the one column.
  /// - Returns: false if there was nothing to leave.
  mutating func stepBack() -> Bool {
    if pair != nil {
      pair = nil
    } else if isZoomed {
      isZoomed = false
    } else {
      return false
    }
    return true
  }
}
