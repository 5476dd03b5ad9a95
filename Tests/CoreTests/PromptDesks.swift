import Gemini
import Screen

@testable import Core

/// States in which one or the other command of the prompt has something to do.
enum PromptDesks {
  static func all() throws -> [Desk] {
    try [cuts, rows, chips(""), chips("left"), paste(), waiting()]
  }

  private static var cuts: Desk {
    var desk = Desk()
    desk.type("one two three")
    desk.press("ctrl+w left ctrl+w left ctrl+y")
    return desk
  }

  private static var rows: Desk {
    var desk = Desk()
    desk.send(.input(.paste("one two\nthree four\nfive")))
    desk.press("up alt+b shift+right")
    return desk
  }

  private static func chips(_ keys: String) -> Desk {
    var desk = Desk()
    desk.send(.handedOver(HandOver(id: 1, attachments: [.sample("a", 1), .sample("b", 2)])))
    desk.press("alt+a \(keys)")
    return desk
  }

  private static func paste() -> Desk {
    var desk = Desk()
    desk.send(.input(.paste(String(repeating: "a line\n", count: 40))))
    desk.press("alt+a")
    return desk
  }

  private static func waiting() throws -> Desk {
    var desk = Desk()
    try desk.ask("one")
    desk.type("two")
    desk.press("enter")
    return desk
  }
}
