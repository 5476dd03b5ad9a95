import GRDB

/// How the database came to its present shape, step by step. A step that was released is never changed.
enum Migrations {
  static let all: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 sessions, turns and runs") { database in
      try database.execute(sql: sessionsTurnsAndRuns)
    }
    migrator.registerMigration("2 details of runs") { database in
      try database.execute(sql: "ALTER TABLE run ADD COLUMN details TEXT")
    }
    migrator.registerMigration("3 pictures") { database in try database.execute(sql: pictures) }
    migrator.registerMigration("4 deleted pictures") { database in try database.execute(sql: deletedPictures) }
    migrator.registerMigration("5 verdicts") { database in try database.execute(sql: verdicts) }
    migrator.registerMigration("6 pinned and deleted sessions") { database in
      try database.execute(sql: pinnedAndDeleted)
    }
    migrator.registerMigration("7 deleted turns and answers") { database in
      try database.execute(sql: deletedVersions)
    }
    return migrator
  }()

  // A deleted turn or answer is only marked. Marked ones are in no count of their session; what counts on from here asks.
  private static let deletedVersions = """
    ALTER TABLE turn ADD COLUMN deleteTime INTEGER;
    ALTER TABLE run ADD COLUMN deleteTime INTEGER;
    CREATE INDEX turnByDeleteTime ON turn (deleteTime) WHERE deleteTime IS NOT NULL;
    CREATE INDEX runByDeleteTime ON run (deleteTime) WHERE deleteTime IS NOT NULL;

    DROP TRIGGER turnAdded;
    DROP TRIGGER turnRemoved;
    DROP TRIGGER imageAdded;
    DROP TRIGGER imageRemoved;
    DROP TRIGGER pictureDeleted;
    DROP TRIGGER pictureRestored;
    CREATE TRIGGER turnAdded AFTER INSERT ON turn WHEN NEW.deleteTime IS NULL BEGIN
      UPDATE session SET turnCount = turnCount + 1 WHERE key = NEW.session;
    END;
    CREATE TRIGGER turnRemoved AFTER DELETE ON turn WHEN OLD.deleteTime IS NULL BEGIN
      UPDATE session SET turnCount = turnCount - 1 WHERE key = OLD.session;
    END;
    CREATE TRIGGER imageAdded AFTER INSERT ON part WHEN NEW.isImage BEGIN
      UPDATE session SET imageCount = imageCount + 1 WHERE key = (\(owner("NEW.run")));
    END;
    CREATE TRIGGER imageRemoved AFTER DELETE ON part WHEN OLD.isImage BEGIN
      UPDATE session SET imageCount = imageCount - 1 WHERE key = (\(owner("OLD.run")));
    END;
    CREATE TRIGGER pictureDeleted AFTER INSERT ON deletedPicture BEGIN
      UPDATE session SET imageCount = imageCount - (\(deletedCount("NEW"))) WHERE key = (\(owner("NEW.run")));
    END;
    CREATE TRIGGER pictureRestored AFTER DELETE ON deletedPicture BEGIN
      UPDATE session SET imageCount = imageCount + (\(deletedCount("OLD"))) WHERE key = (\(owner("OLD.run")));
    END;
    CREATE TRIGGER turnMarked AFTER UPDATE OF deleteTime ON turn WHEN \(isOtherMark) BEGIN
      UPDATE session SET turnCount = turnCount + \(sign),
        imageCount = imageCount + \(sign) * (\(imageCount("run.turn = NEW.key AND run.deleteTime IS NULL")))
      WHERE key = NEW.session;
    END;
    CREATE TRIGGER runMarked AFTER UPDATE OF deleteTime ON run WHEN \(isOtherMark) BEGIN
      UPDATE session SET imageCount = imageCount + \(sign) * (\(imageCount("run.key = NEW.key")))
      WHERE key = (SELECT session FROM turn WHERE key = NEW.turn AND deleteTime IS NULL);
    END;
    """

  private static let isOtherMark = "(OLD.deleteTime IS NULL) <> (NEW.deleteTime IS NULL)"
  private static let sign = "(CASE WHEN NEW.deleteTime IS NULL THEN 1 ELSE -1 END)"

  /// The session that counts a run, which a deleted one does not have.
  private static func owner(_ run: String) -> String {
    """
    SELECT turn.session FROM run JOIN turn ON turn.key = run.turn
      WHERE run.key = \(run) AND run.deleteTime IS NULL AND turn.deleteTime IS NULL
    """
  }

  /// The pictures of some runs, drafts and deleted ones left out.
  private static func imageCount(_ runs: String) -> String {
    """
    SELECT (SELECT count(*) FROM run JOIN part ON part.run = run.key WHERE \(runs) AND part.isImage) - (
      SELECT count(*) FROM run JOIN deletedPicture AS gone ON gone.run = run.key
        JOIN picture ON picture.run = gone.run AND picture.sha256 = gone.sha256
      WHERE \(runs) AND NOT picture.isThought)
    """
  }

  private static let pinnedAndDeleted = """
    ALTER TABLE session ADD COLUMN isPinned INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session ADD COLUMN deleteTime INTEGER;
    CREATE INDEX sessionByDeleteTime ON session (deleteTime) WHERE deleteTime IS NOT NULL;
    """

  // Runs are named by their ids in the JSON: a verdict says what was judged also when answers are gone.
  private static let verdicts = """
    CREATE TABLE verdict (
      key INTEGER PRIMARY KEY,
      turn INTEGER NOT NULL UNIQUE REFERENCES turn ON DELETE CASCADE,
      time INTEGER NOT NULL,
      details TEXT NOT NULL
    ) STRICT;
    CREATE INDEX verdictByTime ON verdict (time);
    """

  // The pictures of runs that a person deleted, by their bytes. Their parts stay. A mark is final once it cannot be taken
  // away any more and the file, if nobody else had a use for it, is gone.
  private static let deletedPictures = """
    CREATE TABLE deletedPicture (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      sha256 TEXT NOT NULL,
      deleteTime INTEGER NOT NULL,
      isFinal INTEGER NOT NULL DEFAULT 0,
      UNIQUE (run, sha256)
    ) STRICT;
    CREATE INDEX deletedPictureByTime ON deletedPicture (deleteTime) WHERE NOT isFinal;

    CREATE TRIGGER pictureDeleted AFTER INSERT ON deletedPicture BEGIN
      UPDATE session SET imageCount = imageCount - (\(deletedCount("NEW")))
      WHERE key = (SELECT turn.session FROM run JOIN turn ON turn.key = run.turn WHERE run.key = NEW.run);
    END;
    CREATE TRIGGER pictureRestored AFTER DELETE ON deletedPicture BEGIN
      UPDATE session SET imageCount = imageCount + (\(deletedCount("OLD")))
      WHERE key = (SELECT turn.session FROM run JOIN turn ON turn.key = run.turn WHERE run.key = OLD.run);
    END;
    """

  /// How many pictures a session's count is about: drafts are not in it.
  private static func deletedCount(_ row: String) -> String {
    "SELECT count(*) FROM picture WHERE run = \(row).run AND sha256 = \(row).sha256 AND NOT isThought"
  }

  // The pictures among the parts of answers, also the drafts, so that they are found without reading all parts.
  private static let pictures = """
    CREATE TABLE picture (
      key INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      candidate INTEGER NOT NULL,
      position INTEGER NOT NULL,
      createTime INTEGER NOT NULL,
      isThought INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      byteCount INTEGER NOT NULL,
      mimeType TEXT NOT NULL,
      UNIQUE (run, candidate, position)
    ) STRICT;
    CREATE INDEX pictureByTime ON picture (createTime);
    CREATE INDEX pictureBySha256 ON picture (sha256);

    CREATE TRIGGER pictureAdded AFTER INSERT ON part WHEN \(isPicture("NEW")) BEGIN
      INSERT OR REPLACE INTO picture
        (run, candidate, position, createTime, isThought, sha256, byteCount, mimeType)
      SELECT \(pictureColumns("NEW")) FROM run WHERE run.key = NEW.run;
    END;
    CREATE TRIGGER pictureRemoved AFTER DELETE ON part WHEN OLD.segment = 0 BEGIN
      DELETE FROM picture WHERE run = OLD.run AND candidate = OLD.candidate AND position = OLD.position;
    END;

    INSERT INTO picture (run, candidate, position, createTime, isThought, sha256, byteCount, mimeType)
    SELECT \(pictureColumns("part")) FROM part JOIN run ON run.key = part.run
    WHERE \(isPicture("part")) ORDER BY part.rowid;
    """

  /// A part that is a picture whose bytes are kept. A shorter look comes first: most parts are text.
  private static func isPicture(_ part: String) -> String {
    """
    \(part).segment = 0 AND \(part).json LIKE '%"inlineData"%' AND json_valid(\(part).json)
      AND json_extract(\(part).json, '$.inlineData.mimeType') LIKE 'image/%'
      AND json_type(\(part).json, '$.inlineData.data.sha256') = 'text'
      AND json_type(\(part).json, '$.inlineData.data.bytes') = 'integer'
    """
  }

  private static func pictureColumns(_ part: String) -> String {
    """
    \(part).run, \(part).candidate, \(part).position, run.startTime, \(part).isThought,
      json_extract(\(part).json, '$.inlineData.data.sha256'),
      json_extract(\(part).json, '$.inlineData.data.bytes'), json_extract(\(part).json, '$.inlineData.mimeType')
    """
  }

  // Columns that are listed or searched stand before long ones, so that a list reads little. JSON columns hold what is
  // only ever read as a whole. Text of answers is kept as bytes: it may hold U+0000.
  private static let sessionsTurnsAndRuns = """
    CREATE TABLE session (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      searchTitle TEXT NOT NULL,
      createTime INTEGER NOT NULL,
      updateTime INTEGER NOT NULL,
      origin TEXT NOT NULL,
      isDemo INTEGER NOT NULL,
      textModel TEXT NOT NULL,
      pictureModel TEXT NOT NULL,
      modelUse TEXT NOT NULL,
      turnCount INTEGER NOT NULL DEFAULT 0,
      imageCount INTEGER NOT NULL DEFAULT 0,
      head TEXT,
      settings TEXT NOT NULL,
      draft TEXT
    ) STRICT;
    CREATE INDEX sessionByUpdateTime ON session (updateTime);

    CREATE TABLE turn (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
      parent TEXT,
      createTime INTEGER NOT NULL,
      chosen TEXT,
      content TEXT NOT NULL
    ) STRICT;
    CREATE INDEX turnBySession ON turn (session);

    CREATE TABLE run (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      turn INTEGER NOT NULL REFERENCES turn ON DELETE CASCADE,
      model TEXT NOT NULL,
      backend TEXT NOT NULL,
      isUnary INTEGER NOT NULL,
      startTime INTEGER NOT NULL,
      owner TEXT,
      isEnded INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      firstEventTime INTEGER,
      firstThoughtTime INTEGER,
      firstTextTime INTEGER,
      lastEventTime INTEGER,
      endTime INTEGER,
      modelVersion TEXT,
      responseId TEXT,
      config TEXT,
      usage TEXT,
      promptFeedback TEXT,
      failure TEXT
    ) STRICT;
    CREATE INDEX runByTurn ON run (turn);
    CREATE INDEX runByOwner ON run (owner) WHERE owner IS NOT NULL;

    CREATE TABLE candidate (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      number INTEGER NOT NULL,
      details TEXT,
      UNIQUE (run, number)
    ) STRICT;

    CREATE TABLE part (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      candidate INTEGER NOT NULL,
      position INTEGER NOT NULL,
      segment INTEGER NOT NULL,
      isThought INTEGER NOT NULL,
      isImage INTEGER NOT NULL,
      json TEXT,
      text BLOB,
      UNIQUE (run, candidate, position, segment)
    ) STRICT;

    CREATE TABLE setting (key TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT;

    CREATE TRIGGER turnAdded AFTER INSERT ON turn BEGIN
      UPDATE session SET turnCount = turnCount + 1 WHERE key = NEW.session;
    END;
    CREATE TRIGGER turnRemoved AFTER DELETE ON turn BEGIN
      UPDATE session SET turnCount = turnCount - 1 WHERE key = OLD.session;
    END;
    CREATE TRIGGER imageAdded AFTER INSERT ON part WHEN NEW.isImage BEGIN
      UPDATE session SET imageCount = imageCount + 1
      WHERE key = (SELECT turn.session FROM run JOIN turn ON turn.key = run.turn WHERE run.key = NEW.run);
    END;
    CREATE TRIGGER imageRemoved AFTER DELETE ON part WHEN OLD.isImage BEGIN
      UPDATE session SET imageCount = imageCount - 1
      WHERE key = (SELECT turn.session FROM run JOIN turn ON turn.key = run.turn WHERE run.key = OLD.run);
    END;
    """
}
