import Foundation
import Glibc

/// Where the program keeps its files.
/// - Source: product.md section 7.
package struct Paths: Sendable {
  /// Settings, prompts, the user's own themes, `.env`.
  package let configuration: String
  /// Sessions and assets.
  package let data: String
  /// The log, files of `$EDITOR`, what servers said of their models.
  package let state: String
  /// What can be made again.
  package let cache: String
  /// Folders for the sockets of running studios, the first that can be used counts.
  package let sockets: [String]
  /// Where the program itself was installed to, for its themes.
  package let executable: String

  /// - Parameter environment: of the process alone: files do not move the program's folders.
  package init(environment: [String: String]) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    func folder(_ variable: String, _ fallback: String, inOne: String = "") -> String {
      if let root = environment["GEMSTUDIO_HOME"], !root.isEmpty { return Self.absolute(root) + inOne }
      if let path = environment[variable], path.hasPrefix("/") { return path + "/gemstudio" }
      return "\(home)/\(fallback)/gemstudio"
    }
    configuration = folder("XDG_CONFIG_HOME", ".config")
    data = folder("XDG_DATA_HOME", ".local/share")
    state = folder("XDG_STATE_HOME", ".local/state")
    cache = folder("XDG_CACHE_HOME", ".cache", inOne: "/cache")
    sockets = Self.socketFolders(environment, state: state)
    executable =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? "gemstudio"
  }

  /// A shell of another kind, such as one of `ssh`, may lack the variable that the studio's has: who looks for a studio
  /// looks in all of them.
  private static func socketFolders(_ environment: [String: String], state: String) -> [String] {
    let own = state + "/sockets"
    if environment["GEMSTUDIO_HOME"]?.isEmpty == false { return [own] }
    let variable = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let usual = "/run/user/\(geteuid())"
    return [variable, variable == usual ? nil : usual].compactMap { $0.map { $0 + "/gemstudio" } } + [own]
  }

  /// The prompt library.
  package var prompts: String { configuration + "/prompts" }
  package var settingsFile: String { configuration + "/config.toml" }
  /// A person's own rows over the table of models.
  package var modelsFile: String { configuration + "/models.json" }
  package var environmentFile: String { configuration + "/.env" }
  /// What servers say of their models, a file for each.
  var listedModels: String { state + "/listed-models" }
  package var assets: String { data + "/assets" }
  package var log: String { state + "/gemstudio.log" }
  /// Pictures made ready for terminals.
  package var pictureCache: String { cache + "/pictures" }

  /// Folders with theme files, the user's own last: of two themes of one name the later counts.
  package var themeFolders: [String] {
    let binary = (executable as NSString).deletingLastPathComponent
    let installed = (binary as NSString).deletingLastPathComponent + "/share/gemstudio/themes"
    // A program run from its build folder finds the themes of the source tree.
    let source = binary.range(of: "/.build").map { String(binary[..<$0.lowerBound]) + "/themes" }
    return [source, installed, configuration + "/themes"].compactMap { $0 }
  }

  /// A path as a person types it, made absolute: `~/` is the home folder.
  /// - Parameter folder: where a relative path begins; `nil` is the working folder.
  package static func absolute(_ path: String, in folder: String? = nil) -> String {
    let expanded = (path as NSString).expandingTildeInPath
    return expanded.hasPrefix("/")
      ? expanded : (folder ?? FileManager.default.currentDirectoryPath) + "/" + expanded
  }
}
