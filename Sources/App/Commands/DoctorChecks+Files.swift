import Core
import Foundation
import Gemini
import Screen
import Store

extension DoctorChecks {
  /// The store, the settings, the themes and the table of models.
  var files: [Finding] { [store, assets, settings] + themes + [models] }

  private var store: Finding {
    do throws(StoreError) {
      let store = try workshop.store.get()
      let count = try store.sessions(limit: .max).count
      if let notice = store.notice { return Finding(.warning, "store", notice) }
      try store.check()
      let sessions = Self.number(count, "session", "sessions")
      return Finding(.fine, "store", "\(sessions), \(byteText(store.byteCount)), whole, in \(workshop.paths.data).")
    } catch {
      return Finding(.fault, "store", error.sentence)
    }
  }

  /// Pictures and files, each kept once.
  private var assets: Finding {
    let folder = URL(fileURLWithPath: workshop.paths.assets)
    let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey]
    var (count, bytes) = (0, 0)
    let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: Array(keys))
    while let file = walk?.nextObject() as? URL {
      guard let values = try? file.resourceValues(forKeys: keys), values.isRegularFile == true else { continue }
      count += 1
      bytes += values.fileSize ?? 0
    }
    let files = Self.number(count, "picture or file", "pictures and files")
    return Finding(.fine, "assets", "\(files), \(byteText(bytes)).")
  }

  private static func number(_ count: Int, _ one: String, _ many: String) -> String {
    count == 0 ? "No \(one) yet" : count == 1 ? "One \(one)" : "\(countText(count)) \(many)"
  }

  private var settings: Finding {
    let path = workshop.paths.settingsFile
    let problems = SettingsFile.read(path).startProblems
    if !problems.isEmpty { return Finding(.warning, "settings", problems.joined(separator: " ")) }
    let isThere = FileManager.default.fileExists(atPath: path)
    return Finding(.fine, "settings", isThere ? "\(path)." : "The defaults; \(path) would change them.")
  }

  private var themes: [Finding] {
    let (themes, problems) = ThemeFile.readAll(in: workshop.paths.themeFolders)
    let names = themes.map(\.name).joined(separator: ", ")
    return [Finding(.fine, "themes", "\(names).")] + problems.map { Finding(.warning, "themes", $0) }
  }

  private var models: Finding {
    let date = ModelTable.builtIn.date
    let path = workshop.paths.modelsFile
    guard FileManager.default.fileExists(atPath: path) else {
      return Finding(.fine, "models", "Limits, prices and ends are those of \(date); \(path) would change them.")
    }
    var table = ModelTable.builtIn
    if let problem = ModelsFile.read(path, into: &table) { return Finding(.warning, "models", problem) }
    return Finding(.fine, "models", "Limits, prices and ends are those of \(date), changed by \(path).")
  }
}
