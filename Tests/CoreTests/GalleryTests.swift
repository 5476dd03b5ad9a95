import Gemini
import Screen
import Testing

@testable import Core

@Suite("The gallery over all sessions")
struct GalleryTests {
  /// Pictures of a store, the newest first; each of the numbers is a session, a run and a picture.
  static func page(_ numbers: some Sequence<Int>) -> [StoredPicture] {
    numbers.map { number in
      StoredPicture(
        asset: .sample(number), mimeType: "image/png", prompt: "picture number \(number)",
        model: "gemini-2.5-flash-image",
        session: SessionID(rawValue: "s\(number)"), sessionTitle: "Session \(number)",
        turn: TurnID(rawValue: "t\(number)"), run: RunID(rawValue: "r\(number)"), createTime: Desk.start + -number,
        cursor: PictureCursor(createTime: 10_000 - number, key: 1))
    }
  }

  /// What the last event asked to be read.
  private struct Reading {
    var query: PictureQuery
    var cursor: PictureCursor?
    var number: Int
  }

  private static func reading(_ effects: [Effect]) -> Reading? {
    for case .listPictures(let query, let cursor, _, _, let number) in effects {
      return Reading(query: query, cursor: cursor, number: number)
    }
    return nil
  }

  /// An open gallery with so many pictures, at 80 columns and 24 rows: three beside each other, two rows.
  static func desk(_ count: Int = 20, isWhole: Bool = true, columns: Int = 80, rows: Int = 24) throws -> Desk {
    var desk = Desk(columns: columns, rows: rows)
    let first = try #require(reading(desk.press("ctrl+x p")))
    #expect(first.cursor == nil)
    let page = page(1...max(1, count)).prefix(count)
    desk.send(
      .picturesListed(number: first.number, Array(page), next: isWhole ? nil : page.last?.cursor))
    return desk
  }

  @Test("It opens on the newest pictures, drafts and those of the simulator left out, and on them without a key")
  func opens() throws {
    var desk = Desk()
    let reading = try #require(Self.reading(desk.press("ctrl+x p")))
    #expect(desk.studio.place == .gallery)
    #expect(!reading.query.hasDrafts && !reading.query.hasDemos && !reading.query.isDeleted)
    var demo = Desk(backend: .simulator)
    #expect(try #require(Self.reading(demo.press("ctrl+x p"))).query.hasDemos)
  }

  @Test("It is read page by page, the next one as the end of what was read comes near; End goes on to the oldest")
  func pages() throws {
    var desk = try Self.desk(20, isWhole: false)
    #expect(Self.reading(desk.effects) == nil, "twice what is on the screen is there")
    desk.press("pagedown")
    let second = try #require(Self.reading(desk.press("pagedown")))
    #expect(second.cursor == Self.page(20...20)[0].cursor)
    #expect(Self.reading(desk.press("right")) == nil, "one page at a time")
    desk.send(.picturesListed(number: second.number, Self.page(21...200), next: Self.page(200...200)[0].cursor))
    let third = try #require(Self.reading(desk.press("end")))
    desk.send(.picturesListed(number: third.number, Self.page(201...210), next: nil))
    #expect(desk.studio.gallery.picture?.asset == .sample(210) && desk.studio.gallery.isWhole)
    desk.press("home")
    #expect(desk.studio.gallery.selected == 0 && desk.studio.gallery.top == 0)
  }

  @Test(
    "Keys move in the grid and stay inside it",
    arguments: [
      ("right", 1), ("left", 0), ("down", 3), ("up", 0), ("down right up", 1), ("pagedown", 6), ("end", 19),
      ("end down", 19), ("end up", 16), ("end up right right", 18), ("end right", 19), ("pagedown pageup", 0),
      ("end up up down down", 19),
    ])
  func moves(keys: String, expected: Int) throws {
    var desk = try Self.desk()
    desk.press(keys)
    #expect(desk.studio.gallery.selected == expected)
    #expect(desk.studio.galleryLayout.visible(desk.studio.gallery).contains(expected))
  }

  @Test("Typing filters by the prompt: each letter is a reading of its own, and late pages of another are dropped")
  func filter() throws {
    var desk = try Self.desk()
    desk.type("ca")
    let old = try #require(Self.reading(desk.effects))
    desk.type("t")
    let new = try #require(Self.reading(desk.effects))
    #expect(old.query.words == "ca" && new.query.words == "cat" && new.number > old.number)
    desk.send(.picturesListed(number: old.number, Self.page(1...2), next: nil))
    #expect(desk.studio.gallery.pictures.isEmpty)
    desk.send(.picturesListed(number: new.number, Self.page(3...3), next: nil))
    #expect(desk.studio.gallery.pictures.map(\.asset) == [.sample(3)])
    let shorter = try #require(Self.reading(desk.press("backspace")))
    #expect(shorter.query.words == "ca")
    #expect(try #require(Self.reading(desk.press("ctrl+u"))).query.words == "")
    for (key, expected) in [("ctrl+f", \PictureQuery.hasDrafts), ("ctrl+g", \.hasDemos), ("ctrl+t", \.isDeleted)] {
      #expect(try #require(Self.reading(desk.press(key))).query[keyPath: expected])
      #expect(try #require(Self.reading(desk.press(key))).query[keyPath: expected] == false)
    }
  }

