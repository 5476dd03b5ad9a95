import CMark
import Screen
import Synchronization

/// Markdown text to a tree, by libcmark-gfm. The only file that touches the library; no pointer leaves it.
enum CommonMark {
  /// Containers nested deeper than this are shown at this depth.
  private static let deepest = 24

  /// The library adds the special characters of its extensions to a global table while it parses and takes them out
  /// again: two threads would disturb each other.
  private static let turn = Mutex<Void>(())

  /// Parses GitHub flavoured Markdown.
  /// - Parameters:
  ///   - texts: read one after the other as one document.
  ///   - tables: whether tables are recognised.
  static func parse(_ texts: [String], tables: Bool = true) -> [MarkdownNode] {
    turn.withLock { _ in
      cmark_gfm_core_extensions_ensure_registered()
      // Two tildes alone strike through: answers say "3~5" for a range.
      guard let parser = unsafe cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE) else { return [] }
      defer { unsafe cmark_parser_free(parser) }
      for name in ["strikethrough", "autolink", "tasklist"] + (tables ? ["table"] : []) {
        if let syntax = unsafe cmark_find_syntax_extension(name) {
          unsafe cmark_parser_attach_syntax_extension(parser, syntax)
        }
      }
      for text in texts {
        unsafe text.utf8Span.span.withUnsafeBytes { bytes in
          if let start = bytes.baseAddress {
            unsafe cmark_parser_feed(parser, start.assumingMemoryBound(to: CChar.self), bytes.count)
          }
        }
      }
      guard let document = unsafe cmark_parser_finish(parser) else { return [] }
      defer { unsafe cmark_node_free(document) }
      return unsafe nodes(of: document)
    }
  }

  /// Walks the tree without recursion, so that no nesting can exhaust the stack.
  private static func nodes(of document: OpaquePointer) -> [MarkdownNode] {
    guard let iterator = unsafe cmark_iter_new(document) else { return [] }
    defer { unsafe cmark_iter_free(iterator) }
    var tree = MarkdownTree(deepest: deepest)
    while true {
      let event = unsafe cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { break }
      if event == CMARK_EVENT_ENTER {
        unsafe enter(node, &tree)
      } else {
        unsafe exit(node, &tree)
      }
    }
    return tree.nodes
  }

  private static func enter(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: tree.inline.append(unsafe literal(node))
    case CMARK_NODE_SOFTBREAK: tree.inline.append(" ")
    case CMARK_NODE_LINEBREAK: tree.inline.appendLineBreak()
    case CMARK_NODE_CODE: tree.inline.appendCode(unsafe literal(node))
    case CMARK_NODE_HTML_INLINE: tree.appendHTML(unsafe literal(node))
    case CMARK_NODE_EMPH: tree.inline.changeEmphasis(by: 1)
    case CMARK_NODE_STRONG: tree.inline.changeStrong(by: 1)
    case CMARK_NODE_LINK: tree.inline.openLink()
    case CMARK_NODE_IMAGE: tree.inline.openPicture()
    case CMARK_NODE_PARAGRAPH: tree.openText()
    case CMARK_NODE_HEADING: tree.openHeading(level: Int(unsafe cmark_node_get_heading_level(node)))
    case CMARK_NODE_CODE_BLOCK:
      tree.add(.code(language: unsafe language(of: node), source: unsafe literal(node)))
    case CMARK_NODE_HTML_BLOCK: tree.addHTML(unsafe literal(node))
    case CMARK_NODE_THEMATIC_BREAK: tree.add(.rule)
    case CMARK_NODE_BLOCK_QUOTE: tree.open(.quote)
    case CMARK_NODE_LIST: tree.open(.list(unsafe list(node)))
    case CMARK_NODE_ITEM: tree.open(.item(isDone: unsafe isDone(node)))
    case CMARK_NODE_DOCUMENT: break
    default: unsafe enterExtension(node, &tree)
    }
  }

  private static func exit(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_EMPH: tree.inline.changeEmphasis(by: -1)
    case CMARK_NODE_STRONG: tree.inline.changeStrong(by: -1)
    case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
      tree.inline.closeLink(address: unsafe string(cmark_node_get_url(node)))
    case CMARK_NODE_PARAGRAPH: tree.add(.paragraph(tree.inline.spans))
    case CMARK_NODE_HEADING: tree.add(.heading(tree.inline.spans))
    case CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM: tree.close()
    case CMARK_NODE_DOCUMENT: break
    default: unsafe exitExtension(node, &tree)
    }
  }

  private static func enterExtension(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    switch unsafe string(cmark_node_get_type_string(node)) {
    case "strikethrough": tree.inline.changeStrikethrough(by: 1)
    case "table": tree.open(.table(unsafe table(node)))
    case "table_header": tree.openRow(isHeader: true)
    case "table_row": tree.openRow(isHeader: false)
    case "table_cell": tree.openCell()
    default: break
    }
  }

  private static func exitExtension(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    switch unsafe string(cmark_node_get_type_string(node)) {
    case "strikethrough": tree.inline.changeStrikethrough(by: -1)
    case "table": tree.close()
    case "table_header", "table_row": tree.closeRow()
    case "table_cell": tree.closeCell()
    default: break
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    guard let text = unsafe text else { return "" }
    return unsafe String(cString: text)
  }

  private static func literal(_ node: OpaquePointer) -> String {
    unsafe string(cmark_node_get_literal(node))
  }

  /// The first word of the info string.
  private static func language(of node: OpaquePointer) -> String {
    let info = unsafe string(cmark_node_get_fence_info(node))
    return info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
  }

  private static func list(_ node: OpaquePointer) -> MarkdownList {
    let isOrdered = unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return MarkdownList(
      start: isOrdered ? Int(unsafe cmark_node_get_list_start(node)) : nil,
      delimiter: unsafe cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ")" : ".",
      isTight: unsafe cmark_node_get_list_tight(node) != 0)
  }

  private static func isDone(_ node: OpaquePointer) -> Bool? {
    guard unsafe string(cmark_node_get_type_string(node)) == "tasklist" else { return nil }
    return unsafe cmark_gfm_extensions_get_tasklist_item_checked(node)
  }

  private static func table(_ node: OpaquePointer) -> MarkdownTable {
    let count = Int(unsafe cmark_gfm_extensions_get_table_columns(node))
    guard let letters = unsafe cmark_gfm_extensions_get_table_alignments(node) else {
      return MarkdownTable(alignments: Array(repeating: .left, count: count))
    }
    return MarkdownTable(
      alignments: (0..<count).map { column in
        switch unsafe letters[column] {
        case UInt8(ascii: "c"): .center
        case UInt8(ascii: "r"): .right
        default: .left
        }
      })
  }
}
