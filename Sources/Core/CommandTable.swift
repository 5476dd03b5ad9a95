import Gemini

/// One row of the command table: what palette, menu, help, hint line, settings and documents are made from.
package struct Command: Sendable {
  package struct Binding: Hashable, Sendable {
    package var place: Place
    /// A key or a sequence of keys, such as `ctrl+x n`.
    package var keys: String

    init(_ place: Place, _ keys: String) {
      self.place = place
      self.keys = keys
    }
  }

  package let name: CommandName
  /// What it does, as help says it.
  package let title: String
  /// One or two words for the hint line.
  package let hint: String
  package let bindings: [Binding]
  /// Why it does nothing right now, as a sentence; `nil` if it works.
  package let whyOff: @Sendable (Studio) -> String?
  /// False for what makes sense only as a key, such as moving the cursor: the palette leaves it out.
  package let isInPalette: Bool

  init(
    _ name: CommandName, _ title: String, hint: String = "", _ bindings: [(Place, [String])], inPalette: Bool = true,
    off whyOff: @escaping @Sendable (Studio) -> String? = { _ in nil }
  ) {
    self.name = name
    self.title = title
    self.hint = hint
    self.bindings = bindings.flatMap { place, keys in keys.map { Binding(place, $0) } }
    self.whyOff = { studio in
      studio.session.isBlind && Self.telling.contains(name) ? Self.whileBlind(studio) : whyOff(studio)
    }
    isInPalette = inPalette
  }
}

extension Command {
  /// All commands, in the order help shows them.
  package static let table: [Command] =
    general + sessions + browsing + models + runSettings + editing + promptEditing + reading + finding + textCursor
    + handing + comparing + pictures + viewer + gallery + program + overlays + settingsPanel

  package static func named(_ name: CommandName) -> Command {
    byName[name] ?? Command(name, name.rawValue, [])
  }

