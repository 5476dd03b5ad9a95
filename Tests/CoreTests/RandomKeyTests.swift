import Gemini
import Screen
import TestSupport
import Testing

@testable import Core

@Suite("Whatever a person presses")
struct RandomKeyTests {
  /// Every key of the table, text, and keys that mean nothing.
  private static let keys: [Key] = {
    let bound = Command.table.flatMap { $0.bindings.flatMap { [Key](sequence: $0.keys) ?? [] } }
    let typed = "aZ0 .@/\\\"日é👍🏽-".map { Key($0) }
    return Set(bound).sorted { $0.name < $1.name } + typed + [Key(.insert), Key(.function(12)), Key("ö", [.control])]
  }()

  private static let sizes = [(120, 40), (80, 24), (60, 16), (200, 60), (40, 10), (1, 1), (0, 0), (100, 34)]

  @Test("20,000 keys with answers, pictures and sizes in between break nothing", arguments: 1...10)
  func keys(seed: Int) {
    var random = Seeded(seed)
    var settings = Settings()
    settings.themes.append(Theme(name: "light", isDark: false))
    settings.editing = seed.isMultiple(of: 2) ? .vi : .readline
    var desk = Desk(backend: seed.isMultiple(of: 5) ? .simulator : .developer, settings: settings, seed: UInt64(seed))
    var asked: [Generation] = []
    for _ in 0..<2000 {
      let before = desk.studio.prompt.text
      var isDeleting = false
      var effects: [Effect] = []
      switch Int.random(in: 0..<20, using: &random) {
      case 0: happen(&desk, asked, &random)
      case 1:
        let point = Point(row: Int.random(in: 0..<50, using: &random), column: Int.random(in: 0..<130, using: &random))
        let action = [Mouse.Action.press, .wheelUp, .wheelDown, .drag, .release].randomElement(using: &random)
        desk.send(.input(.mouse(Mouse(action ?? .press, button: 1, at: point))))
      case 2: desk.wait(Int.random(in: 0..<4000, using: &random))
      default:
        // Leaving and clearing would be nearly all that happens otherwise.
        let key = Self.keys.randomElement(using: &random) ?? Key(.enter)
        effects = desk.send(.input(.key(key)))
        // Letter after letter is one step of undo, and vi has steps of its own.
        isDeleting = Self.deletingKeys.contains(key) || seed.isMultiple(of: 2)
        if Int.random(in: 0..<12, using: &random) == 0 { desk.press("enter") }
      }
      if let generation = desk.effects.generation { asked.append(generation) }
      desk.studio.hasQuit = false
      if !isDeleting, !Self.isKept(before, in: desk.studio, effects + desk.effects) {
        Issue.record("“\(before)” is lost with seed \(seed); now “\(desk.studio.prompt.text)”")
        return
      }
      guard Self.problem(of: desk.studio) == nil else {
        Issue.record("\(Self.problem(of: desk.studio) ?? "")")
        return
      }
    }
    #expect(!asked.isEmpty, "No prompt was sent with seed \(seed)")
  }

  private static let deletingKeys: Set<Key> = [
    Key(.backspace), Key("h", .control), Key(.delete), Key("d", .control), Key("_", .control), Key("z", .alt),
    Key("u", .control), Key("r", .alt), Key("Z", .alt),
  ]

  /// True if what stood in the prompt can still be had: from the prompt itself, by undo, from the history, or as what
  /// waits, was sent or was stored.
  private static func isKept(_ text: String, in studio: Studio, _ effects: [Effect]) -> Bool {
    if text.allSatisfy(\.isWhitespace) || holds(text, in: studio.prompt.text) { return true }
    var editor = studio.prompt
    for _ in 0..<4 {
      editor.undo()
      if holds(text, in: editor.text) { return true }
    }
    let stored = effects.compactMap { effect -> String? in
      switch effect {
      case .save(let session): session.draft.text
      case .remember(Studio.newDraftKey, let kept): Draft(kept: kept).text
      default: nil
      }
    }
    let sent = (studio.session.turns + studio.parked.values.flatMap(\.turns)).map(\.content.text)
    let texts = studio.history.newest + stored + sent + [studio.queued?.draft.text ?? ""]
    return texts.contains { holds(text, in: $0) }
  }

