import Core
import Gemini
import Screen

/// One setting of `config.toml`. From the table of all come the reading of the file, the file that `gemstudio config`
/// writes, and `docs/settings.md`.
struct SettingsEntry: Sendable {
  /// When a change counts in a studio that runs.
  enum Change: String, Sendable {
    case atOnce = "at once"
    case emptySession = "for a session without turns"
    case nextStart = "from the next start on"
  }

  /// One line of the file.
  struct Line: Sendable {
    let path: [String]
    let value: TOML
  }

  /// The names down to the setting; one in capitals stands for any name.
  let path: [String]
  /// What a value is, as it follows "is".
  let values: String
  /// The lines that say what counts without the file; none where nothing is set.
  let standard: [Line]
  /// A line that sets it, where there is none with a default.
  let example: [Line]
  /// What it does, as a sentence.
  let meaning: String
  let change: Change
  /// All values there are, as they are typed; empty where they cannot be listed.
  let choices: [String]
  /// Takes in a value that stands under these names.
  /// - Returns: why it cannot be used, as it follows the names; `nil` if it was taken.
  let take: @Sendable (TOML, [String], inout SettingsFile) -> String?

  private init(
    _ path: [String], _ values: String, standard: [Line] = [], example: [Line] = [], _ meaning: String,
    _ change: Change, choices: [String] = [], take: @escaping @Sendable (TOML, [String], inout SettingsFile) -> String?
  ) {
    self.choices = choices
    self.path = path
    self.values = values
    self.standard = standard
    self.example = example
    self.meaning = meaning
    self.change = change
    self.take = take
  }

  /// The setting as the file names it.
  var key: String { Self.name(path) }

  /// Names with dots between, in quotes where TOML wants them.
  static func name(_ path: [String]) -> String {
    path.map { name in
      let isBare =
        !name.isEmpty
        && name.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
      return isBare ? name : TOML.string(name).text
    }.joined(separator: ".")
  }

  /// True if the names are those of this setting, or, with `begins`, of a table that holds it.
  func matches(_ names: [String], begins: Bool = false) -> Bool {
    guard begins ? names.count < path.count : names.count == path.count else { return false }
    return zip(path, names).allSatisfy { own, name in own == name || own.allSatisfy(\.isUppercase) }
  }
}

// MARK: Kinds of settings

extension SettingsEntry {
  /// A setting that is a value of one type.
  private static func plain<Value: Sendable>(
    _ key: String, _ path: any WritableKeyPath<Settings, Value> & Sendable, _ values: String, _ meaning: String,
    _ change: Change, choices: [String] = [], value: @escaping @Sendable (TOML) -> Value?, toml: (Value) -> TOML
  ) -> SettingsEntry {
    let names = key.split(separator: ".").map(String.init)
    let standard = Line(path: names, value: toml(Settings()[keyPath: path]))
    return SettingsEntry(names, values, standard: [standard], meaning, change, choices: choices) { given, _, file in
      guard let value = value(given) else { return "is \(values)" }
      file.settings[keyPath: path] = value
      return nil
    }
  }

  private static func text(
    _ key: String, _ path: any WritableKeyPath<Settings, String> & Sendable, _ meaning: String,
    _ change: Change = .atOnce
  ) -> SettingsEntry {
    plain(key, path, "a text in quotes", meaning, change, value: \.string, toml: TOML.string)
  }

  private static func flag(
    _ key: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable, _ meaning: String
  ) -> SettingsEntry {
    plain(
      key, path, "true or false", meaning, .atOnce, choices: ["true", "false"], value: \.bool, toml: TOML.bool)
  }

  private static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: any WritableKeyPath<Settings, Value> & Sendable, _ meaning: String
  ) -> SettingsEntry {
    let names = Value.allCases.map { TOML.string($0.rawValue).text }
    let values = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    return plain(
      key, path, values, meaning, .atOnce, choices: Value.allCases.map(\.rawValue),
      value: { $0.string.flatMap(Value.init) }, toml: { .string($0.rawValue) })
  }

  /// A setting that no field of `Settings` holds alone, with lines that show it.
  private static func special(
    _ key: String, _ values: String, _ meaning: String, _ change: Change, standard: [Line] = [], example: [Line] = [],
    take: @escaping @Sendable (TOML, [String], inout SettingsFile) -> String?
  ) -> SettingsEntry {
    SettingsEntry(
      key.split(separator: ".").map(String.init), values, standard: standard, example: example, meaning, change,
      take: take)
  }
}

