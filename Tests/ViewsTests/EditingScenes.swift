import Core
import Gemini
import Screen

/// Pictures that are changed turn by turn.
extension Scene {
  func editing(_ size: Size) throws -> Desk {
    var desk = Desk(size, hasSixel: true)
    desk.press("ctrl+x i")
    switch self {
    case .atOnce:
      desk.press("ctrl+x r down down down down down down down down right right right escape")
      let runs = try desk.askForSeveral("A neon skyline at night, seen from the harbour")
      desk.wait(9000)
      desk.receivePicture(runs[1], 2)
      desk.finish(runs[1])
      desk.end(runs[3], Failure(.server, "The model is overloaded", hint: "Ask again in a moment.", httpStatus: 503))
      desk.wait(4000)
      desk.receivePicture(runs[0], 1)
      desk.type("now by day")
    case .leftOut:
      desk.press("ctrl+x m")
      desk.type("gemini-2.5-flash-image")
      desk.press("enter")
      for (index, prompt) in ["A harbour", "with boats", "with gulls", "in fog"].enumerated() {
        try desk.draw(prompt, index + 1)
      }
      desk.press("escape K K K K K K K")
      desk.press("i")
      desk.type("and a lighthouse")
    default:
      try desk.draw("A neon skyline at night, seen from the harbour", 1)
      try desk.draw("Put a ferry in front of it, with its lights mirrored in the water", 2)
      try desk.draw("The same with rain", 3)
      desk.press("escape K K K K E")
      if self == .branched {
        desk.type("by day")
        return desk
      }
      try desk.draw("朝の光で、もっと明るく", 4)
      if self == .onlyPicture {
        desk.press("alt+h")
        desk.type("as a water colour")
        return desk
      }
      desk.attach("harbour.jpg", 9, bytes: 1_200_000)
      try desk.draw("Make it look like this photograph, with the same boats and the same evening light", 5)
      desk.press("ctrl+x b up up")
    }
    return desk
  }
}

extension Desk {
  /// A whole turn whose answer is one picture.
  fileprivate mutating func draw(_ prompt: String, _ number: Int) throws {
    let id = try ask(prompt)
    wait(15_000)
    receivePicture(id, number)
    finish(id)
    wait(60_000)
  }

  fileprivate mutating func finish(_ id: RunID) {
    receive(id, [], finish: "STOP", usage: ["promptTokenCount": 12, "candidatesTokenCount": 1290])
    end(id)
  }

  /// Types a prompt and sends it; several requests leave at once.
  fileprivate mutating func askForSeveral(_ prompt: String) throws -> [RunID] {
    type(prompt)
    let runs = press("enter").compactMap { if case .generate(let generation) = $0 { generation.run.id } else { nil } }
    for run in runs { send(.run(run, .attempt(1))) }
    return runs
  }
}
