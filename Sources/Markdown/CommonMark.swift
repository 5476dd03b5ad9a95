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
  ///   - firstLink: the number of the first link, less one.
  ///   - tracks: whether spans say what bytes of the last text they show, and which of its texts are marked.
  static func parse(
    _ texts: [String], tables: Bool = true, firstLink: Int = 0, tracks: Bool = false
  ) -> (nodes: [MarkdownNode], links: [MarkdownDocument.Link], marked: [MarkedText]) {
    turn.withLock { _ in
      cmark_gfm_core_extensions_ensure_registered()
      // Two tildes alone strike through: answers say "3~5" for a range.
      guard let parser = unsafe cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE) else { return ([], [], []) }
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
      guard let document = unsafe cmark_parser_finish(parser) else { return ([], [], []) }
      defer { unsafe cmark_node_free(document) }
      let tracker = tracks ? SourceTracker(texts, decode: meaning) : nil
      var tree = MarkdownTree(deepest: deepest, firstLink: firstLink, tracker: tracker)
      unsafe walk(document, &tree)
      return (tree.nodes, tree.links, tree.marked)
    }
  }

  /// The text that an entity stands for; itself if it is none. Reads it without extensions, which are not for two at once.
  private static func meaning(of entity: String) -> String {
    unsafe entity.utf8Span.span.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress,
        let document = unsafe cmark_parse_document(
          start.assumingMemoryBound(to: CChar.self), bytes.count, CMARK_OPT_DEFAULT)
      else { return entity }
      defer { unsafe cmark_node_free(document) }
      guard let paragraph = unsafe cmark_node_first_child(document),
        let text = unsafe cmark_node_first_child(paragraph)
      else { return entity }
      return unsafe literal(text)
    }
  }

  private static func place(of node: OpaquePointer, _ tree: MarkdownTree) -> MarkdownTree.Place? {
    guard tree.tracker != nil else { return nil }
    let start = Int(unsafe cmark_node_get_start_line(node))
    let end = Int(unsafe cmark_node_get_end_line(node))
    return MarkdownTree.Place(
      lines: start...max(start, end), column: Int(unsafe cmark_node_get_start_column(node)),
      isFenced: unsafe isFenced(node))
  }

  private static func isFenced(_ node: OpaquePointer) -> Bool {
    var (length, offset, character) = (Int32(0), Int32(0), CChar(0))
    return unsafe cmark_node_get_fenced(node, &length, &offset, &character) != 0
  }

  /// Walks the tree without recursion, so that no nesting can exhaust the stack.
  private static func walk(_ document: OpaquePointer, _ tree: inout MarkdownTree) {
    guard let iterator = unsafe cmark_iter_new(document) else { return }
    defer { unsafe cmark_iter_free(iterator) }
    while true {
      let event = unsafe cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { break }
      if event == CMARK_EVENT_ENTER {
        unsafe enter(node, &tree)
      } else {
        unsafe exit(node, &tree)
      }
    }
  }

  private static func enter(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    let place = unsafe place(of: node, tree)
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: tree.append(unsafe literal(node), at: place)
    case CMARK_NODE_SOFTBREAK: tree.appendBlank()
    case CMARK_NODE_LINEBREAK: tree.inline.appendLineBreak()
    case CMARK_NODE_CODE: tree.append(unsafe literal(node), isCode: true, at: place)
    case CMARK_NODE_HTML_INLINE: tree.appendHTML(unsafe literal(node), at: place)
    case CMARK_NODE_EMPH: tree.openEmphasis()
    case CMARK_NODE_STRONG: tree.openStrong()
    case CMARK_NODE_LINK: tree.openLink()
    case CMARK_NODE_IMAGE: tree.openLink(isPicture: true)
    case CMARK_NODE_PARAGRAPH: tree.openText(at: place)
    case CMARK_NODE_HEADING: tree.openHeading(level: Int(unsafe cmark_node_get_heading_level(node)), at: place)
    case CMARK_NODE_CODE_BLOCK:
      tree.addCode(unsafe literal(node), language: unsafe language(of: node), at: place)
    case CMARK_NODE_HTML_BLOCK: tree.addHTML(unsafe literal(node), at: place)
    case CMARK_NODE_THEMATIC_BREAK: tree.addRule(at: place)
    case CMARK_NODE_BLOCK_QUOTE: tree.open(.quote)
    case CMARK_NODE_LIST: tree.open(.list(unsafe list(node)))
    case CMARK_NODE_ITEM:
      let isDone = unsafe isDone(node)
      let mark = place.flatMap {
        tree.tracker?.mark(line: $0.lines.lowerBound, column: $0.column, isTask: isDone != nil)
      }
      tree.open(.item(isDone: isDone, mark: mark))
    case CMARK_NODE_DOCUMENT: break
    default: unsafe enterExtension(node, &tree)
    }
  }

  private static func exit(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_EMPH: tree.closeEmphasis()
    case CMARK_NODE_STRONG: tree.closeStrong()
    case CMARK_NODE_LINK, CMARK_NODE_IMAGE: tree.closeLink(address: unsafe string(cmark_node_get_url(node)))
    case CMARK_NODE_PARAGRAPH: tree.add(.paragraph(tree.inline.spans))
    case CMARK_NODE_HEADING: tree.add(.heading(tree.inline.spans))
    case CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM: tree.close()
    case CMARK_NODE_DOCUMENT: break
    default: unsafe exitExtension(node, &tree)
    }
  }

  private static func enterExtension(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    switch unsafe string(cmark_node_get_type_string(node)) {
    case "strikethrough": tree.openStrikethrough()
    case "table": tree.open(.table(unsafe table(node)))
    case "table_header": tree.openRow(isHeader: true)
    case "table_row": tree.openRow(isHeader: false)
    case "table_cell": tree.openCell(at: unsafe place(of: node, tree))
    default: break
    }
  }

  private static func exitExtension(_ node: OpaquePointer, _ tree: inout MarkdownTree) {
    switch unsafe string(cmark_node_get_type_string(node)) {
    case "strikethrough": tree.closeStrikethrough()
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
