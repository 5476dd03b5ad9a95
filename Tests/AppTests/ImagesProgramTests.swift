import Foundation
import Gemini
import Images
import Store
import TestSupport
import Testing

@testable import App

@Suite("Pictures and how they were made, from the command line")
struct ImagesProgramTests {
  private let folder: TemporaryFolder
  private let png: [UInt8]
  private let server: LoopbackServer

  init() throws {
    folder = try TemporaryFolder()
    png = StoredPNG.make(width: 5, height: 3)
    let data = Base64.encode(png)
    server = try LoopbackServer { _, connection in
      let part = #"{"inlineData":{"mimeType":"image/png","data":"\#(data)"}}"#
      connection.respond(
        text: events(
          #"{"candidates":[{"content":{"parts":[\#(part)]},"finishReason":"STOP"}],"responseId":"id-1","modelVersion":"v"}"#
        ))
    }
  }

  private func run(_ words: String...) async throws -> ProgramProcess.Result {
    let program = ProgramProcess(folder, ["GEMINI_API_KEY": KeySearch.key, "GOOGLE_GEMINI_BASE_URL": server.baseURL])
    return try await program.run(words)
  }

  private var sha256: String { AssetStore.reference(of: png).sha256 }

  private func problems(_ text: String, as definition: String) throws -> [String] {
    JSONSchema(try HeadlessSchema.read()).problems(of: try JSON(parsing: text), as: definition)
  }

