package import Screen

/// Paths that could follow an `@` in the prompt.
package struct Completion: Hashable, Sendable {
  /// What was typed after the `@` when they were looked up.
  package var token: String
  package var items: [String]
  package var selected = 0
  /// What is known of the files among them, by path.
  var looks: [String: FileLook] = [:]
  /// The file that is being looked at, one at a time.
  var looking: String?

  init(token: String, items: [String]) {
    self.token = token
    self.items = items
  }

  package var selectedItem: String { items[selected] }

  /// What is known of the selected file.
  package var look: FileLook? { looks[selectedItem] }
}

extension Studio {
  /// Asks for paths while one is typed after an `@`.
  mutating func completionWish() -> [Effect] {
    guard let token = PathTokens.token(in: prompt.characters, at: prompt.cursor) else {
      completion = nil
      return []
    }
    // What is shown until the answer comes is what still fits.
    completion?.items.removeAll { !$0.hasPrefix(token.path) }
    completion?.selected = 0
    if completion?.items.isEmpty == true { completion = nil }
    return [.completePath(token: token.path)] + completionLook()
  }

  mutating func complete(_ token: String, with items: [String]) -> [Effect] {
    guard let current = PathTokens.token(in: prompt.characters, at: prompt.cursor), current.path == token else {
      return []
    }
    if !items.isEmpty { offeredPaths.insert(token) }
    let old = completion
    completion = items.isEmpty ? nil : Completion(token: token, items: items)
    completion?.looks = old?.looks ?? [:]
    completion?.looking = old?.looking
    return completionLook()
  }

  mutating func stepCompletion(by delta: Int) -> [Effect] {
    guard let count = completion?.items.count, let selected = completion?.selected else { return [] }
    completion?.selected = (selected + delta + count) % count
    return completionLook()
  }

  /// True while the selected path is another one than was typed.
  var offersMore: Bool {
    guard let completion, let token = PathTokens.token(in: prompt.characters, at: prompt.cursor) else { return false }
    return completion.selectedItem != token.path
  }

  /// Takes the selected path: a folder is gone into, a file is attached. The path of one that is refused comes back.
  mutating func acceptCompletion() -> [Effect] {
    guard let completion, let token = PathTokens.token(in: prompt.characters, at: prompt.cursor) else {
      self.completion = nil
      return []
    }
    let path = completion.selectedItem
    self.completion = nil
    if path.hasSuffix("/") {
      prompt.replace(token.range, with: path.contains(" ") ? "@\"\(path)" : "@\(path)")
      return completionWish()
    }
    let written = path.contains(" ") ? "@\"\(path)\"" : "@\(path)"
    prompt.replace(token.range, with: "")
    return readFiles([path], pasted: written)
  }

  // MARK: A look at the selected file

  /// The room for a picture beside the paths, in cells; none on a narrow or low screen.
  package var completionPreview: Size {
    let size = terminal.size
    guard size.columns >= 80, layout.promptRule.row - layout.notice.rows >= 10 else { return Size(columns: 0, rows: 0) }
    return Size(columns: 28, rows: 8)
  }

  private mutating func completionLook() -> [Effect] {
    guard let completion, completion.looking == nil, completionPreview.columns > 0 else { return [] }
    let path = completion.selectedItem
    guard !path.hasSuffix("/"), completion.looks[path] == nil else { return [] }
    self.completion?.looking = path
    return [.lookAt(path, size: completionPreview, colors: terminal.colors, cellPixels: terminal.cell)]
  }

  /// - Returns: `nil` if nothing is being completed.
  mutating func receiveForCompletion(_ look: FileLook, at path: String) -> [Effect]? {
    guard completion != nil else { return nil }
    if (completion?.looks.count ?? 0) >= FilePicker.mostLooks { completion?.looks = [:] }
    completion?.looks[path] = look
    if completion?.looking == path { completion?.looking = nil }
    return completionLook()
  }
}
