package import Screen

/// The way pictures take to the terminal, worked out from all that is known of it at this moment.
/// - Source: terminal-graphics.md sections 1, 5 and 6.
package struct PictureChoice: Hashable, Sendable {
  package private(set) var way: PictureWay
  package private(set) var delivery = PictureDelivery()
  package private(set) var reason: Reason

  /// Why it is this way.
  package enum Reason: Hashable, Sendable {
    /// A setting or an option says so.
    case wish
    case noColor
    case answersKitty
    /// The terminal is of a brand that takes it.
    case brand(TerminalBrand)
    case answersSixel
    /// tmux draws sixel itself.
    case tmuxSixel
    /// Nothing has come yet.
    case silence
    /// It answered, and none of it was about pictures.
    case nothing
    case dumb, screen, mosh
    /// tmux hands nothing on to the terminal around it.
    case tmuxClosed
    /// tmux hands on, but runs on another machine: nobody says where its pane is.
    case tmuxElsewhere
  }

  package init(_ terminal: TerminalState, wish: Settings.Pictures) {
    switch wish {
    case .none: self.init(.box, .wish)
    case .blocks: self.init(.art(colors: terminal.colors), .wish)
    case .kitty: self.init(.kitty, .wish, on: terminal)
    case .iTerm2: self.init(.iTerm2, .wish, on: terminal)
    case .sixel: self.init(.sixel, .wish, on: terminal)
    case .auto:
      if terminal.surroundings.wantsNoColor {
        self.init(.box, .noColor)
      } else if let (form, reason) = Self.form(for: terminal) {
        self.init(form, reason, on: terminal)
      } else {
        self.init(.art(colors: terminal.colors), Self.lack(of: terminal))
      }
    }
  }

  private init(_ way: PictureWay, _ reason: Reason) {
    self.way = way
    self.reason = reason
  }

  /// A form, in the manner this terminal takes it.
  private init(_ form: PictureForm, _ reason: Reason, on terminal: TerminalState) {
    self.reason = reason
    let brand = terminal.showingBrand
    // Through tmux nothing else stays where it belongs.
    let hasPlaceholders = brand?.hasPlaceholders ?? terminal.isTmux
    switch form {
    case .kitty: way = hasPlaceholders && terminal.colors >= 256 ? .kittyPlaceholders : .kittyPlaced
    case .iTerm2: way = .iTerm2
    case .sixel: way = .sixel
    }
    delivery.usesPlaceholders = way == .kittyPlaceholders
    if terminal.isTmux, form != .sixel || !terminal.tmuxDrawsSixel {
      delivery.paneOrigin = terminal.tmux?.paneOrigin ?? Point(row: 0, column: 0)
    }
  }

  // MARK: What the terminal takes

  private static func form(for terminal: TerminalState) -> (PictureForm, Reason)? {
    if terminal.surroundings.isScreen { return nil }
    guard terminal.isTmux else {
      return form(terminal.answers, terminal.answers.brand, fallback: terminal.surroundingBrand)
    }
    if terminal.tmuxDrawsSixel { return (.sixel, .tmuxSixel) }
    guard terminal.passesThrough else { return nil }
    let brand = terminal.showingBrand
    // What a terminal says to Kitty's question need not come back through tmux.
    if let brand, brand.hasPlaceholders { return (.kitty, .brand(brand)) }
    // Without the place of the pane nothing but placeholders finds it.
    return terminal.tmux == nil ? nil : form(terminal.outer, brand, fallback: nil)
  }

  /// - Parameter fallback: the brand by the variables, where the terminal gives none.
  private static func form(
    _ answers: TerminalAnswers, _ brand: TerminalBrand?, fallback: TerminalBrand?
  ) -> (PictureForm, Reason)? {
    let brand = brand ?? (answers.attributes == nil || answers.version != nil ? nil : fallback)
    if answers.hasKitty, brand?.hasPartialKitty != true { return (.kitty, .answersKitty) }
    // VS Code takes pictures only where a setting of it says so, and then sixel as well.
    if let brand, brand.takesITerm2, brand != .vsCode || answers.hasSixel { return (.iTerm2, .brand(brand)) }
    return answers.hasSixel ? (.sixel, .answersSixel) : nil
  }

  private static func lack(of terminal: TerminalState) -> Reason {
    if terminal.surroundings.isDumb { return .dumb }
    if terminal.surroundings.isScreen { return .screen }
    if !terminal.hasAnswered { return .silence }
    if terminal.isTmux {
      guard terminal.passesThrough else { return .tmuxClosed }
      if terminal.tmux == nil, form(terminal.outer, terminal.outer.brand, fallback: nil) != nil {
        return .tmuxElsewhere
      }
      return terminal.outer.attributes == nil ? .silence : .nothing
    }
    return terminal.looksLikeMosh ? .mosh : .nothing
  }
}

extension TerminalState {
  /// The terminal that shows the pictures, as far as it is known.
  package var showingBrand: TerminalBrand? {
    isTmux ? outer.brand ?? tmux?.clientBrand : answers.brand ?? surroundingBrand
  }

  /// The brand by the variables, unless mosh is between that terminal and this program.
  fileprivate var surroundingBrand: TerminalBrand? { looksLikeMosh ? nil : surroundings.brand }

  /// tmux draws sixel, and so does the terminal around it, as far as tmux knows.
  fileprivate var tmuxDrawsSixel: Bool {
    isTmux && answers.hasSixel && tmux?.clientFeatures.contains("sixel") ?? true
  }

  /// tmux hands pictures on to the terminal around it.
  package var passesThrough: Bool { tmux?.allowsPassthrough ?? (outer.attributes != nil) }

  /// mosh answers DA1 so, and nothing else.
  fileprivate var looksLikeMosh: Bool {
    surroundings.mayBeMosh && answers.attributes == [62] && answers.version == nil && !answers.hasKitty
  }
}
