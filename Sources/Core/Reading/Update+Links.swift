import Gemini
package import Markdown
import Screen

/// The links of a message, by the small numbers they have where they are drawn.
extension Studio {
  /// Those of the message that keys are about.
  package var currentLinks: [MarkdownDocument.Link] {
    switch focus {
    case .thinking: return thinking.links
    case .compare: return focusedAnswer.flatMap { comparison.columns[$0.id]?.links } ?? []
    case .prompt, .conversation, .preview:
      guard let message = currentMessage.flatMap({ transcript.index(of: $0) }) else { return [] }
      return transcript.messages[message].layout?.links ?? []
    }
  }

  /// The links that hold every word of a filter, or have its number.
  package func links(filter: String) -> [MarkdownDocument.Link] {
    let words = filter.lowercased().split(separator: " ")
    return currentLinks.filter { link in
      let text = (link.text + " " + link.address).lowercased()
      return words.allSatisfy { String(link.number) == $0 || text.contains($0) }
    }
  }

  mutating func performInLinks(_ name: CommandName, _ list: ListState) -> [Effect] {
    let links = links(filter: list.filter)
    guard name == .accept, links.indices.contains(list.selected) else { return [] }
    ask(whatToDoWith: links[list.selected].address)
    return []
  }

  /// Nothing that a model wrote is opened without being shown.
  mutating func ask(whatToDoWith address: String) {
    let opens = Self.mayOpen(address)
    let open = opens ? [Question.Choice(key: "o", title: "open it in this system's program")] : []
    overlay = .question(
      Question(
        purpose: .link(address),
        text: address + (opens ? "" : "\nOnly http, https and mailto addresses are opened."),
        choices: open + [
          Question.Choice(key: "c", title: "copy the address"), Question.Choice(key: "n", title: "neither"),
        ]))
  }

  mutating func answerLink(_ address: String, with key: Character) -> [Effect] {
    switch key {
    case "o": Self.mayOpen(address) ? [.openAddress(address)] : []
    case "c": [.copy(address)]
    default: []
    }
  }

  /// True for addresses of the web and of mail, without anything in them that another program could take for more.
  package static func mayOpen(_ address: String) -> Bool {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    return ["http", "https", "mailto"].contains(scheme) && address.utf8.count < 8192
      && !address.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F }
  }
}
