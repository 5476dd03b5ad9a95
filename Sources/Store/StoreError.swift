import GRDB

/// Why the store could not do what it was asked for.
package enum StoreError: Error, Hashable, Sendable {
  case cannotOpen(path: String, reason: String)
  /// The database was made by a newer program. It is left as it is.
  case newerThanProgram(path: String)
  case damaged(path: String)
  /// No room is left on the disk.
  case full
  case readOnly(path: String)
  /// Another program holds the database longer than this one waits.
  case locked
  /// The system could not read or write; the reason in its words.
  case io(String)
  /// What was asked for is not there, such as `The session`.
  case missing(String)
  /// It may not be done now; why and what to do, as sentences.
  case refused(String)

  /// What happened and what to do next.
  package var sentence: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "The session store cannot be opened: \(path): \(reason). Check the folder and who may write to it, or set "
        + "XDG_DATA_HOME to another one."
    case .newerThanProgram(let path):
      "The session store was made by a newer version of gemstudio and is left untouched: \(path). Start the newer "
        + "version, or set XDG_DATA_HOME to another folder."
    case .damaged(let path):
      "The session store is damaged: \(path). Leave every running studio and start again: the store is then checked, "
        + "and what can be read is recovered."
    case .full: "The disk is full, so nothing more can be stored. Make room on it and try again."
    case .readOnly(let path):
      "The session store may not be written: \(path). Check its permissions and whether its disk is mounted read-only."
    case .locked:
      "Another program holds the session store. Try again in a moment; if it stays so, end the other program."
    case .io(let reason): "The session store could not be read or written: \(reason). Check the disk, then try again."
    case .refused(let sentences): sentences
    case .missing(let what): "\(what) is not in the session store. It may have been deleted elsewhere."
    }
  }
}

extension StoreError {
  var isDamage: Bool {
    if case .damaged = self { return true }
    return false
  }

  /// What an error of SQLite means for the database at `path`.
  /// - Source: sqlite.org/rescode.html
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as SystemError: self = StoreError(error, path: path)
    case let error as DatabaseError: self = StoreError(error, path: path)
    default: self = .io(String(describing: type(of: error)))
    }
  }

  private init(_ error: DatabaseError, path: String) {
    // The message names tables and columns at most; what was stored is not in it.
    let reason = error.message ?? "error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: self = .full
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .locked
    case .SQLITE_READONLY: self = .readOnly(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .cannotOpen(path: path, reason: reason)
    default: self = .io(reason)
    }
  }

  /// What an error of the system means for the file or folder at `path`.
  init(_ error: SystemError, path: String) {
    switch error {
    case .noSpace, .overQuota: self = .full
    case .readOnlyFileSystem: self = .readOnly(path: path)
    case .inputOutput: self = .io("\(path): \(error.text)")
    default: self = .cannotOpen(path: path, reason: error.text)
    }
  }
}
