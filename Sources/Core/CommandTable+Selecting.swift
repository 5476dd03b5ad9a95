/// The cursor of the reading panes, and what it selects.
extension Command {
  static let textCursor: [Command] = [
    Command(
      .beginSelecting, "Select text with a cursor", hint: "select",
      [(.conversation, ["v"]), (.thinking, ["v"]), (.compare, ["c"])]
    ) { $0.focusedText == nil ? "There is no text to select here." : nil },
    Command(
      .selectCharacters, "Begin or end selecting characters", hint: "select", [(.cursor, ["v"])], inPalette: false),
    Command(.selectLines, "Begin or end selecting whole lines", hint: "lines", [(.cursor, ["V"])], inPalette: false),
    Command(
      .copySelected, "Copy the source of what is selected, else of the line", hint: "copy",
      [(.cursor, ["y", "enter"])], inPalette: false),
    Command(
      .leaveSelection, "Take back what is selected; else leave the cursor", hint: "back",
      [(.cursor, ["escape", "q"])], inPalette: false),
    Command(.cursorLeft, "Move the cursor left", [(.cursor, ["h", "left"])], inPalette: false),
    Command(.cursorDown, "Move the cursor down", hint: "move", [(.cursor, ["j", "down"])], inPalette: false),
    Command(.cursorUp, "Move the cursor up", [(.cursor, ["k", "up"])], inPalette: false),
    Command(.cursorRight, "Move the cursor right", [(.cursor, ["l", "right"])], inPalette: false),
    Command(.cursorWord, "Move to the next word", hint: "word", [(.cursor, ["w", "ctrl+right"])], inPalette: false),
    Command(.cursorWordBack, "Move a word back", [(.cursor, ["b", "ctrl+left"])], inPalette: false),
    Command(.cursorWordEnd, "Move to the end of the word", [(.cursor, ["e"])], inPalette: false),
    Command(.cursorLineStart, "Move to the start of the line", [(.cursor, ["0", "home"])], inPalette: false),
    Command(.cursorLineText, "Move to the first letter of the line", [(.cursor, ["^"])], inPalette: false),
    Command(.cursorLineEnd, "Move to the end of the line", [(.cursor, ["$", "end"])], inPalette: false),
    Command(.cursorBlockUp, "Move to the paragraph before", [(.cursor, ["{"])], inPalette: false),
    Command(.cursorBlockDown, "Move to the next paragraph", hint: "paragraph", [(.cursor, ["}"])], inPalette: false),
    Command(.cursorHalfUp, "Move half a page up", [(.cursor, ["ctrl+u"])], inPalette: false),
    Command(.cursorHalfDown, "Move half a page down", [(.cursor, ["ctrl+d"])], inPalette: false),
    Command(.cursorPageUp, "Move a page up", [(.cursor, ["pageup"])], inPalette: false),
    Command(.cursorPageDown, "Move a page down", [(.cursor, ["pagedown"])], inPalette: false),
    Command(.cursorStart, "Move to the start of the text", [(.cursor, ["g", "ctrl+home"])], inPalette: false),
    Command(.cursorEnd, "Move to the end of the text", [(.cursor, ["G", "ctrl+end"])], inPalette: false),
  ]
}
