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
  /// The numbers of the lanes in the order they are shown while nobody is to know which is which.
  package internal(set) var blindOrder: [Int]?
  /// What was laid out, by the answer.
  package internal(set) var columns: [ComparedAnswer.ID: LaneColumn] = [:]

  /// The folds that a person stepped, by the number of the lane.
  var folds: [Int: PaneMode] = [:]
  /// What the focused column takes over from the one before it: how far that was read.
  var held: Double?

  package var isBlind: Bool { blindOrder != nil }
}
