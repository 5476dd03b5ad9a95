package import Core
import Foundation
import Screen

/// Reads `config.toml`. What cannot be used is named with its reason; the rest counts.
package enum SettingsFile {
  /// - Returns: the settings, and a sentence for each thing in the file that was passed over.
  package static func read(_ path: String) -> (settings: Settings, problems: [String]) {
    var settings = Settings()
    do throws(TOMLFile.Problem) {
      guard let table = try TOMLFile.read(path) else { return (settings, []) }
      let problems = apply(table, to: &settings)
      return (settings, problems.map { "\(path): \($0)" })
    } catch {
      let place = error.line.map { ", line \($0)" } ?? ""
      return (settings, ["\(path)\(place): \(error.reason.asSentence) The defaults are used."])
    }
  }

  private static func apply(_ table: [String: TOML], to settings: inout Settings) -> [String] {
    var problems: [String] = []
    for (key, value) in table.sorted(by: { $0.key < $1.key }) {
      switch key {
      case "model": set(value.string, at: \.textModel, in: &settings, key, &problems)
      case "picture_model": set(value.string, at: \.pictureModel, in: &settings, key, &problems)
      case "theme": set(value.string, at: \.themeName, in: &settings, key, &problems)
      case "thumbnails": set(value.bool, at: \.showsThumbnails, in: &settings, key, &problems)
      case "bell": set(value.bool, at: \.ringsBell, in: &settings, key, &problems)
      case "after_hangup":
        let choice = value.string.flatMap(Settings.AfterHangup.init)
        set(choice, at: \.afterHangup, in: &settings, key, &problems, expected: "\"finish\" or \"stop\"")
      case "bandwidth":
        let choice = value.string.flatMap(Settings.Bandwidth.init)
        set(choice, at: \.bandwidth, in: &settings, key, &problems, expected: "\"auto\", \"low\" or \"full\"")
      case "confirm_above_usd":
        let usd = value.number.flatMap { $0 >= 0 ? $0 : nil }
        set(usd, at: \.confirmAboveUSD, in: &settings, key, &problems, expected: "a number of US dollars")
      case "pictures":
        let choice = value.string.flatMap(Settings.Pictures.init(rawValue:))
        let names = Settings.Pictures.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        set(choice, at: \.pictures, in: &settings, key, &problems, expected: "one of \(names)")
      case "aliases":
        for (name, model) in value.table ?? [:] {
          if let model = model.string {
            settings.aliases[name] = model
          } else {
            problems.append("aliases.\(name) is a model id in quotes.")
          }
        }
      case "thinking":
        if value.table == nil { problems.append("thinking is a table: [thinking] on a line of its own.") }
        for (name, value) in (value.table ?? [:]).sorted(by: { $0.key < $1.key }) {
          switch name {
          case "pane":
            set(
              value.string.flatMap(PaneMode.init), at: \.thinkingPane, in: &settings, "thinking.pane", &problems,
              expected: "\"shown\", \"line\" or \"hidden\"")
          case "split_tags": set(value.bool, at: \.splitsReasoning, in: &settings, "thinking.split_tags", &problems)
          default: problems.append("there is no setting named thinking.\(name).")
          }
        }
      case _ where NetworkSettings.keys.contains(key): break
      case "limits": problems += setLimits(value.table, in: &settings.limits)
      case "keys": problems += bindKeys(value.table ?? [:], in: &settings)
      default: problems.append("there is no setting named \(key).")
      }
    }
    return problems
  }

  private static func set<Value>(
    _ value: Value?, at path: WritableKeyPath<Settings, Value>, in settings: inout Settings, _ key: String,
    _ problems: inout [String], expected: String? = nil
  ) {
    if let value {
      settings[keyPath: path] = value
    } else {
      problems.append("\(key) is \(expected ?? (Value.self == Bool.self ? "true or false" : "a text in quotes")).")
    }
  }

  private static func setLimits(_ table: [String: TOML]?, in limits: inout Limits) -> [String] {
    guard let table else { return ["limits is a table."] }
    var problems: [String] = []
    for (key, value) in table.sorted(by: { $0.key < $1.key }) {
      if let inner = value.table {
        var limit = Limit()
        for (name, value) in inner.sorted(by: { $0.key < $1.key }) {
          problems += set(value, named: name, of: "limits.\"\(key)\"", in: &limit)
        }
        limits.models[key] = limit
      } else {
        problems += set(value, named: key, of: "limits", in: &limits.general)
      }
    }
    return problems
  }

  private static func set(_ value: TOML, named name: String, of table: String, in limit: inout Limit) -> [String] {
    guard ["requests_per_minute", "concurrent"].contains(name) else {
      return ["there is no \(name) in \(table); a model id with dots needs quotes."]
    }
    guard let number = value.int, number > 0 else { return ["\(table).\(name) is a whole number above 0."] }
    if name == "concurrent" { limit.concurrent = number } else { limit.requestsPerMinute = number }
    return []
  }

  private static func bindKeys(_ places: [String: TOML], in settings: inout Settings) -> [String] {
    var problems: [String] = []
    for (placeName, bindings) in places.sorted(by: { $0.key < $1.key }) {
      guard let place = Place(rawValue: placeName), let bindings = bindings.table else {
        problems.append("keys.\(placeName) is no place for keys.")
        continue
      }
      for (keys, value) in bindings.sorted(by: { $0.key < $1.key }) {
        guard let sequence = [Key](sequence: keys) else {
          problems.append("\"\(keys)\" in keys.\(placeName) is no key.")
          continue
        }
        if value.string == "none" {
          settings.keymap.bind(sequence, at: place, to: nil)
        } else if let name = value.string.flatMap(CommandName.init) {
          settings.keymap.bind(sequence, at: place, to: name)
        } else {
          problems.append(
            "\"\(value.string ?? "")\" in keys.\(placeName) is no command; `gemstudio keys --list` has all.")
        }
      }
    }
    return problems
  }
}
