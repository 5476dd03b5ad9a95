import Core
import Foundation
import Images
import Processes

/// Opens a picture or an address in the program that the system has for such things.
enum SystemViewer {
  struct Problem: Error, Hashable { var sentence: String }

  /// Starts the viewer on a copy, away from the terminal, and does not wait for it.
  ///
  /// - Parameters:
  ///   - name: of the copy, without extension.
  ///   - folder: where copies are; it is made if it is not there.
  ///   - environment: of the process; the keys in it stay out.
  ///   - onProblem: called later if the viewer ends with an error.
  static func open(
    _ bytes: [UInt8], name: String, in folder: String, environment: [String: String],
    onProblem: @escaping @Sendable (String) -> Void
  ) throws(Problem) {
    let command = try command(environment, for: "the picture")
    let path = try copy(bytes, name: name, in: folder)
    try start(command, on: path, environment: environment, onProblem: onProblem)
  }

  /// Opens an address of the web or of mail.
  static func open(
    address: String, environment: [String: String], onProblem: @escaping @Sendable (String) -> Void
  ) throws(Problem) {
    guard Studio.mayOpen(address) else {
      throw Problem(sentence: "Only http, https and mailto addresses are opened.")
    }
    let command = try command(environment, for: "the address")
    try start(command, on: address, environment: environment, onProblem: onProblem)
  }

  private static func start(
    _ command: String, on path: String, environment: [String: String],
    onProblem: @escaping @Sendable (String) -> Void
  ) throws(Problem) {
    let program = (command as NSString).lastPathComponent
    do {
      let environment = environment.filter { !Environment.keyNames.contains($0.key) }
      let viewer = try Spawn.start([command, path], environment: environment)
      Thread.detachNewThread {
        if Spawn.end(of: viewer) != .exited(0) {
          onProblem("\(program) could not open \(path): perhaps no program is set for such files.")
        }
      }
    } catch {
      throw Problem(sentence: "\(program) could not be started.")
    }
  }

  /// The command that the path follows.
  private static func command(_ environment: [String: String], for thing: String) throws(Problem) -> String {
    #if os(macOS)
      let name = "open"
    #else
      let name = "xdg-open"
      let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
      guard hasScreen else {
        throw Problem(
          sentence: "There is no graphical screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so nothing can "
            + "open \(thing).")
      }
    #endif
    guard let opener = ShellCommand.find(name, in: environment) else {
      throw Problem(sentence: "There is no \(name) here, which knows the program for such things. Install xdg-utils.")
    }
    return opener
  }

  // MARK: The copy

  /// Seconds after which a copy may go: its viewer has read it long since.
  private static let age = 86_400.0

  /// A file for the viewer, which may well write to what it opened: what the studio keeps has to stay exact.
  private static func copy(_ bytes: [UInt8], name: String, in folder: String) throws(Problem) -> String {
    guard let type = ImageType.mimeType(of: bytes) else {
      throw Problem(sentence: "The bytes are of no kind of picture that is known here, so they are opened by nothing.")
    }
    let files = FileManager.default
    let ending = ImageType.sniff(bytes)?.fileExtension ?? String(type.dropFirst("image/".count))
    let path = "\(folder)/\(name).\(ending)"
    do {
      try files.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      for old in try files.contentsOfDirectory(atPath: folder) {
        let date = try? files.attributesOfItem(atPath: "\(folder)/\(old)")[.modificationDate] as? Date
        if let date, date.timeIntervalSinceNow < -age { try? files.removeItem(atPath: "\(folder)/\(old)") }
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
      return path
    } catch {
      throw Problem(sentence: "\(path) cannot be written, so there is nothing to open.")
    }
  }
}
