import Core
import Foundation
import Gemini
import Images
import TestSupport
import Testing

@testable import App

@Suite("Pictures saved from the studio")
struct PictureSaverTests {
  private let folder: TemporaryFolder
  private let assets = Assets(nil)
  private let png = StoredPNG.make(width: 5, height: 3)
  private let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0]

  init() throws { folder = try TemporaryFolder() }

  private func item(_ bytes: [UInt8], _ mimeType: String) throws -> PictureSave.Item {
    let asset = assets.write(bytes, mimeType: mimeType)
    let part: JSON = [
      "inlineData": [
        "mimeType": .string(mimeType), "data": ["sha256": .string(asset.sha256), "bytes": .int(asset.byteCount)],
      ]
    ]
    var session = Session(
      id: SessionID(rawValue: "s"), createTime: Instant(milliseconds: 0), textModel: "a", pictureModel: "b")
    let run = try makeRun([#"{"candidates":[{"content":{"parts":[\#(part.text)]},"finishReason":"STOP"}]}"#])
    session.turns = [
      Turn(
        id: TurnID(rawValue: "t"), parent: nil, content: Content(parts: [Part(text: "a cat")]),
        createTime: Instant(milliseconds: 0), runs: [run])
    ]
    let making = try #require(Provenance(of: asset, in: session, models: .builtIn))
    return PictureSave.Item(asset: asset, mimeType: mimeType, making: making)
  }

  private func saver(_ place: Settings.ProvenancePlace = .sidecar) -> PictureSaver {
    PictureSaver(assets: assets, place: place)
  }

  @Test("Nothing is overwritten, also no sidecar: a name that is taken gets a number")
  func numbers() throws {
    let save = PictureSave(items: [try item(png, "image/png")], stem: "cat", isFolder: false)
    try folder.write("old", to: "cat.png")
    try folder.write("old", to: "cat-2.png.json")
    let said = try saver().save(save, as: "\(folder.path)/cat").sentence
    #expect(said == "Saved as \(folder.path)/cat-3.png (\(byteText(png.count))).")
    #expect(folder.names == ["cat-2.png.json", "cat-3.png", "cat-3.png.json", "cat.png"])
    #expect(folder.bytes("cat-3.png") == png && folder.bytes("cat.png") == Array("old".utf8))
    #expect(PictureFile.readSidecar(of: "\(folder.path)/cat-3.png") == save.items[0].making)
  }

  @Test("A folder with a slash behind it is said with one slash")
  func slash() throws {
    let save = PictureSave(items: [try item(png, "image/png")], stem: "cat", isFolder: false)
    let said = try saver(.none).save(save, as: folder.path + "/").sentence
    #expect(said.hasPrefix("Saved as \(folder.path)/image-"), "\(said)")
  }

  @Test("Where one of several cannot be written, those before it are said to be saved")
  func partly() throws {
    // The longest name there may be, which the second one passes by a letter.
    let save = PictureSave(
      items: [try item(png, "image/png"), try item(Array("RIFF0000WEBP".utf8), "image/webp")],
      stem: String(repeating: "a", count: 249), isFolder: true)
    let problem = #expect(throws: PictureSaver.Problem.self) { try saver().save(save, as: folder.path) }
    #expect(problem?.sentence.contains("-2.webp cannot be written") == true, "\(problem?.sentence ?? "")")
    #expect(problem?.sentence.hasSuffix(" Saved before it: 1 picture.") == true)
    #expect(folder.names.count == 1)
  }

  @Test("A PNG carries its making; another type gets the sidecar and a sentence")
  func inside() throws {
    let items = [try item(png, "image/png"), try item(jpeg, "image/jpeg")]
    let said = try saver(.png).save(
      PictureSave(items: items, stem: "cat", isFolder: true), as: "\(folder.path)/new/"
    ).sentence
    #expect(folder.names == ["new"])
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/new").sorted()
    #expect(names == ["cat-1.png", "cat-2.jpg", "cat-2.jpg.json"])
    #expect(PictureFile.readText(in: folder.bytes("new/cat-1.png") ?? []) == items[0].making)
    #expect(folder.bytes("new/cat-2.jpg") == jpeg)
    #expect(said.hasPrefix("Saved 2 pictures (") && said.contains("cat-2.jpg is no whole PNG"))
  }

  @Test("A picture nobody made has no sidecar, and with none there is none")
  func none() throws {
    var given = try item(png, "image/png")
    _ = try saver(.none).save(PictureSave(items: [given], stem: "a", isFolder: false), as: "\(folder.path)/a.png")
    given.making = nil
    _ = try saver().save(PictureSave(items: [given], stem: "b", isFolder: false), as: "\(folder.path)/b.png")
    #expect(folder.names == ["a.png", "b.png"])
  }

  @Test(
    "A name that cannot be is refused with the reason",
    arguments: [
      ("nowhere/cat.png", false, "There is no folder"), ("file/", true, "is a file"), ("a/b/c", true, "cannot be made"),
    ])
  func refused(name: String, isFolder: Bool, reason: String) throws {
    try folder.write("text", to: "file")
    let save = PictureSave(items: [try item(png, "image/png")], stem: "cat", isFolder: isFolder)
    let problem = #expect(throws: PictureSaver.Problem.self) {
      try saver().save(save, as: "\(folder.path)/\(name)")
    }
    #expect(problem?.sentence.contains(reason) == true, "\(problem?.sentence ?? "")")
    #expect(folder.names == ["file"])
  }

  @Test("A device is not written to, and bytes that are gone are said")
  func odd() throws {
    let save = PictureSave(items: [try item(png, "image/png")], stem: "cat", isFolder: false)
    #expect(throws: PictureSaver.Problem.self) { try saver().save(save, as: "/dev/null") }
    let gone = PictureSave.Item(
      asset: AssetReference(sha256: String(repeating: "0", count: 64), byteCount: 1), mimeType: "image/png")
    #expect(throws: PictureSaver.Problem.self) {
      try saver().save(PictureSave(items: [gone], stem: "x", isFolder: false), as: "\(folder.path)/x.png")
    }
    #expect(folder.names.isEmpty)
  }
}

