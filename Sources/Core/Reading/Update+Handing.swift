import Gemini
package import Screen

/// What a command made of a text that was piped to it.
package struct PipedOutput: Hashable, Sendable {
  /// Which of the commands of this studio it is.
  package var number: Int
  package var command: String
  /// What it wrote, made safe; `nil` while it runs.
  package var text: String?
  /// How it ended, as a sentence.
  package var ending = ""
  package var scroll = 0

  /// The lines of the box.
  package func lines(columns: Int) -> [Line] {
    guard let text else { return [Line("running; closing this ends it", .popupFaint)] }
    let output = text.isEmpty ? [] : TextWrap.wrap(text, columns: columns, role: .popup, breaks: .anywhere, tabs: 8)
    return output + (ending.isEmpty ? [] : TextWrap.wrap(ending, columns: columns, role: .popupFaint))
  }
}

/// Saving a block to a file and piping it to a command.
extension Studio {
  /// The marked block, else the text of the current message, and what kind of text it is.
  func currentText() -> (text: String, language: String)? {
    if let block = shownBlock, case .code(let source) = block.kind { return (source, block.language) }
    if focus == .compare {
      return focusedAnswer?.run.map { ($0.shownText(thought: false), "markdown") }
    }
    guard let message = currentMessage, let turn = currentTurn else { return nil }
    if case .prompt = message { return (session.turns[turn].content.text, "text") }
    return session.turns[turn].shownRun.map { ($0.shownText(thought: focus == .thinking), "markdown") }
  }

  /// True if a picture is marked.
  var isPictureMarked: Bool {
    if case .picture? = shownBlock?.kind { return true }
    return false
  }

  mutating func askWhereToSaveText() -> [Effect] {
    if isPictureMarked { return perform(.savePicture) }
    guard let (text, language) = currentText(), !text.isEmpty else {
      say("There is no text to save.")
      return []
    }
    let stem = PictureSave.stem(of: session.title)
    let name = (stem == "picture" ? "text" : stem) + "." + FileEnding.of(language: language)
    ask(whereToSave: text, name: name, problem: nil)
    return []
  }

  mutating func ask(whereToSave text: String, name: String, problem: String?) {
    let editor = problem == nil ? PromptEditor.offering(name) : PromptEditor(Draft(text: name))
    overlay = .entry(
      TextEntry(
        purpose: .saveText(text), title: "Save \(Self.size(of: text))",
        help: "A file that is not there yet, from the folder the studio was started in. Nothing is overwritten.",
        editor: editor, problem: problem))
  }

  mutating func saveText(_ text: String, as name: String) -> [Effect] {
    let name = name.trimmingBlanks
    guard !name.isEmpty else {
      ask(whereToSave: text, name: "", problem: "A name is needed." + way(.close, "saves nothing", at: .entry))
      return []
    }
    return [.saveText(text, as: name)]
  }

  /// Nothing was saved: the name is asked for again, unless something else came in front meanwhile.
  mutating func refuse(text: String, named name: String, because problem: String) {
    guard overlay == nil else { return say(problem, .error) }
    ask(whereToSave: text, name: name, problem: problem)
  }

  // MARK: Commands

  mutating func askForCommand() {
    guard let (text, _) = currentText(), !text.isEmpty, !isPictureMarked else {
      say("There is no text to pipe to a command.")
      return
    }
    let last = commands.newest.first ?? ""
    overlay = .entry(
      TextEntry(
        purpose: .pipe(text), title: "Pipe \(Self.size(of: text)) to a command",
        help: "A command of the shell, such as jq . or python3 -. It gets the text as its standard input, and is run "
          + "only after you agreed." + (last.isEmpty ? "" : " Up brings older commands."),
        editor: .offering(last), history: commands))
  }

  /// The command is shown once more, with what it gets.
  mutating func confirm(_ command: String, with text: String) {
    let command = command.trimmingBlanks
    guard !command.isEmpty else { return }
    commands.add(command)
    overlay = .question(
      Question(
        purpose: .pipe(text, command: command),
        text: "Run this command, with \(Self.size(of: text)) as its standard input?\n\n\(command)",
        choices: [Question.Choice(key: "r", title: "run it"), Question.Choice(key: "n", title: "do not")]))
  }

  mutating func pipe(_ text: String, to command: String) -> [Effect] {
    pipedCommands += 1
    overlay = .output(PipedOutput(number: pipedCommands, command: command))
    return [.pipe(text, command: command, number: pipedCommands)]
  }

  /// Shows what a command wrote, if it is still waited for.
  mutating func take(_ output: String, ending: String, of number: Int) {
    guard case .output(var piped) = overlay, piped.number == number else { return }
    piped.text = VisibleText.make(output)
    piped.ending = ending
    overlay = .output(piped)
  }

  /// The columns of text in the box of a command's output.
  package var outputColumns: Int { max(10, terminal.size.columns - 6) }

  /// `12 lines, 340 B`.
  private static func size(of text: String) -> String {
    let lines = text.utf8.count { $0 == 0x0A } + (text.utf8.last == 0x0A ? 0 : 1)
    return "\(countText(lines, of: "line")), \(byteText(text.utf8.count))"
  }
}

/// What files of a language are called.
enum FileEnding {
  private static let known: [String: String] = [
    "markdown": "md", "python": "py", "javascript": "js", "typescript": "ts", "rust": "rs", "golang": "go",
    "bash": "sh",
    "shell": "sh", "zsh": "sh", "console": "sh", "c++": "cpp", "csharp": "cs", "c#": "cs", "ruby": "rb", "kotlin": "kt",
    "yaml": "yaml", "text": "txt", "plaintext": "txt", "perl": "pl", "haskell": "hs", "makefile": "mk", "latex": "tex",
    "objective-c": "m", "dockerfile": "dockerfile", "result": "txt", "": "txt",
  ]

  /// - Parameter language: as it stands after a fence. A short one that is not known is an ending already.
  static func of(language: String) -> String {
    let language = language.lowercased()
    if let ending = known[language] { return ending }
    let isEnding = language.count <= 5 && language.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isEnding ? language : "txt"
  }
}
