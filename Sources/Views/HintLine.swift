import Core
import Gemini
import Screen

/// The last line: the keys that matter here, and what the current answer took.
enum HintLine {
  private struct Hint {
    var name: CommandName
    var key: String
    var text: String
    var columns: Int { TextWidth.columns(of: key) + 1 + TextWidth.columns(of: text) }
  }

  /// The hints that stay where there is no room for all: what Enter, Escape or a stop do, and the ways to all the rest.
  private static let kept: Set<CommandName> = [
    .takeSuccessor, .continueAnswer, .send, .interrupt, .home, .chooseLane, .accept, .close, .menu, .help,
    .goToPicture, .leaveSelection, .copySelected,
  ]

  /// Blanks between the keys and the figures.
  private static let gap = 3

  static func draw(_ studio: Studio, in rect: Rect, into grid: inout Grid) {
    guard !rect.isEmpty else { return }
    let all = names(studio).compactMap { hint($0, studio) }
    // What lies in front is about its keys, not about the answer behind it.
    let wanted = studio.overlay == nil ? all.filter { kept.contains($0.name) } : all
    let usage = studio.showsComparison ? "" : usageText(studio, columns: rect.columns - 2, beside: columns(wanted))
    let room = rect.columns - 2 - (usage.isEmpty ? 0 : TextWidth.columns(of: usage) + gap)
    var at = rect.column + 1
    for hint in fitting(all, room: room) {
      grid.setClick(
        on: Rect(row: rect.row, column: at, rows: 1, columns: hint.columns), .command(hint.name.rawValue))
      at = grid.write(hint.key, row: rect.row, column: at, style: Style(.hintKey))
      at = grid.write(" " + hint.text, row: rect.row, column: at, style: Style(.hintText)) + 2
    }
    grid.write(usage, row: rect.row, column: rect.endColumn - TextWidth.columns(of: usage) - 1, style: Style(.status))
  }

  private static func hint(_ name: CommandName, _ studio: Studio) -> Hint? {
    let command = Command.named(name)
    if name == .accept, studio.isListEmpty { return nil }
    guard command.whyOff(studio) == nil, let keys = studio.settings.keymap.keys(for: name, at: studio.place).first
    else { return nil }
    return Hint(name: name, key: keys.label, text: word(for: name, studio) ?? command.hint)
  }

  /// What a key does here, where that is more than its command says.
  private static func word(for name: CommandName, _ studio: Studio) -> String? {
    switch (name, studio.overlay) {
    case (.send, nil): studio.activeRun == nil ? nil : "queue"
    case (.continueAnswer, nil): studio.isContinuing ? "do not continue from it" : nil
    case (.accept, .library?) where studio.selectedPrompt == nil: "keep"
    case (.accept, let overlay?): overlay.acceptWord
    case (.close, .entry?) where ![nil, .normal].contains(studio.viKeysOfEntry?.mode): "normal mode"
    default: nil
    }
  }

  /// Side by side, two blanks apart.
  private static func columns(_ hints: [Hint]) -> Int { hints.reduce(-2) { $0 + $1.columns + 2 } }

  /// As many as there is room for, in their order: those that are kept go before the others.
  private static func fitting(_ all: [Hint], room: Int) -> [Hint] {
    var shown: [Int] = []
    var used = -2
    let order = [true, false].flatMap { isKept in all.indices.filter { kept.contains(all[$0].name) == isKept } }
    for index in order {
      used += all[index].columns + 2
      guard used <= room else { break }
      shown.append(index)
    }
    return shown.sorted().map { all[$0] }
  }

  /// What cannot wait: it stands first in every pane.
  private static func stop(_ studio: Studio) -> [CommandName] { studio.activeRun == nil ? [] : [.interrupt] }

