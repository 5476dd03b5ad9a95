extension Terminal {
  /// Rings the terminal's bell.
  package func ring() {
    device.write([0x07])
    device.flush()
  }

  /// Hands text to the terminal's clipboard (OSC 52). Whether it takes it, no terminal says.
  /// - Parameter base64: the text's UTF-8 bytes in base64.
  package func setClipboard(base64: String) {
    device.write(Array("\u{1B}]52;c;\(base64)\u{7}".utf8))
    device.flush()
  }
}
