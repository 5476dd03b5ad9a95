import Core
import Gemini
import Screen

/// One thing that the doctor looked at.
struct Finding: Hashable, Sendable {
  enum Mark: String, Hashable, CaseIterable, Sendable {
    case fine, warning
    /// The program cannot work like this.
    case fault

    var sign: String {
      switch self {
      case .fine: "✓"
      case .warning: "!"
      case .fault: "✗"
      }
    }
  }

  var mark: Mark
  var subject: String
  /// What there is and, where it is not fine, what to change.
  var sentence: String

  init(_ mark: Mark, _ subject: String, _ sentence: String) {
    self.mark = mark
    self.subject = subject
    self.sentence = VisibleText.make(sentence)
  }

  var json: JSON {
    ["subject": .string(subject), "mark": .string(mark.rawValue), "sentence": .string(sentence)]
  }

  /// The finding as text.
  /// - Parameter width: columns of the terminal; `nil` for one line.
  func text(width: Int?) -> String {
    let head = "\(mark.sign) \(subject.padded(to: 9)) "
    guard let width, width > 40 else { return head + sentence }
    let indent = String(repeating: " ", count: TextWidth.columns(of: head))
    return TextWrap.wrap(sentence, columns: width - indent.count).enumerated()
      .map { ($0.offset == 0 ? head : indent) + $0.element.text }.joined(separator: "\n")
  }
}
