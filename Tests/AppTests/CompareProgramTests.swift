import Core
import Foundation
import Gemini
import Images
import Store
import TestSupport
import Testing

@testable import App

@Suite("Comparisons from the command line", .timeLimit(.minutes(5)))
struct CompareProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func problems(_ json: JSON, as definition: String) throws -> [String] {
    JSONSchema(try HeadlessSchema.read()).problems(of: json, as: definition)
  }

  private func stored() throws -> Session {
    let store = try SessionStore(folder: folder.path + "/home")
    let latest = try #require(try store.latest())
    return try #require(try store.session(latest.id))
  }

  private static let lanes = ["-m", "flash", "-m", "gemini-2.5-pro,temperature=0.2"]

  @Test("Lanes overlap; one that is limited, cut or slow holds no other, and each line has its lane")
  func independence() async throws {
    let folder = folder
    let limit = errorBody(
      429, "RESOURCE_EXHAUSTED", "Slow down.",
      details: #"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"0.1s"}"#)
    // All four have to be there before the first is answered; the last answers once the others are done.
    let server = try CompareServer(
      together: 4,
      [
        "a": CompareServer.says("From a."),
        "b": { connection, attempt, _ in
          if attempt == 1 {
            connection.respond(status: 429, text: limit)
          } else {
            connection.respond(text: chunk("From b.", finish: "STOP"))
          }
        },
        "c": CompareServer.cut,
        "d": { connection, _, _ in
          let end = ContinuousClock.now + .seconds(60)
          func count() -> Int {
            let out = folder.names.first { $0.hasSuffix(".out") }.flatMap { folder.bytes($0) } ?? []
            return String(decoding: out, as: UTF8.self).split(separator: "\"event\":\"done\"").count - 1
          }
          while count() < 3, ContinuousClock.now < end { sched_yield() }
          connection.respond(text: chunk("From d.", finish: "STOP"))
        },
      ])
    let result = try await server.program(folder).run([
      "compare", "Who?", "-m", "a", "-m", "b", "-m", "c", "-m", "d", "--format", "jsonl",
    ])
    #expect(result.exitCode == 4, "\(result.err)")
    let lines = try result.lines
    for line in lines { #expect(try problems(line, as: "event") == []) }
    func texts(_ lane: Int) -> String {
      lines.filter { $0["lane"]?.int == lane && $0["event"] == "text" }.compactMap { $0["text"]?.string }.joined()
    }
    #expect((0..<4).map(texts) == ["From a.", "From b.", "Half", "From d."])
    let done = lines.filter { $0["event"] == "done" }
    #expect(done.last?["lane"]?.int == 3)
    #expect(Set(done.prefix(3).map { $0["lane"]?.int }) == [0, 1, 2])
    #expect(lines.filter { $0["event"] == "retry" }.map { $0["lane"]?.int } == [1])

    let session = try stored()
    #expect(session.origin == .command && session.lanes.map(\.model) == ["a", "b", "c", "d"])
    let turn = try #require(session.turns.first)
    #expect(session.turns.count == 1 && turn.laneNumbers == [0, 1, 2, 3])
    #expect(turn.runs.map(\.exitCode) == [0, 0, 4, 0])
    #expect(turn.runs.map { $0.answer?.text(thought: false) } == ["From a.", "From b.", "Half", "From d."])
    #expect(turn.runs.map(\.attempts) == [1, 2, 1, 1])
  }

  @Test("Figures are those of the server, to the token and to 20 ms; store and object say the same")
  func figures() async throws {
    let thought = events(#"{"candidates":[{"content":{"parts":[{"text":"Hm.","thought":true}]}}]}"#)
    func paced(_ name: String, _ pause: Int, _ usage: String) -> CompareServer.Lane {
      { connection, _, moments in
        connection.startChunked()
        let end = chunk(" Done.", finish: "STOP", usage: usage)
        for (event, piece) in [("thought", thought), ("text", chunk("Well.")), ("end", end)] {
          Thread.sleep(forTimeInterval: Double(pause) / 1000)
          moments.note("\(name) \(event)")
          connection.writeChunk(piece)
        }
        connection.endChunked()
      }
    }
    let first =
      #"{"promptTokenCount":11,"cachedContentTokenCount":4,"thoughtsTokenCount":21,"candidatesTokenCount":31}"#
    let second = #"{"promptTokenCount":12,"thoughtsTokenCount":22,"candidatesTokenCount":32}"#
    var far: [Double] = []
    // The clock is a real one, so a moment in which the machine does something else may be between: not five times.
    for _ in 0..<5 {
      let server = try CompareServer(
        together: 2, ["gemini-flash-latest": paced("a", 120, first), "gemini-2.5-pro": paced("b", 70, second)])
      let result = try await server.program(folder).run(
        ["compare", "Who?", "--show-thoughts", "--format", "json"] + Self.lanes)
      #expect(result.exitCode == 0, "\(result.err)")
      let json = try JSON(parsing: result.text)
      #expect(try problems(json, as: "comparison") == [])
      let answers = try #require(json["lanes"]?.array)
      #expect(answers.map { $0["usageMetadata"]?.text } == [first, second])
      #expect(answers[0]["differences"] == [:])
      #expect(answers[1]["differences"] == ["model": "gemini-2.5-pro", "temperature": .double(0.2)])
      #expect(answers[1]["settings"]?["temperature"]?.text == "0.2")

      let runs = try #require(try stored().turns.last?.runs)
      for (run, answer) in zip(runs, answers) {
        #expect(answer["timing"] == RunReport.timing(run))
        #expect(answer["usageMetadata"] == .object(run.usage.json))
      }
      far = zip(["a", "b"], answers).flatMap { name, answer -> [Double] in
        let timing = answer["timing"]
        let told = ["firstThoughtMs", "firstTextMs", "totalMs"].compactMap { timing?[$0]?.double }
        let seen = ["thought", "text", "end"].compactMap { server.moments.times(of: "\(name) \($0)").first }
        #expect(told.count == 3 && seen.count == 3)
        return zip(zip(told, told.dropFirst()), zip(seen, seen.dropFirst())).map { told, seen in
          abs((told.1 - told.0) - (seen.1 - seen.0))
        }
      }
      if far.allSatisfy({ $0 <= 20 }) { break }
    }
    #expect(far.allSatisfy { $0 <= 20 }, "\(far)")
  }

  @Test("A stored comparison is printed again with the same figures, in each format")
  func again() async throws {
    let server = try CompareServer(
      together: 2,
      [
        "gemini-flash-latest": CompareServer.says(
          "Short | one.", usage: #"{"promptTokenCount":5,"candidatesTokenCount":7}"#),
        "gemini-2.5-pro": CompareServer.says("Longer one.", finish: "MAX_TOKENS"),
      ])
    let program = server.program(folder)
    let json = try await program.run(["compare", "Who?", "--format", "json"] + Self.lanes)
    let id = try stored().id.rawValue
    let sent = server.server.requests.count
    #expect(try await program.run(["compare", "--session", id, "--format", "json"]).out == json.out)
    let text = try await program.run(["compare", "--session", id])
    #expect(text.text.contains("1  gemini-flash-latest\n") && text.text.contains("\nShort | one.\n"))
    #expect(text.text.contains("The answer was cut off") || text.text.contains("limit"), "\(text.text)")
    // A table that fits, and under it what the models said.
    #expect(text.text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("The") })
    let markdown = try await program.run(["compare", "--continue", "--format", "markdown"])
    #expect(markdown.text.hasPrefix("# Comparison\n\n> Who?\n\n| lane | first |"))
    #expect(markdown.text.contains("\n## 2. gemini-2.5-pro · temperature 0.2\n\nLonger one.\n"))
    let lines = try await program.run(["compare", "--session", id, "--format", "jsonl"]).lines
    for line in lines { #expect(try problems(line, as: "event") == []) }
    #expect(lines.filter { $0["event"] == "text" }.map { $0["text"] } == ["Short | one.", "Longer one."])
    #expect(server.server.requests.count == sent)
    let none = try await program.run(["compare", "--session", "nothing"])
    #expect(none.exitCode == 2 && none.err.contains("There is no session"))
  }

  @Test("Each lane goes on from its own answers; no signature reaches the other model")
  func goingOn() async throws {
    func signed(_ text: String) -> CompareServer.Lane {
      { connection, _, _ in
        connection.respond(
          text: events(
            #"{"candidates":[{"content":{"parts":[{"text":"\#(text)","thoughtSignature":"\#(text)"}]},"finishReason":"STOP"}]}"#
          ))
      }
    }
    let server = try CompareServer(
      together: 2, ["gemini-flash-latest": signed("flash"), "gemini-2.5-pro": signed("proo")])
    let program = server.program(folder)
    _ = try await program.run(["compare", "One?", "-s", "Be brief."] + Self.lanes)
    // Once without and once with the lanes named: they are the same.
    let second = try await program.run(["compare", "Two?", "--continue"])
    #expect(second.exitCode == 0, "\(second.err)")
    let third = try await program.run(["compare", "Three?", "--continue"] + Self.lanes)
    #expect(third.exitCode == 0, "\(third.err)")
    for (model, own, other) in [("gemini-flash-latest", "flash", "proo"), ("gemini-2.5-pro", "proo", "flash")] {
      let last = try #require(try server.bodies(model).last)
      let texts = last["contents"]?.array?.compactMap { $0["parts"]?.array?.first?["text"]?.string }
      #expect(texts == ["One?", own, "Two?", own, "Three?"])
      #expect(last.text.contains(#""thoughtSignature":"\#(own)""#) && !last.text.contains(other))
      #expect(last["systemInstruction"]?["parts"]?.array?.first?["text"] == "Be brief.")
    }
    let session = try stored()
    #expect(session.lanes.map(\.id) == [0, 1] && session.path.count == 3)
    #expect(session.turns.map(\.laneNumbers) == [[0, 1], [0, 1], [0, 1]])
  }

  @Test("Each lane's own settings go over those of all, and repeats are answers of one lane")
  func settings() async throws {
    let server = try CompareServer(
      together: 4,
      ["gemini-flash-latest": CompareServer.says("A"), "gemini-2.5-pro": CompareServer.says("B")])
    let result = try await server.program(folder).run([
      "compare", "Who?", "-m", #"flash,thinkingConfig.thinkingLevel=HIGH,stopSequences=["a,b","}"],temperature=1"#,
      "-m",
      #"gemini-2.5-pro,systemInstruction="Be kind, or go.""#, "--set", "temperature=0.5", "-s", "Be brief.",
      "--thinking", "low", "--repeat", "2", "--format", "json", "--set", "seed=7",
    ])
    #expect(result.exitCode == 2, "2.5 has budgets and no levels: \(result.err)")
    let good = try await server.program(folder).run([
      "compare", "Who?", "-m", #"flash,thinkingConfig.thinkingLevel=HIGH,stopSequences=["a,b","}"],temperature=1"#,
      "-m",
      #"gemini-2.5-pro,systemInstruction="Be kind, or go.""#, "--set", "temperature=0.5", "-s", "Be brief.",
      "--repeat", "2", "--format", "json", "--set", "seed=7",
    ])
    #expect(good.exitCode == 0, "\(good.err)")
    let flash = try server.bodies("gemini-flash-latest").map { $0["generationConfig"] ?? .null }
    #expect(flash.map { $0["thinkingConfig"]?["thinkingLevel"]?.string?.lowercased() } == ["high", "high"])
    #expect(flash.map { $0["stopSequences"] } == [["a,b", "}"], ["a,b", "}"]])
    #expect(flash.map { $0["temperature"]?.double } == [1, 1])
    #expect(Set(flash.map { $0["seed"]?.int }) == [7, 8])
    let pro = try server.bodies("gemini-2.5-pro")
    #expect(pro.map { $0["generationConfig"]?["temperature"]?.double } == [0.5, 0.5])
    #expect(
      pro.map { $0["systemInstruction"]?["parts"]?.array?.first?["text"] } == ["Be kind, or go.", "Be kind, or go."])
    let json = try JSON(parsing: good.text)
    #expect(try problems(json, as: "comparison") == [])
    #expect(json["lanes"]?.array?.map { $0["repeat"]?.int } == [1, 2, 1, 2])
    #expect(json["lanes"]?.array?.map { $0["text"] } == ["A", "A", "B", "B"])
    #expect(try stored().lanes.map(\.systemInstruction) == [nil, "Be kind, or go."])
  }

  @Test("Pictures get files by the numbers of their lanes, and the text goes to standard output")
  func pictures() async throws {
    func painted(_ width: Int) -> CompareServer.Lane {
      let data = Base64.encode(StoredPNG.make(width: width, height: 2))
      return { connection, _, _ in
        connection.respond(
          text: events(
            #"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"\#(data)"}}]},"#
              + #""finishReason":"STOP"}]}"#))
      }
    }
    let server = try CompareServer(
      together: 2, ["gemini-2.5-flash-image": painted(3), "gemini-nano-banana-2.1": painted(4)])
    let words = ["compare", "a cat", "-m", "image", "-m", "gemini-2.5-flash-image", "-o"]
    let result = try await server.program(folder).run(words + ["cat", "--format", "json"])
    #expect(result.exitCode == 0, "\(result.err)")
    let widths = try ["cat-1.png", "cat-2.png"].map { try ImageHeader(try #require(folder.bytes($0))).width }
    #expect(widths == [4, 3])
    let paths = try JSON(parsing: result.text)["lanes"]?.array?.map {
      $0["candidates"]?.array?[0]["images"]?.array?[0]["path"]?.string
    }
    #expect(paths == ["\(folder.path)/cat-1.png", "\(folder.path)/cat-2.png"])
    #expect(try await server.program(folder).run(words + ["-"]).exitCode == 2)
  }

  @Test("Without pictures the file gets what is printed")
  func document() async throws {
    let server = try CompareServer(
      together: 2, ["gemini-flash-latest": CompareServer.says("A"), "gemini-2.5-pro": CompareServer.says("B")])
    let result = try await server.program(folder).run(
      ["compare", "Who?", "--format", "markdown", "-o", "report"] + Self.lanes)
    #expect(result.text == "\(folder.path)/report.md\n", "\(result.err)")
    let report = String(decoding: folder.bytes("report.md") ?? [], as: UTF8.self)
    #expect(report.contains("## 1. gemini-flash-latest\n\nA\n"))
  }
}