  @Test("Thumbnails are made of what is on the screen alone, each once, and while a key is held down of nothing")
  func thumbnails() throws {
    var desk = try Self.desk()
    func made(_ effects: [Effect]) -> [AssetReference] {
      effects.compactMap { if case .makeThumbnail(let asset, _, _, _, _) = $0 { asset } else { nil } }
    }
    #expect(made(desk.effects) == (1...6).map { .sample($0) })
    desk.wait(1000)
    #expect(
      made(desk.press("pagedown")) == (4...9).map { .sample($0) }.filter { $0.sha256 > AssetReference.sample(6).sha256 }
    )
    desk.now = desk.now + 10
    #expect(made(desk.press("pagedown")).isEmpty)
    #expect(desk.studio.nextDeadline == desk.now + 50)
    desk.now = desk.now + 50
    #expect(!made(desk.send(.tick)).isEmpty)
  }

  @Test("No more thumbnails are kept than a bound, and those on the screen are among them")
  func bound() {
    var shelf = PictureShelf()
    for start in stride(from: 0, to: 2000, by: 40) {
      let wanted = (start..<start + 40).map { AssetReference.sample($0) }
      #expect(shelf.startThumbnails(wanted + wanted) == wanted)
      #expect(shelf.thumbnails.count <= 400)
      #expect(wanted.allSatisfy { shelf.thumbnails[$0.sha256] != nil })
    }
  }

  @Test("Beside the grid the selected picture is shown large where there is room, and on the full screen on a key")
  func preview() throws {
    #expect(try Self.desk(columns: 99, rows: 40).studio.previewKey == nil)
    var desk = try Self.desk(columns: 120, rows: 40)
    #expect(desk.studio.previewKey?.asset == .sample(1))
    desk.press("right")
    let small = try #require(desk.studio.previewKey)
    #expect(small.asset == .sample(2))
    desk.press("ctrl+o")
    #expect(desk.studio.previewKey?.size.columns == 120)
    desk.press("right escape")
    #expect(desk.studio.previewKey?.asset == .sample(3) && desk.studio.previewKey?.size == small.size)
    desk.press("escape")
    #expect(desk.studio.overlay == nil)
  }

  @Test("Enter opens the session with the picture's message as the current one")
  func goes() throws {
    var desk = try Self.desk()
    let opening = desk.press("right enter")
    #expect(opening.suffix(1) == [.openSession(SessionID(rawValue: "s2"))])
    #expect(desk.studio.overlay == nil)
    var session = Session(
      id: SessionID(rawValue: "s2"), title: "Session 2", createTime: Desk.start, textModel: "a", pictureModel: "b")
    var parent: RunID?
    for number in [2, 9] {
      var run = Run(
        id: RunID(rawValue: "r\(number)"), model: "b", backend: .developer, config: GenerationConfig(),
        startTime: Desk.start)
      run.apply(.received([.sample([.picture(.sample(number))], finish: "STOP")]), at: Desk.start)
      run.apply(.ended(nil), at: Desk.start)
      session.turns.append(
        Turn(
          id: TurnID(rawValue: "t\(number)"), parent: parent, content: Content(parts: [Part(text: "p")]),
          createTime: Desk.start, runs: [run]))
      parent = run.id
    }
    session.head = TurnID(rawValue: "t9")
    desk.send(.sessionOpened(session))
    #expect(desk.studio.currentMessage == .answer(RunID(rawValue: "r2")))
    #expect(desk.studio.shownPicture?.asset == .sample(2) && desk.studio.focus == .conversation)
  }

  @Test("The selected picture is saved, its path copied, and taken as input of the next turn")
  func uses() throws {
    var desk = try Self.desk()
    #expect(desk.press("ctrl+y") == [.copyPicturePath(.sample(1), mimeType: "image/png")])
    desk.press("ctrl+s")
    guard case .savePictures(let save, "picture-number-1.png")? = desk.press("enter").first else {
      Issue.record("nothing is saved")
      return
    }
    #expect(save.items.map(\.stored) == [Self.page(1...1)[0].mark])
    #expect(desk.studio.overlay == .gallery, "one comes back to it")
    desk.press("right ctrl+e")
    #expect(desk.studio.overlay == nil && desk.studio.focus == .prompt)
    #expect(desk.studio.prompt.attachments.map(\.asset) == [.sample(2)])
  }

  @Test("A click selects, a second one looks closer, and the wheel moves by rows")
  func mouse() throws {
    var desk = try Self.desk()
    let room = desk.studio.galleryLayout.room(of: 4, in: desk.studio.gallery)
    let point = Point(row: room.row + 1, column: room.column + 1)
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: point))))
    #expect(desk.studio.gallery.selected == 4 && !desk.studio.gallery.isFull)
    desk.send(.input(.mouse(Mouse(.press, button: 1, at: point))))
    #expect(desk.studio.gallery.isFull)
    desk.press("escape")
    desk.send(.input(.mouse(Mouse(.wheelDown, at: point))))
    #expect(desk.studio.gallery.selected == 7)
  }

  @Test("Without pictures its keys do nothing and say so")
  func empty() throws {
    var desk = try Self.desk(0)
    for key in ["enter", "ctrl+o", "ctrl+e", "ctrl+s", "ctrl+y", "ctrl+d"] {
      #expect(desk.press(key).isEmpty)
      #expect(desk.studio.notice?.text == "There is no picture here.", "\(key)")
    }
    desk.press("down end home pagedown left")
    #expect(desk.studio.gallery.selected == 0)
  }
}
