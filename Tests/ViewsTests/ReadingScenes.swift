import Core
import Gemini
import Screen

/// Scenes of selecting text and of what is done with it.
extension Scene {
  func reading(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    try desk.talk("Which of these two rooms is larger?", Self.short)
    try desk.talk("Say it with a table, please.", Self.table)
    switch self {
    case .selecting: desk.press("escape K v j w")
    case .selected: desk.press("escape K v j j j V j")
    case .selectedWord: desk.press("escape g v j w w v e w w e")
    case .links: desk.press("escape L")
    case .turnList:
      desk.press("escape p")
    case .saveText: desk.press("escape ] S")
    case .find:
      desk.press("escape /")
      desk.type("room")
    default:
      desk.press("escape ] |")
      desk.type("python3 -m tabnanny -v /dev/stdin")
      if self == .pipeText { break }
      desk.press("enter")
      if self == .pipeAsked { break }
      desk.press("r")
      desk.send(
        .piped(
          number: 1, "'/dev/stdin': Clean bill of health.\n\u{1B}[1mdone\u{1B}[0m\n",
          ending: "It ended with exit code 1."))
    }
    return desk
  }
}
