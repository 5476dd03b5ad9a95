import Core
import Gemini
import Screen

/// The run settings and what is kept beside them.
extension Scene {
  func runSettings(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    switch self {
    case .settingsFound:
      desk.press("ctrl+x r")
      desk.type("safe")
      desk.press("down right right")
    case .settingsLeftOut:
      desk.press("ctrl+x r")
      desk.type("code exec")
      desk.press("right ctrl+u")
      desk.type("response type")
      desk.press("right right escape ctrl+x i")
      desk.type("a skyline")
    case .presets:
      desk.press("ctrl+x R")
      desk.type("exact")
      desk.press("enter ctrl+x r enter")
      desk.type("0.2")
      desk.press("enter down down down right tab")
      desk.type("terse and cheap")
      desk.press("enter escape ctrl+x R down")
    case .modelsMarked:
      desk.press("ctrl+x m")
      let ids = [
        "gemini-flash-latest", "gemini-pro-latest", "gemini-2.5-flash", "gemini-nano-banana-2.1", "gemma-4-31b-it",
      ]
      desk.send(.modelsListed(ids.compactMap { .sample($0, inputTokenLimit: 1_048_576) }))
      desk.press("down down down ctrl+f down enter ctrl+x m down")
    case .library:
      desk.press("ctrl+x l")
      desk.send(.libraryRead(LibraryReading(Self.prompts)))
    case .libraryEmpty:
      desk.press("ctrl+x l")
      desk.send(.libraryRead(LibraryReading([], folder: "/home/me/.config/gemstudio/prompts")))
    case .libraryForm:
      desk.press("ctrl+x l")
      desk.send(.libraryRead(LibraryReading(Self.prompts)))
      desk.press("enter")
      desk.type("Swift")
      desk.press("enter")
      desk.type("data races")
    case .usage:
      try desk.talk("Which of these two rooms is larger?", "The hall.")
      try desk.talk("Are you sure?", "Yes.", thoughts: "The door says so.")
      desk.type("And the garden?")
      desk.press("ctrl+x $")
    case .overLimit:
      try desk.talk("Which of these two rooms is larger?", "The hall.")
      desk.attach("room.jpg", 1, bytes: 120_000)
      let log = Core.Attachment(name: "big.log", mimeType: "text/plain", asset: .sample(2, bytes: 31_900_000))
      desk.send(.attached([AttachedPath(path: "big.log", attachment: log)], problems: [], sends: false))
      desk.type("Sum it up.")
    default:
      try desk.talk("Which of these two rooms is larger?", "The hall.")
      desk.paste(String(repeating: "a line of a log\n", count: 220_000))
    }
    return desk
  }

  private static let prompts = [
    LibraryPrompt(
      name: "review",
      contents: """
        # Review code

        Review this {{language}} code for {{focus}}. Name the line of each finding, say why it matters, and how it is mended.

        {{code}}
        """),
    LibraryPrompt(name: "tersely", contents: "Answer in one sentence, without an introduction."),
    LibraryPrompt(
      name: "translate", contents: "# Translate\nTranslate into {{language}}, keep the Markdown:\n\n{{text}}"),
  ]
}
