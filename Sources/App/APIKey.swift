import Foundation

/// A key that shows itself to nobody: only a request header takes its value.
package struct APIKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// For the header, and for nothing else.
  let value: String

  package init?(_ text: String) {
    let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
    // A line break or a blank inside would end the header; tokens for the live API are no keys for this one.
    guard !value.isEmpty, value.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 > " " && $0 != "\u{7F}" }),
      !value.hasPrefix("auth_tokens/")
    else { return nil }
    self.value = value
  }

  package var description: String { "(hidden)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
