import Core
import Foundation
import Gemini
import Store
import TestSupport
import Testing

@testable import App

@Suite("Verdicts from the command line", .timeLimit(.minutes(5)))
struct VerdictsProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The id of the newest session. The search for the key closes the files of the store, so it is opened anew each time.
  private func latest() throws -> String {
    let latest = try SessionStore(folder: folder.path + "/home").latest()
    return try #require(latest).id.rawValue
  }

  @Test("Verdicts are added, counted, filtered and exported")
  func verdicts() async throws {
    let server = try CompareServer(together: 2, ["a": CompareServer.says("A"), "b": CompareServer.says("B")])
    let program = server.program(folder)
    #expect(try await program.run(["verdicts"]).err.contains("There is no verdict yet"))
    for (choice, label) in [("1", "code"), ("2", "Prose"), ("tie", ""), ("none", "code")] {
      _ = try await program.run(["compare", "Who, \"now\"?", "-m", "a,temperature=0.2", "-m", "b"])
      let id = try latest()
      let result = try await program.run(
        ["verdicts", "add", String(id.prefix(12)), "--choice", choice, "--label", label, "--note", "Well, so."])
      #expect(result.exitCode == 0 && result.text.isEmpty, "\(result.err)")
    }
    let json = try JSON(parsing: try await program.run(["verdicts", "--json"]).text)
    #expect(JSONSchema(try HeadlessSchema.read()).problems(of: json, as: "verdicts") == [])
    let standings = try #require(json["standings"]?.array)
    #expect(
      standings.map { row in "\(row["name"]?.string ?? "") \(["wins", "ties", "losses"].map { row[$0]?.int ?? -1 })" }
        == [
          "a · temperature 0.2 [1, 1, 2]", "b [1, 1, 2]",
        ])
    let verdicts = try #require(json["verdicts"]?.array)
    try #require(verdicts.map { $0["choice"] } == ["none", "tie", "answer", "answer"])
    #expect(verdicts[2]["answers"]?.array?.map { $0["chosen"]?.bool } == [false, true])
    let code = try JSON(parsing: try await program.run(["verdicts", "--label", "CODE", "--json"]).text)
    #expect(code["verdicts"]?.array?.count == 2)
    let csv = try await program.run(["verdicts", "--label", "code", "--format", "csv"]).text.split(separator: "\n")
    try #require(csv.count == 3 && csv[0].hasPrefix("time,session,label,choice,winner,"))
    #expect(
      csv[2].hasSuffix(#",code,answer,a · temperature 0.2,a · temperature 0.2 | b,false,"Who, ""now""?","Well, so.""#))
    let text = try await program.run(["verdicts"]).text
    #expect(text.contains("25 %  5 % to 70 %  4   1     1     2       a · temperature 0.2\n"), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("A choice that is none, or a session without a comparison, is exit 2; the simulator counts for nothing")
  func mistakes() async throws {
    let server = try CompareServer(together: 1, ["a": CompareServer.says("A"), "b": CompareServer.says("B")])
    let program = server.program(folder)
    _ = try await program.run(["ask", "Who?", "-m", "a"])
    let plain = try latest()
    let none = try await program.run(["verdicts", "add", plain, "--choice", "1"])
    #expect(none.exitCode == 2 && none.err.contains("holds no comparison"))
    _ = try await program.run(["compare", "Who?", "-m", "a", "-m", "b"])
    let real = try latest()
    let wrong = try await program.run(["verdicts", "add", real, "--choice", "3"])
    #expect(wrong.exitCode == 2 && wrong.err.contains("1 (a), 2 (b)"), "\(wrong.err)")
    _ = try await program.run(["compare", "Who?", "-m", "flash", "-m", "thinking", "--offline"])
    let demo = try latest()
    #expect(try await program.run(["verdicts", "add", demo, "--choice", "tie"]).exitCode == 0)
    // Printing it again asks nobody.
    #expect(try await program.run(["compare", "--session", demo]).exitCode == 0)
    let json = try JSON(parsing: try await program.run(["verdicts", "--json"]).text)
    #expect(json["verdicts"]?.array?.isEmpty == true && json["standings"]?.array?.isEmpty == true)
  }
}
