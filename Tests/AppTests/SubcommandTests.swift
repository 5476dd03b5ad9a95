import ArgumentParser
import Testing

@testable import App

@Suite("The words of the command line")
struct SubcommandTests {
  @Test("A subcommand is read by itself as it is by the whole program")
  func alone() throws {
    let words = ["ask", "why", "-m", "gemini-3.8-flash", "--no-store"]
    let alone = try #require(Gemstudio.parse(subcommand: words) as? AskCommand)
    let whole = try #require(try Gemstudio.parseAsRoot(words) as? AskCommand)
    #expect(alone.prompt == "why" && whole.prompt == "why")
    #expect(alone.options.prompt.model == "gemini-3.8-flash" && whole.options.prompt.model == "gemini-3.8-flash")
    #expect(alone.options.result.noStore && whole.options.result.noStore)
  }

  @Test(
    "What has to name the whole program, or has commands of its own, is left to it",
    arguments: [
      [], ["ask", "--help"], ["ask", "--version"], ["ask", "--bogus"], ["help", "ask"], ["--version"], ["nothing"],
      ["models", "help"], ["--continue"],
    ])
  func leftToTheWhole(words: [String]) {
    let command = Gemstudio.parse(subcommand: words)
    #expect(command == nil)
  }
}
