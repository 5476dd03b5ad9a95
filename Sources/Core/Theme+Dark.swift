package import Screen

extension Theme {
  /// The default theme: the same as `themes/dark.toml`, so that the program needs no file.
  package static let dark = Theme(
    name: "dark",
    looks: [
      .text: Look(),
      .faint: Look(.palette(247)),
      .rule: Look(.palette(240)),
      .title: Look(.palette(110), .bold),
      .accent: Look(.palette(117)),
      .marker: Look(.palette(117), .bold),
      .user: Look(.palette(150), .bold),
      .model: Look(.palette(183), .bold),
      .thinking: Look(.palette(146), .italic),
      .activity: Look(.palette(117)),
      .heading: Look(.palette(117), .bold),
      .strong: Look(.standard, .bold),
      .code: Look(.palette(180)),
      .codeBlock: Look(.palette(152)),
      .link: Look(.palette(75), .underline),
      .quote: Look(.palette(144), .italic),
      .tableRule: Look(.palette(240)),
      .prompt: Look(),
      .placeholder: Look(.palette(247)),
      .chip: Look(.palette(153), on: .palette(238)),
      .hintKey: Look(.palette(153), .bold),
      .hintText: Look(.palette(247)),
      .status: Look(.palette(248)),
      .popup: Look(.palette(252), on: .palette(236)),
      .popupTitle: Look(.palette(117), on: .palette(236), .bold),
      .popupFaint: Look(.palette(248), on: .palette(236)),
      .selected: Look(.palette(231), on: .palette(25), .bold),
      .selection: Look(.palette(231), on: .palette(60)),
      .match: Look(.palette(16), on: .palette(179)),
      .success: Look(.palette(114)),
      .warning: Look(.palette(214)),
      .error: Look(.palette(210), .bold),
    ])
}
