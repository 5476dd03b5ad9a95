import Foundation
import GRDB
import Gemini
package import Core
import Synchronization

/// Stores one run while it grows: each call writes what is new since the last one.
///
/// The database has whole runs only: if a call fails, what it wanted to write is written by the next.
package final class RunRecorder: Sendable {
  private let store: SessionStore
  private let id: RunID
  /// What the database has; `nil` before the first call.
  private let written = Mutex<WrittenRun?>(nil)

  init(store: SessionStore, id: RunID) {
    self.store = store
    self.id = id
  }

  /// Stores the run as it is now.
  ///
  /// The cost is that of the new text, and of at most one segment before it. Text that was recorded is not looked at
  /// again: a run only grows. One that shrank or whose parts are others than before is written anew, as far as it has not
  /// let go of its text (`release`).
  /// - Throws: `StoreError`, `missing` if the run was never begun or was deleted since.
  package func record(_ run: Run) throws(StoreError) {
    guard run.id == id else { throw .missing("The answer") }
    let owner = store.owner
    try written.withLock { written throws(StoreError) in
      var next = written
      try store.write { database in
        if next?.isBeginning(of: run) != true {
          if run.hasReleased {
            try next?.takeBack(to: run, database)
          } else {
            next = try WrittenRun(startingOver: run.id, database)
          }
        }
        try next?.advance(to: run, owner: owner, database)
      }
      written = next
    }
  }

  /// Lets go of the text of a run that the database has for good, so that a long answer is not in memory for its sake.
  /// - Parameter run: what was recorded, and what it has grown by since: the next call records this one.
  package func release(_ run: inout Run) {
    written.withLock { $0?.release(&run) }
  }
}

/// How much of a run the database has.
struct WrittenRun {
  private struct Text {
    /// UTF-8 bytes in all.
    var byteCount = 0
    var lastSegment = 0
    /// Bytes before the last segment.
    var lastStart = 0
  }

  private struct WrittenPart {
    /// The part without its text.
    let shell: Part
    var text = Text()
    /// How far the run has let go of the text: this much stays when some of the answer is taken back.
    var released = Text()
  }

  private struct WrittenCandidate {
    /// The candidate without its parts.
    var details: Candidate?
    var parts: [WrittenPart] = []
  }

  private let key: Int
  /// The run without its candidates.
  private var columns: Run?
  /// By the candidates' index.
  private var candidates: [Int: WrittenCandidate] = [:]

  /// Takes away what the database has of the run's candidates.
  init(startingOver run: RunID, _ database: Database) throws {
    guard let row = try database.firstRow("SELECT key FROM run WHERE id = ?", [run.rawValue]) else {
      throw StoreError.missing("The answer")
    }
    key = row.int(0)
    try database.run("DELETE FROM part WHERE run = ?", [key])
    try database.run("DELETE FROM candidate WHERE run = ?", [key])
  }

  /// True if `run` can be had from what is written by adding to it.
  func isBeginning(of run: Run) -> Bool {
    if let columns, columns.edition != run.edition { return false }
    return candidates.allSatisfy { number, written in
      guard let candidate = run.candidates.first(where: { $0.index == number }) else { return false }
      return candidate.parts.count >= written.parts.count
        && zip(written.parts, candidate.parts).allSatisfy { old, new in
          old.shell == StoredPart.shell(new) && old.text.byteCount <= new.textLength
        }
    }
  }

  /// Takes away what the run may have taken back: all behind the text that it has let go of.
  mutating func takeBack(to run: Run, _ database: Database) throws {
    try database.run("DELETE FROM candidate WHERE run = ?", [key])
    columns = nil
    for (number, written) in candidates {
      let last = written.parts.lastIndex { $0.released.byteCount > 0 } ?? -1
      let segment = last < 0 ? 0 : written.parts[last].released.lastSegment
      try database.run(
        "DELETE FROM part WHERE run = ? AND candidate = ? AND (position > ? OR position = ? AND segment >= ?)",
        [key, number, last, last, segment])
      candidates[number] = last < 0 ? nil : WrittenCandidate(parts: Array(written.parts[...last]))
      if last >= 0 { candidates[number]?.parts[last].text = written.parts[last].released }
    }
  }

  /// Lets go of the text of `run` before the last segment of each part. That one is written again when it grows.
  mutating func release(_ run: inout Run) {
    guard isBeginning(of: run) else { return }
    for index in run.candidates.indices {
      let number = run.candidates[index].index
      for position in candidates[number]?.parts.indices ?? 0..<0 {
        guard var end = candidates[number]?.parts[position].text, end.lastStart > 0 else { continue }
        run.release(candidate: index, part: position, upTo: end.lastStart)
        guard run.candidates[index].parts[position].released == end.lastStart else { continue }
        end.byteCount = end.lastStart
        candidates[number]?.parts[position].released = end
      }
    }
  }

  /// Writes what `run` has more.
  mutating func advance(to run: Run, owner: ProcessMark, _ database: Database) throws {
    for candidate in run.candidates {
      try advance(to: candidate, &candidates[candidate.index, default: WrittenCandidate()], database)
    }
    var columns = run
    columns.candidates = []
    if columns != self.columns {
      try StoredRun.update(columns, owner: owner, database)
      self.columns = columns
    }
  }

  private func advance(to candidate: Candidate, _ written: inout WrittenCandidate, _ database: Database) throws {
    var details = candidate
    details.parts = []
    if details != written.details {
      try database.run(
        """
        INSERT INTO candidate (run, number, details) VALUES (?, ?, ?)
        ON CONFLICT (run, number) DO UPDATE SET details = excluded.details
        """, [key, candidate.index, StoredCandidate.details(candidate)])
      written.details = details
    }
    for (position, part) in candidate.parts.enumerated() {
      if position == written.parts.count {
        written.parts.append(WrittenPart(shell: StoredPart.shell(part)))
      } else if part.textLength == written.parts[position].text.byteCount {
        continue
      }
      try advance(to: part, candidate.index, position, &written.parts[position].text, database)
    }
  }

  private func advance(
    to part: Part, _ candidate: Int, _ position: Int, _ text: inout Text, _ database: Database
  ) throws {
    guard let all = part.text?.utf8 else {
      return try insert(part, candidate, position, segment: 0, text: nil, database)
    }
    let rest = Data(all[all.index(all.startIndex, offsetBy: text.lastStart - part.released)...])
    let segments = StoredPart.segments(of: rest)
    for (offset, segment) in segments.enumerated() {
      try insert(part, candidate, position, segment: text.lastSegment + offset, text: segment, database)
    }
    text.byteCount = part.textLength
    text.lastSegment += segments.count - 1
    text.lastStart = text.byteCount - (segments.last?.count ?? 0)
  }

  private func insert(
    _ part: Part, _ candidate: Int, _ position: Int, segment: Int, text: Data?, _ database: Database
  ) throws {
    try database.run(
      """
      INSERT INTO part (run, candidate, position, segment, isThought, isImage, json, text)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, candidate, position, segment) DO UPDATE SET text = excluded.text
      """,
      [
        key, candidate, position, segment, part.thought, StoredPart.isImage(part),
        segment == 0 ? StoredPart.json(part) : nil, text,
      ])
  }
}
