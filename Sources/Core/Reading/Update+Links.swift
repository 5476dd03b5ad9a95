import Gemini
package import Markdown
import Screen

/// The links of a message, by the small numbers they have where they are drawn.
extension Studio {
  /// Those of the message that keys are about.
  package var currentLinks: [MarkdownDocument.Link] {
    switch focus {
    case .thinking: return thinking.links
    case .compare:
      guard let answer = focusedAnswer else { return [] }
      return Self.cited(by: answer.run, after: comparison.columns[answer.id]?.links ?? [])
    case .prompt, .conversation, .preview:
      guard let message = currentMessage, let index = transcript.index(of: message) else { return [] }
      let links = transcript.messages[index].layout?.links ?? []
      if case .answer = message { return Self.cited(by: currentRun, after: links) }
      return links
    }
  }

  /// The links of an answer's text, and what it cites.
  private static func cited(by run: Run?, after links: [MarkdownDocument.Link]) -> [MarkdownDocument.Link] {
    let sources = run.map(AnswerNotes.sources) ?? []
    return links
      + sources.enumerated().compactMap { index, source in
        source.address.map { address in
          MarkdownDocument.Link(
            number: links.count + index + 1, text: VisibleText.make("[\(index + 1)] \(source.title ?? address)"),
            address: address)
        }
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
