package import Gemini

/// The pictures of a session as a tree: which was made from which.
///
/// A picture was made from the one that went with its prompt, else from the last one of the conversation before. Of
/// several that went along, it is the last that came in this session; of several strangers nobody can tell which.
package struct PictureTree: Hashable, Sendable {
  /// Which picture: its place among those of an answer, or of a prompt.
  package enum ID: Hashable, Sendable {
    case made(RunID, Int)
    case given(TurnID, Int)
  }

  package struct Node: Hashable, Sendable {
    package let id: ID
    package let blob: Blob
    /// The index of its turn in the session.
    package let turn: Int
    /// The node it was made from; `nil` at a root.
    package fileprivate(set) var parent: Int?
    /// Those made from it, in the order they were made.
    package fileprivate(set) var children: [Int] = []
  }

  /// A node where it is drawn, with the lines that lead to it.
  package struct Row: Hashable, Sendable {
    package let node: Int
    /// Such as `│ └ `.
    package let lines: String
  }

  /// In the order they were made.
  package private(set) var nodes: [Node] = []
  /// From the top, each root with all that was made from it.
  package private(set) var rows: [Row] = []
  /// The node that a run changes; none for words alone.
  private var sources: [RunID: Int] = [:]

  package init(_ session: Session) {
    var byAsset: [String: Int] = [:]
    // The picture that the next turn would change, by the run it follows.
    var newest: [RunID: Int] = [:]
    for (index, turn) in session.turns.enumerated() {
      let inputs = turn.content.blobs.filter { $0.isImage && $0.asset != nil }.enumerated().map { place, blob in
        let known = blob.asset.flatMap { byAsset[$0.sha256] }
        return known ?? add(.given(turn.id, place), blob, turn: index, parent: nil, &byAsset)
      }
      let made = inputs.last { if case .made = nodes[$0].id { true } else { false } }
      let input = inputs.count == 1 ? inputs[0] : made
      for run in turn.runs {
        let source = inputs.isEmpty && !run.isAlone ? turn.parent.flatMap { newest[$0] } : input
        sources[run.id] = source
        newest[run.id] = source
        for (place, blob) in run.answerPictures.enumerated() {
          newest[run.id] = add(.made(run.id, place), blob, turn: index, parent: source, &byAsset)
        }
      }
    }
    draw()
  }

  private mutating func add(
    _ id: ID, _ blob: Blob, turn: Int, parent: Int?, _ byAsset: inout [String: Int]
  ) -> Int {
    nodes.append(Node(id: id, blob: blob, turn: turn, parent: parent))
    let index = nodes.count - 1
    if let parent { nodes[parent].children.append(index) }
    if let asset = blob.asset { byAsset[asset.sha256] = index }
    return index
  }

  /// Lays the rows out. A chain of edits goes straight down; only where it parts, the rows move to the right.
  private mutating func draw() {
    var open = nodes.indices.filter { nodes[$0].parent == nil }.reversed().map { (node: $0, lead: "", elbow: "") }
    var chained: Set<Int> = []
    while let next = open.popLast() {
      rows.append(Row(node: next.node, lines: next.lead + next.elbow))
      let children = nodes[next.node].children
      let isChain = children.count == 1
      let inside = next.elbow.isEmpty ? "" : next.elbow == "├ " ? "│ " : "  "
      let lead = isChain && chained.contains(next.node) ? next.lead : next.lead + inside
      if isChain { chained.formUnion(children) }
      for (place, child) in children.enumerated().reversed() {
        open.append((child, lead, place == children.count - 1 ? "└ " : "├ "))
      }
    }
  }

  package func index(of id: ID) -> Int? { nodes.firstIndex { $0.id == id } }

  /// The picture that a run changes; `nil` for words alone, and where nobody can tell which.
  func source(of run: RunID) -> AssetReference? { sources[run].flatMap { nodes[$0].blob.asset } }
}

/// The tree as an overlay: which picture is selected.
package struct TreeState: Hashable, Sendable {
  package var selected: PictureTree.ID
}
