package import Screen

extension Terminal {
  /// Asks a question that became worth asking; the reply comes through `readInput`.
  package func ask(_ question: TerminalQuestion) {
    device.write(Questions.later(question))
    device.flush()
    awaitReplies()
  }
}
