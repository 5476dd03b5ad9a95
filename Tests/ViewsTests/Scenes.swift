import Core
import Gemini
import Screen

/// What a person may see, each made by the events that lead there.
enum Scene: String, CaseIterable, Sendable {
  case welcome, welcomeWithoutKey, welcomeWithSessions, cutOff
  case answer, markdown, structured, thinkingLine, thinkingHidden, streamingThoughts, streamingAnswer, reading
  case reasoningTags
  case markedBlock, found
  case selecting, selected, selectedWord, find, links, turnList, saveText, pipeText, pipeAsked, piped
  case picture, pictureArt, fullPicture, drafts, unreadable
  case failed, countdown, queued, blocked, ended, thinkingTookAll, quota, stopped, continued
  case longPrompt, attachments, attachment, promptSearch, viNormal, viVisual, chips, pastedText, files
  case compareNew, compareThinking, compareStreaming, compare, compareRead, compareZoom, compareFour, compareFigures
  case compareFourFigures
  case compareSettings, compareDifferences, compareOneText, compareBlind, compareJudge, compareVerdicts, lineUps
  case candidates, compareStopped
  case viewerZoomed, viewerBeside, viewerRecord, viewerArt, viewerStrip
  case gallery, galleryFull, galleryDeleted, galleryEmpty, galleryNoColor
  case tree, atOnce, branched, onlyPicture, leftOut
  case zoomedThinking, bare
  case palette, menu, menuOverPanel, help, sessions, models, settings, misfit, entry, question
  case themes, studioSettings
  case settingsFound, settingsLeftOut, presets, modelsMarked, library, libraryEmpty, libraryForm, usage, nearlyFull
  case overLimit, comparePictures

  func desk(_ size: Size) throws -> Desk {
    switch self {
    case .welcome, .welcomeWithoutKey, .welcomeWithSessions, .cutOff: welcome(size)
    case .answer, .markdown, .structured, .thinkingLine, .thinkingHidden, .streamingThoughts, .streamingAnswer,
      .reading, .reasoningTags, .markedBlock, .found:
      try conversation(size)
    case .picture, .pictureArt, .fullPicture, .drafts, .unreadable: try picture(size)
    case .zoomedThinking, .bare: try panes(size)
    case .viewerZoomed, .viewerBeside, .viewerRecord, .viewerArt, .viewerStrip: try viewer(size)
    case .failed, .countdown, .queued, .blocked, .ended, .thinkingTookAll, .quota, .stopped, .continued:
      try trouble(size)
    case .longPrompt, .attachments, .attachment, .promptSearch, .viNormal, .viVisual, .chips, .pastedText, .files:
      try prompt(size)
    case .selecting, .selected, .selectedWord, .find, .links, .turnList, .saveText, .pipeText, .pipeAsked, .piped:
      try reading(size)
    case .compareNew, .compareThinking, .compareStreaming, .compare, .compareRead, .compareZoom, .compareFour,
      .compareFourFigures, .compareFigures, .compareSettings, .compareDifferences, .compareOneText, .compareBlind,
      .compareJudge, .compareVerdicts, .lineUps, .candidates, .compareStopped, .comparePictures:
      try comparison(size)
    case .gallery, .galleryFull, .galleryDeleted, .galleryEmpty, .galleryNoColor: gallery(size)
    case .tree, .atOnce, .branched, .onlyPicture, .leftOut: try editing(size)
    case .palette, .menu, .menuOverPanel, .help, .sessions, .models, .settings, .misfit, .entry, .question:
      try overlay(size)
    case .settingsFound, .settingsLeftOut, .presets, .modelsMarked, .library, .libraryEmpty, .libraryForm, .usage,
      .nearlyFull, .overLimit:
      try runSettings(size)
    case .themes, .studioSettings: try looks(size)
    }
  }

  private func welcome(_ size: Size) -> Desk {
    var desk = Desk(size, backend: self == .welcomeWithoutKey ? .simulator : .developer)
    if self == .welcomeWithSessions || self == .cutOff { desk.send(.sessionsListed(Self.summaries)) }
    if self == .cutOff {
      let text = "An answer in \"Neon skyline\" was cut off when the studio ended; what came is kept."
      desk.send(.notice(text, .error, about: [Self.summaries[0].id]))
    }
    return desk
  }

  private static let summaries: [SessionSummary] = [
    .sample("Neon skyline", daysAgo: 0, turns: 7, images: 12),
    .sample("Which of these two rooms is larger?", daysAgo: 0, turns: 2, images: 2),
    .sample("東京の天気について教えてください", daysAgo: 1, turns: 1),
    .sample("A first try", daysAgo: 3, turns: 1, isDemo: true),
    .sample("A title that is as long as titles get, which is some sixty l…", daysAgo: 400, turns: 128, images: 1),
  ]

