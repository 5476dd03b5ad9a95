import Core
import Gemini
import Screen

/// Pictures on the full screen, looked at closely and compared.
extension Scene {
  func viewer(_ size: Size) throws -> Desk {
    var desk = Desk(size, hasSixel: self != .viewerArt)
    desk.press("ctrl+x i")
    desk.attach("harbour.jpg", 9, bytes: 1_200_000)
    try desk.draw("A neon skyline at night, seen from the harbour", [1, 2])
    try desk.draw("Put a ferry in front of it, with its lights mirrored in the water", [3])
    if self == .viewerStrip { try desk.draw("Now in all weathers", Array(4...8)) }
    try desk.draw(Self.rainyPrompt, [10])
    desk.wait(7000)
    desk.press("ctrl+x o")
    switch self {
    case .viewerZoomed:
      desk.press("1")
      desk.wait(100)
      for key in ["+", "+", "right", "right", "up"] {
        desk.press(key)
        desk.wait(100)
      }
    case .viewerBeside: desk.press("c 1")
    case .viewerRecord: desk.press("i")
    case .viewerArt: desk.press("p a n i pagedown")
    default:
      if !desk.studio.showsStrip { desk.press("t") }
      desk.press("p")
      desk.wait(100)
      desk.press("p")
    }
    return desk
  }

  private static let rainyPrompt = """
    The same with rain: wet stones on the quay, the lamps in halos, and people under umbrellas who wait for the ferry.

    Keep the towers as they are. 光は暖かく。
    """
}

extension Desk {
  /// A whole turn whose answer are pictures, with files.
  fileprivate mutating func draw(_ prompt: String, _ numbers: [Int]) throws {
    paste(prompt)
    let id = try ask("")
    wait(15_000)
    for number in numbers {
      receivePicture(id, number)
      let asset = AssetReference.sample(number, bytes: 1_400_000)
      let path = "/home/ada/.local/share/gemstudio/assets/00/\(asset.sha256).jpg"
      send(.pictureFacts([asset.sha256: PictureFacts(width: 1376, height: 768, kind: "JPEG", path: path)]))
    }
    receive(id, [], finish: "STOP", usage: ["promptTokenCount": 12, "candidatesTokenCount": 1290])
    end(id)
    wait(60_000)
  }
}
