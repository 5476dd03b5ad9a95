import Core
import Foundation
import Gemini
import Store
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite("Lists of prompts from the command line", .timeLimit(.minutes(5)))
struct CompareListTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func problems(_ json: JSON, as definition: String) throws -> [String] {
    JSONSchema(try HeadlessSchema.read()).problems(of: json, as: definition)
  }

  private static let lanes = ["-m", "a", "-m", "b"]

  private func write(_ lines: String...) throws {
    try folder.write(lines.joined(separator: "\n") + "\n", to: "prompts.jsonl")
  }

  @Test("Each answer is held against what is expected of it, and each prompt goes alone")
  func expectations() async throws {
    try write(
      #"{"prompt": "One?", "expect": {"contains": "right"}, "label": "first"}"#, "",
      #"{"prompt": "Two?", "expect": {"equals": "Right."}, "system": "Be brief."}"#,
      #"{"prompt": "Three?", "attachments": ["notes.txt"], "expect": {"regex": "^[0-9]+$"}}"#,
      #"{"prompt": "Four?", "expect": {"schema": {"type": "object", "required": ["n"]}}}"#, #"{"prompt": "Five?"}"#)
    try folder.write("Notes.", to: "notes.txt")
    func answers(_ texts: [String]) -> CompareServer.Lane {
      { connection, attempt, _ in
        connection.respond(
          text: chunk(
            texts[min(attempt, texts.count) - 1], finish: "STOP",
            usage: #"{"promptTokenCount":5,"candidatesTokenCount":\#(attempt)}"#))
      }
    }
    let server = try CompareServer(
      together: 2,
      [
        "a": answers(["All right.", "Right.\\n", "42", #"{\"n\":1}"#, "Hm."]),
        "b": answers(["Wrong.", "Right!", "x", "[]", "Hm."]),
      ])
    let words = ["compare", "--prompts", "prompts.jsonl"] + Self.lanes
    let result = try await server.program(folder).run(words + ["--format", "json"])
    #expect(result.exitCode == 0, "\(result.err)")
    let json = try JSON(parsing: result.text)
    #expect(try problems(json, as: "comparisonList") == [])
    let totals = try #require(json["lanes"]?.array)
    #expect(totals.map { $0["passed"]?.int } == [4, 0] && totals.map { $0["checked"]?.int } == [4, 4])
    #expect(totals.map { $0["answered"]?.int } == [5, 5])
    #expect(totals.map { $0["medians"]?["answerTokens"]?.int } == [3, 3])
    let prompts = try #require(json["prompts"]?.array)
    #expect(prompts.map { $0["prompt"] } == ["One?", "Two?", "Three?", "Four?", "Five?"])
    #expect(prompts[0]["label"] == "first")
    #expect(prompts[4]["lanes"]?.array?.map { $0["passed"] } == [nil, nil])
    #expect(prompts[1]["lanes"]?.array?[1]["problem"] == "it does not equal \"Right.\"")
    let bodies = try server.bodies("a")
    #expect(bodies.map { $0["contents"]?.array?.count } == [1, 1, 1, 1, 1])
    #expect(bodies.map { $0["systemInstruction"] != nil } == [false, true, false, false, false])
    #expect(bodies[2]["contents"]?.array?[0]["parts"]?.array?.count == 2)

    // It is one session, which is printed again; what was expected is told by the file alone.
    #expect(try SessionStore(folder: folder.path + "/home").sessions(limit: 5).count == 1)
    let text = try await server.program(folder).run(words + ["--continue"])
    #expect(text.text.contains("prompt 1, b: it does not contain \"right\"\n"), "\(text.text)")
    #expect(text.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(server.server.requests.count == 10)
    let again = try await server.program(folder).run(["compare", "--continue", "--format", "json"])
    #expect(try problems(try JSON(parsing: again.text), as: "comparisonList") == [])
    let lines = try await server.program(folder).run(words + ["--continue", "--format", "jsonl"]).lines
    for line in lines { #expect(try problems(line, as: "event") == []) }
    #expect(lines.filter { $0["event"] == "check" }.map { $0["passed"]?.bool }.count { $0 == true } == 4)
  }

  @Test("After an interrupt the same command asks only for what has no whole answer")
  func resuming() async throws {
    try write(#"{"prompt": "One?"}"#, #"{"prompt": "Two?"}"#, #"{"prompt": "One?"}"#)
    let process = Watched<Int32?>(nil)
    let stops = Watched(true)
    func answer(_ name: String, stopping: Bool) -> CompareServer.Lane {
      { connection, attempt, _ in
        // The second prompt of one lane never comes to its end.
        if stopping, attempt == 2, stops.value {
          connection.startChunked()
          connection.writeChunk(chunk("Half"))
          let folder = folder
          let end = ContinuousClock.now + .seconds(60)
          func done() -> Int {
            let out = folder.names.first { $0.hasSuffix(".out") }.flatMap { folder.bytes($0) } ?? []
            return String(decoding: out, as: UTF8.self).split(separator: "\"event\":\"done\"").count - 1
          }
          while done() < 3, ContinuousClock.now < end { sched_yield() }
          if let id = process.blockingWait(until: { $0 != nil }) ?? nil { kill(id, SIGINT) }
          _ = connection.waitForPeerClose()
        } else {
          connection.respond(text: chunk("\(name)\(attempt)", finish: "STOP"))
        }
      }
    }
    let server = try CompareServer(
      together: 2, ["a": answer("a", stopping: false), "b": answer("b", stopping: true)])
    let words = ["compare", "--prompts", "prompts.jsonl"] + Self.lanes
    let first = try await server.program(folder).run(words + ["--format", "jsonl"]) { process.set($0) }
    #expect(first.exitCode == 130, "\(first.err)")
    #expect(first.err.contains("asks for those alone"), "\(first.err)")
    #expect(server.server.requests.count == 4)
    stops.set(false)

    let other = try await server.program(folder).run(
      ["compare", "--prompts", "prompts.jsonl", "-m", "a", "-m", "c", "--continue"])
    #expect(other.exitCode == 2 && other.err.contains("has other lanes"), "\(other.err)")
    #expect(server.server.requests.count == 4)

    let rest = try await server.program(folder).run(words + ["--continue", "--format", "json"])
    #expect(rest.exitCode == 0, "\(rest.err)")
    // Of the second prompt one lane, of the third both.
    #expect(server.server.requests.count == 7)
    let json = try JSON(parsing: rest.text)
    #expect(
      json["prompts"]?.array?.map { $0["lanes"]?.array?.map { $0["text"]?.string } } == [
        ["a1", "b1"], ["a2", "b3"], ["a3", "b4"],
      ])
    let store = try SessionStore(folder: folder.path + "/home")
    let latest = try #require(try store.latest())
    let session = try #require(try store.session(latest.id))
    #expect(session.turns.map(\.runs.count) == [2, 3, 2])
    #expect(session.path.count == 3)
    #expect(try await server.program(folder).run(words + ["--continue"]).exitCode == 0)
    #expect(server.server.requests.count == 7)
  }

  @Test("Bad lines are named before anything is sent")
  func badLines() async throws {
    try write(
      #"{"prompt": "Fine."}"#, #"{"prompt": 1}"#, "no", "[]", #"{"question": "x"}"#, #"{"label": "x"}"#,
      #"{"prompt": "x", "attachments": ["none.png"]}"#, #"{"prompt": "x", "expect": {"regex": "("}}"#,
      #"{"prompt": "x", "expect": {"schema": {"format": "date"}}}"#, #"{"prompt": "x", "expect": {"like": "x"}}"#)
    let server = try CompareServer(together: 1, [:])
    let result = try await server.program(folder).run(["compare", "--prompts", "prompts.jsonl"] + Self.lanes)
    #expect(result.exitCode == 2)
    for line in 2...10 { #expect(result.err.contains("Line \(line): "), "\(line): \(result.err)") }
    #expect(!result.err.contains("Line 1: "))
    #expect(server.server.requests.isEmpty)
    try folder.write("\n", to: "prompts.jsonl")
    let empty = try await server.program(folder).run(["compare", "--prompts", "prompts.jsonl"] + Self.lanes)
    #expect(empty.exitCode == 2 && empty.err.contains("holds no prompts"))
    let none = try await server.program(folder).run(["compare", "--prompts", "none"] + Self.lanes)
    #expect(none.exitCode == 2 && none.err.contains("cannot be read"))
  }
}
