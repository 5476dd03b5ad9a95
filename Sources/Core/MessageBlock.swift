/// A code block or a picture of a message, to jump to and to copy.
struct MessageBlock: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The code as it was written.
    case code(String)
    /// The picture by its place among those of the message, from 0.
    case picture(Int)
  }

  var kind: Kind
  /// Of code, as it stands after the fence.
  var language = ""
  /// The lines of the message's body that it covers.
  var lines: Range<Int>

  /// Which block of which message: a message that grows keeps the numbers of its blocks.
  struct Mark: Hashable, Sendable {
    var message: MessageID
    var number: Int
  }
}
