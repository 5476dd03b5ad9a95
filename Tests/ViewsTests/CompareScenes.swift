import Core
import Gemini
import Screen

/// Answers side by side.
extension Scene {
  func comparison(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    if self == .candidates { return try candidates(size) }
    try desk.talk("Which of these two rooms is larger?", "The hall.")
    desk.press("ctrl+x c")
    desk.wait(7000)
    if self == .compareNew { return desk }
    desk.press("tab")
    if self == .lineUps {
      desk.press("w")
      desk.type("low and high")
      desk.press("enter a w")
      desk.type("three of them")
      desk.press("enter W down")
      return desk
    }
    let isFour = self == .compareFour || self == .compareFourFigures
    if isFour { desk.press("a a") }
    desk.press("1 i")
    let runs = try desk.askAll("Say why, with a table and some code, please.")
    if isFour {
      desk = four(desk, runs)
      if self == .compareFourFigures { desk.press("f") }
      return desk
    }
    if self == .comparePictures {
      for (number, run) in runs.enumerated() {
        desk.receive(run, [["text": .string("Here is the \(number == 0 ? "hall" : "room").")]])
        desk.receivePicture(run, number + 1)
        desk.receive(run, [], finish: "STOP", usage: Desk.usage)
        desk.end(run)
      }
      desk.press("tab =")
      return desk
    }
    desk.wait(400)
    desk.receive(runs[0], [["text": "The door says it.", "thought": true]])
    desk.receive(runs[1], [["text": .string(Self.thinking), "thought": true]])
    desk.wait(500)
    if self == .compareThinking { return desk }
    desk.receive(runs[0], [["text": .string(Self.first)]])
    desk.wait(700)
    desk.receive(runs[0], [], finish: "STOP", usage: Desk.usageWithThoughts)
    desk.end(runs[0])
    if self == .compareStopped {
      desk.receive(runs[1], [["text": "The **hall** is larger, and the reas"]])
      desk.end(runs[1], .cancelled)
      desk.wait(7000)
      desk.press("tab 2")
      return desk
    }
    if self == .compareStreaming {
      desk.receive(runs[1], [["text": "The **hall** is larger, and the reas"]])
      desk.wait(1300)
      return desk
    }
    desk.wait(2000)
    desk.receive(runs[1], [["text": .string(Self.second)]])
    desk.wait(1600)
    desk.receive(
      runs[1], [], finish: "STOP",
      usage: ["promptTokenCount": 1204, "candidatesTokenCount": 604, "thoughtsTokenCount": 2112])
    desk.end(runs[1])
    desk.press("tab")
    switch self {
    case .compareRead: desk.press("g j j ctrl+t")
    case .compareZoom: desk.press("2 z")
    case .compareFigures: desk.press("f")
    case .compareDifferences: desk.press("=")
    case .compareOneText: desk.press(desk.studio.layout.conversation.columns > 90 ? "= =" : "=")
    case .compareBlind: desk.press("B")
    case .compareJudge: desk.press("v")
    case .compareVerdicts:
      desk.press("V")
      desk.send(.verdictsListed(Self.verdicts))
    case .compareSettings: desk.press("2 ctrl+x r")
    default: desk.press("2")
    }
    return desk
  }

  /// One lane each that answers, fails, waits to ask again, and has a picture.
  private func four(_ start: Desk, _ runs: [RunID]) -> Desk {
    var desk = start
    desk.wait(900)
    desk.receive(runs[0], [["text": .string(Self.first)]], finish: "STOP", usage: Desk.usage)
    desk.end(runs[0])
    desk.end(runs[1], Failure(.server, "The service has an internal error", hint: "Try again later.", httpStatus: 500))
    desk.send(
      .run(
        runs[2],
        .retry(
          Failure(.rateLimited, "You exceeded your current quota", hint: "Wait a little.", httpStatus: 429), attempt: 1,
          delaySeconds: 24.4)))
    desk.receive(runs[3], [["text": "Here it is."]])
    desk.receivePicture(runs[3], 3)
    desk.wait(12_000)
    desk.press("tab 3")
    return desk
  }

  private func candidates(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    let run = try desk.ask("Which of these two rooms is larger?")
    desk.wait(900)
    let candidates = [Self.first, "The hall, twice over."].enumerated().map { index, text -> JSON in
      ["index": .int(index), "content": ["parts": [["text": .string(text)]]], "finishReason": "STOP"]
    }
    desk.send(
      .run(run, .received([GenerateContentResponse(["candidates": .array(candidates), "usageMetadata": Desk.usage])])))
    desk.wait(400)
    desk.end(run)
    desk.press("ctrl+x c")
    return desk
  }

  /// Twelve verdicts on a fast model beside one that thinks.
  private static let verdicts: [JudgedComparison] = (0..<12).map { number in
    var high = GenerationConfig()
    high.thinkingLevel = "HIGH"
    let answers = [
      JudgedAnswer(run: RunID(rawValue: "a"), lane: 0, model: "gemini-flash-latest"),
      JudgedAnswer(run: RunID(rawValue: "b"), lane: 1, model: "gemini-pro-latest", config: high),
    ]
    return JudgedComparison(
      verdict: Verdict(
        session: SessionID(rawValue: "s"), turn: TurnID(rawValue: "\(number)"), answers: answers.map(\.run),
        choice: number < 3 ? .answer(answers[0].run) : number < 10 ? .answer(answers[1].run) : .tie, time: Desk.start),
      prompt: "", sessionTitle: "", answers: answers)
  }

  private static let thinking =
    "**Comparing the floors**\n\nThe first picture shows a window of about two metres, the second a door.\n\n"
    + "I take the door as a measure: it is an eighth of the wall."

  private static let first = """
    The **hall**. Its floor is about twice as wide:

    | room | width |
    |:-----|------:|
    | room | 4.1 m |
    | hall | 8.3 m |

    ```python
    area = width * depth
    ```
    """

  private static let second = """
    The **hall** is larger. Two things say so:

    - its *door* takes an eighth of the wall, where the room's takes a quarter
    - the lamp hangs higher, at about 3.1 m where the room has 2.4 m

    | room | width | height |
    |:-----|------:|-------:|
    | room | 4.1 m | 2.4 m |
    | hall | 8.3 m | 3.1 m |

    ```python
    def area(width: float, depth: float) -> float:
        return width * depth
    ```

    > Measure twice, cut once.
    """
}

extension Desk {
  /// Types a prompt and sends it to all lanes; the requests leave at once.
  mutating func askAll(_ prompt: String) throws -> [RunID] {
    type(prompt)
    let runs = press("enter").compactMap { effect -> RunID? in
      if case .generate(let generation) = effect { generation.run.id } else { nil }
    }
    for run in runs { send(.run(run, .attempt(1))) }
    return runs
  }
}