// MARK: The table

extension SettingsEntry {
  /// All settings, in the order of the written file: those of a table stand together, and after those of none.
  static let table: [SettingsEntry] = values + thinking + run + aliases + limits + headers + keys

  private static let values: [SettingsEntry] = [
    text("model", \.textModel, "The model that answers with text: an alias or a model id.", .emptySession),
    text("picture_model", \.pictureModel, "The model that makes pictures: an alias or a model id.", .emptySession),
    text("theme", \.themeName, "The colours: auto, which is light or dark as the background is, or a theme's name."),
    plain(
      "plain", \.isPlain, "true or false",
      "Line by line, for screen readers: nothing is drawn, what is new is appended.",
      .nextStart, choices: ["true", "false"], value: \.bool, toml: TOML.bool),
    choice("lines", \.lines, "What lines and marks are drawn with; ascii is for terminals that lack the signs."),
    choice("pictures", \.pictures, "How pictures are shown; auto takes the best way the terminal has."),
    choice("bandwidth", \.bandwidth, "How many bytes a picture may take; auto follows the line."),
    plain(
      "confirm_above_usd", \.confirmAboveUSD, "a number of US dollars",
      "What is estimated to cost more is asked about before it is sent.", .atOnce,
      value: { $0.number.flatMap { $0 >= 0 ? $0 : nil } }, toml: TOML.double),
    flag(
      "count_tokens", \.countsTokens,
      "Asks the service how many tokens the prompt and its conversation have, a pause after the last key; else they are "
        + "estimated."),
    choice("provenance", \.provenance, "Where a saved picture says how it was made: beside it, in it, or nowhere."),
    flag("thumbnails", \.showsThumbnails, "Small pictures in the conversation."),
    choice(
      "editing", \.editing,
      "The keys of the prompt and of boxes with a text of several lines: readline's, or vi's with their modes."),
    flag("bell", \.ringsBell, "Rings when an answer that took long ends."),
    special(
      "escape_wait", "a whole number of milliseconds from 1 to 2000",
      "How long Esc waits for the rest of a key that begins with it; without it 50, and 150 over SSH.", .nextStart,
      example: [Line(path: ["escape_wait"], value: .int(100))]
    ) { value, _, file in
      guard let wait = value.int, (1...2000).contains(wait) else {
        return "is a whole number of milliseconds from 1 to 2000"
      }
      file.settings.escapeWait = .milliseconds(wait)
      return nil
    },
    choice("after_hangup", \.afterHangup, "What becomes of running answers when the terminal goes away."),
    special(
      "proxy", "an address in quotes, such as \"http://host:3128\"",
      "The proxy, also socks5h://host:1080, with user:password@ if need be. \"\" goes directly; without it the "
        + "environment says.",
      .nextStart, example: [Line(path: ["proxy"], value: .string("http://host:3128"))]
    ) { value, _, file in
      file.network.proxy = value.string?.trimmingBlanks
      return value.string == nil ? "is an address in quotes, such as \"http://host:3128\"" : nil
    },
    special(
      "ca_file", "the path of a file in quotes", "Certificates to trust; the path may begin beside this file.",
      .nextStart, example: [Line(path: ["ca_file"], value: .string("mine.pem"))]
    ) { value, _, file in
      file.network.caFile = value.string.map { Paths.absolute($0, in: file.folder) }
      return value.string == nil ? "is the path of a file in quotes" : nil
    },
  ]

  private static let thinking: [SettingsEntry] = [
    choice("thinking.pane", \.thinkingPane, "How much of the thinking pane is on the screen."),
    flag(
      "thinking.split_tags", \.splitsReasoning,
      "Reasoning that a model writes into its answer, in tags such as <think>, is shown as thinking."),
  ]

