import Foundation
import Gemini

/// A JSON file that an option names.
enum JSONFile {
  /// Bytes of a file at most.
  private static let limit = 16 << 20

  /// - Parameter what: what the file is, for the sentence, such as `schema`.
  /// - Throws: why there is no JSON in it, and where it breaks.
  static func read(_ path: String, is what: String) throws(CommandError) -> JSON {
    guard let file = FileHandle(forReadingAtPath: Paths.absolute(path)),
      let data = try? file.read(upToCount: limit + 1)
    else {
      throw CommandError("The \(what) \(path) cannot be read. Check its name and its permissions.")
    }
    guard data.count <= limit else { throw CommandError("The \(what) \(path) is longer than 16 MiB.") }
    do throws(JSONError) { return try JSON(parsing: Array(data)) } catch {
      throw CommandError("The \(what) \(path) is not JSON: \(error.reason) (byte \(error.offset)).")
    }
  }

  /// The same for a file that has to hold an object.
  static func object(_ path: String, is what: String) throws(CommandError) -> JSON {
    let json = try read(path, is: what)
    guard json.object != nil else { throw CommandError("The \(what) \(path) is no JSON object.") }
    return json
  }
}
