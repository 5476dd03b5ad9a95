import GRDB

/// A database that was opened for this process: checked, migrated, and put right where it was damaged.
struct OpenedStore {
  let queue: DatabaseQueue
  let presence: StorePresence
  let notice: String?

  init(folder: String) throws(StoreError) {
    let database = folder + "/studio.db"
    do {
      try SystemFile.makeFolder(folder)
      SystemFile.makePrivate(folder, mode: 0o700)
      // One process opens at a time, so that two that start together do not both make the tables.
      let turnstile = try FileLock(folder)
      defer { withExtendedLifetime(turnstile) {} }
      guard turnstile.waitAlone(seconds: 10) else { throw StoreError.locked }
      presence = try StorePresence(folder + "/studio.lock")
      let isAlone = presence.takeAlone()
      (queue, notice) = try Self.open(database, presence, isAlone: isAlone)
      guard presence.share() else { throw StoreError.locked }
    } catch let error as StoreError {
      throw error
    } catch let error as SystemError {
      throw StoreError(error, path: folder)
    } catch {
      throw StoreError(error, path: database)
    }
  }

  private static func open(
    _ path: String, _ presence: StorePresence, isAlone: Bool
  ) throws(StoreError) -> (DatabaseQueue, notice: String?) {
    do throws(StoreError) {
      if isAlone && presence.wantsCheck {
        try notNewer(path)?.retire()
        if DamagedDatabase.isDamaged(path) { throw StoreError.damaged(path: path) }
        presence.checkIsDone()
      }
      return (try openHealthy(path), nil)
    } catch {
      guard error.isDamage, isAlone, DamagedDatabase.isDamaged(path) else { throw error }
      let notice = try DamagedDatabase.replace(path)
      presence.checkIsDone()
      return (try openHealthy(path), notice)
    }
  }

  private static func openHealthy(_ path: String) throws(StoreError) -> DatabaseQueue {
    do {
      let known = try notNewer(path)
      // SQLite gives its other files the mode of the database.
      try SystemFile.touch(path)
      for file in [path, path + "-wal", path + "-shm"] { SystemFile.makePrivate(file, mode: 0o600) }
      let queue = try known ?? DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL")
        // What a transaction wrote is with the system when it returns, so it outlives the process. Only the loss of
        // the whole machine may take the last ones; the database stays whole even then.
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
      }
      try Migrations.all.migrate(queue)
      return queue
    } catch {
      throw StoreError(error, path: path)
    }
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = true
    return configuration
  }

  /// Looks whether a newer program wrote the database.
  /// - Returns: the database, if it was opened for writing: to open it again takes time.
  /// - Throws: `StoreError.newerThanProgram`, with every byte as it was.
  private static func notNewer(_ path: String) throws(StoreError) -> DatabaseQueue? {
    guard let size = SystemFile.size(path), size > 0 else { return nil }
    var configuration = configuration
    // Who opens a database for writing and is the last to close it moves the log into it. Without a log there is
    // nothing to move, and a reader would leave one behind.
    configuration.readonly = (SystemFile.size(path + "-wal") ?? 0) > 0
    let queue: DatabaseQueue
    let isNewer: Bool
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      // The number is 0 in all databases of this program.
      isNewer = try queue.read { database in
        try Migrations.all.hasBeenSuperseded(database) || Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 > 0
      }
    } catch {
      throw StoreError(error, path: path)
    }
    guard isNewer || configuration.readonly else { return queue }
    queue.retire()
    if isNewer { throw .newerThanProgram(path: path) }
    return nil
  }
}
