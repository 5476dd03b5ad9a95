import Gemini
import Screen
import Testing

@testable import Core

@Suite("The picture on the full screen")
struct ViewingTests {
  /// Given 1; made 2 and 3 from it; made 4 from 3, which goes along again.
  private func desk(columns: Int = 120, rows: Int = 40, settings: Settings = Settings()) throws -> Desk {
    var desk = Desk(columns: columns, rows: rows, settings: settings)
    desk.studio.prompt.attach(.sample("room.jpg", 1))
    try desk.draw("Two of them", [2, 3])
    desk.press("ctrl+x u")
    try desk.draw("With a lamp", [4])
    for number in 1...4 {
      let facts = PictureFacts(width: 1376, height: 768, kind: "PNG", path: "/data/\(number).png")
      desk.send(.pictureFacts([AssetReference.sample(number).sha256: facts]))
    }
    desk.press("ctrl+x o")
    desk.makeReady()
    return desk
  }

  private func number(_ desk: Desk) -> Int? { desk.studio.shownPicture?.asset.flatMap { Int($0.sha256, radix: 16) } }

  // MARK: Walking

  @Test("Every picture of the branch is walked through, each once, given ones too, around both ends")
  func walk() throws {
    var desk = try desk()
    #expect(desk.studio.viewedPictures.compactMap { $0.blob.asset } == (1...4).map { .sample($0) })
    var seen = [number(desk)]
    for key in ["n", "space", "right", "l", "n"] {
      desk.press(key)
      seen.append(number(desk))
      #expect(desk.studio.picturePlace.number == number(desk))
    }
    #expect(seen == [4, 1, 2, 3, 4, 1])
    seen = []
    for key in ["p", "backspace", "left", "h"] {
      desk.press(key)
      seen.append(number(desk))
    }
    #expect(seen == [4, 3, 2, 1])
  }

  @Test("What was walked to is the current message when the full screen closes")
  func current() throws {
    var desk = try desk()
    desk.press("p p escape")
    #expect(number(desk) == 2)
    #expect(desk.studio.currentMessage == desk.studio.transcript.messages[1].id)
  }

  @Test("Answers that were asked for at once are walked through at the end of the branch")
  func atOnce() throws {
    var desk = try desk()
    desk.press("escape escape r")
    let again = try #require(desk.effects.generation)
    desk.receive(again.run.id, .picture(.sample(5)), finish: "STOP")
    desk.end(again.run.id)
    desk.press("ctrl+x o")
    #expect(number(desk) == 5 && desk.studio.picturePlace == (5, 5))
    #expect(desk.press("p").chosen != nil)
    #expect(number(desk) == 4 && desk.studio.picturePlace == (4, 5))
    desk.press("n")
    #expect(number(desk) == 5 && desk.studio.picturePlace == (5, 5))
  }

  @Test("Alone on the branch, a picture has no next one, and says so")
  func alone() throws {
    var desk = Desk()
    try desk.draw("One", [1])
    desk.press("ctrl+x o")
    for key in ["n", "left", "f", "c", "a", "t"] {
      desk.studio.notice = nil
      desk.press(key)
      #expect(desk.studio.notice != nil, "\(key)")
      #expect(number(desk) == 1)
    }
  }

  // MARK: Zoom

  @Test("Zooming asks for a part of the picture, and the arrows move it")
  func zoom() throws {
    var desk = try desk()
    desk.press("t")
    desk.makeReady()
    let one = desk.press("1")
    #expect(one.parts == [PixelRect(x: 88, y: 4, width: 1200, height: 760)])
    #expect(desk.studio.shownSight?.percent == 100)
    desk.makeReady()
    #expect(desk.press("right").parts == [PixelRect(x: 176, y: 4, width: 1200, height: 760)])
    #expect(number(desk) == 4)
    desk.makeReady()
    desk.press("+")
    desk.makeReady()
    desk.press("+ j")
    #expect(desk.studio.shownSight?.percent == 200)
    #expect(desk.studio.shownSight?.crop?.width == 600)
    desk.makeReady()
    desk.press("n")
    #expect(number(desk) == 1 && desk.studio.shownSight?.percent == 200, "the next one is seen at the same scale")
    desk.makeReady()
    desk.press("0")
    #expect(desk.studio.previewKey?.crop == nil)
    desk.press("right")
    #expect(number(desk) == 2)
  }