  /// Sessions of every kind: pinned, of a command, demos, and one that was deleted.
  private static let browsed: [SessionSummary] = {
    var all = summaries
    all[4].isPinned = true
    all += (1...30).map { .sample("An older session, number \($0)", daysAgo: 10 + $0, turns: $0) }
    all[7].origin = .command
    all[9].deleteTime = all[9].updateTime
    return all
  }()

  private static let preview = SessionPreview(
    session: summaries[0].id,
    exchanges: [
      SessionPreview.Exchange(
        prompt: "Draw a neon skyline at night, seen from the water.", files: 1, answer: "Here it is.", pictures: 1),
      SessionPreview.Exchange(
        prompt: "Make it rain, and let the signs be mirrored in the street.\nNo people.", files: 0,
        answer: "I added **rain** and wet asphalt; the signs are mirrored in the puddles. " + short, pictures: 2),
    ])

  private static let thoughts = """
    **Reading the request**

    The first picture shows a window of about two metres. The second one has a door, which I can use as a measure.

    **Comparing the floors**

    The hall is about twice as wide.
    """

  static let short =
    "The hall. Its floor is about twice as wide, because the door in it takes an eighth of the wall."

  private static let json = """
    {
      "rooms": [
        { "name": "hall", "width": 8.3, "files": "hall_*.jpg and *.md" },
        { "name": "room", "width": 4.1, "page": "[plan](http://e.org/a_b_c)" }
      ],
      "larger": "hall"
    }
    """

  static let table = """
    ## Rooms compared

    The **hall** is larger. Two things say so:

    - its *door* takes an eighth of the wall, where the room's takes a quarter, and doors are of one size nearly everywhere
    - the lamp hangs higher

    | room | width | height |
    |:-----|------:|-------:|
    | room | 4.1 m | 2.4 m |
    | hall | 8.3 m | 3.1 m |

    ```python
    def area(width: float, depth: float) -> float:
        return width * depth
    ```

    > Measure twice, cut once.

    See `area` and [the guide](https://example.com/guide).
    """

  private func conversation(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    try desk.talk("Which of these two rooms is larger?", Self.short)
    switch self {
    case .markedBlock, .found:
      try desk.talk("Say it with a table, please.", Self.table)
      desk.press(self == .found ? "escape /" : "escape ]")
      if self == .found {
        desk.type("door")
        desk.press("enter")
      }
    case .markdown: try desk.talk("Say it with a table, please.", Self.table)
    case .structured:
      desk.press("ctrl+x r")
      desk.type("response type")
      desk.press("right right escape")
      try desk.talk("As JSON, please.", Self.json)
    case .thinkingLine, .thinkingHidden:
      try desk.talk("Are you sure?", "Yes. " + Self.short, thoughts: Self.thoughts)
      desk.press("ctrl+t ctrl+t")
      // On a low screen the pane folded by itself, so the first key opened it.
      let wanted = self == .thinkingLine ? "line" : "hidden"
      while desk.studio.settings.thinkingPane.rawValue != wanted { desk.press("ctrl+t") }
      desk.wait(7000)
    case .streamingThoughts, .streamingAnswer:
      let id = try desk.ask("Are you sure?")
      desk.wait(1200)
      desk.receive(id, [["text": .string(Self.thoughts), "thought": true]])
      if self == .streamingAnswer {
        desk.wait(2000)
        desk.receive(id, [["text": "Yes. The *hall* is lar"]])
        desk.wait(14_000)
      }
      if size.rows < 34, size.columns < 110 { desk.press("ctrl+t") }
    case .reasoningTags:
      try desk.talk("Are you sure?", "<think>\n\(Self.thoughts)\n</think>\n\nYes. \(Self.short)")
      if size.rows < 34, size.columns < 110 { desk.press("ctrl+t") }
    case .reading:
      try desk.talk("Say it with a table, please.", Self.table)
      try desk.talk("In Japanese, too.", "ホールの方が大きいです。" + String(repeating: "とても", count: 60))
      let id = try desk.ask("And once more at length.")
      desk.receive(id, [["text": "At length."]])
      desk.press("tab pageup")
      desk.receive(id, [["text": .string(String(repeating: "\n\nA line.", count: 107))]])
      desk.wait(3000)
    default: try desk.talk("Are you sure?", "Yes. " + Self.short, thoughts: Self.thoughts)
    }
    return desk
  }

  private func picture(_ size: Size) throws -> Desk {
    var desk = Desk(size, hasSixel: self != .pictureArt)
    desk.press("ctrl+x i")
    let id = try desk.ask("A neon skyline at night, seen from the harbour")
    desk.wait(1800)
    desk.receive(id, [["text": "I see towers and a quay.", "thought": true]])
    if self == .unreadable {
      desk.receive(id, [["inlineData": ["mimeType": "image/png", "data": "no base64!"]]], finish: "STOP")
      desk.end(id)
      return desk
    }
    if self == .drafts {
      desk.receivePicture(id, 5, isDraft: true)
      desk.wait(4000)
      desk.receivePicture(id, 6, isDraft: true)
      desk.press("ctrl+t")
      return desk
    }
    desk.wait(16_000)
    desk.receive(id, [["text": "Here is your skyline."]])
    desk.receivePicture(id, 7)
    desk.receive(id, [], finish: "STOP", usage: ["promptTokenCount": 12, "candidatesTokenCount": 1290])
    desk.end(id)
    if self == .fullPicture { desk.press("ctrl+x o") }
    return desk
  }

