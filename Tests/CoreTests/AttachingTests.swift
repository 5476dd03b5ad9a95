import Gemini
import Screen
import Testing

@testable import Core

@Suite("What goes with a prompt")
struct AttachingTests {
  private func handOver(_ desk: Desk, session: SessionID? = nil, _ names: String...) -> HandOver {
    HandOver(
      id: 7, session: session,
      attachments: names.enumerated().map { .sample($1, $0 + 1) })
  }

  // MARK: From other programs

  @Test("Files from outside become chips and disturb nothing that is typed or open")
  func handedOver() {
    var desk = Desk()
    desk.type("a b")
    desk.press("left")
    let cursor = desk.studio.prompt.cursor
    let id = desk.studio.session.id
    #expect(
      desk.send(.handedOver(handOver(desk, session: id, "a.jpg", "b.jpg"))) == [
        .answer(7, .taken(session: id, title: "", count: 2))
      ])
    #expect(desk.studio.prompt.attachments.map(\.name) == ["a.jpg", "b.jpg"])
    #expect(desk.studio.prompt.text == "a b")
    #expect(desk.studio.prompt.cursor == cursor)
    #expect(desk.studio.notice?.text.contains("2 files came from `gemstudio attach` and go with") == true)
    desk.press("f1")
    let overlay = desk.studio.overlay
    desk.send(.handedOver(handOver(desk, "c.jpg")))
    #expect(desk.studio.overlay == overlay)
  }

  @Test("A file that is handed over twice is one file")
  func sameTwice() {
    var desk = Desk()
    let twice = HandOver(id: 1, attachments: [.sample("a.jpg", 1), .sample("a.jpg", 1)])
    let id = desk.studio.session.id
    #expect(desk.send(.handedOver(twice)) == [.answer(1, .taken(session: id, title: "", count: 1))])
    #expect(desk.studio.notice?.text.hasPrefix("a.jpg came from `gemstudio attach` and goes") == true)
  }

  @Test("Bytes that are attached already are said to be, by either name")
  func twice() {
    var desk = Desk()
    desk.send(.handedOver(HandOver(id: 1, attachments: [.sample("a.jpg", 1)])))
    let same = AttachedPath(path: "b.jpg", attachment: .sample("b.jpg", 1))
    desk.send(.attached([same], problems: [], sends: false))
    #expect(desk.studio.prompt.attachments.map(\.name) == ["a.jpg"])
    #expect(desk.studio.notice?.text == "b.jpg has the same bytes as a.jpg, which is attached already.")
    desk.send(.fetched(AttachedPath(path: "https://host/a.jpg", attachment: .sample("a.jpg", 1))))
    #expect(desk.studio.notice?.text.hasSuffix("a.jpg is attached already.") == true)
  }

  @Test("Files for a session that is open no more are refused")
  func otherSession() throws {
    var desk = Desk()
    let old = desk.studio.session.id
    try desk.talk("one", "two")
    desk.press("ctrl+x n")
    let effects = desk.send(.handedOver(handOver(desk, session: old, "a.jpg")))
    guard case .answer(7, .refused(let sentence)) = try #require(effects.first) else {
      Issue.record("it was not refused")
      return
    }
    #expect(sentence.contains("another session"))
    #expect(desk.studio.prompt.attachments.isEmpty)
  }

  // MARK: Limits and tokens

  @Test("More pictures than the model takes are said when they are attached")
  func tooMany() {
    var settings = Settings()
    settings.textModel = "gemini-2.5-flash-image"
    var desk = Desk(settings: settings)
    desk.send(.handedOver(handOver(desk, "a.jpg", "b.jpg", "c.jpg")))
    #expect(desk.warning == nil)
    desk.send(.handedOver(HandOver(id: 8, attachments: [.sample("d.jpg", 9)])))
    #expect(desk.warning?.contains("at most 3 pictures") == true)
    #expect(desk.studio.notice?.kind == .warning)
    desk.type("look")
    #expect(desk.press("enter").generation == nil)
  }

  @Test("More bytes than one request carries are said before sending")
  func tooLarge() {
    var desk = Desk()
    let large = Core.Attachment(name: "a.pdf", mimeType: "application/pdf", asset: .sample(1, bytes: 40_000_000))
    let other = Core.Attachment(name: "b.pdf", mimeType: "application/pdf", asset: .sample(2, bytes: 40_000_000))
    desk.send(.handedOver(HandOver(id: 1, attachments: [large])))
    #expect(desk.warning == nil)
    desk.send(.handedOver(HandOver(id: 2, attachments: [other])))
    #expect(desk.warning?.contains("80 MB") == true)
    desk.type("read")
    #expect(desk.press("enter").generation == nil)
    #expect(desk.studio.prompt.attachments.count == 2)
  }

  @Test("An attachment costs tokens by the model's rule and the chosen resolution")
  func tokens() {
    var desk = Desk()
    let picture = Core.Attachment.sample("a.jpg")
    #expect(desk.studio.tokens(of: picture) == 1120)
    desk.studio.session.config["mediaResolution"] = "MEDIA_RESOLUTION_LOW"
    #expect(desk.studio.tokens(of: picture) == 280)
    let text = Core.Attachment(name: "a.txt", mimeType: "text/plain", asset: .sample(2, bytes: 401))
    #expect(desk.studio.tokens(of: text) == 101)
    let sound = Core.Attachment(name: "a.mp3", mimeType: "audio/mp3", asset: .sample(3))
    #expect(desk.studio.tokens(of: sound) == nil)
    desk.send(.handedOver(HandOver(id: 1, attachments: [text, sound])))
    #expect(desk.studio.sendEstimate.pictures == 0)
  }

  // MARK: Paths of no file

  @Test("A path of no file goes as text, and that is said")
  func missing() {
    var desk = Desk()
    desk.type("@notehre.txt what is in it?")
    #expect(desk.press("enter") == [.attach(paths: ["notehre.txt"], sends: true)])
    let effects = desk.send(.attached([], problems: [], sends: true, missing: ["notehre.txt"]))
    #expect(effects.generation?.turn.content.text == "@notehre.txt what is in it?")
    #expect(desk.studio.notice?.text == "@notehre.txt goes as text: there is no such file.")
    desk.type("@a.b and @c/d")
    desk.press("enter")
    desk.send(.attached([], problems: [], sends: true, missing: ["a.b", "c/d"]))
    #expect(desk.studio.queued != nil)
    #expect(desk.studio.notice?.text == "@a.b, @c/d go as text: there is no such file.")
  }

  @Test("So does the beginning of a name that is there; of other words behind an @ nothing is said")
  func begun() throws {
    var desk = Desk()
    desk.type("@not")
    desk.send(.pathsCompleted(token: "not", ["notes.txt"]))
    desk.type(" what is in it?")
    #expect(desk.press("enter").generation != nil)
    #expect(desk.studio.notice?.text == "@not goes as text: Tab behind it takes the file.")

    desk = Desk()
    desk.type("@someone")
    desk.send(.pathsCompleted(token: "someone", []))
    desk.type(" hi, me@home.org, @main")
    #expect(desk.press("enter").generation != nil)
    #expect(desk.studio.notice == nil)
  }

  @Test("What stands against sending is said before that")
  func refused() {
    var settings = Settings()
    settings.textModel = "gemini-2.5-flash-image"
    var desk = Desk(settings: settings)
    desk.send(.handedOver(handOver(desk, "a.jpg", "b.jpg", "c.jpg", "d.jpg")))
    desk.type("see @e.txt")
    desk.press("enter")
    #expect(desk.send(.attached([], problems: [], sends: true, missing: ["e.txt"])).generation == nil)
    #expect(desk.studio.notice?.text.contains("at most 3 pictures") == true)
  }

  // MARK: Looking at them

  @Test("An attachment fills the screen, the next follows, and one is taken out there")
  func fullScreen() {
    var desk = Desk()
    #expect(desk.press("ctrl+x v").isEmpty)
    #expect(desk.studio.overlay == nil)
    desk.send(.handedOver(handOver(desk, "a.jpg", "b.jpg")))
    let effects = desk.press("ctrl+x v")
    #expect(desk.studio.shownAttachment?.name == "b.jpg")
    #expect(effects.contains { if case .makePreview(let key, _) = $0 { key.asset == .sample(2) } else { false } })
    desk.press("right")
    #expect(desk.studio.shownAttachment?.name == "a.jpg")
    desk.press("d")
    #expect(desk.studio.shownAttachment?.name == "b.jpg")
    desk.press("d")
    #expect(desk.studio.overlay == nil)
    #expect(desk.studio.prompt.attachments.isEmpty)
  }

  // MARK: Addresses

  @Test("A pasted address of a picture is fetched only after a yes, and not by what is typed on")
  func address() {
    var desk = Desk()
    #expect(desk.send(.input(.paste("https://host/a.png?x=1\n"))).isEmpty)
    desk.type("f")
    guard case .question(let question) = desk.studio.overlay else {
      Issue.record("nothing was asked")
      return
    }
    #expect(question.text.contains("https://host/a.png?x=1"))
    desk.wait(600)
    #expect(desk.press("f") == [.fetchPicture(address: "https://host/a.png?x=1")])
    desk.send(.fetched(AttachedPath(path: "https://host/a.png?x=1", attachment: .sample("a.png"))))
    #expect(desk.studio.prompt.attachments.map(\.name) == ["a.png"])
    desk.send(.input(.paste("https://host/b.png")))
    #expect(desk.press("escape").isEmpty)
    #expect(desk.studio.prompt.text == "https://host/b.png")
  }

  @Test("An address after @ is asked about on sending, and leaves the text once it is fetched")
  func addressAfterAt() throws {
    var desk = Desk()
    desk.type("what is @https://host/a ")
    #expect(desk.press("enter").isEmpty)
    #expect(desk.press("f") == [.fetchPicture(address: "https://host/a")])
    desk.send(.fetched(AttachedPath(path: "https://host/a", attachment: .sample("a.png"))))
    #expect(desk.studio.prompt.text == "what is ")
    #expect(desk.press("enter").generation != nil)

    desk = Desk()
    desk.type("what is @https://host/a ")
    desk.press("enter")
    #expect(desk.press("t").generation?.turn.content.text == "what is @https://host/a ")
  }
}

extension Desk {
  /// What is said against sending what is attached.
  fileprivate var warning: String? { studio.attachmentWarning(sending: studio.sendEstimate.bytes) }
}
