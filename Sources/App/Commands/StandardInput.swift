import Glibc

/// The prompt that comes through standard input.
enum StandardInput {
  /// Bytes of a prompt at most.
  private static let limit = 64 << 20

  /// The text in standard input if it is a pipe or a file, without the line end that programs put last.
  /// - Returns: `nil` if nothing was put there.
  /// - Throws: if it is no text, too long, or the task was cancelled meanwhile.
  static func prompt() throws(CommandError) -> String? {
    guard SystemText.holdsData(STDIN_FILENO) else { return nil }
    var all: [UInt8] = []
    while all.count <= limit {
      // Who waits for a pipe that nobody writes to can still press Ctrl+C.
      while !SystemText.isReadable(STDIN_FILENO, withinMilliseconds: 100) {
        if Task.isCancelled { throw CommandError("Stopped while the prompt was read.", exitCode: 130) }
      }
      let (bytes, error) = SystemText.read(STDIN_FILENO, upTo: 1 << 16)
      if error == EINTR || error == EAGAIN { continue }
      if error != 0 { throw CommandError("Standard input cannot be read. `--no-stdin` leaves it alone.") }
      if bytes.isEmpty { break }
      all += bytes
    }
    return try text(all)
  }

  static func text(_ bytes: [UInt8]) throws(CommandError) -> String? {
    guard bytes.count <= limit else { throw CommandError("Standard input is longer than a prompt may be (64 MiB).") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError("Standard input is not UTF-8 text. Pictures go with `-i FILE`.")
    }
    let prompt = text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
    return prompt.isEmpty ? nil : prompt
  }

  /// What is asked: the words of the command line, then what was piped.
  static func joined(_ prompt: String?, _ piped: String?) -> String {
    [prompt, piped].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}
