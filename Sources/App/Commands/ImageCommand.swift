import ArgumentParser

/// `gemstudio image`: asks for a picture and writes its exact bytes.
struct ImageCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Ask for a picture and write its exact bytes to a file.",
    discussion: """
      A name without extension, or a folder, gets the extension of the picture's type; several pictures are numbered.
      The picture model of the settings answers unless -m names another. Exit codes are those of `ask`; an answer \
      without a picture is 3.
      """)

  static let sendsRequests = true

  @Argument(help: "What to draw, or how to change the pictures given with -i.")
  var prompt: String?

  @Option(
    help: ArgumentHelp(
      "Pictures to ask for at once, each by a request of its own; the files are numbered.",
      valueName: "n"))
  var count = 1

  @OptionGroup var options: RequestOptions

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    try await TurnCommand(purpose: .picture, options: options, console: console, count: count).perform(prompt)
  }
}
