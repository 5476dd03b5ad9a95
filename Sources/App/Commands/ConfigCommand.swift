import ArgumentParser
import Core
import Foundation

/// `gemstudio config`: the settings file.
struct ConfigCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print, write or check the settings file.",
    discussion: """
      Without an option it prints a commented settings file with every setting at its default. docs/settings.md lists \
      the settings.
      Exit codes: 0 done, 2 something in the file cannot be used, or it was not written.
      """)

  @Flag(help: "Write that file to its place, where there is none yet.")
  var write = false

  @Flag(help: "With --write: write it also where there is one, which is kept as config.toml.old.")
  var force = false

  @Flag(help: "Check your file: what cannot be used is named with line and reason.")
  var check = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    if write, check { throw CommandError("--write and --check are two things; give one of them.") }
    if force, !write { throw CommandError("--force belongs to --write.") }
    let paths = Paths(environment: ProcessInfo.processInfo.environment)
    let path = paths.settingsFile
    if write {
      try write(to: path)
      console.out.line(path)
    } else if check {
      return check(path, paths.themeFolders, console)
    } else {
      console.out.write(SettingsFile.template())
    }
    return console.outcome
  }

  private func write(to path: String) throws(CommandError) {
    let files = FileManager.default
    // A link that leads nowhere is somebody's too.
    let isThere = (try? files.attributesOfItem(atPath: path)) != nil
    if isThere, !force {
      throw CommandError("\(path) is there already and was left as it is. --force keeps it as config.toml.old.")
    }
    do {
      if isThere { try PrivateFile.rename(path, to: path + ".old") }
      try PrivateFile.write(Array(SettingsFile.template().utf8), to: path)
    } catch {
      throw CommandError("\(path) cannot be written. \(PrivateFile.wayOut(of: error))")
    }
  }

  private func check(_ path: String, _ themeFolders: [String], _ console: Console) -> Int32 {
    let file = SettingsFile.read(path)
    var settings = file.settings
    let (themes, themeProblems) = ThemeFile.readAll(in: themeFolders)
    settings.themes = themes
    let problems = file.problems + (settings.themeProblem.map { themeProblems + [$0] } ?? [])
    for problem in problems { console.note(problem) }
    guard problems.isEmpty else { return 2 }
    let isThere = FileManager.default.fileExists(atPath: path)
    console.out.line(isThere ? "\(path): every setting can be used." : "There is no \(path); the defaults count.")
    return console.outcome
  }
}
