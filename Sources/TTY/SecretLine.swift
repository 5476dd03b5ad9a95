import CNcurses
import Glibc

/// Reads one line that nobody is to see, such as a key: nothing of it is echoed.
package enum SecretLine {
  /// Asks at the bottom of an ordinary screen; meant to run inside `Terminal.lend`.
  /// - Returns: the line, `nil` if it was given up with Esc, Ctrl+C or Ctrl+D.
  package static func read(_ question: String, input: Int32 = 0, output: Int32 = 1) -> String? {
    var original = termios()
    guard unsafe tcgetattr(input, &original) == 0 else { return nil }
    var hidden = original
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    unsafe tcsetattr(input, TCSAFLUSH, &hidden)
    defer { unsafe tcsetattr(input, TCSAFLUSH, &original) }
    say(question, output)
    let line = typed(input)
    say("\n", output)
    return line
  }

  private static func typed(_ input: Int32) -> String? {
    var bytes: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = unsafe Glibc.read(input, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      switch byte {
      case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self)
      case 0x03, 0x04, 0x1B: return nil
      case 0x08, 0x7F: _ = bytes.popLast()
      case 0x15: bytes = []
      default: bytes.append(byte)
      }
    }
  }

  private static func say(_ text: String, _ output: Int32) {
    let bytes = Array(text.utf8)
    unsafe Glibc.write(output, bytes, bytes.count)
  }
}
