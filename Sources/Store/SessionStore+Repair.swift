package import Core
import GRDB
import Gemini

extension SessionStore {
  /// Ends the runs of processes that are gone, and says which they were, oldest first.
  ///
  /// What came of them stays. Runs of processes that are alive are left alone, this one's too.
  package func repairInterruptedRuns() throws(StoreError) -> [(session: SessionSummary, run: RunID)] {
    let failure = Failure(
      .incompleteStream, "The studio ended while this answer was coming.",
      hint: "Ask again for a whole answer.")
    return try write { database in
      var left: [(session: String, run: String)] = []
      // The sign before the key keeps SQLite from reading all runs in their order, where the index has the few.
      let rows = try database.rows(
        """
        SELECT run.owner, session.id, run.id
        FROM run JOIN turn ON turn.key = run.turn JOIN session ON session.key = turn.session
        WHERE run.owner IS NOT NULL ORDER BY +run.key
        """)
      while let row = try rows.next() {
        let isAlive = ProcessMark(row.text(0))?.isAlive ?? false
        if !isAlive { left.append((row.text(1), row.text(2))) }
      }
      return try left.compactMap { left in
        try database.run(
          """
          UPDATE run SET isEnded = 1, owner = NULL, failure = ?, endTime = coalesce(lastEventTime, startTime)
          WHERE id = ?
          """, [StoredFailure.json(failure).text, left.run])
        let session = try Self.summaries(database, where: "id = ?", [left.session], limit: 1).first
        return session.map { ($0, RunID(rawValue: left.run)) }
      }
    }
  }
}
