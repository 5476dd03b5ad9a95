import ArgumentParser

/// `gemstudio ask`: one turn, its answer on standard output.
struct AskCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Ask a model one thing.",
    discussion: """
      Standard input, if it is a pipe or a file, is appended to the prompt or is the prompt.
      Exit codes: 0 answered, 1 an error before any text, 2 usage or configuration, 3 blocked or no content, \
      4 broken off, 130 interrupted. docs/headless.md has the JSON.
      """)

  static let sendsRequests = true

  @Argument(help: "What to ask.")
  var prompt: String?

  @OptionGroup var options: RequestOptions

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    try await TurnCommand(purpose: .answer, options: options, console: console).perform(prompt)
  }
}