  @Test("The sidecar stands beside exact bytes, has the picture's rights, and is what the documentation says")
  func sidecar() async throws {
    let result = try await run("image", "a cat", "-o", "cat", "--set", "temperature=0.20", "-s", "Be bold.")
    #expect(result.exitCode == 0 && result.text == "\(folder.path)/cat.png\n", "\(result.err)")
    #expect(folder.bytes("cat.png") == png)
    let text = String(decoding: try #require(folder.bytes("cat.png.json")), as: UTF8.self)
    #expect(try problems(text, as: "provenance") == [])
    let json = try JSON(parsing: text)
    #expect(json["prompt"]?.string == "a cat" && json["responseId"]?.string == "id-1")
    #expect(json["settings"]?.text == #"{"temperature":0.20}"#)
    #expect(json["request"]?["systemInstruction"]?.string == "Be bold.")
    func mode(_ name: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")[.posixPermissions] as? Int
    }
    #expect(try mode("cat.png.json") == mode("cat.png"))
    #expect(folder.names.filter { $0.hasPrefix("cat") } == ["cat.png", "cat.png.json"])
  }

  @Test("A PNG carries its making inside, and no file beside it; with none there is neither")
  func inside() async throws {
    _ = try await run("image", "a cat", "-o", "in.png", "--provenance", "png")
    _ = try await run("image", "a cat", "-o", "no.png", "--provenance", "none")
    #expect(folder.names.filter { $0.hasSuffix(".json") }.isEmpty)
    #expect(folder.bytes("no.png") == png)
    let file = try #require(folder.bytes("in.png"))
    #expect(try ImageHeader(file).width == 5)
    #expect(try problems(try #require(PNGText.read("gemstudio", in: file)), as: "provenance") == [])
    let info = try await run("images", "info", "in.png", "--json")
    #expect(try problems(info.text, as: "imageInfo") == [])
    #expect(try JSON(parsing: info.text)["source"]?.string == "png")
    let known = try await run("images", "info", "no.png", "--json")
    #expect(try JSON(parsing: known.text)["source"]?.string == "store")
  }

  @Test("The setting says where it goes, and the option goes before it")
  func setting() async throws {
    try folder.write("provenance = \"none\"\n", to: "home/config.toml")
    _ = try await run("image", "a cat", "-o", "a.png")
    _ = try await run("image", "a cat", "-o", "b.png", "--provenance", "sidecar")
    #expect(folder.names.filter { $0.hasSuffix(".json") } == ["b.png.json"])
  }

  @Test("What is no sidecar is not overwritten: a warning, and the picture stays")
  func foreign() async throws {
    try folder.write("{\"mine\": 1}", to: "cat.png.json")
    let result = try await run("image", "a cat", "-o", "cat.png")
    #expect(result.exitCode == 0 && result.err.contains("cat.png.json is some other file"))
    #expect(folder.bytes("cat.png") == png && folder.bytes("cat.png.json") == Array("{\"mine\": 1}".utf8))
    try FileManager.default.createDirectory(atPath: "\(folder.path)/dog.png.json", withIntermediateDirectories: false)
    let blocked = try await run("image", "a dog", "-o", "dog.png")
    #expect(blocked.exitCode == 0 && folder.bytes("dog.png") == png)
    #expect(blocked.err.contains("dog.png.json"))
  }

  @Test("The list has the pictures of all sessions; the words of a search and a session narrow it")
  func list() async throws {
    let empty = try await run("images", "list", "--json")
    #expect(empty.exitCode == 0 && empty.text == "[]\n")
    _ = try await run("image", "a cat\nat dusk", "-o", "a.png")
    _ = try await run("image", "a dog", "-o", "b.png")
    let all = try await run("images", "list", "--json")
    #expect(try problems(all.text, as: "images") == [])
    let rows = try #require(try JSON(parsing: all.text).array)
    #expect(rows.map { $0["prompt"]?.string } == ["a dog", "a cat\nat dusk"])
    #expect(rows.allSatisfy { $0["width"]?.int == 5 && $0["height"]?.int == 3 && $0["demo"]?.bool == false })
    let path = try #require(rows[0]["path"]?.string)
    #expect(FileManager.default.contents(atPath: path).map { Array($0) } == png)
    let found = try await run("images", "list", "--search", "DUSK")
    #expect(found.text.split(separator: "\n").count == 2 && found.text.contains("a cat at dusk"))
    let session = try #require(rows[0]["session"]?.string)
    let one = try await run("images", "list", "--session", String(session.prefix(8)), "--json")
    #expect(try JSON(parsing: one.text).array?.count == 1)
    #expect(try await run("images", "list", "--session", "none").exitCode == 2)
  }

  @Test("A picture of the store is saved by the beginning of its SHA-256")
  func save() async throws {
    _ = try await run("image", "a cat", "-o", "a.png")
    let saved = try await run("images", "save", String(sha256.prefix(7)), "-o", "again")
    #expect(saved.exitCode == 0 && saved.text == "\(folder.path)/again.png\n")
    #expect(folder.bytes("again.png") == png)
    #expect(folder.bytes("again.png.json") == folder.bytes("a.png.json"))
    let piped = try await run("images", "save", sha256, "-o", "-")
    #expect(piped.out == png)
    let wrong = try await run("images", "save", "zz", "-o", "x.png")
    #expect(wrong.exitCode == 2 && wrong.err.contains("images list"))
  }

  @Test("The request is printed again as it was sent, with its pictures, from the store")
  func reproduce() async throws {
    try folder.write(png, to: "room.png")
    _ = try await run(
      "image", "a cat", "-i", "room.png", "-o", "a.png", "-s", "Be bold.", "--safety", "harassment=none")
    _ = try await run("image", "at dusk", "--continue", "-o", "b.png", "--no-stream")
    let sent = try server.requests.map { try JSON(parsing: $0.body) }
    let dry = try await run(
      "image", "a cat", "-i", "room.png", "-s", "Be bold.", "--safety", "harassment=none", "--dry-run", "--format",
      "json",
      "-o", "a.png")
    let first = try await run("images", "reproduce", "a.png", "--json")
    #expect(first.exitCode == 0 && first.text == dry.text)
    #expect(try problems(first.text, as: "dryRun") == [])
    #expect(try JSON(parsing: first.text)["body"] == sent[0])
    let second = try JSON(parsing: try await run("images", "reproduce", "b.png", "--json").text)
    #expect(second["body"] == sent[1])
    #expect(second["url"]?.string?.hasSuffix(":generateContent") == true)
    let text = try await run("images", "reproduce", "b.png")
    #expect(text.text.hasPrefix("POST \(server.baseURL)/v1beta/models/"))
    #expect(text.text.contains("x-goog-api-key: (hidden)") && text.text.hasSuffix(sent[1].text + "\n"))
  }

  @Test("Without the store it is printed from what the picture carries, and what is missing is said")
  func withoutStore() async throws {
    _ = try await run("image", "a cat", "--no-store", "-o", "a.png", "-s", "Be bold.")
    let whole = try await run("images", "reproduce", "a.png", "--json")
    #expect(whole.exitCode == 0, "\(whole.err)")
    #expect(try JSON(parsing: whole.text)["body"] == JSON(parsing: try #require(server.requests.first).body))
    try folder.write(png, to: "room.png")
    _ = try await run("image", "a cat", "-o", "b.png")
    _ = try await run("image", "at dusk", "-i", "room.png", "--continue", "-o", "c.png")
    try FileManager.default.removeItem(atPath: "\(folder.path)/home")
    let part = try await run("images", "reproduce", "c.png", "--json")
    #expect(part.exitCode == 1)
    #expect(part.err.contains("The turn before it is missing") && part.err.contains(sha256))
    let parts = try JSON(parsing: part.text)["body"]?["contents"]?.array?.last?["parts"]?.array
    #expect(parts?.last?["text"]?.string == "at dusk")
    #expect(parts?.first?["inlineData"]?["data"]?["sha256"]?.string == sha256)
  }

  @Test("A deleted picture is out of the lists and the next request, and restoring brings it back as it was")
  func deleteAndRestore() async throws {
    _ = try await run("image", "a cat", "-o", "a.png")
    let listed = try await run("images", "list", "--json")
    #expect(try problems(listed.text, as: "images") == [])
    let deleted = try await run("images", "delete", String(sha256.prefix(8)), "--json")
    #expect(deleted.exitCode == 0, "\(deleted.err)")
    #expect(try problems(deleted.text, as: "images") == [])
    #expect(try JSON(parsing: deleted.text).array?.first?["deleteTime"]?.string != nil)
    #expect(try await run("images", "list", "--json").text == "[]\n")
    #expect(try await run("images", "list").err.contains("There is no picture yet."))
    let bin = try await run("images", "list", "--deleted", "--json")
    #expect(try problems(bin.text, as: "images") == [])
    #expect(try JSON(parsing: bin.text).array?.first?["sha256"]?.string == sha256)
    #expect(try await run("images", "list", "--deleted").text.contains("deleted 20"))
    for words in [
      ["images", "info", sha256], ["images", "delete", sha256], ["images", "save", sha256, "-o", "b.png"],
    ] {
      let result = try await ProgramProcess(folder, [:]).run(words)
      #expect(result.exitCode == 2 && result.err.contains("images restore"), "\(words)")
    }
    _ = try await run("ask", "and now?", "--continue")
    let body = try JSON(parsing: try #require(server.requests.last).body)
    let contents = body["contents"]?.array
    #expect(contents?.map { $0["parts"]?.array?.first?["text"]?.string } == ["and now?"])
    let restored = try await run("images", "restore", sha256)
    #expect(restored.text == "restored \(sha256)\n" && restored.exitCode == 0)
    #expect(try await run("images", "restore", sha256).err.contains("was not deleted"))
    #expect(try await run("images", "restore", "00").err.contains("--deleted"))
    let again = try JSON(parsing: try await run("images", "list", "--json").text)
    #expect(again.array?.map { $0["prompt"]?.string } == ["and now?", "a cat"])
    let none = try await run("images", "list", "--deleted")
    #expect(none.exitCode == 0 && none.err.contains("No picture was deleted in the last 30 days."))
  }

  @Test("A picture that was changed since is known by its sidecar, with a warning; others are known by nothing")
  func unknown() async throws {
    _ = try await run("image", "a cat", "-o", "a.png")
    try folder.write(StoredPNG.make(width: 6, height: 3), to: "a.png")
    let changed = try await run("images", "info", "a.png")
    #expect(changed.exitCode == 0 && changed.text.hasSuffix("\n\na cat\n"))
    #expect(changed.err.contains("was changed since it was saved"))
    try folder.write(StoredPNG.make(width: 7, height: 3), to: "new.png")
    try folder.write("hello", to: "note.txt")
    for name in ["new.png", "note.txt"] {
      let result = try await run("images", "info", name)
      #expect(result.exitCode == 1 && result.err.contains("othing says how"), "\(name)")
    }
    try folder.write("{}", to: "new.png.json")
    #expect(try await run("images", "reproduce", "new.png").err.contains("no sidecar this version reads"))
    for name in ["absent.png", "fff"] { #expect(try await run("images", "info", name).exitCode == 2, "\(name)") }
  }
}