  /// True if all letters of a text stand in another one, in their order, whatever was put between.
  private static func holds(_ text: String, in other: String) -> Bool {
    var rest = text[...]
    for character in other where character == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  /// What does not fit together in a state.
  private static func problem(of studio: Studio) -> String? {
    if !studio.isTooSmall, !studio.visiblePanes.contains(studio.focus) { return "focus in \(studio.focus)" }
    if studio.rows.count > max(0, studio.layout.conversation.rows) { return "more rows than the pane has" }
    if studio.rows.contains(where: { !studio.transcript.messages.indices.contains($0.message) }) {
      return "a row of no message"
    }
    if !(0...studio.prompt.characters.count).contains(studio.prompt.cursor) { return "the cursor is outside" }
    if studio.overlay == .picture, studio.shownPicture == nil { return "a full screen of no picture" }
    if studio.overlay == .gallery, studio.gallery.selected != 0, studio.gallery.picture == nil { return "no picture" }
    if let completion = studio.completion, !completion.items.indices.contains(completion.selected) {
      return "completion \(completion)"
    }
    if let deadline = studio.nextDeadline, deadline < studio.now { return "a deadline that has passed" }
    if studio.queued != nil, studio.activeRun == nil { return "a prompt waits for nothing" }
    let path = studio.session.path
    if studio.transcript.messages.contains(where: { !path.contains($0.turn) }) { return "a message off the branch" }
    return nil
  }

  /// Something that the program, the network or the terminal brings.
  private func happen(_ desk: inout Desk, _ asked: [Generation], _ random: inout Seeded) {
    let run = desk.studio.activeRun?.id ?? asked.randomElement(using: &random)?.run.id ?? RunID(rawValue: "none")
    switch Int.random(in: 0..<19, using: &random) {
    case 16:
      desk.send(
        .picturesListed(number: desk.studio.gallery.number, GalleryTests.page(1...9), next: nil))
    case 0...2: desk.receive(run, ["text": "Some *text* that | is\n\n- a list\n\n```\ncode\n```\n"])
    case 3: desk.receive(run, ["text": "Thinking…", "thought": true])
    case 4:
      let asset = AssetReference.sample(Int.random(in: 1...9, using: &random))
      desk.send(.run(run, .received([.sample([.picture(asset)])])))
    case 5...6:
      desk.receive(run, ["text": "The end."], finish: "STOP")
      desk.end(run)
    case 7: desk.end(run, Bool.random(using: &random) ? .cancelled : .sample(.server))
    case 8: desk.send(.run(run, .retry(.sample(.rateLimited), attempt: 1, delaySeconds: 3)))
    case 9:
      let (columns, rows) = Self.sizes.randomElement(using: &random) ?? (80, 24)
      desk.send(.resized(Size(columns: columns, rows: rows), cellPixels: PixelSize(width: 8, height: 16)))
    case 17: desk.send(.promptsListed([PastPrompt(text: "a"), PastPrompt(text: "b\nc", time: desk.now)]))
    case 18: desk.send(.lookedAt("a.png", FileLook(mimeType: "image/png", byteCount: 9)))
    case 10: desk.send(.sessionsListed((1...4).map { .sample(SessionID(rawValue: "s\($0)")) }))
    case 11: desk.send(.sessionOpened(.sample(turns: Int.random(in: 0..<6, using: &random))))
    case 12:
      desk.send(.modelsListed([Model.sample("gemini-2.5-pro"), .sample("gemini-2.5-flash-image")].compactMap { $0 }))
    case 13: desk.send(.pathsCompleted(token: "", ["a.png", "b/"]))
    case 14:
      desk.send(.input(.paste(Bool.random(using: &random) ? "/tmp/a.png" : String(repeating: "long\n", count: 99))))
    default:
      desk.send(
        .attached([AttachedPath(path: "a", attachment: .sample("a"))], problems: [], sends: Bool.random(using: &random))
      )
    }
  }
}
