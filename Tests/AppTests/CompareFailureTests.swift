import Core
import Foundation
import Gemini
import Store
import TestSupport
import Testing

@testable import App

@Suite("Comparisons that fail or are stopped", .timeLimit(.minutes(5)))
struct CompareFailureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "The exit code is 0 only if every lane answered, else that of the first that did not",
    arguments: [
      (["whole", "whole"], 0), (["cut off", "whole"], 0), (["whole", "unsafe"], 3), (["refused", "whole"], 1),
      (["whole", "broken"], 4), (["broken", "refused"], 4), (["unsafe", "broken", "whole"], 3),
      (["empty", "whole"], 3),
    ])
  func exitCodes(lanes: [String], code: Int) async throws {
    let all: [String: CompareServer.Lane] = [
      "whole": CompareServer.says("Fine."), "cut off": CompareServer.says("Fi", finish: "MAX_TOKENS"),
      "unsafe": CompareServer.says("Fi", finish: "SAFETY"), "refused": CompareServer.failure,
      "broken": CompareServer.cut, "empty": CompareServer.says("", finish: "STOP"),
    ]
    var byModel: [String: CompareServer.Lane] = [:]
    for (number, lane) in lanes.enumerated() { byModel["m\(number)"] = all[lane] }
    let server = try CompareServer(together: lanes.count, byModel)
    let words = lanes.indices.flatMap { ["-m", "m\($0)"] }
    for format in ["json", "text"] {
      let result = try await server.program(folder).run(["compare", "Who?", "--format", format] + words)
      #expect(Int(result.exitCode) == code, "\(lanes) as \(format): \(result.err)")
    }
  }

  @Test(
    "What is wrong is exit 2 with a sentence, and nothing is sent",
    arguments: [
      (["hi", "-m", "a"], "two to four -m"), (["hi"], "two to four -m"),
      (["hi", "-m", "a", "-m", "b", "-m", "c", "-m", "d", "-m", "e"], "there are 5"),
      (["hi", "-m", "a", "-m", "flash,temperature=9"], "temperature is a number from 0 to 2"),
      (["hi", "-m", "a", "-m", "flash,temperature"], "\"temperature\" sets nothing"),
      (["hi", "-m", "a", "-m", ",temperature=1"], "names no model"), (["hi", "-m", "a", "-m", "b/../c"], "model"),
      (["hi", "-m", "a", "-m", "b", "--repeat", "0"], "--repeat is a number from 1 to 10"),
      (["hi", "-m", "a", "-m", "b", "--repeat", "11"], "--repeat is a number from 1 to 10"),
      (["-m", "a", "-m", "b"], "There is no prompt"), (["hi", "-m", "a", "-m", "b", "-i", "none.png"], "none.png"),
      (["hi", "-m", "a", "-m", "gemini-2.5-pro", "--thinking", "high"], "thinks with a budget"),
      (["hi", "-m", "a", "-m", "b", "--no-store", "--continue"], "--no-store keeps nothing"),
      (["hi", "-m", "a", "-m", "b", "--prompts", "p.jsonl"], "--prompts FILE says all that is asked"),
      (["--continue"], "no session yet"), (["hi", "-m", "a", "-m", "b", "-o", "none/x"], "There is no folder"),
    ])
  func usage(words: [String], sentence: String) async throws {
    let server = try CompareServer(together: 1, [:])
    let result = try await server.program(folder).run(["compare"] + words)
    #expect(result.exitCode == 2, "\(words)")
    #expect(result.err.contains(sentence), "\(words): \(result.err)")
    // What a model can is asked of the service.
    let sent = server.server.requests.filter { $0.path.contains("enerateContent") }
    #expect(result.text.isEmpty && sent.isEmpty)
  }

  @Test("A missing key is exit 2; a dry run needs none and shows the request of each lane")
  func dryRun() async throws {
    let program = ProgramProcess(folder)
    let words = ["compare", "Who?", "-m", "flash", "-m", "gemini-2.5-pro,temperature=0.2"]
    let noKey = try await program.run(words)
    #expect(noKey.exitCode == 2 && noKey.err.contains("There is no API key"))
    let json = try JSON(parsing: try await program.run(words + ["--dry-run", "--format", "json"]).text)
    let schema = JSONSchema(try HeadlessSchema.read())
    let lanes = try #require(json["lanes"]?.array)
    #expect(lanes.map { schema.problems(of: $0, as: "dryRun") } == [[], []])
    #expect(lanes[1]["body"]?["generationConfig"]?["temperature"]?.text == "0.2")
    #expect(lanes[0]["url"]?.string?.contains("/gemini-flash-latest:") == true)
    #expect(try SessionStore(folder: folder.path + "/home").sessions(limit: 1).isEmpty)
  }

  @Test("An interrupt stops all lanes with 130, and what came is kept")
  func interrupt() async throws {
    let process = Watched<Int32?>(nil)
    let begun = Watched(0)
    let folder = folder
    let half: CompareServer.Lane = { connection, _, _ in
      connection.startChunked()
      connection.writeChunk(chunk("Half"))
      begun.change { $0 += 1 }
      _ = connection.waitForPeerClose()
    }
    let server = try CompareServer(together: 2, ["a": half, "b": half])
    async let running = server.program(folder).run(
      ["compare", "Who?", "-m", "a", "-m", "b", "--format", "jsonl"]) { process.set($0) }
    _ = await begun.wait { $0 == 2 }
    let end = ContinuousClock.now + .seconds(60)
    func halves() -> Int {
      let out = folder.names.first { $0.hasSuffix(".out") }.flatMap { folder.bytes($0) } ?? []
      return String(decoding: out, as: UTF8.self).split(separator: "\"text\":\"Half\"").count - 1
    }
    while halves() < 2, ContinuousClock.now < end { await Task.yield() }
    if let id = process.value { kill(id, SIGINT) }
    let result = try await running
    #expect(result.exitCode == 130, "\(result.err)")
    #expect(try result.lines.filter { $0["event"] == "done" }.map { $0["exitCode"]?.int } == [130, 130])
    let store = try SessionStore(folder: folder.path + "/home")
    let runs = try store.session(try #require(try store.latest()).id)?.turns.first?.runs
    #expect(runs?.map { $0.answer?.text(thought: false) } == ["Half", "Half"])
    #expect(runs?.map(\.failure?.kind) == [.cancelled, .cancelled])
  }

  @Test("What costs more than the settings say is said, for all requests together", arguments: ["0.00001", "0.5"])
  func cost(limit: String) async throws {
    try folder.write("confirm_above_usd = \(limit)\n", to: "home/config.toml")
    let server = try CompareServer(
      together: 2, ["gemini-2.5-flash": CompareServer.says("A"), "gemini-2.5-pro": CompareServer.says("B")])
    let prompt = String(repeating: "Who is it? ", count: 100)
    let result = try await server.program(folder).run(
      ["compare", prompt, "-m", "gemini-2.5-flash", "-m", "gemini-2.5-pro"])
    #expect(result.exitCode == 0, "\(result.err)")
    let isSaid = result.err.contains("These 2 requests cost about $0.0004 at list price")
    #expect(isSaid == (limit != "0.5"), "\(result.err)")
  }

  @Test("With --no-store nothing is kept")
  func noStore() async throws {
    let server = try CompareServer(together: 2, ["a": CompareServer.says("A"), "b": CompareServer.says("B")])
    let result = try await server.program(folder).run(["compare", "Who?", "-m", "a", "-m", "b", "--no-store"])
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(try SessionStore(folder: folder.path + "/home").sessions(limit: 1).isEmpty)
  }
}
