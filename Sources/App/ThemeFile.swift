import Core
import Foundation
package import Screen

/// Reads theme files: one TOML file a theme, one entry a role.
package enum ThemeFile {
  /// The themes of all folders, the built-in ones first; of two with one name the later counts. A theme has the name of its
  /// file.
  package static func readAll(in folders: [String]) -> (themes: [Theme], problems: [String]) {
    var themes = Theme.builtIn
    var problems: [String] = []
    for folder in folders {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let names = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
      for name in names {
        switch read("\(folder)/\(name).toml") {
        case .success(let theme):
          themes.removeAll { $0.name == name }
          themes.append(theme)
        case .failure(let problem): problems.append(problem.sentence)
        }
      }
    }
    return (themes, problems)
  }

  struct Problem: Error { let sentence: String }

  static func read(_ path: String) -> Result<Theme, Problem> {
    let table: [String: TOML]
    do throws(TOMLFile.Problem) {
      table = try TOMLFile.read(path) ?? [:]
    } catch {
      let place = error.line.map { ", line \($0)" } ?? ""
      return .failure(Problem(sentence: "\(path)\(place): \(error.reason.asSentence)"))
    }
    guard let roles = table["roles"]?.table else {
      return .failure(Problem(sentence: "\(path) is no theme: it needs a table of roles."))
    }
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    var theme = Theme(name: name, isDark: table["dark"]?.bool ?? true)
    for role in Role.allCases {
      guard let entry = roles[role.name]?.table else {
        // A theme may leave out the colours of code: it looks as the block does.
        if codeRoles.contains(role) { theme[role] = theme[.codeBlock] }
        continue
      }
      guard let look = look(entry) else {
        return .failure(Problem(sentence: "\(path): the colours of \(role.name) are 0 to 255 or \"default\"."))
      }
      theme[role] = look
    }
    return .success(theme)
  }

  private static let codeRoles: Set<Role> = [
    .keyword, .string, .comment, .number, .type, .attribute, .added, .removed,
  ]

  private static func look(_ entry: [String: TOML]) -> Theme.Look? {
    guard let foreground = color(entry["fg"]), let background = color(entry["bg"]) else { return nil }
    let names: [(String, Attributes)] = [
      ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
    ]
    let attributes = names.filter { entry[$0.0]?.bool == true }.map(\.1)
    return Theme.Look(foreground, on: background, Attributes(attributes))
  }

  /// - Returns: `nil` for what is no colour; a missing one is the terminal's own.
  private static func color(_ value: TOML?) -> Color? {
    guard let value, value.string != "default" else { return .standard }
    return value.int.flatMap(UInt8.init(exactly:)).map(Color.palette)
  }
}
