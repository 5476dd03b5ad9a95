package import Core
import GRDB
import Gemini

extension SessionStore {
  /// A small thing the studio remembers, such as how a pane was left; `nil` if it was never set.
  package func setting(_ key: String) throws(StoreError) -> String? {
    try read { database in try database.firstRow("SELECT value FROM setting WHERE key = ?", [key])?.text(0) }
  }

  package func setSetting(_ key: String, _ value: String) throws(StoreError) {
    try write { database in
      try database.run(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value])
    }
  }

  /// What people typed as prompts, each text once, the newest first. Prompts given to commands are not among them.
  ///
  /// - Parameters:
  ///   - limit: prompts at most. All together they are about as large as `mostPromptBytes`.
  ///   - includesDemo: with those for the offline simulator.
  package func pastPrompts(limit: Int, includesDemo: Bool) throws(StoreError) -> [PastPrompt] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT turn.content, turn.createTime, session.title FROM turn JOIN session ON session.key = turn.session
        WHERE session.origin = 'studio' AND session.deleteTime IS NULL AND turn.deleteTime IS NULL
          \(includesDemo ? "" : "AND NOT session.isDemo")
        ORDER BY turn.key DESC
        """)
      var prompts: [PastPrompt] = []
      var known: Set<String> = []
      var bytes = 0
      while prompts.count < limit, bytes < Self.mostPromptBytes, let row = try rows.next() {
        let prompt = StoredContent.decode(row.json(0)).text
        guard !prompt.isEmpty, known.insert(prompt).inserted else { continue }
        bytes += prompt.utf8.count
        prompts.append(PastPrompt(text: prompt, time: row.instant(1), session: row.text(2)))
      }
      return prompts
    }
  }

  private static let mostPromptBytes = 16_000_000
}
