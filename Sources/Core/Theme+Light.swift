package import Screen

extension Theme {
  /// The theme for a light background: the same as `themes/light.toml`, so that the program needs no file.
  package static let light = Theme(
    name: "light", isDark: false,
    looks: [
      .text: Look(),
      .faint: Look(.palette(241)),
      .rule: Look(.palette(250)),
      .title: Look(.palette(24), .bold),
      .accent: Look(.palette(25)),
      .marker: Look(.palette(25), .bold),
      .user: Look(.palette(22), .bold),
      .model: Look(.palette(55), .bold),
      .thinking: Look(.palette(60), .italic),
      .activity: Look(.palette(25)),
      .heading: Look(.palette(24), .bold),
      .strong: Look(.standard, .bold),
      .code: Look(.palette(89)),
      .codeBlock: Look(.palette(23)),
      .link: Look(.palette(25), .underline),
      .quote: Look(.palette(58), .italic),
      .tableRule: Look(.palette(250)),
      .keyword: Look(.palette(90)),
      .string: Look(.palette(22)),
      .comment: Look(.palette(241), .italic),
      .number: Look(.palette(94)),
      .type: Look(.palette(24)),
      .attribute: Look(.palette(25)),
      .added: Look(.palette(22)),
      .removed: Look(.palette(124)),
      .prompt: Look(),
      .placeholder: Look(.palette(241)),
      .chip: Look(.palette(24), on: .palette(252)),
      .hintKey: Look(.palette(24), .bold),
      .hintText: Look(.palette(241)),
      .status: Look(.palette(240)),
      .popup: Look(.palette(235), on: .palette(253)),
      .popupTitle: Look(.palette(24), on: .palette(253), .bold),
      .popupFaint: Look(.palette(240), on: .palette(253)),
      .popupWarning: Look(.palette(58), on: .palette(253), .bold),
      .selected: Look(.palette(231), on: .palette(25), .bold),
      .selection: Look(.palette(16), on: .palette(153)),
      .match: Look(.palette(16), on: .palette(221)),
      .success: Look(.palette(22)),
      .warning: Look(.palette(94), .bold),
      .error: Look(.palette(124), .bold),
    ])

  /// The themes of a program without files.
  package static let builtIn = [dark, light]
}