  private static let run: [SettingsEntry] = [
    special(
      "run.FIELD", "a value of the field",
      "A run setting of the session that the studio begins with, and of commands: systemInstruction, or a field of "
        + "generationConfig by its camelCase path, in quotes where there are dots.",
      .emptySession,
      example: [
        Line(path: ["run", "temperature"], value: .double(0.7)),
        Line(path: ["run", "thinkingConfig.thinkingLevel"], value: .string("low")),
      ]
    ) { value, names, file in
      if names[1] == "systemInstruction" {
        file.settings.runSettings.systemInstruction = value.string ?? ""
        return value.string == nil ? "is a text in quotes" : nil
      }
      let field = RequestField(path: names[1])
      guard field.place == .generationConfig, field.isKnown else { return "is no field of generationConfig" }
      guard let json = field.value(value.string ?? value.text) else { return "is \(field.range)" }
      file.settings.runSettings.config[field.path] = json
      return nil
    }
  ]

  private static let aliases: [SettingsEntry] = [
    special(
      "aliases.NAME", "a model id in quotes", "A short name for a model, wherever a model is named.", .atOnce,
      standard: Settings().aliases.sorted { $0.key < $1.key }.map {
        Line(path: ["aliases", $0.key], value: .string($0.value))
      }
    ) { value, names, file in
      guard let model = value.string else { return "is a model id in quotes" }
      file.settings.aliases[names[1]] = model
      return nil
    }
  ]

  private static let limits: [SettingsEntry] = [
    limit("limits.concurrent", "Requests to one model that may be under way at once.", \.concurrent),
    limit("limits.requests_per_minute", "Requests to one model that may begin within a minute.", \.requestsPerMinute),
    limit("limits.MODEL.concurrent", "The same for one model, by its id or an alias.", \.concurrent),
    limit("limits.MODEL.requests_per_minute", "The same for one model, by its id or an alias.", \.requestsPerMinute),
  ]

  private static func limit(
    _ key: String, _ meaning: String, _ path: any WritableKeyPath<Limit, Int?> & Sendable
  ) -> SettingsEntry {
    let names = key.split(separator: ".").map { $0 == "MODEL" ? "gemini-pro-latest" : String($0) }
    let isGeneral = names.count == 2
    let standard = isGeneral ? Limits().general[keyPath: path] : nil
    return special(
      key, "a whole number above 0", meaning, .atOnce,
      standard: standard.map { [Line(path: names, value: .int($0))] } ?? [],
      example: [Line(path: names, value: .int(isGeneral ? 60 : 4))]
    ) { value, names, file in
      guard let number = value.int, number > 0 else { return "is a whole number above 0" }
      if isGeneral {
        file.settings.limits.general[keyPath: path] = number
      } else {
        file.settings.limits.models[names[1], default: Limit()][keyPath: path] = number
      }
      return nil
    }
  }

  private static let headers: [SettingsEntry] = [
    special(
      "headers.NAME", "a text in quotes", "A header of every request to the API; its value is shown nowhere.",
      .nextStart, example: [Line(path: ["headers", "X-Team"], value: .string("blue"))]
    ) { value, names, file in
      do throws(ExtraHeader.Problem) {
        file.network.headers.append(try ExtraHeader(names[1], value.string))
        return nil
      } catch {
        return error.reason
      }
    }
  ]

  private static let keys: [SettingsEntry] = [
    special(
      "keys.PLACE.KEYS", "a command in quotes, or \"none\"",
      "What keys do at a place. `gemstudio keys --list` has the commands; \"none\" frees the keys.", .atOnce,
      example: [
        Line(path: ["keys", "prompt", "ctrl+g"], value: .string("prompt.editor")),
        Line(path: ["keys", "prompt", "alt+r"], value: .string("none")),
      ]
    ) { value, names, file in
      guard let place = Place(rawValue: names[1]) else {
        return "is for no place: \(Place.allCases.map(\.rawValue).joined(separator: ", "))"
      }
      guard let sequence = [Key](sequence: names[2]) else { return "is for no key" }
      if value.string == "none" {
        file.settings.keymap.bind(sequence, at: place, to: nil)
      } else if let name = value.string.flatMap(CommandName.init) {
        file.settings.keymap.bind(sequence, at: place, to: name)
      } else {
        return "is \"\(value.string ?? "")\", which is no command; `gemstudio keys --list` has all"
      }
      return nil
    }
  ]
}
