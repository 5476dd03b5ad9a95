import Core
import Foundation
import Gemini
import TestSupport
import Testing

@testable import App

@Suite("What a server says of its models, kept")
struct ListedModelsTests {
  private static let now = Instant(milliseconds: 1_795_338_843_000)
  private static let day = 86_400_000

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func listed(_ base: String = "https://one.example", _ backend: Backend = .developer) -> ListedModels {
    let server = Server(backend: backend, baseURL: base, version: "v1beta", key: APIKey(KeySearch.key))
    return ListedModels(of: server, in: Paths(environment: ["GEMSTUDIO_HOME": folder.path]))
  }

  private static func model(_ id: String, _ more: JSONObject = JSONObject()) throws -> Model {
    var object = more
    object["name"] = .string("models/\(id)")
    return try #require(Model(.object(object)))
  }

  /// The files below the folder of the lists.
  private var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/listed-models")) ?? []).sorted()
  }

  @Test("It comes back whole as far as traits take it, and without the rest, for its owner alone")
  func kept() throws {
    let model = try Self.model(
      "a",
      JSONObject([
        "displayName": "A", "description": "Long.", "inputTokenLimit": 9, "outputTokenLimit": 5, "thinking": true,
        "maxTemperature": .double(1.5), "modelStage": "PREVIEW", "supportedGenerationMethods": ["generateContent"],
        "topK": 64,
      ]))
    var first = listed()
    #expect(first.models.isEmpty && !first.isFresh(at: Self.now))
    first.keep(all: [model], at: Self.now)
    let again = try #require(listed().models.first)
    #expect(again.displayName == "A" && again.inputTokenLimit == 9 && again.outputTokenLimit == 5)
    #expect(again.thinking == true && again.maxTemperature == 1.5 && again.stage == "PREVIEW")
    #expect(again.generatesContent && again.summary.isEmpty && again.json["topK"] == nil)
    let name = try #require(files.first)
    #expect(files.count == 1)
    let path = "\(folder.path)/listed-models/\(name)"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("Each server has its own, and the simulator none")
  func servers() throws {
    var one = listed()
    one.keep(all: [try Self.model("a")], at: Self.now)
    var two = listed("https://two.example/with/a/path")
    two.keep(all: [try Self.model("b")], at: Self.now)
    var simulator = listed("http://127.0.0.1:4000", .simulator)
    simulator.keep(all: [try Self.model("c")], at: Self.now)
    #expect(listed().models.map(\.id) == ["a"])
    #expect(listed("https://two.example/with/a/path").models.map(\.id) == ["b"])
    #expect(listed("http://127.0.0.1:4000", .simulator).models.isEmpty && files.count == 2)
    // Where two addresses have one file name, the file is that of the last one.
    let (dash, star) = ("https://x.example/a~", "https://x.example/a*")
    var other = listed(dash)
    other.keep(all: [try Self.model("d")], at: Self.now)
    #expect(listed(star).models.isEmpty && listed(dash).models.count == 1 && files.count == 3)
  }

  @Test(
    "A file that is none of ours is as good as none, and is written anew",
    arguments: ["", "{", "[]", "null", #"{"server":"https://other.example/v1beta","time":1,"models":[{"name":"a"}]}"#])
  func broken(text: String) throws {
    var first = listed()
    first.keep(all: [try Self.model("a")], at: Self.now)
    let name = "listed-models/\(try #require(files.first))"
    try folder.write(text, to: name)
    var again = listed()
    #expect(again.models.isEmpty && !again.isFresh(at: Self.now))
    again.keep(all: [try Self.model("b")], at: Self.now)
    #expect(listed().models.map(\.id) == ["b"] && files.count == 1)
    // Single entries that are none are passed over.
    try folder.write(
      #"{"server":"https://one.example/v1beta","time":"now","models":[3,{"name":"c"},{"name":"d","time":7}]}"#, to: name
    )
    #expect(listed().models.map(\.id) == ["d"] && !listed().isFresh(at: Self.now))
  }

  @Test("It is fresh for a day, the word on one model by itself; a time to come is not")
  func fresh() throws {
    var listed = listed()
    listed.keep(try Self.model("tuned"), at: Self.now)
    #expect(listed.isFresh("tuned", at: Self.now) && listed.isFresh("models/tuned", at: Self.now))
    #expect(!listed.isFresh("other", at: Self.now) && !listed.isFresh(at: Self.now), "one model is no list")
    listed.keep(all: [try Self.model("a")], at: Self.now)
    #expect(!listed.isFresh("tuned", at: Self.now))
    listed.keep(try Self.model("a", JSONObject(["outputTokenLimit": 7])), at: Self.now + (Self.day - 1))
    #expect(self.listed().models.map(\.outputTokenLimit) == [7])
    for (time, isFresh) in [(Self.now, true), (Self.now + (Self.day - 1), true), (Self.now + Self.day, false)] {
      #expect(self.listed().isFresh(at: time) == isFresh)
    }
    #expect(!self.listed().isFresh(at: Instant(milliseconds: Self.now.milliseconds - 1)))
    #expect(self.listed().isFresh("a", at: Self.now + Self.day) && !self.listed().isFresh("a", at: Self.now))
  }

  @Test("A folder that cannot be written costs nothing")
  func unwritable() throws {
    try folder.write("a file where a folder should be", to: "listed-models")
    var listed = listed()
    listed.keep(all: [try Self.model("a")], at: Self.now)
    #expect(listed.models.map(\.id) == ["a"])
    #expect(folder.names == ["listed-models"])
  }
}
