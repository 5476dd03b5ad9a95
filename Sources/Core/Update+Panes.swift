import Gemini
import Screen

/// A rule between panes that can be moved.
package enum Divider: Hashable, Sendable {
  /// The bar before the right column.
  case side
  /// The rule over the panes below the conversation.
  case below
  /// The title of the picture under the thoughts.
  case split
}

/// A rule held by the mouse.
struct PaneDrag: Hashable, Sendable {
  /// `nil` for a title that cannot be moved, and is only clicked.
  var divider: Divider?
  var start: Point
  var hasMoved = false
}

/// Sizes of panes, one pane on the whole screen, and the bare screen.
extension Studio {
  var shape: PaneShape { PaneShape(terminal.size) }

  // MARK: One pane, or no more than the text

  /// The pane that has the screen, if it is still there.
  var shownZoom: Pane? {
    guard let zoomed, zoomed == focus else { return nil }
    switch zoomed {
    case .prompt: return showsComparison ? nil : zoomed
    case .conversation: return showsComparison || transcript.messages.isEmpty ? nil : zoomed
    case .compare: return showsComparison ? zoomed : nil
    case .thinking: return shownThinking == .hidden || showsComparison ? nil : zoomed
    case .preview: return shownPicture == nil || showsComparison ? nil : zoomed
    }
  }

  var whyNoZoomPane: String? {
    guard showsComparison, focus == .prompt, zoomed == nil else { return nil }
    return "The lanes stay beside the prompt." + way(.complete, "goes to them")
      + way(.zoomPane, "gives one all the room there", at: .compare)
  }

  mutating func toggleZoom() {
    zoomed = shownZoom == nil ? focus : nil
    dropNotice()
    guard zoomed != nil, let key = settings.keymap.keys(for: .zoomPane, at: place).first?.label else { return }
    say("This pane has the screen. \(key) shows the others again.")
  }

  mutating func toggleBare() {
    isBare.toggle()
    dropNotice()
    guard isBare, let key = settings.keymap.keys(for: .bareScreen, at: place).first?.label else { return }
    say("Only the text is left. \(key) brings everything back.")
  }

  /// Esc takes back what a key made large or bare, before it does anything else.
  mutating func shrink() -> Bool {
    guard isBare || shownZoom != nil else { return false }
    if isBare { isBare = false } else { zoomed = nil }
    return true
  }

  // MARK: Sizes

  /// The rules that are on the screen.
  func divider(_ divider: Divider) -> Rect {
    let layout = layout
    switch divider {
    case .side: return layout.bar
    case .below:
      let titles = [layout.thinkingTitle, layout.previewTitle].filter { !$0.isEmpty && $0.column < layout.bar.column }
      return titles.min { $0.row < $1.row } ?? Rect(rows: 0, columns: 0)
    case .split:
      let isStacked =
        !layout.thinking.isEmpty && !layout.preview.isEmpty
        && layout.thinking.column == layout.preview.column
      return isStacked ? layout.previewTitle : Rect(rows: 0, columns: 0)
    }
  }

  var whyNoDivider: String? {
    if shownZoom != nil || isBare { return "One pane has the screen: there is nothing to move." }
    return divider(.side).isEmpty && divider(.below).isEmpty ? "There is no other pane to make room for." : nil
  }

  var whyNoSplit: String? {
    divider(.split).isEmpty ? "Thoughts and a picture are not above each other here." : nil
  }

  /// Columns and rows a key moves a rule by.
  private static let step = (columns: 4, rows: 2)

  /// Moves the rule between the conversation and the panes beside or below it.
  /// - Parameter sign: 1 gives the conversation more room, -1 the others.
  mutating func moveDivider(_ sign: Int) -> [Effect] {
    let bar = divider(.side)
    if !bar.isEmpty {
      move(.side, to: Point(row: bar.row, column: bar.column + sign * Self.step.columns))
    } else {
      let rule = divider(.below)
      move(.below, to: Point(row: rule.row + sign * Self.step.rows, column: rule.column))
    }
    return [.remember(PaneMemory.key, settings.panes.text)]
  }

