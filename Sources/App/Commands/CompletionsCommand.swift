import ArgumentParser

/// `gemstudio completions`: what a shell needs to complete the program's words.
struct CompletionsCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print the completion script of a shell.",
    discussion: """
      `make install` puts all three in place. By hand, the script goes to the file
        bash  ~/.local/share/bash-completion/completions/gemstudio
        zsh   _gemstudio, in a folder of $fpath
        fish  ~/.config/fish/completions/gemstudio.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable, Sendable { case bash, zsh, fish }

  @Argument(help: "The shell.")
  var shell: Shell

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let script: String =
      switch shell {
      case .bash: Gemstudio.completionScript(for: .bash)
      case .zsh: Gemstudio.completionScript(for: .zsh)
      case .fish: Gemstudio.completionScript(for: .fish)
      }
    console.out.write(script.hasSuffix("\n") ? script : script + "\n")
    return console.outcome
  }
}
