import Core
import Gemini
import Screen

/// The prompt and what helps to write one.
extension Scene {
  func prompt(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    try desk.talk("Which of these two rooms is larger?", Self.short)
    switch self {
    case .longPrompt:
      desk.paste("Describe the picture in these steps:\n\n1. the light 光\n2. the floor\n")
      desk.type(String(repeating: "and every piece of furniture, with its size and colour, ", count: 9))
      desk.paste(String(repeating: "a line of a log\n", count: 400))
    case .promptSearch:
      desk.type("not yet sent")
      desk.press("ctrl+r")
      desk.send(.promptsListed(Self.prompts))
      desk.type("room")
      desk.press("down")
    case .viNormal:
      desk.useVi()
      desk.paste("Compare the rooms,\nthen the halls.")
      desk.press("escape 2 d")
    case .viVisual:
      desk.useVi()
      desk.paste("Compare the rooms,\nthen the halls.")
      desk.press("escape b k v j")
    case .attachment:
      desk.attach("room.jpg", 1, bytes: 1_200_000)
      desk.attach("a picture with a long name from the camera.jpg", 2, bytes: 384_000)
      desk.press("ctrl+x v")
    case .files:
      desk.press("ctrl+x a")
      desk.send(.folderListed(Self.folder))
      desk.press("down down")
      desk.send(.lookedAt(Self.folder.folder + "/hall.jpg", Self.look))
    case .chips, .pastedText:
      desk.attach("room.jpg", 1, bytes: 1_200_000)
      desk.attach("a picture with a long name from the camera.jpg", 2, bytes: 384_000)
      desk.type("Compare them with ")
      desk.paste((1...90).map { "line \($0) of a log, with 光 and a tab\there" }.joined(separator: "\n"))
      desk.press(self == .chips ? "alt+a left" : "alt+a enter pagedown")
    default:
      desk.attach("room.jpg", 1, bytes: 1_200_000)
      desk.attach("a picture with a long name from the camera.jpg", 2, bytes: 384_000)
      desk.type("Compare them with @ha")
      desk.send(.pathsCompleted(token: "ha", ["hall.jpg", "harbour/", "have you ever seen such a long name.png"]))
      desk.press("up")
      for path in ["hall.jpg", "harbour/", "have you ever seen such a long name.png"] {
        desk.send(.lookedAt(path, Self.look))
      }
    }
    return desk
  }

  private static let look: FileLook = {
    var look = FileLook(mimeType: "image/jpeg", byteCount: 1_200_000)
    (look.width, look.height) = (1600, 900)
    look.art = art
    return look
  }()

  private static let folder = FolderListing(
    folder: "/home/ada/pictures",
    entries: [
      .parent, FileEntry(name: "drafts", isFolder: true),
      FileEntry(name: "hall.jpg", isFolder: false, byteCount: 1_200_000),
      FileEntry(name: "room.jpg", isFolder: false, byteCount: 384_000),
      FileEntry(name: "部屋の写真.png", isFolder: false, byteCount: 2_400_000),
      FileEntry(
        name: "a picture with a long name from the camera of the other day.jpg", isFolder: false, byteCount: 12),
    ])

  private static let art: Grid = {
    var art = Grid(Size(columns: 24, rows: 7))
    art.fill(Rect(row: 0, column: 0, rows: 7, columns: 24), with: Cell("▒", Style(.text)))
    return art
  }()

  private static let prompts = [
    PastPrompt(text: "Which of these two rooms is larger?", time: Desk.start, session: "Neon skyline"),
    PastPrompt(
      text: "Furnish the room for a family of four.\n\nKeep the window free,\nand leave a place for the dog.",
      time: Desk.start + -86_400_000, session: "Rooms"),
    PastPrompt(text: "部屋 with a room divider", time: Desk.start + -400_000_000, session: "日本の部屋"),
    PastPrompt(text: "Something else", time: Desk.start + -400_000_000),
  ]
}