  /// The commands worth a hint, the most wanted first.
  private static func names(_ studio: Studio) -> [CommandName] {
    switch studio.place {
    case .emptyPrompt where studio.showsComparison, .prompt where studio.showsComparison:
      stop(studio) + [
        .send, .complete, .newLine, .menu, .foldThinking, .palette, .help,
      ]
    case .emptyPrompt, .prompt:
      switch studio.activeRun?.phase {
      case nil: [.takeSuccessor, .continueAnswer, .send, .newLine, .walkChips, .menu, .foldThinking, .palette, .help]
      case .waiting?, .queued?: [.interrupt, .chooseModel, .menu, .help]
      default: [.interrupt, .send, .menu, .foldThinking, .help]
      }
    case .conversation:
      stop(studio) + [
        .takeSuccessor, .continueAnswer, .home, .lineDown, .nextMessage, .edit, .branch, .regenerate, .copyMessage,
        .beginSelecting, .fullPicture, .find, .nextBlock,
        .menu, .help,
      ]
    case .compare where studio.comparison.pair != nil:
      stop(studio) + [.home, .differences, .nextLane, .lineDown, .judge, .menu, .help]
    case .compare:
      stop(studio) + [
        .chooseLane, .home, .stopLane, .nextLane, .lineDown, .differences, .judge, .regenerate, .foldThinking, .figures,
        .zoomLane, .fullPicture, .addLane, .menu, .help,
      ]
    case .thinking:
      stop(studio) + [.home, .lineDown, .foldThinking, .copyMessage, .beginSelecting, .find, .menu, .help]
    case .cursor:
      [
        .leaveSelection, .copySelected, .selectCharacters, .selectLines, .cursorDown, .cursorWord, .cursorBlockDown,
        .find,
      ]
    case .preview:
      stop(studio) + [.home, .fullPicture, .usePicture, .branch, .savePicture, .deletePicture, .menu, .help]
    case .tree: [.accept, .usePicture, .branch, .selectParent, .selectChild, .close, .help]
    case .picture:
      [
        .close, studio.isPart ? .panRight : .nextPicture, .zoomIn, .zoomOut, .zoomToPixels, .flipPictures,
        .comparePictures, .pictureRecord, .usePicture, .savePicture, .deletePicture, .filmstrip, .zoomToFit,
        .markPicture, .saveAllPictures, .openPicture, .help,
      ]
    case .gallery:
      studio.gallery.showsDeleted
        ? [.restorePicture, .fullPicture, .showDeleted, .close, .help]
        : [
          .goToPicture, .fullPicture, .usePicture, .savePicture, .deletePicture, .undoDeletion, .showDeleted, .close,
          .showDrafts, .showDemos, .copyPicturePath, .help,
        ]
    case .list:
      switch studio.overlay {
      case .help?: [.selectNextPage, .close]
      case .models?: [.accept, .markFavourite, .close]
      case .library?: [.accept, .useAsInstruction, .editPrompt, .renameKept, .deleteKept, .undeleteKept, .close]
      case .presets?, .lineUps?: [.accept, .renameKept, .deleteKept, .undeleteKept, .close]
      default: [.accept, .close]
      }
    case .search: [.accept, .close]
    case .sessions:
      [
        .accept, .renameSelected, .pinSession, .deleteSession, .undeleteSession, .close, .showDeletedSessions,
        .showCommandSessions, .showDemoSessions,
      ]
    case .chips: [.openChip, .dropChip, .unfoldChip, .chipBackward, .chipForward, .close, .help]
    case .attachment: [.close, .nextAttachment, .previousAttachment, .dropAttachment, .help]
    case .files: [.accept, .folderUp, .close]
    case .studioSettings: [.accept] + (studio.stepsSetting ? [.valueNext] : []) + [.valueReset, .close]
    case .settings:
      [.accept] + (studio.stepsSetting ? [.valueNext] : []) + [.valueReset, .presets, .valueUndo, .close, .resetAll]
    case .entry: [.accept, .close] + (studio.isMultilineEntry ? [.externalEditor] : [])
    case .help: (studio.boxFits ? [] : [.selectNextPage]) + [.close]
    case .question: [.close]
    case .reading, .menu, .everywhere: []
    }
  }

  /// What the current answer took. Where two fifths of the line, or what the keys leave of it, is too little for all, the
  /// figures go one by one, and the cost last.
  private static func usageText(_ studio: Studio, columns: Int, beside keys: Int) -> String {
    guard let run = studio.currentRun else { return "" }
    let usage = run.usage
    var facts: [String] = []
    if let count = usage.promptTokenCount { facts.append("in \(countText(count))") }
    if let count = usage.thoughtsTokenCount { facts.append("thought \(tokenText(count, of: run))") }
    if let count = usage.candidatesTokenCount { facts.append("out \(tokenText(count, of: run))") }
    if run.isActive { facts.append(RunFacts.elapsed(run, now: studio.now)) }
    if let cost = run.cost(by: studio.settings.models) { facts.append(priceText(cost)) }
    let room = min(columns * 2 / 5, columns - keys - gap)
    var texts = facts.indices.map { facts[$0...].joined(separator: " · ") }
    let total = studio.usage.total
    if total.answers > 1, total.cost > 0 {
      texts.insert((facts + ["session \(priceText(total.cost))"]).joined(separator: " · "), at: 0)
    }
    return texts.first { TextWidth.columns(of: $0) <= room } ?? ""
  }

  private static func tokenText(_ count: Int, of run: Run) -> String {
    countText(run.isActive ? growing(count) : count)
  }
}

extension Overlay {
  /// What Enter does to the selected row or the typed text; `nil` where it only accepts.
  fileprivate var acceptWord: String? {
    switch self {
    case .palette: "run"
    case .sessions, .links: "open"
    case .prompts, .library: "insert"
    case .models, .presets, .lineUps, .themes: "use"
    case .files(let picker) where picker.selected == nil && !picker.rows.isEmpty: "select"
    case .files(let picker): picker.selected?.isFolder == true ? "open" : "attach"
    case .settings, .studioSettings: "set"
    case .turns, .tree: "go there"
    case .entry(let entry): entry.purpose.acceptWord
    default: nil
    }
  }
}

extension TextEntry.Purpose {
  fileprivate var acceptWord: String {
    switch self {
    case .find: "find"
    case .renameSession, .renamePreset, .renameLineUp, .renamePrompt: "rename"
    case .savePictures, .saveText, .lineUpName: "save"
    case .systemInstruction, .verdictNote: "keep"
    case .setting, .studioSetting: "set"
    case .variable, .pipe: "go on"
    }
  }
}