  private func trouble(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    if self == .ended {
      desk.press("ctrl+x m")
      desk.type("gemini-2.0-flash")
      desk.press("enter")
      desk.wait(7000)
      let id = try desk.ask("Which of these two rooms is larger?")
      desk.end(id, Self.gone)
      return desk
    }
    try desk.talk("Which of these two rooms is larger?", Self.short)
    let id = try desk.ask("And which one is brighter?")
    desk.wait(2300)
    switch self {
    case .countdown:
      desk.send(.run(id, .retry(Self.busy, attempt: 1, delaySeconds: 24.4)))
      desk.wait(5000)
    case .queued:
      desk.receive(id, [["text": "The room, since its window"]])
      desk.type("And which one would you rather live in, all things considered?")
      desk.press("enter")
    case .thinkingTookAll:
      desk.receive(
        id, [["text": .string(Self.thoughts), "thought": true]], finish: "MAX_TOKENS",
        usage: ["promptTokenCount": 1204, "thoughtsTokenCount": 65_536])
      desk.end(id)
    case .quota: desk.end(id, Self.spent)
    case .stopped, .continued:
      desk.receive(id, [["text": "The room, since its window"]], usage: Desk.usage)
      desk.end(id, .cancelled)
      if self == .continued { desk.press("alt+c") }
    case .blocked:
      desk.receive(id, [["text": "The room, since"]], finish: "SAFETY")
      desk.end(id)
    default:
      desk.receive(id, [["text": "The room, since its window"]])
      desk.end(
        id,
        Failure(
          .network, "The connection was lost: Connection reset by peer", hint: "Send it again."))
    }
    return desk
  }

  private static let gone = Failure(
    .notFound, "models/gemini-2.0-flash is not found for API version v1beta, or is not supported for generateContent.",
    hint: "Choose another model: the list shows those this key may use.", httpStatus: 404, status: "NOT_FOUND")

  private static let busy = Failure(
    .rateLimited, "You exceeded your current quota, please check your plan and billing details", hint: "Wait a little.",
    httpStatus: 429)

  private static let spent = Failure(
    .quotaExhausted, "You exceeded your current quota: GenerateRequestsPerDayPerProjectPerModel-FreeTier, limit 20",
    hint: "Waiting a moment does not help: choose another model, or see the plan of the key's project.",
    httpStatus: 429)

  private func panes(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    try desk.talk("Are you sure?", "Yes. " + Self.short, thoughts: Self.thoughts)
    if self == .bare {
      desk.press("ctrl+x Z")
    } else {
      if size.rows < 34, size.columns < 110 { desk.press("ctrl+t") }
      desk.press("tab tab z")
    }
    desk.wait(7000)
    return desk
  }

  private func overlay(_ size: Size) throws -> Desk {
    var desk = Desk(size)
    try desk.talk("Which of these two rooms is larger?", Self.long)
    switch self {
    case .palette:
      desk.press("ctrl+p")
      desk.type("pi")
    case .menu:
      desk.press("ctrl+x")
      desk.wait(300)
    case .menuOverPanel:
      desk.press("ctrl+x r ctrl+x")
      desk.wait(300)
    case .help: desk.press("f1")
    case .sessions:
      desk.press("ctrl+x s")
      desk.send(.sessionsListed(Self.browsed))
      desk.press("down")
      desk.wait(100)
      desk.send(.sessionPreviewed(Self.preview))
    case .models:
      desk.press("ctrl+x m")
      let ids = [
        "gemini-flash-latest", "gemini-pro-latest", "gemini-2.5-flash", "gemini-2.5-flash-image", "gemini-2.0-flash",
        "gemini-2.0-flash-exp-image-generation", "gemma-4-31b-it",
      ]
      desk.send(.modelsListed(ids.compactMap { .sample($0, inputTokenLimit: 1_048_576) }))
      desk.type("flash")
      desk.press("down")
    case .settings:
      desk.press("ctrl+x r")
      desk.press("enter")
      desk.type("0.7")
      desk.press("enter down down down right")
    case .misfit:
      desk.press("ctrl+x i ctrl+x r down down down down down down left escape")
      desk.press("ctrl+x m")
      desk.type("gemini-3-pro-image")
      desk.press("enter ctrl+x r down down down down down down")
    case .entry:
      desk.press("ctrl+x r")
      desk.type("2.5")
      desk.press("enter")
    default:
      _ = try desk.ask("One more.")
      desk.press("ctrl+d")
    }
    return desk
  }

  private static let long = short + "\n\n" + String(repeating: "More is to be said of both. ", count: 30)
}
