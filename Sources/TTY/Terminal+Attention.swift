extension Terminal {
  /// Rings the terminal's bell.
  package func ring() {
    device.write([0x07])
    device.flush()
  }

  /// Hands text to the terminal's clipboard (OSC 52). Whether it takes it, no terminal says.
  /// - Parameters:
  ///   - base64: the text's UTF-8 bytes in base64.
  ///   - passesThrough: tmux hands it to the terminal around it.
  package func setClipboard(base64: String, passesThrough: Bool = false) {
    let sequence = Array("\u{1B}]52;c;\(base64)\u{7}".utf8)
    device.write(passesThrough ? PictureSequences.passThrough([sequence], at: nil) : sequence)
    device.flush()
  }
}
