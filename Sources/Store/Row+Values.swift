import Foundation
import GRDB
import Gemini
import Core

/// Values of a row without traps: a database may hold anything, also `NULL` where it should not.
extension Row {
  func text(_ index: Int) -> String { textIfAny(index) ?? "" }
  func textIfAny(_ index: Int) -> String? { self[index] }
  func int(_ index: Int) -> Int { (self[index] as Int?) ?? 0 }
  func bool(_ index: Int) -> Bool { int(index) != 0 }
  func bytes(_ index: Int) -> Data { (self[index] as Data?) ?? Data() }
  func instant(_ index: Int) -> Instant { Instant(milliseconds: int(index)) }
  func instantIfAny(_ index: Int) -> Instant? { (self[index] as Int?).map(Instant.init) }

  /// JSON of a column; `nil` for `NULL` and for what is no JSON.
  func json(_ index: Int) -> JSON? { textIfAny(index).flatMap { try? JSON(parsing: $0) } }
}

extension Database {
  /// Runs a statement that is kept ready for the next time.
  func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws {
    try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
  }

  /// The rows of a statement that is kept ready for the next time. A row is good until the next
  /// one is read, and no longer than its cursor.
  func rows(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> RowCursor {
    try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }

  /// The first row of a statement that is kept ready for the next time. It stays good.
  func firstRow(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> Row? {
    try Row.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
  }
}
