import Gemini
import Screen
import Testing

@testable import Core

@Suite("The chips of the prompt")
struct ChipTests {
  private static let large = String(repeating: "a line\n", count: 40)

  private static func desk() -> Desk {
    var desk = Desk()
    desk.send(.handedOver(HandOver(id: 1, attachments: [.sample("a", 1), .sample("b", 2)])))
    desk.type("see ")
    desk.send(.input(.paste(large)))
    desk.type(" and go")
    return desk
  }

  private func names(_ desk: Desk) -> [String] { desk.studio.prompt.attachments.map(\.name) }

  @Test("They are walked in a circle, and Esc goes back to the text")
  func walk() {
    var desk = Desk()
    desk.press("alt+a")
    #expect(desk.studio.notice?.text == "Nothing is attached, folded or waiting.")
    desk = Self.desk()
    desk.press("alt+a")
    #expect(desk.studio.selectedChip == .paste(4) && desk.studio.place == .chips)
    #expect(desk.studio.prompt.selectedText == Self.large)
    desk.press("right")
    #expect(desk.studio.selectedChip == .attachment(0) && desk.studio.prompt.selection == nil)
    desk.press("left left")
    #expect(desk.studio.selectedChip == .attachment(1))
    desk.press("escape")
    #expect(desk.studio.overlay == nil && desk.studio.focus == .prompt)
    desk.type("!")
    #expect(desk.studio.prompt.text.hasPrefix("see !"))
  }

  @Test("Attachments change places and are taken out, which can be undone")
  func attachments() {
    var desk = Self.desk()
    desk.press("alt+a left <")
    #expect(names(desk) == ["b", "a"] && desk.studio.selectedChip == .attachment(0))
    desk.press("<")
    #expect(names(desk) == ["b", "a"])
    desk.press("> d")
    #expect(names(desk) == ["a"] && desk.studio.selectedChip == .paste(4))
    desk.press("right right d escape ctrl+_")
    #expect(desk.studio.prompt.text.contains(Self.large))
    desk.press("ctrl+_")
    #expect(names(desk) == ["a", "b"])
    desk.press("ctrl+_")
    #expect(names(desk) == ["b", "a"])
  }

  @Test("What is looked at leads back to the chips")
  func look() {
    var desk = Self.desk()
    desk.press("alt+a left enter")
    #expect(desk.studio.overlay == .attachment(1))
    desk.press("escape")
    #expect(desk.studio.selectedChip == .attachment(1))
    desk.press("o d escape")
    #expect(names(desk) == ["a"])
    #expect(desk.studio.overlay == .chips(1))
    desk.press("escape ctrl+x v escape")
    #expect(desk.studio.overlay == nil)
  }

  @Test("A folded paste is read, unfolded and taken out")
  func pastes() throws {
    var desk = Self.desk()
    desk.press("alt+a enter pagedown down")
    guard case .pasted(let pasted) = desk.studio.overlay else { throw Failure.sample(.notFound) }
    #expect(pasted.lines.count == 41 && pasted.lines[0] == "a line" && pasted.scroll == 5)
    desk.press("escape u")
    #expect(desk.studio.overlay == nil && desk.studio.prompt.characters.count == 4 + 280 + 7)
    #expect(desk.studio.prompt.text == "see " + Self.large + " and go")
    desk.press("ctrl+_ alt+a d")
    #expect(desk.studio.prompt.text == "see  and go" && desk.studio.selectedChip == .attachment(1))
    desk.press("escape ctrl+_")
    #expect(desk.studio.prompt.text == "see " + Self.large + " and go")
    desk.press("ctrl+u ctrl+k")
    desk.send(.input(.paste("\u{10FFFF}")))
    desk.press("alt+a u")
    #expect(desk.studio.prompt.text == "\u{10FFFF}")
    #expect(desk.studio.notice?.text == "This text holds characters that the prompt itself cannot show.")
  }

  @Test("The prompt that waits is the first chip, and goes back into the text")
  func waiting() throws {
    var desk = Desk()
    let run = try desk.ask("one").run.id
    desk.type("two")
    desk.press("enter alt+a")
    #expect(desk.studio.selectedChip == .waiting)
    var sent = desk
    desk.press("d")
    #expect(desk.studio.queued == nil && desk.studio.prompt.text == "two" && desk.studio.overlay == nil)
    sent.receive(run, ["text": "1"], finish: "STOP")
    sent.end(run)
    #expect(sent.studio.overlay == nil)
  }

  // MARK: A look at a path

  @Test("The selected path is looked at where there is room, one after the other")
  func completionLooks() {
    var desk = Desk()
    desk.type("@r")
    func wish(_ path: String, _ effects: [Effect]) -> Bool {
      effects.contains { if case .lookAt(path, _, _, _) = $0 { true } else { false } }
    }
    #expect(wish("room.jpg", desk.send(.pathsCompleted(token: "r", ["room.jpg", "rx.png", "raw/"]))))
    #expect(!wish("rx.png", desk.press("down")))
    var look = FileLook(mimeType: "image/jpeg", byteCount: 9)
    #expect(wish("rx.png", desk.send(.lookedAt("room.jpg", look))))
    #expect(desk.studio.completion?.look == nil)
    look.note = "broken"
    desk.send(.lookedAt("rx.png", look))
    #expect(desk.studio.completion?.look == look)
    #expect(desk.press("down").isEmpty && desk.studio.completion?.look == nil)
    #expect(desk.press("down").isEmpty && desk.studio.completion?.look?.note == nil)
    var narrow = Desk(columns: 70, rows: 40)
    narrow.type("@r")
    #expect(narrow.send(.pathsCompleted(token: "r", ["room.jpg"])).isEmpty)
  }
}