@Suite("The system's viewer")
struct SystemViewerTests {
  private let folder: TemporaryFolder
  private let png = StoredPNG.make(width: 5, height: 3)

  init() throws { folder = try TemporaryFolder() }

  /// A viewer that writes down what it is given, and ends with `code`.
  private func environment(exitCode: Int = 0) throws -> [String: String] {
    let script = """
      #!/bin/sh
      { echo "$1"; echo "key=$GEMINI_API_KEY"; test -t 0 || test -t 1 || test -t 2 || echo away; } > '\(folder.path)/seen.part'
      mv '\(folder.path)/seen.part' '\(folder.path)/seen'
      exit \(exitCode)
      """
    let path = try folder.write(script, to: "bin/xdg-open")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "DISPLAY": ":9", "GEMINI_API_KEY": KeySearch.key]
  }

  @Test("It gets the path of a copy, no key and no terminal; an error of its own is said later")
  func opens() async throws {
    let problem = Watched<String?>(nil)
    try SystemViewer.open(png, name: "abc", in: "\(folder.path)/opened", environment: environment(exitCode: 3)) {
      problem.set($0)
    }
    let said = await problem.wait { $0 != nil } ?? nil
    #expect(said?.contains("xdg-open could not open") == true)
    let seen = String(decoding: try #require(folder.bytes("seen")), as: UTF8.self)
    #expect(seen == "\(folder.path)/opened/abc.png\nkey=\naway\n")
    #expect(folder.bytes("opened/abc.png") == png)
  }

  @Test("What is no picture is opened by nothing")
  func noPicture() throws {
    let environment = try environment()
    #expect(throws: SystemViewer.Problem.self) {
      try SystemViewer.open(
        Array("<html>".utf8), name: "a", in: "\(folder.path)/opened", environment: environment
      ) { _ in }
    }
    #expect(folder.names == ["bin"])
  }

  @Test("Without a screen or a viewer a sentence says so", arguments: [["DISPLAY": ":9"], ["PATH": "/nowhere"]])
  func missing(environment: [String: String]) {
    let problem = #expect(throws: SystemViewer.Problem.self) {
      try SystemViewer.open(png, name: "a", in: "\(folder.path)/opened", environment: environment) { _ in }
    }
    let word = environment["DISPLAY"] == nil ? "neither DISPLAY" : "xdg-utils"
    #expect(problem?.sentence.contains(word) == true)
    #expect(folder.names.isEmpty)
  }
}