  @Test("While one part is made no other is begun; the last one wanted comes after it")
  func oneAtATime() throws {
    var desk = try desk()
    let first = desk.press("+")
    #expect(first.parts.count == 1)
    #expect(desk.press("+ left up +").parts.isEmpty)
    let key = try #require(first.previewKeys.first)
    let next = desk.send(.previewMade(key, .art(Grid(key.size))))
    #expect(next.previewKeys == [desk.studio.previewKey].compactMap { $0 })
  }

  @Test("While a key is held nothing is made; what was shown stays until it rests")
  func held() throws {
    var desk = try desk()
    desk.press("+ +")
    desk.makeReady()
    let shown = try #require(desk.studio.previewKey)
    desk.press("right")
    let begun = try #require(desk.effects.previewKeys.first)
    desk.send(.previewMade(begun, .art(Grid(begun.size))))
    for _ in 0..<8 {
      desk.now = desk.now + 20
      #expect(desk.press("right").previewKeys.isEmpty)
    }
    let wanted = try #require(desk.studio.previewKey)
    #expect(wanted.crop != shown.crop)
    #expect(desk.studio.shelf.preview(for: wanted) != nil, "the part before stays on the screen")
    desk.wait(Studio.keyRest)
    #expect(desk.effects.previewKeys == [wanted])
  }

  @Test("Parts that were shown stay cached, and the pictures on the screen longest")
  func cached() throws {
    var desk = try desk()
    desk.press("c")
    desk.makeReady()
    let a = try #require(desk.studio.besidePair?.a)
    desk.press("+ + + +")
    desk.makeReady()
    for step in 0..<80 {
      desk.now = desk.now + 200
      desk.press(["right", "down", "left", "up"][step / 3 % 4])
      desk.makeReady()
      let key = try #require(desk.studio.viewedKey(of: a))
      if case .art = desk.studio.shelf.previews[key] {} else { Issue.record("A is not ready after step \(step)") }
    }
    #expect(desk.studio.shelf.previews.count <= 26)
  }

