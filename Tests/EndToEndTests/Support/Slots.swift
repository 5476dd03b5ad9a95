import TestSupport

/// Lets only so many studios run at once, so that each gets its share of a small machine.
actor Slots {
  static let studios = Slots(3)

  private let count: Int
  private var free: Int
  private var waiting: [(size: Int, resume: CheckedContinuation<Void, Never>)] = []

  init(_ count: Int) {
    self.count = count
    free = count
  }

  /// Waits for room.
  /// - Parameter alone: takes all of it.
  /// - Returns: what to give back.
  func take(alone: Bool) async -> Int {
    let size = alone ? count : 1
    if waiting.isEmpty, free >= size {
      free -= size
    } else {
      await withCheckedContinuation { waiting.append((size, $0)) }
    }
    return size
  }

  func give(_ size: Int) {
    free += size
    while let next = waiting.first, next.size <= free {
      free -= next.size
      waiting.removeFirst()
      next.resume.resume()
    }
  }
}