  /// Moves the rule between thoughts and picture down, or up for -1.
  mutating func moveSplit(_ sign: Int) -> [Effect] {
    let rule = divider(.split)
    move(.split, to: Point(row: rule.row + sign * Self.step.rows, column: rule.column))
    return [.remember(PaneMemory.key, settings.panes.text)]
  }

  /// Puts a rule where it is wanted, as far as the layout lets it.
  private mutating func move(_ divider: Divider, to point: Point) {
    let layout = layout
    switch divider {
    case .side:
      let limits = Layout.sideLimits(terminal.size)
      let columns = max(limits.lowerBound, min(limits.upperBound, terminal.size.columns - point.column))
      settings.panes[shape].width = PaneSizes.share(columns, of: terminal.size.columns)
    case .below:
      let end = layout.notice.row
      let whole = end - layout.conversation.row
      let limits = Layout.belowLimits(whole)
      let rows = max(limits.lowerBound, min(limits.upperBound, end - point.row))
      settings.panes[shape].height = PaneSizes.share(rows, of: whole)
      // A pane that is folded is asked for by this.
      if layout.thinking.isEmpty, layout.preview.isEmpty, shownThinking != .hidden { show(thinking: .shown) }
    case .split:
      let top = layout.thinkingTitle.endRow
      let whole = layout.preview.endRow - top
      settings.panes[shape].split = PaneSizes.share(max(0, min(whole, point.row - top)), of: whole)
    }
    settled = nil
  }

  // MARK: Mouse

  /// Rules can be dragged; a title that was only clicked folds its pane or shows the picture.
  /// - Returns: `nil` for what is not about rules.
  mutating func receiveOnRules(_ mouse: Mouse) -> [Effect]? {
    let layout = layout
    switch mouse.action {
    case .press where mouse.button == 1:
      let isTitle = layout.thinkingTitle.contains(mouse.point) || layout.previewTitle.contains(mouse.point)
      let dividers: [Divider] = shownZoom == nil ? [.split, .side, .below] : []
      let held = dividers.first { divider($0).contains(mouse.point) }
      guard held != nil || isTitle else { return nil }
      drag = PaneDrag(divider: held, start: mouse.point)
      return []
    case .drag:
      guard var held = drag else { return nil }
      guard held.hasMoved || mouse.point != held.start else { return [] }
      held.hasMoved = true
      drag = held
      if let divider = held.divider { move(divider, to: mouse.point) }
      return []
    case .release:
      guard let held = drag else { return nil }
      drag = nil
      if held.hasMoved { return held.divider == nil ? [] : [.remember(PaneMemory.key, settings.panes.text)] }
      if shownZoom != nil {
        zoomed = nil
        return []
      }
      if layout.thinkingTitle.contains(held.start) { return foldByClick() }
      return layout.previewTitle.contains(held.start) ? perform(.fullPicture) : []
    default: return nil
    }
  }

  private mutating func foldByClick() -> [Effect] {
    show(thinking: layout.thinking.isEmpty ? .shown : .line)
    return rememberedFold
  }

  /// What is kept of the thinking pane's fold: for this shape, and for those that know no other.
  var rememberedFold: [Effect] {
    [
      .remember("thinking.pane", settings.thinkingPane.rawValue), .remember(PaneMemory.key, settings.panes.text),
    ]
  }

  /// A screen of another shape has the folds it was left with.
  mutating func settleShape() {
    guard shape != lastShape else { return }
    if let lastShape { settings.panes[lastShape].thinking = settings.thinkingPane }
    lastShape = shape
    let sizes = settings.panes[shape]
    if let mode = sizes.thinking { settings.thinkingPane = mode }
    opensThinking = sizes.opensThinking ?? false
  }
}
