import Gemini
import Screen

/// Walking the family tree of pictures.
extension Studio {
  /// The picture that is shown, as a node of the tree.
  package func currentNode(in tree: PictureTree) -> PictureTree.ID? {
    if let run = currentRun?.id, case let id = PictureTree.ID.made(run, shownPictureIndex), tree.index(of: id) != nil,
      case .answer? = currentMessage
    {
      return id
    }
    let asset = shownPicture?.asset
    return tree.nodes.last { $0.blob.asset == asset }?.id ?? tree.nodes.last?.id
  }

  /// The prompt of a picture's turn, in one line.
  package func prompt(of node: PictureTree.Node) -> String {
    if case .given = node.id, let name = node.blob.other["displayName"]?.string { return name }
    let text = session.turns[node.turn].content.text
    return text.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The run that brought a picture; `nil` for one that a person gave.
  package func run(of node: PictureTree.Node) -> Run? {
    guard case .made(let id, _) = node.id else { return nil }
    return session.turns[node.turn].runs.first { $0.id == id }
  }

  mutating func openTree() -> [Effect] {
    let tree = PictureTree(session)
    guard let selected = currentNode(in: tree) else { return [] }
    overlay = .tree(TreeState(selected: selected))
    let unknown = tree.nodes.compactMap(\.blob.asset).filter { shelf.facts[$0.sha256] == nil }
    return unknown.isEmpty ? [] : [.readFacts(unknown)]
  }

  mutating func performInTree(_ name: CommandName, _ state: TreeState) -> [Effect] {
    if name == .accept { return goToSelectedPicture() }
    let tree = PictureTree(session)
    guard let node = tree.index(of: state.selected), let row = tree.rows.firstIndex(where: { $0.node == node }) else {
      return []
    }
    let last = tree.rows.count - 1
    let next: Int? =
      switch name {
      case .selectNext: tree.rows[min(last, row + 1)].node
      case .selectPrevious: tree.rows[max(0, row - 1)].node
      case .selectNextPage: tree.rows[min(last, row + 10)].node
      case .selectPreviousPage: tree.rows[max(0, row - 10)].node
      case .selectFirst: tree.rows[0].node
      case .selectLast: tree.rows[last].node
      case .selectParent: tree.nodes[node].parent
      case .selectChild: tree.nodes[node].children.first
      default: nil
      }
    if let next { overlay = .tree(TreeState(selected: tree.nodes[next].id)) }
    return []
  }

  /// Shows the branch of the selected picture, with its message as the current one.
  mutating func goToSelectedPicture() -> [Effect] {
    guard case .tree(let state) = overlay else { return [] }
    overlay = nil
    let tree = PictureTree(session)
    guard let node = tree.index(of: state.selected).map({ tree.nodes[$0] }) else { return [] }
    switch node.id {
    case .made(let id, let place): return show(.answer(id), picture: place, ofTurn: node.turn)
    case .given(let turn, let place): return show(.prompt(turn), picture: place, ofTurn: node.turn)
    }
  }

  /// Shows the branch of a message with it as the current one.
  /// - Parameters:
  ///   - picture: its place among the pictures of the message; `nil` is the last one.
  ///   - turn: the index of the message's turn.
  mutating func show(_ message: MessageID, picture: Int?, ofTurn turn: Int) -> [Effect] {
    if let end = branchedFrom { session.head = end }
    branchedFrom = nil
    let run: RunID? = if case .answer(let id) = message { id } else { session.turns[turn].parent }
    chosenMessage = message
    chosenPicture = picture
    var changed = run.map { session.choose($0) } ?? []
    if !changed.isEmpty || !session.path.contains(turn) { changed += session.follow(from: turn) }
    focus = .conversation
    let isNewest = session.turns[turn].id == session.head && session.turns[turn].isCompared
    comparison.turn = isNewest ? nil : session.turns[turn].id
    comparison.lane = session.turns[turn].shownRun?.lane ?? comparison.lane
    branchChanged()
    if let index = transcript.index(of: message) {
      transcript.show(index, rows: layout.conversation.rows, in: session, shelf: shelf)
    }
    return changed.map { .choose($0) } + saved()
  }
}

extension Session {
  /// True if a prompt or an answer has a picture.
  var hasPictures: Bool {
    turns.contains { turn in
      turn.content.blobs.contains(where: \.isImage) || turn.runs.contains { !$0.answerPictures.isEmpty }
    }
  }
}
