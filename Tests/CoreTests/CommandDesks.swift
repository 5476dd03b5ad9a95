import Gemini
import Screen
import Testing

@testable import Core

/// States in which one or the other command of the table has something to do.
enum CommandDesks {
  static func all() throws -> [Desk] {
    var talk = Desk(columns: 120, rows: 20)
    try talk.talk("one", String(repeating: "A paragraph of an answer.\n\n", count: 40))
    let second = try talk.ask("two")
    talk.send(
      .run(second.run.id, .received([.sample([.picture(.sample(5)), .picture(.sample(6))], finish: "STOP")])))
    talk.end(second.run.id)
    let pictures = talk
    talk.press("tab r")
    let third = try #require(talk.studio.activeRun)
    talk.receive(third.id, ["text": "hm", "thought": true], ["text": "2"], finish: "STOP")
    talk.end(third.id)
    talk.press("i")
    var viewer = pictures
    viewer.send(.input(.reply(.primaryAttributes([62, 4]))))
    viewer.press("ctrl+x o")
    var zoomed = viewer
    for number in 5...6 {
      let facts = PictureFacts(width: 4000, height: 4000, kind: "PNG")
      zoomed.send(.pictureFacts([AssetReference.sample(number).sha256: facts]))
    }
    let fitted = zoomed
    zoomed.press("1")
    var desks = [Desk(), pictures, talk, viewer, fitted, zoomed]
    func add(_ change: (inout Desk) -> Void) {
      var desk = talk
      change(&desk)
      desks.append(desk)
    }
    desks += try comparisons() + [PaneTests.desk(picture: true)]
    add { $0.press("escape ctrl+u") }
    add { $0.press("h") }
    add { $0.press("escape h") }
    add { $0.press("escape h u") }
    add { $0.press("escape K K") }
    add { desk in
      desk.press("escape /")
      desk.type("paragraph")
      desk.press("enter")
    }
    add { $0.press("escape g v") }
    var linked = Desk()
    try linked.talk("one", "[a](http://a.b)")
    linked.press("escape")
    desks.append(linked)
    add { $0.press("escape v g j j j j l l l v l") }
    add { desk in
      desk.type("one two three\nfour")
      desk.press("left left ctrl+w alt+z up")
    }
    desks += try PromptDesks.all()
    add { $0.send(.attached([AttachedPath(path: "a", attachment: .sample("a"))], problems: [], sends: false)) }
    add { desk in
      desk.send(.handedOver(HandOver(id: 1, attachments: [.sample("a", 1), .sample("b", 2)])))
      desk.press("ctrl+x v")
    }
    add { desk in
      desk.press("ctrl+x a")
      desk.send(.folderListed(FolderListing(folder: "/a", entries: [FileEntry(name: "b", isFolder: true)])))
    }
    add { $0.press("up up") }
    var settings = Settings()
    settings.textModel = "gemini-2.0-flash"
    var ended = Desk(settings: settings)
    ended.end(try ended.ask("one").run.id, .sample(.notFound, status: "NOT_FOUND"))
    desks.append(ended)
    var stopped = Desk()
    let half = try stopped.ask("one").run.id
    stopped.receive(half, ["text": "Half"])
    stopped.end(half, .cancelled)
    desks.append(stopped)
    for keys in [
      "ctrl+p", "ctrl+p down", "ctrl+p pagedown", "f1", "f1 pagedown", "ctrl+x r", "ctrl+x r down down down",
    ] {
      add { $0.press(keys) }
    }
    add { desk in
      desk.press("ctrl+x s")
      desk.send(.sessionsListed([.sample(SessionID(rawValue: "s1"))]))
    }
    add { desk in
      desk.press("ctrl+x l")
      desk.send(.libraryRead(LibraryReading([LibraryPrompt(name: "a", contents: "b")])))
    }
    add { desk in
      desk.press("ctrl+x m")
      desk.send(.modelsListed(["one"].compactMap { Model.sample($0) }))
    }
    add { desk in
      desk.press("ctrl+x R")
      desk.type("mine")
      desk.press("enter ctrl+x r right down down down right")
      desks.append(desk)
      desk.press("tab")
      desks.append(desk)
      desk.press("delete")
    }
    var browser = BrowserTests.desk()
    desks.append(browser)
    browser.press("ctrl+d")
    desks.append(browser)
    var new = Desk()
    new.send(.sessionsListed((1...5).map { .sample(SessionID(rawValue: "s\($0)")) }))
    var gallery = try GalleryTests.desk(columns: 80, rows: 24)
    gallery.press("down down down right")
    desks.append(gallery)
    gallery.press("ctrl+d")
    desks.append(gallery)
    gallery.press("ctrl+t")
    gallery.send(.picturesListed(number: gallery.studio.gallery.number, GalleryTests.page(1...2), next: nil))
    desks.append(gallery)
    var menu = MenuTests.desk()
    desks.append(menu)
    menu.press("space")
    desks.append(menu)
    var light = Settings()
    light.themes.append(Theme(name: "light"))
    return desks + [new, Desk(settings: light)]
  }

  /// Comparisons in which one or the other of their commands has something to do.
  private static func comparisons() throws -> [Desk] {
    var desk = Desk()
    desk.press("ctrl+x c")
    desk.type("one")
    let runs = desk.press("enter").generations.map(\.run.id)
    var running = desk
    running.press("escape")
    var blind = running
    blind.press("B")
    for run in runs {
      desk.receive(run, ["text": "1"], finish: "STOP")
      desk.end(run)
    }
    desk.studio.settings.lineUps = Kept([LineUp(name: "a", lanes: desk.studio.session.lanes)])
    desk.press("escape")
    var four = desk
    four.press("a a 2")
    var three = desk
    three.press("a")
    return [running, blind, desk, four, three]
  }
}