  private static let byName = Dictionary(table.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let general: [Command] = [
    Command(
      .help, "Show this help", hint: "help",
      [
        (.emptyPrompt, ["?"]), (.reading, ["?"]), (.everywhere, ["f1"]), (.picture, ["?", "f1"]),
        (.attachment, ["?", "f1"]), (.tree, ["?", "f1"]), (.gallery, ["f1"]),
      ]),
    Command(
      .palette, "Find a command by name", hint: "commands",
      [(.everywhere, ["ctrl+p", "alt+x"]), (.emptyPrompt, ["/"]), (.reading, [":"])], inPalette: false),
    Command(
      .menu, "Show the menu of letters", hint: "menu", [(.everywhere, ["ctrl+x"]), (.reading, ["space"])],
      inPalette: false),
    Command(
      .interrupt, "Stop the answer, or clear the prompt, or leave", hint: "stop", [(.everywhere, ["ctrl+c"])]),
    Command(.nextPane, "Go to the next pane", hint: "next pane", [(.everywhere, ["tab"])], inPalette: false),
    Command(.previousPane, "Go to the previous pane", [(.everywhere, ["shift+tab"])], inPalette: false),
    Command(
      .home, "Back to the prompt", hint: "prompt", [(.reading, ["i", "q", "escape", "enter"])], inPalette: false),
  ]

  private static let sessions: [Command] = [
    Command(.newSession, "Start a new session", hint: "new session", [(.everywhere, ["ctrl+x n"])]) {
      $0.session.turns.isEmpty ? "This session is new already." : nil
    },
    Command(
      .listSessions, "Find a session: open, rename, pin or delete it", hint: "sessions", [(.everywhere, ["ctrl+x s"])]),
    Command(.renameSession, "Rename this session", hint: "rename session", [(.everywhere, ["ctrl+x e"])]) {
      $0.session.turns.isEmpty ? "A session gets a name with its first prompt." : nil
    },
    recent(.openRecent1, 1), recent(.openRecent2, 2), recent(.openRecent3, 3), recent(.openRecent4, 4),
    recent(.openRecent5, 5),
  ]

  private static func recent(_ name: CommandName, _ number: Int) -> Command {
    Command(
      name, "Open the latest session \(number) of the first screen", [(.everywhere, ["alt+\(number)"])],
      inPalette: false
    ) { studio in
      studio.recentSessions.count >= number && studio.session.turns.isEmpty
        ? nil : "There is no session \(number) on this screen."
    }
  }

  private static let models: [Command] = [
    Command(.chooseModel, "Choose the model, with its limits and price", hint: "model", [(.everywhere, ["ctrl+x m"])]),
    Command(
      .switchModel, "Switch between text model and picture model", hint: "text or picture model",
      [(.everywhere, ["ctrl+x i"])]
    ) { $0.session.isComparison ? "In a comparison each lane has a model of its own: choose it by name." : nil },
    Command(
      .takeSuccessor, "Ask the successor of an ended model instead", hint: "successor", [(.everywhere, ["alt+s"])]
    ) { $0.whyNoSuccessor },
    Command(
      .foldThinking, "Show the thinking pane, fold it or hide it", hint: "thinking",
      [(.everywhere, ["ctrl+t"])]),
    Command(
      .splitTags, "Show reasoning in tags as thinking, or leave it", hint: "reasoning tags",
      [(.everywhere, ["ctrl+x g"])]),
    Command(.stepThinking, "Step the model's thinking level", hint: "thinking level", [(.everywhere, ["alt+t"])]) {
      $0.stepsThinking ? nil : "\($0.setup.model) has no thinking level to set."
    },
  ]

  private static let editing: [Command] = [
    Command(
      .send, "Send the prompt, or queue it behind the answer that is coming", hint: "send", [(.prompt, ["enter"])],
      inPalette: false),
    Command(.newLine, "Start a new line", hint: "newline", [(.prompt, ["ctrl+j", "alt+enter"])], inPalette: false),
    Command(
      .complete, "Complete a path after @; else go to the next pane", hint: "next pane", [(.prompt, ["tab"])],
      inPalette: false),
    Command(
      .removeAttachment, "Take the last attachment out", hint: "detach the last", [(.everywhere, ["ctrl+x d"])],
      off: noAttachment),
    Command(.pickFile, "Attach a file", hint: "attach a file", [(.everywhere, ["ctrl+x a"])]),
    Command(
      .showAttachment, "Look at what is attached", hint: "look at attached", [(.everywhere, ["ctrl+x v"])],
      off: noAttachment),
    Command(
      .externalEditor, "Write the text in $EDITOR", hint: "text in $EDITOR",
      [(.everywhere, ["ctrl+x ctrl+e"]), (.entry, ["ctrl+x ctrl+e"])]),
    Command(.historyPrevious, "Bring back the prompt before", [(.prompt, ["alt+p"])], inPalette: false),
    Command(.historyNext, "Bring back the prompt after", [(.prompt, ["alt+n"])], inPalette: false),
    Command(.moveLeft, "Move left", [(.prompt, ["left", "ctrl+b"])], inPalette: false),
    Command(.moveRight, "Move right", [(.prompt, ["right", "ctrl+f"])], inPalette: false),
    Command(.moveUp, "Move up, or to the prompt before", [(.prompt, ["up"])], inPalette: false),
    Command(.moveDown, "Move down, or to the prompt after", [(.prompt, ["down"])], inPalette: false),
    Command(.moveWordLeft, "Move a word left", [(.prompt, ["alt+b", "ctrl+left", "alt+left"])], inPalette: false),
    Command(.moveWordRight, "Move a word right", [(.prompt, ["alt+f", "ctrl+right", "alt+right"])], inPalette: false),
    Command(.moveLineStart, "Move to the start of the line", [(.prompt, ["home", "ctrl+a"])], inPalette: false),
    Command(.moveLineEnd, "Move to the end of the line", [(.prompt, ["end", "ctrl+e"])], inPalette: false),
    Command(.deleteBackward, "Delete the character before", [(.prompt, ["backspace", "ctrl+h"])], inPalette: false),
    Command(.deleteForward, "Delete the character after", [(.prompt, ["delete", "ctrl+d"])], inPalette: false),
    Command(.deleteWordBackward, "Cut the word before", [(.prompt, ["alt+backspace"])], inPalette: false),
    Command(.deleteWordForward, "Cut the word after", [(.prompt, ["alt+d"])], inPalette: false),
    Command(.killLineStart, "Cut to the start of the line", [(.prompt, ["ctrl+u"])], inPalette: false),
    Command(.killLineEnd, "Cut to the end of the line", [(.prompt, ["ctrl+k"])], inPalette: false),
    Command(.yank, "Put back what was cut", [(.prompt, ["ctrl+y"])], inPalette: false),
    Command(.undo, "Undo in the prompt", [(.prompt, ["ctrl+_", "alt+z", "ctrl+x ctrl+u"])], inPalette: false) {
      $0.prompt.canUndo ? nil : "There is nothing to undo in the prompt."
    },
    Command(.redo, "Redo in the prompt", [(.prompt, ["alt+r", "alt+Z"])], inPalette: false) {
      $0.prompt.canRedo ? nil : "There is nothing to redo in the prompt."
    },
  ]

  private static let noAttachment: @Sendable (Studio) -> String? = {
    $0.prompt.attachments.isEmpty ? "Nothing is attached." : nil
  }

  private static let oneAttachment: @Sendable (Studio) -> String? = {
    $0.prompt.attachments.count > 1 ? nil : noAttachment($0) ?? "One file only is attached."
  }

  private static let reading: [Command] = [
    Command(.lineUp, "Scroll a line up", [(.reading, ["k", "up"])], inPalette: false),
    Command(.lineDown, "Scroll a line down", hint: "scroll", [(.reading, ["j", "down"])], inPalette: false),
    Command(.halfPageUp, "Scroll half a page up", [(.reading, ["ctrl+u"])], inPalette: false),
    Command(.halfPageDown, "Scroll half a page down", [(.reading, ["ctrl+d"])], inPalette: false),
    Command(.pageUp, "Scroll a page up", [(.reading, ["pageup"]), (.prompt, ["pageup"])], inPalette: false),
    Command(.pageDown, "Scroll a page down", [(.reading, ["pagedown"]), (.prompt, ["pagedown"])], inPalette: false),
    Command(.toStart, "Scroll to the start", [(.reading, ["g", "home"]), (.prompt, ["ctrl+home"])], inPalette: false),
    Command(
      .toEnd, "Scroll to the end and follow", [(.reading, ["G", "end"]), (.prompt, ["ctrl+end"])], inPalette: false),
    Command(.previousMessage, "Go to the message before", [(.reading, ["K"])], inPalette: false),
    Command(.nextMessage, "Go to the message after", hint: "message", [(.reading, ["J"])], inPalette: false),
    Command(
      .previousSibling, "Show the version of this turn before", [(.conversation, ["h", "left"])], off: noSiblings),
    Command(.nextSibling, "Show the next version of this turn", [(.conversation, ["l", "right"])], off: noSiblings),
    Command(.copyMessage, "Copy the marked code or picture, else the message", hint: "copy", [(.reading, ["y"])]) {
      $0.currentMessage == nil ? "There is no message yet." : nil
    },
    Command(
      .continueAnswer, "Go on from an answer that was stopped or cut",
      hint: "continue from it",
      [(.everywhere, ["alt+c"])]
    ) { $0.whyNotContinue },
    Command(.regenerate, "Regenerate this answer, or retry one that failed", hint: "again", [(.reading, ["r"])]) {
      $0.whyNotRegenerate
    },
    Command(
      .edit, "Take its picture as input, or edit the prompt", hint: "edit",
      [(.conversation, ["e"]), (.thinking, ["e"]), (.compare, ["e"])]
    ) {
      $0.currentMessage == nil ? "There is no message yet." : nil
    },
    Command(
      .branch, "Fork: go on from here, beside what followed", hint: "branch",
      [(.reading, ["f", "E"]), (.picture, ["E"]), (.tree, ["f", "E"])]
    ) { $0.whyNotBranch },
    Command(
      .deleteTurn, "Delete the turn, shown answer or marked picture", hint: "delete",
      [(.conversation, ["d", "delete"]), (.thinking, ["d", "delete"]), (.compare, ["d", "delete"])]
    ) { $0.whyNotDeleteTurn },
    Command(
      .undoStep, "Undo what was deleted, chosen or forked last", hint: "undo",
      [(.reading, ["u"])]
    ) { $0.whyNotUndoStep },
    Command(.redoStep, "Redo what was undone in this session", hint: "redo", [(.reading, ["ctrl+r"])]) {
      $0.whyNotRedoStep
    },
  ]

  private static let noSiblings: @Sendable (Studio) -> String? = {
    $0.currentSiblings.count > 1 ? nil : "This turn has one version only."
  }

  static let noPicture: @Sendable (Studio) -> String? = {
    if $0.overlay == .gallery { return $0.gallery.picture == nil ? "There is no picture here." : nil }
    return $0.shownPicture == nil ? "There is no picture in this session." : nil
  }

  private static let noBytes: @Sendable (Studio) -> String? = {
    noPicture($0)
      ?? ($0.overlay != .gallery && $0.shownPicture?.asset == nil
        ? "The bytes of this picture could not be read." : nil)
  }

  static let onePicture: @Sendable (Studio) -> String? = {
    $0.picturePlace.count > 1
      ? nil : noPicture($0) ?? "This \($0.overlay == .picture ? "branch" : "message") has one picture only."
  }

  private static let pictures: [Command] = [
    Command(
      .fullPicture, "Show the picture on the full screen", hint: "full picture",
      [(.reading, ["o"]), (.gallery, ["ctrl+o"]), (.everywhere, ["ctrl+x o"])], off: noPicture),
    Command(
      .nextPicture, "Show the next picture", hint: "next",
      [(.picture, ["n", "space"]), (.preview, ["l", "right"])], inPalette: false, off: onePicture),
    Command(
      .previousPicture, "Show the picture before", hint: "previous",
      [(.picture, ["p", "backspace"]), (.preview, ["h", "left"])], inPalette: false, off: onePicture),
    Command(
      .usePicture, "Take the picture as input of the next turn", hint: "use picture",
      [
        (.preview, ["e"]), (.picture, ["e"]), (.tree, ["e"]), (.gallery, ["ctrl+e"]), (.everywhere, ["ctrl+x u"]),
      ], off: noBytes),
    Command(
      .pictureTree, "Show which picture was made from which", hint: "branches", [(.everywhere, ["ctrl+x b"])]
    ) { $0.session.hasPictures ? nil : "There is no picture in this session." },
    Command(
      .switchHistory, "Send the whole conversation or only the picture", hint: "all or this picture",
      [(.everywhere, ["ctrl+x h", "alt+h"])]),
    Command(
      .savePicture, "Save the picture's exact bytes to a file", hint: "save picture",
      [(.preview, ["s"]), (.picture, ["s"]), (.gallery, ["ctrl+s"]), (.everywhere, ["ctrl+x w"])], off: noBytes),
    Command(
      .nextAttachment, "Look at the next attachment", hint: "next", [(.attachment, ["l", "right", "n", "space"])],
      inPalette: false, off: oneAttachment),
    Command(
      .previousAttachment, "Look at the attachment before", hint: "previous", [(.attachment, ["h", "left", "p"])],
      inPalette: false, off: oneAttachment),
    Command(
      .dropAttachment, "Take this attachment out", hint: "take out", [(.attachment, ["d", "delete", "backspace"])],
      inPalette: false),
    Command(
      .fullQuality, "Show this picture in full quality on any line", hint: "best quality",
      [(.preview, ["b"]), (.picture, ["b"]), (.everywhere, ["ctrl+x x"])]
    ) { $0.whyNotFullQuality },
    Command(
      .saveAllPictures, "Save all pictures of this session to a folder", hint: "save all",
      [(.preview, ["S"]), (.picture, ["S"])]
    ) { !$0.hasMadePictures ? "No answer of this session has a picture." : nil },
    Command(
      .copyPicturePath, "Copy the path of the picture's file", hint: "copy path",
      [(.preview, ["Y"]), (.picture, ["Y"]), (.gallery, ["ctrl+y"])], off: noBytes),
    Command(
      .openPicture, "Open the picture in another program", hint: "open", [(.preview, ["O"]), (.picture, ["O"])],
      off: noBytes),
  ]

  /// Where a list or a text has a first and a last row.
  private static let ends: [Place] = [.list, .files, .settings, .studioSettings, .tree, .gallery, .help]

  private static let overlays: [Command] = [
    Command(
      .close, "Close", hint: "close",
      [
        (.list, ["escape", "ctrl+c"]), (.settings, ["escape", "ctrl+c"]),
        (.studioSettings, ["escape", "ctrl+c"]),
        (.tree, ["escape", "q", "ctrl+c"]), (.entry, ["escape", "ctrl+c"]),
        (.question, ["escape", "ctrl+c"]), (.help, ["escape", "q", "ctrl+c", "enter"]),
        (.picture, ["escape", "q", "o", "ctrl+c", "enter"]),
        (.attachment, ["escape", "q", "o", "ctrl+c", "enter"]), (.files, ["escape", "ctrl+c"]),
        (.gallery, ["escape", "ctrl+c"]), (.chips, ["escape", "q", "i", "ctrl+c"]),
      ], inPalette: false),
    Command(
      .accept, "Accept", hint: "accept",
      [
        (.list, ["enter"]), (.files, ["enter"]), (.settings, ["enter"]), (.studioSettings, ["enter"]),
        (.tree, ["enter"]), (.entry, ["enter"]),
      ],
      inPalette: false),
    Command(
      .selectNext, "Go down",
      [
        (.list, ["down", "ctrl+n"]), (.files, ["down", "ctrl+n"]), (.settings, ["down", "ctrl+n"]),
        (.tree, ["down", "j"]),
        (.studioSettings, ["down", "ctrl+n"]), (.help, ["down", "j"]), (.gallery, ["down", "ctrl+n"]),
        (.search, ["ctrl+r"]),
      ], inPalette: false),
    Command(
      .selectPrevious, "Go up",
      [
        (.list, ["up", "ctrl+p"]), (.files, ["up", "ctrl+p"]), (.settings, ["up", "ctrl+p"]), (.tree, ["up", "k"]),
        (.studioSettings, ["up", "ctrl+p"]), (.help, ["up", "k"]), (.gallery, ["up", "ctrl+p"]), (.search, ["ctrl+s"]),
      ], inPalette: false),
    Command(
      .selectNextPage, "Go a page down", hint: "next page",
      [
        (.studioSettings, ["pagedown"]),
        (.list, ["pagedown"]), (.settings, ["pagedown"]), (.files, ["pagedown"]), (.tree, ["pagedown"]),
        (.gallery, ["pagedown"]),
        (.help, ["pagedown", "space", "ctrl+d"]), (.picture, ["pagedown"]),
      ], inPalette: false),
    Command(
      .selectPreviousPage, "Go a page up",
      [
        (.studioSettings, ["pageup"]),
        (.list, ["pageup"]), (.settings, ["pageup"]), (.files, ["pageup"]), (.tree, ["pageup"]), (.gallery, ["pageup"]),
        (.help, ["pageup", "ctrl+u"]), (.picture, ["pageup"]),
      ],
      inPalette: false),
    Command(.selectFirst, "Go to the first", ends.map { ($0, ["home"]) }, inPalette: false),
    Command(.selectLast, "Go to the last", ends.map { ($0, ["end"]) }, inPalette: false),
    Command(
      .selectParent, "Go to the picture it was made from", hint: "made from", [(.tree, ["left", "h"])],
      inPalette: false),
    Command(
      .selectChild, "Go to the first picture made from it", hint: "made of it", [(.tree, ["right", "l"])],
      inPalette: false),
    Command(.folderUp, "Go to the folder above", hint: "up", [(.files, ["left"])], inPalette: false),
    Command(.folderOpen, "Go into the folder", hint: "into", [(.files, ["right"])], inPalette: false),
  ]
}
