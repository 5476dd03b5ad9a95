package import Screen

/// The help screen and `docs/keys.md`, both printed from the command table.
package enum HelpText {
  /// The keys of a command at a place.
  package struct Row: Hashable, Sendable {
    package var keys: String
    package var title: String
    /// Other words that it is found by.
    var hint = ""
  }

  /// The keys of each place and what they do.
  package static func sections(_ keymap: Keymap) -> [(place: Place, rows: [Row])] {
    let order: [Place] = [
      .everywhere, .emptyPrompt, .prompt, .chips, .reading, .conversation, .thinking, .cursor, .compare, .preview,
      .picture, .attachment, .gallery, .tree, .list, .search, .sessions, .files, .settings, .studioSettings, .entry,
      .help, .menu,
    ]
    let commands = Command.table.map { (title: $0.title, hint: $0.hint, keys: keymap.allKeys(for: $0.name)) }
    return order.map { place in
      let rows = commands.compactMap { command -> Row? in
        let keys = command.keys.filter { $0.place == place }.map(\.keys.label)
        return keys.isEmpty
          ? nil : Row(keys: keys.joined(separator: "  "), title: command.title, hint: command.hint)
      }
      return (place, rows)
    }.filter { !$0.rows.isEmpty }
  }

  /// The lines of the help screen.
  /// - Parameters:
  ///   - filter: words that a row or its heading has.
  ///   - columns: what does not fit goes on below.
  package static func lines(of studio: Studio, filter: String = "", columns: Int = .max) -> [Line] {
    let words = filter.lowercased().split(separator: " ")
    var lines = words.isEmpty ? beginning(of: studio) : []
    let asked = studio.overlayBehindHelp?.place
    let sections = sections(studio.settings.keymap)
    // The keys of what one looks at stand first.
    let ordered = sections.filter { $0.place == asked } + sections.filter { $0.place != asked }
    var all = ordered.map { (title: $0.place.title, rows: $0.rows) }
    if studio.settings.editing == .vi {
      all.append((viTitle, viRows))
    }
    for section in all {
      let rows = section.rows.filter { has(words, $0, in: section.title) }
      guard !rows.isEmpty else { continue }
      if !lines.isEmpty { lines.append(Line()) }
      lines.append(Line(section.title, .popupTitle))
      for row in rows { lines += self.lines(of: row, columns: columns) }
    }
    return lines.isEmpty
      ? [Line("No key or command has these words. Backspace takes letters back.", .popupFaint)] : lines
  }

  private static func has(_ words: [Substring], _ row: Row, in title: String) -> Bool {
    let text = "\(title) \(row.keys) \(row.title) \(row.hint)".lowercased()
    return words.allSatisfy { text.contains($0) }
  }

  /// True if keys of the vi set are found by these words, which are no command's name: the palette leads to their help.
  static func explainsVi(_ filter: String) -> Bool {
    let words = filter.lowercased().split(separator: " ")
    return filter.count > 2 && viRows.contains { has(words, $0, in: "") }
  }

  /// How to go on from anywhere, by the keys as they are here.
  private static func beginning(of studio: Studio) -> [Line] {
    let send = studio.spelledKey(for: .send).map { "\($0) sends. " } ?? ""
    let home = studio.settings.keymap.keys(for: .home, at: .reading).first.map { ", \($0.spelled) comes back" } ?? ""
    let ways = [(CommandName.menu, "opens the menu"), (.palette, "finds any command")]
      .compactMap { name, does in studio.spelledKey(for: name).map { "\($0) \(does)" } }
    return [
      Line("\(send)\(studio.spelledEscape) goes to reading\(home).", .popupFaint),
      Line(ways.isEmpty ? "" : ways.joined(separator: ", ") + ".", .popupFaint),
    ]
  }

  private static let viRows = ViCommand.table.map { Row(keys: $0.keys, title: $0.title, hint: $0.words) }
  private static let viTitle = "Prompt, with the vi set"

  /// Columns before what keys do.
  private static let indent = 24

  private static func lines(of row: Row, columns: Int) -> [Line] {
    let keys = Span("  \(row.keys)", .popupTitle)
    let width = TextWidth.columns(of: keys.text)
    let start = max(width + 1, indent)
    func blanks(_ count: Int) -> Span { Span(String(repeating: " ", count: count), .popup) }
    if start + TextWidth.columns(of: row.title) <= columns {
      return [Line([keys, blanks(start - width), Span(row.title, .popup)])]
    }
    let titles = TextWrap.wrap(row.title, columns: max(1, columns - indent), role: .popup)
    let below = titles.map { Line([blanks(indent)] + $0.spans) }
    guard width < indent else {
      let names = TextWrap.wrap(row.keys, columns: max(1, columns - 2), role: .popupTitle)
      return names.map { Line([blanks(2)] + $0.spans) } + below
    }
    return [Line([keys, blanks(indent - width)] + (titles.first?.spans ?? []))] + below.dropFirst()
  }

  /// `docs/keys.md`.
  package static func markdown() -> String {
    var text = "# Keys\n\nMade from the command table: `gemstudio keys --list` prints it. `^X` is Ctrl+X.\n"
    for section in sections(.standard) {
      text += "\n## \(section.place.title)\n\n| keys | what they do |\n|---|---|\n"
      for row in section.rows {
        text += "| \(code(row.keys)) | \(row.title) |\n"
      }
    }
    text += "\n## \(viTitle)\n\n`editing = \"vi\"` in the settings asks for it, also "
    text += "in boxes with a text of several lines, where what is no command of a text does nothing. "
    text += "What these keys leave free means what it means above.\n"
    text += "\n| keys | what they do |\n|---|---|\n"
    for row in viRows { text += "| \(code(row.keys)) | \(row.title) |\n" }
    return text
  }

  private static func code(_ keys: String) -> String {
    keys.split(separator: "  ").map { $0.contains("`") ? "`` \($0) ``" : "`\($0)`" }.joined(separator: " ")
      .replacing("|", with: "\\|")
  }
}
