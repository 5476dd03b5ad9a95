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
    default:
      desk.press("ctrl+x R")
      desk.type("exact")
      desk.press("enter ctrl+x r enter")
      desk.type("0.2")
      desk.press("enter down down down right tab")
      desk.type("terse and cheap")
      desk.press("enter escape ctrl+x R down")
    }
    return desk
  }
}