  @Test("A window that is resized while zoomed shows as much as there is room for, around the same middle")
  func resized() throws {
    var desk = try desk()
    desk.press("t 1")
    desk.send(.resized(Size(columns: 80, rows: 24), cellPixels: nil))
    #expect(desk.studio.shownSight?.crop == PixelRect(x: 288, y: 164, width: 800, height: 440))
    desk.send(.resized(Size(columns: 20, rows: 5), cellPixels: nil))
    desk.press("+ right")
    desk.send(.resized(Size(columns: 200, rows: 60), cellPixels: nil))
    #expect(
      desk.studio.shownSight
        == PictureSight(
          percent: 100, size: Size(columns: 138, rows: 39), crop: nil, isPart: false))
  }

  @Test("A question or a name asked for in front leaves zoom and place as they were", arguments: ["O c", "s escape"])
  func behind(keys: String) throws {
    var desk = try desk()
    desk.press("+ + right")
    let viewer = desk.studio.viewer
    desk.press(keys)
    #expect(desk.studio.overlay == .picture && desk.studio.viewer == viewer)
    desk.press("escape ctrl+x o")
    #expect(desk.studio.viewer.zoom == .fit, "opened again it shows all")
  }

  @Test("A picture that comes meanwhile does not take the place of one that is looked at closely")
  func comes() throws {
    var desk = try desk()
    desk.press("escape")
    let next = try desk.ask("And a cat")
    desk.press("ctrl+x o +")
    desk.receive(next.run.id, .picture(.sample(6)), finish: "STOP")
    desk.end(next.run.id)
    #expect(number(desk) == 4 && desk.studio.picturePlace == (4, 5))
  }

  // MARK: Two pictures

  @Test("Without a mark, A is the picture that the shown one was made from")
  func parent() throws {
    var desk = try desk()
    desk.press("c")
    let pair = try #require(desk.studio.besidePair)
    #expect(pair == (.sample(3), .sample(4)))
    #expect(desk.studio.viewer.letter(of: .sample(3)) == "A" && desk.studio.viewer.letter(of: .sample(4)) == "B")
  }

  @Test("Flipping shows the other one in the same place at the same scale, and makes nothing anew")
  func flip() throws {
    var desk = try desk()
    desk.press("p p a n")
    #expect(number(desk) == 3)
    desk.press("+ +")
    desk.makeReady()
    let zoom = desk.studio.viewer.zoom
    for expected in [2, 3, 2, 3] {
      #expect(desk.press("f").isEmpty)
      #expect(number(desk) == expected && desk.studio.viewer.zoom == zoom)
      let key = try #require(desk.studio.previewKey)
      if case .art = desk.studio.shelf.previews[key] {} else { Issue.record("\(expected) is not ready") }
    }
    #expect(desk.studio.viewer.letter(of: .sample(2)) == "A" && desk.studio.viewer.letter(of: .sample(3)) == "B")
  }

  @Test("Side by side both are made at the same scale, within the bytes of one")
  func beside() throws {
    var desk = try desk()
    desk.press("t 1")
    desk.makeReady()
    let whole = desk.studio.pictureBudget(isFull: false).bytes
    let effects = desk.press("c")
    #expect(Set(effects.parts).count == 1 && effects.parts.count == 2)
    #expect(desk.studio.pictureBudget(isFull: false).bytes == whole / 2)
    #expect(desk.studio.besidePair?.b == .sample(4))
    desk.press("f")
    #expect(desk.studio.besidePair?.b == .sample(4), "both stay where they are")
    #expect(number(desk) == 3)
    desk.press("p")
    #expect(try #require(desk.studio.besidePair) == (.sample(3), .sample(2)))
  }

  @Test("The mark is taken off by the key that made it, and goes with its picture")
  func unmark() throws {
    var desk = try desk()
    desk.press("a")
    #expect(desk.studio.viewer.a == .sample(4))
    desk.press("a")
    #expect(desk.studio.viewer.a == nil)
    desk.press("a p c")
    desk.studio.session.turns[1].runs[0].candidates = []
    desk.studio.branchChanged()
    desk.wait(10)
    #expect(desk.studio.viewer.a == nil && desk.studio.besidePair == nil)
    #expect(desk.studio.overlay == .picture && number(desk) == 3)
  }

  // MARK: What is known

  @Test("What is known of a picture stands beside it, and where its file is")
  func record() throws {
    var desk = try desk()
    #expect(!desk.press("i").contains { if case .readFacts = $0 { true } else { false } })
    let text = desk.studio.pictureRecord(columns: 60).map(\.text)
    for line in [
      "With a lamp", "Model      gemini-flash-latest", "Asked for  2026-11-22 09:14",
      "Made from  picture 3", "Size       1376 x 768 pixels", "Type       image/png", "Bytes      1,200,000",
      "SHA-256    0000000000000000…", "File       /data/4.png", "thinkingConfig.includeThoughts true",
    ] {
      #expect(text.contains(line), "\(line) in \(text)")
    }
    desk.press("n")
    let given = desk.studio.pictureRecord(columns: 60).map(\.text)
    #expect(given.contains("Given      with the prompt of 2026-11-22 09:14"))
    #expect(given.contains("File       /data/1.png"))
  }

  @Test("Where the file is is asked for once")
  func path() throws {
    var desk = try desk()
    desk.studio.shelf.facts[AssetReference.sample(4).sha256]?.path = nil
    let asked = Effect.readFacts([.sample(4)])
    #expect(desk.press("i").contains(asked))
    #expect(!desk.press("i i").contains(asked))
  }

  @Test("A long prompt is scrolled through, with nothing that no page shows")
  func scrolling() throws {
    var desk = Desk(columns: 80, rows: 24)
    try desk.draw((1...60).map { "word\($0)" }.joined(separator: " "), [1])
    desk.press("ctrl+x o pagedown")
    #expect(desk.studio.notice?.text == "What is known of the picture is not shown. i shows it.")
    desk.press("i")
    let lines = desk.studio.pictureRecord(columns: 78).count
    let rows = desk.studio.viewerLayout.record.rows
    var seen: Set<Int> = []
    for _ in 0..<30 {
      let top = desk.studio.viewer.recordTop
      let first = top > 0 ? top + 1 : top
      let end = top + rows < lines ? top + rows - 1 : top + rows
      seen.formUnion(first..<min(lines, end))
      desk.press("pagedown")
    }
    #expect(seen == Set(0..<lines))
    #expect(desk.studio.viewer.recordTop == lines - rows)
    desk.press("pageup pageup pageup pageup pageup pageup pageup pageup")
    #expect(desk.studio.viewer.recordTop == 0)
  }

  // MARK: Filmstrip

  @Test("The filmstrip is there from 30 rows on, or when it is asked for")
  func strip() throws {
    for (rows, isShown) in [(24, false), (29, false), (30, true), (60, true)] {
      var desk = try desk(columns: 80, rows: rows)
      #expect(desk.studio.showsStrip == isShown)
      desk.press("t")
      #expect(desk.studio.showsStrip == !isShown)
    }
  }

  @Test("The shown picture is always in it, and small ones are made of those that are seen")
  func window() throws {
    var desk = Desk(columns: 60, rows: 40)
    try desk.draw("Many", Array(1...30))
    desk.press("ctrl+x o")
    for _ in 0..<31 {
      desk.press("p")
      let pictures = desk.studio.viewedPictures
      let frames = desk.studio.filmstrip(of: pictures)
      #expect(frames.contains { $0.index == desk.studio.viewedIndex(in: pictures) })
      #expect(frames.count >= 3 && frames.allSatisfy { $0.rect.endColumn <= 58 })
    }
  }

  @Test("A click on a small picture goes there, the wheel over them walks, over the picture it zooms")
  func mouse() throws {
    var desk = try desk()
    let frame = try #require(desk.studio.filmstrip(of: desk.studio.viewedPictures).first { $0.index == 1 })
    let point = Point(row: frame.rect.row + 2, column: frame.rect.column + 1)
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: point))))
    #expect(number(desk) == 2)
    desk.send(.input(.mouse(Mouse(.wheelDown, button: 0, at: point))))
    #expect(number(desk) == 3)
    desk.send(.input(.mouse(Mouse(.wheelUp, button: 0, at: Point(row: 10, column: 50)))))
    #expect(desk.studio.viewer.zoom == .percent(100))
  }

  @Test("Where no pictures are shown, one walks and reads all the same, and the rest says why not")
  func box() throws {
    var settings = Settings()
    settings.pictures = .none
    var desk = try desk(settings: settings)
    desk.press("p")
    #expect(number(desk) == 3)
    for key in ["+", "-", "0", "1", "j", "c", "t"] {
      desk.studio.notice = nil
      desk.press(key)
      #expect(desk.studio.notice?.text.hasPrefix("This terminal shows no pictures") == true, "\(key)")
    }
    desk.press("i f")
    #expect(desk.studio.viewer.showsRecord && number(desk) == 1)
  }
}

extension Desk {
  /// A whole turn whose answer are pictures.
  fileprivate mutating func draw(_ prompt: String, _ numbers: [Int]) throws {
    let run = try ask(prompt).run.id
    for number in numbers { receive(run, .picture(.sample(number))) }
    receive(run, finish: "STOP")
    end(run)
  }

  /// The keys rest, and all previews that are wanted are made, one after another.
  fileprivate mutating func makeReady() {
    wait(100)
    while let key = studio.shelf.previews.first(where: { $0.value == .making })?.key {
      send(.previewMade(key, .art(Grid(key.size))))
    }
  }
}

extension [Effect] {
  fileprivate var previewKeys: [PreviewKey] {
    compactMap { effect in if case .makePreview(let key, _) = effect { key } else { nil } }
  }

  fileprivate var parts: [PixelRect] { previewKeys.compactMap(\.crop) }
}
