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

  /// What people typed as prompts, each text once, the newest last. Prompts given to commands are not among them.
  package func promptHistory(limit: Int) throws(StoreError) -> [String] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT turn.content FROM turn JOIN session ON session.key = turn.session
        WHERE session.origin = 'studio' AND session.deleteTime IS NULL ORDER BY turn.key DESC
        """)
      var prompts: [String] = []
      var known: Set<String> = []
      while prompts.count < limit, let row = try rows.next() {
        let prompt = StoredContent.decode(row.json(0)).text
        if !prompt.isEmpty, known.insert(prompt).inserted { prompts.append(prompt) }
      }
      return prompts.reversed()
    }
  }
}
