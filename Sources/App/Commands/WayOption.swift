import ArgumentParser
import Core

/// `--protocol`: how pictures are shown, whatever the terminal says of itself.
struct WayOption: ParsableArguments {
  @Option(
    name: .customLong("protocol"),
    help: "How pictures are shown: auto asks the terminal, blocks is character art, none is a line with its size.")
  var wish: Settings.Pictures?
}

extension Settings.Pictures: ExpressibleByArgument {
  /// - Parameter argument: a way; `art` is another name of `blocks`.
  package init?(argument: String) { self.init(rawValue: argument == "art" ? "blocks" : argument) }
}
