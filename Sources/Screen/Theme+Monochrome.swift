extension Theme {
  /// The look of every theme where there are no colours: the same as `themes/monochrome.toml`.
  package static let monochrome = Theme(
    name: "monochrome",
    looks: [
      .title: Look(.standard, .bold),
      .accent: Look(.standard, .bold),
      .marker: Look(.standard, .bold),
      .user: Look(.standard, .bold),
      .model: Look(.standard, .bold),
      .thinking: Look(.standard, .italic),
      .heading: Look(.standard, .bold),
      .strong: Look(.standard, .bold),
      .code: Look(.standard, .underline),
      .link: Look(.standard, .underline),
      .quote: Look(.standard, .italic),
      .keyword: Look(.standard, .bold),
      .comment: Look(.standard, .italic),
      .added: Look(.standard, .bold),
      .removed: Look(.standard, .italic),
      .placeholder: Look(.standard, .italic),
      .chip: Look(.standard, .reverse),
      .hintKey: Look(.standard, .bold),
      .popupTitle: Look(.standard, .bold),
      .popupWarning: Look(.standard, .bold),
      .selected: Look(.standard, [.bold, .reverse]),
      .selection: Look(.standard, .reverse),
      .match: Look(.standard, .reverse),
      .success: Look(.standard, .bold),
      .warning: Look(.standard, .bold),
      .error: Look(.standard, [.bold, .underline]),
    ])
}
